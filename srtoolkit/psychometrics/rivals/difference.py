"""What one model loses against another, in numbers of the table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError
from srtoolkit.psychometrics.rivals.result import FIT_COLUMNS, Difference, Relation
from srtoolkit.psychometrics.rivals.search import has_solution

if TYPE_CHECKING:
    from srtoolkit.sem import Comparison, SemFit


def indices_of(fit: SemFit) -> dict[str, float]:
    """Return the fit indices of the table; NaN without a solution."""
    found = fit.fit_indices() if has_solution(fit) else {}
    kept = {name: found.get(name, math.nan) for name in FIT_COLUMNS}
    kept["n"] = fit.n
    return {name: float(value) for name, value in kept.items()}


def difference_of(free: SemFit, held: SemFit, relation: Relation) -> Difference:
    """Test what a nested model loses; scaled where the estimator scales.

    With a negative scaling factor of Satorra & Bentler (2001) the one of 2010
    is used where it can be computed.
    """
    solved = has_solution(free) and has_solution(held)
    if relation != "nested" or not solved:
        return Difference()
    compared = _compared(free, held)
    if compared is None:
        return Difference()
    step = compared.steps[0]
    return Difference(
        float(step.chisq_diff), float(step.df_diff), float(step.p), compared.method
    )


def _compared(free: SemFit, held: SemFit) -> Comparison | None:
    from srtoolkit.sem import compare_fits

    try:
        found = compare_fits([free, held])
        if not math.isnan(found.steps[0].chisq_diff):
            return found
        return compare_fits([free, held], method="satorra_bentler_2010")
    except ModelError:  # fits the other way round, or no second scaling
        return None
