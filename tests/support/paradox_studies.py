"""Simulated studies of the paradox, and how their verdicts are counted."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import binomtest

from srtoolkit.inference import Evidence, Expectation, decide
from srtoolkit.recovery import paradox_change
from srtoolkit.responses import Responses

N_STUDIES = 2_000
ALPHA = 0.05
#: A rate is refuted only when it is this unlikely under a true rate of alpha.
REFUTED = 0.001
DESIGN = {"condition": "group", "control": "c", "treated": "t"}


def keeps_alpha(hits: int, n: int = N_STUDIES) -> None:
    """Fail when the rate of hits refutes a true rate of alpha."""
    test = binomtest(int(hits), n, ALPHA, alternative="greater")
    assert test.pvalue > REFUTED, f"{hits} of {n}"


def supported(evidence: Evidence, expect: Expectation = "positive") -> bool:
    """Tell whether the verdict is *supported*; a guard is a mistake here."""
    assert evidence.guard is None, evidence.guard
    return decide(evidence.primary, expect, None).verdict == "supported"


def two_waves(
    n: int, generator: np.random.Generator, *, start: float = 4.0, r: float = 0.5
) -> Any:
    """Latent scores before and after, no change on average."""
    both = generator.multivariate_normal([start, start], [[1, r], [r, 1]], n)
    return both.T


def change_of(table: Responses, *, manipulated: bool) -> Evidence:
    """Compare changes of the groups t and c."""
    return paradox_change(
        table,
        outcome="after",
        before="before",
        before_measured="before_failure",
        manipulated=manipulated,
        **DESIGN,
    )
