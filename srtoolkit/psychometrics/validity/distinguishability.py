"""Whether two factors can be told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from srtoolkit.inference import Reason, Warrant
from srtoolkit.psychometrics.validity.measurement import (
    Factor,
    FactorCorrelation,
    factor_correlations,
)

if TYPE_CHECKING:
    from srtoolkit.sem import Comparison, ParsedModel, SemFit
    from srtoolkit.sem.following.comparison import DifferenceMethod

#: Two factors whose correlation may reach this are one; Rönkkö & Cho (2022).
THRESHOLD = 0.90


@dataclass(frozen=True, slots=True)
class FactorPair:
    """Two factors held against each other.

    Attributes
    ----------
    first, second : str
    correlation, ci_low, ci_high : float
        Of the factors in the measurement model.
    distinguishable : bool
        False when the interval's limit farther from zero reaches the threshold.
    chisq_diff, df_diff, p : float or None
        What fixing the correlation to 1 (to -1 when it is negative) costs; None
        where the fixed model has no solution. Departures to both sides of 1
        count, so for the question whether it is below 1 this p is twice what
        it should be.
    method : str or None
        Of the difference: ``plain``, or scaled as in `sem.compare_fits`. Where
        Satorra & Bentler (2001) breaks down, as it does far from the null,
        Satorra (2000); with incomplete answers ``wald``, the squared distance
        from 1 over its robust error.
    """

    first: str
    second: str
    correlation: float
    ci_low: float
    ci_high: float
    distinguishable: bool
    chisq_diff: float | None = None
    df_diff: float | None = None
    p: float | None = None
    method: str | None = None

    def reason(self, threshold: float) -> Reason:
        """Return ``not_distinguishable`` or ``distinguishable`` with the numbers."""
        code = "distinguishable" if self.distinguishable else "not_distinguishable"
        values = {
            "first": self.first,
            "second": self.second,
            "est": self.correlation,
            "ci_high": max(self.ci_high, -self.ci_low),
            "threshold": threshold,
        }
        return Reason(code, values)

    def warrant(self, threshold: float) -> Warrant:
        """Say whether either factor can have an effect beside the other."""
        return Warrant(
            claim="unique_effects",
            holds=self.distinguishable,
            variables=frozenset({self.first, self.second}),
            reason=self.reason(threshold),
        )


#: Scaling factors of real answers lie near one; a difference of two that comes
#: out below this says that the formula broke down, not that the tails are light.
_LEAST_SCALING = 0.5


def factor_pairs(
    fit: SemFit,
    factors: Sequence[Factor],
    *,
    threshold: float,
    ci_level: float,
    test: bool = True,
) -> tuple[FactorPair, ...]:
    """Judge every pair of factors that are free to correlate.

    Parameters
    ----------
    threshold : float, in (0, 1]
    ci_level : float, in (0, 1)
        Coverage of the correlations' intervals.
    test : bool
        Fit each model with one correlation of 1 as well.

    References
    ----------
    Rönkkö & Cho (2022), Organizational Research Methods 25, 6-47 (the interval
    against a threshold).
    Anderson & Gerbing (1988), Psychological Bulletin 103, 411-423 (the
    difference in chi-square).
    """
    found = factor_correlations(fit, factors, ci_level)
    baseline = _unit_variances(fit) if test and found else None
    return tuple(_judged(pair, threshold, baseline) for pair in found)


def _judged(
    pair: FactorCorrelation, threshold: float, baseline: SemFit | None
) -> FactorPair:
    reach = max(pair.ci_high, -pair.ci_low)
    judged = FactorPair(
        pair.first,
        pair.second,
        pair.est,
        pair.ci_low,
        pair.ci_high,
        distinguishable=reach < threshold,
    )
    return judged if baseline is None else _tested(judged, baseline)


def _unit_variances(fit: SemFit) -> SemFit:
    """Fit the same model with factor variances of 1: correlations are then free."""
    from srtoolkit.sem.fit import fit_observed

    options = replace(fit.options, std_lv=True, bootstrap=0)
    return fit_observed(_released(fit.parsed), fit.observed, options)


def _released(parsed: ParsedModel) -> ParsedModel:
    """Let loadings that were fixed to give a factor its scale be free."""
    fixed = {t.lhs for t in parsed.terms if t.op == "~~" and t.lhs == t.rhs and t.fixed}
    terms = tuple(
        replace(term, fixed=())
        if term.op == "=~" and term.lhs not in fixed and term.fixed
        else term
        for term in parsed.terms
    )
    return replace(parsed, terms=terms)


def _tested(pair: FactorPair, baseline: SemFit) -> FactorPair:
    """Add the difference in chi-square against a correlation of one."""
    from srtoolkit.sem.fit import fit_observed

    held = fit_observed(
        _held(baseline.parsed, pair), baseline.observed, baseline.options
    )
    if "not_converged" in {held.status.code, baseline.status.code}:
        return pair
    methods: tuple[DifferenceMethod, ...] = ("auto", "satorra_2000")
    for method in methods:
        found = _difference(baseline, held, method)
        if found is not None:
            step = found.steps[-1]
            return replace(
                pair,
                chisq_diff=step.chisq_diff,
                df_diff=step.df_diff,
                p=step.p,
                method=found.method,
            )
    return _by_wald(pair, baseline)


def _difference(
    baseline: SemFit, held: SemFit, method: DifferenceMethod
) -> Comparison | None:
    """Compare the two models; None where that method cannot be trusted here.

    The scaling factor of Satorra & Bentler (2001) is a difference of two: far
    from the null it may be negative or next to nothing.
    """
    from srtoolkit.errors import ModelError
    from srtoolkit.sem import compare_fits

    try:
        found = compare_fits([baseline, held], method=method)
    except ModelError:  # incomplete answers, or the harder search stopped early
        return None
    step = found.steps[-1]
    trusted = math.isfinite(step.p) and step.scaling_factor > _LEAST_SCALING
    return found if trusted else None


def _by_wald(pair: FactorPair, baseline: SemFit) -> FactorPair:
    """Hold the distance from one against its own (robust) error."""
    from scipy.stats import chi2

    table = baseline.tidy()
    both = {pair.first, pair.second}
    found = next(
        row
        for row in table.to_dict("records")
        if row["op"] == "~~" and {row["lhs"], row["rhs"]} == both
    )
    wald = ((1 - abs(found["est"])) / found["se"]) ** 2
    p = float(chi2.sf(wald, 1))
    return replace(pair, chisq_diff=wald, df_diff=1, p=p, method="wald")


def _held(parsed: ParsedModel, pair: FactorPair) -> ParsedModel:
    """Fix the covariance of two factors of variance 1."""
    from srtoolkit.sem.language.parsed import Term

    both = {pair.first, pair.second}
    value = 1.0 if pair.correlation >= 0 else -1.0
    kept = [t for t in parsed.terms if t.op != "~~" or {t.lhs, t.rhs} != both]
    term = Term(pair.first, "~~", pair.second, fixed=(value,))
    return replace(parsed, terms=(*kept, term))
