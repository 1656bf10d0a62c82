"""Responses to `overall-satisfaction` with a condition, made from scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from srtoolkit.responses import Responses, responses_from_frame

_REFERENCES = Path(__file__).resolve().parents[1] / "references"


def stored_reference(name: str) -> dict[str, Any]:
    """Read ``tests/references/<name>.json``."""
    path = _REFERENCES / f"{name}.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def grouped_responses(
    groups: Mapping[str, Sequence[float]],
    *,
    instruments: Sequence[str] = ("overall-satisfaction",),
    **columns: Sequence[object],
) -> Responses:
    """One respondent a score, who gives it to all four items of OSAT.

    Parameters
    ----------
    groups : mapping of str to sequence of float
        Whole scores from 1 to 7 by condition.
    **columns
        Further columns, in the order of the groups.
    """
    scores = np.concatenate([np.asarray(values) for values in groups.values()])
    labels = [name for name, values in groups.items() for _ in values]
    frame = pd.DataFrame({f"OSAT{item}": scores for item in range(1, 5)})
    frame.insert(0, "condition", labels)
    return responses_from_frame(
        frame.assign(**{name: list(values) for name, values in columns.items()}),
        list(instruments),
    )
