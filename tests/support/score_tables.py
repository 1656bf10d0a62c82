"""Tables of scores without instruments, for simulations that need many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from srtoolkit.responses import Responses


def score_table(**columns: Any) -> Responses:
    """Bind columns as they are; text columns become objects."""
    frame = pd.DataFrame(
        {
            name: np.asarray(values, dtype=object)
            if np.asarray(values).dtype.kind in "UO"
            else np.asarray(values, dtype=float)
            for name, values in columns.items()
        }
    )
    return Responses(
        answers=frame,
        keyed=frame,
        instruments=(),
        flow=(),
        row_numbers=tuple(range(len(frame))),
        sha256="",
        simulated=True,
    )


def answered(latent: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Mean of four seven-point items around a latent score, shape (n,)."""
    items = np.rint(latent[:, None] + generator.normal(0, 0.7, (len(latent), 4)))
    return np.clip(items, 1, 7).mean(axis=1)
