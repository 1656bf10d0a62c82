"""Convergent and discriminant validity of a measurement model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.composite import (
    average_variance_extracted,
    composite_reliability,
)
from srtoolkit.psychometrics.heterotrait import heterotrait_monotrait
from srtoolkit.psychometrics.measurement import (
    Factor,
    factor_correlations,
    factors_of,
)
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True)
class ValidityResult:
    """Convergent and discriminant validity.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        For each factor ``cr``, ``ave`` and ``sqrt_ave`` (from completely
        standardised loadings); for each pair ``correlation`` of the factors,
        with an interval, and ``htmt`` of their items. A pair's second factor
        stands in ``item``.
    n : int
        Respondents with all items of the model, on whom ``htmt`` rests.
    n_factors : int
    status : str
        Of the measurement model; unless it is admissible, only ``htmt``,
        which needs no model, is given.
    notes : tuple of Reason
        ``model_not_admissible`` and ``too_few_complete``, with their values.
    """

    coefficients: tuple[Coefficient, ...]
    n: int
    n_factors: int
    status: str
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row per factor, or pair of factors, and coefficient."""
        return coefficient_table(self.coefficients)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_factors, status``."""
        import pandas as pd

        row = {"n": self.n, "n_factors": self.n_factors, "status": self.status}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@plan_step("step")
def validity(
    measurement_fit: SemFit | None, responses: Responses, *, ci_level: float = 0.95
) -> ValidityResult:
    """Estimate CR, AVE, factor correlations and HTMT.

    Parameters
    ----------
    measurement_fit : SemFit
        Confirmatory factor analysis of one group.
    responses : Responses
        The answers it was fitted to; for HTMT.
    ci_level : float, in (0, 1)
        Coverage of the correlations' intervals.

    Raises
    ------
    ModelError
        Without a measurement model, with several groups, or without a factor.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50.
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing
    Science 43, 115-135.
    """
    require_level(ci_level)
    if measurement_fit is None:
        raise ModelError(
            "there is no measurement model to judge",
            code="no_measurement",
            advice="Write the factors under measurement: in the plan.",
        )
    factors = factors_of(measurement_fit)
    items = list(dict.fromkeys(item for factor in factors for item in factor.items))
    responses.require(items)
    points = responses.keyed[items].dropna()
    status = measurement_fit.status
    rows: list[Coefficient] = []
    notes: list[Reason] = []
    if status.admissible:
        rows += _convergent(factors)
        rows += _correlations(measurement_fit, factors, ci_level)
    else:
        notes.append(Reason("model_not_admissible", {"status": status.code}))
    if len(points) > 2:
        rows += _heterotraits(factors, items, points.to_numpy(dtype=float))
    else:
        notes.append(Reason("too_few_complete", {"n": len(points)}))
    n_factors = len(factors)
    return ValidityResult(
        tuple(rows), len(points), n_factors, status.code, tuple(notes)
    )


def _convergent(factors: Iterable[Factor]) -> Iterable[Coefficient]:
    """Give CR and AVE of each factor of two items or more."""
    for factor in factors:
        if len(factor.items) < 2:
            continue
        cr = composite_reliability(factor.loadings, factor.residual_variances)
        ave = average_variance_extracted(factor.loadings, factor.residual_variances)
        yield Coefficient("cr", cr, scale=factor.name)
        yield Coefficient("ave", ave, scale=factor.name)
        yield Coefficient("sqrt_ave", float(np.sqrt(ave)), scale=factor.name)


def _correlations(
    fit: SemFit, factors: Sequence[Factor], ci_level: float
) -> Iterable[Coefficient]:
    for pair in factor_correlations(fit, factors, ci_level):
        values = (pair.est, pair.ci_low, pair.ci_high, ci_level)
        yield Coefficient("correlation", *values, scale=pair.first, item=pair.second)


def _heterotraits(
    factors: Sequence[Factor], items: Sequence[str], points: np.ndarray
) -> Iterable[Coefficient]:
    """Give HTMT of each pair of factors of two items or more."""
    correlation = np.asarray(np.corrcoef(points, rowvar=False))
    place = {item: index for index, item in enumerate(items)}
    several = [factor for factor in factors if len(factor.items) > 1]
    for first, second in combinations(several, 2):
        ratio = heterotrait_monotrait(
            np.array([place[item] for item in first.items]),
            np.array([place[item] for item in second.items]),
            correlation,
        )
        yield Coefficient("htmt", ratio, scale=first.name, item=second.name)
