"""The answers that all engines fit, simulated or read, written where R finds them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FACTORS = ("DJ", "PJ", "IJ", "SAT", "LOY", "WOM")
MEASUREMENT = "\n".join(
    f"{name} =~ " + " + ".join(f"{name.lower()}{item}" for item in range(1, 5))
    for name in FACTORS
)
MODEL = MEASUREMENT + "\nSAT ~ DJ + PJ + IJ\nLOY ~ SAT\nWOM ~ SAT"
ITEMS = tuple(f"{name.lower()}{item}" for name in FACTORS for item in range(1, 5))
#: Share of answers taken out at random.
HOLES = 0.08
#: Limits of five categories on a standard normal answer.
LIMITS = (-1.3, -0.5, 0.4, 1.2)
N = 500


@dataclass(frozen=True, slots=True)
class Samples:
    """The same answers complete, with holes, in groups, and in categories."""

    complete: pd.DataFrame
    holes: pd.DataFrame
    groups: pd.DataFrame
    ordinal: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Write the answers and the models as files."""
        for name in ("complete", "holes", "groups", "ordinal"):
            getattr(self, name).to_csv(folder / f"{name}.csv", index=False)
        (folder / "model.txt").write_text(MODEL, encoding="utf-8")
        (folder / "measurement.txt").write_text(MEASUREMENT, encoding="utf-8")


def samples(file: Path | None = None) -> Samples:
    """Simulate 500 respondents with 24 items, or read them from a file."""
    generator = np.random.default_rng(20261121)
    complete = _simulated(generator, N) if file is None else pd.read_csv(file)
    complete = complete[list(ITEMS)]
    holes = complete.mask(generator.random(complete.shape) < HOLES)
    groups = pd.concat(
        [_simulated(generator, N).assign(group=f"g{number}") for number in range(4)],
        ignore_index=True,
    )
    standard = (complete - complete.mean()) / complete.std()
    ordinal = pd.DataFrame(np.digitize(standard, LIMITS) + 1, columns=complete.columns)
    return Samples(complete, holes, groups, ordinal)


def _simulated(generator: np.random.Generator, n: int) -> pd.DataFrame:
    """Draw from the structure that the model claims."""
    shared = generator.standard_normal((n, 1))
    justice = np.sqrt(0.5) * shared + np.sqrt(0.5) * generator.standard_normal((n, 3))
    satisfied = justice @ [0.35, 0.25, 0.3] + 0.6 * generator.standard_normal(n)
    outcomes = 0.7 * satisfied[:, None] + 0.6 * generator.standard_normal((n, 2))
    factors = np.column_stack([justice, satisfied, outcomes])
    loadings = np.array([0.85, 0.8, 0.75, 0.7])
    items = factors[:, :, None] * loadings
    items = items + 0.6 * generator.standard_normal((n, 6, 4))
    return pd.DataFrame(4 + items.reshape(n, 24), columns=list(ITEMS))
