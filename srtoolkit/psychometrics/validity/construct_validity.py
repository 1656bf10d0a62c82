"""Convergent and discriminant validity of a measurement model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.reliability.factor_reliability import factor_reliability
from srtoolkit.psychometrics.resampled import require_draws
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.psychometrics.validity.distinguishability import (
    THRESHOLD,
    FactorPair,
    factor_pairs,
)
from srtoolkit.psychometrics.validity.heterotrait import HtmtResult, htmt
from srtoolkit.psychometrics.validity.measurement import (
    Factor,
    factor_loadings,
    factors_of,
)
from srtoolkit.psychometrics.validity.validity_result import FactorScore, ValidityResult
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit

#: The status of a fit in which some factors correlate beyond one.
_BEYOND_ONE = "latent_covariance_not_pd"


@plan_step("step")
def validity(
    measurement_fit: SemFit | None,
    responses: Responses,
    *,
    ci_level: float = 0.95,
    threshold: float = THRESHOLD,
    unity_test: bool = True,
    bootstrap: int = 0,
    seed: int | None = None,
) -> ValidityResult:
    """Estimate CR, AVE, factor correlations and HTMT, and tell factors apart.

    Two factors are not distinguishable when the interval of their correlation
    reaches `threshold`; the result's warrants carry that to the hypotheses.

    Parameters
    ----------
    measurement_fit : SemFit
        Confirmatory factor analysis of one group.
    responses : Responses
        The answers it was fitted to; for HTMT.
    ci_level : float, in (0, 1)
        Coverage of all intervals.
    threshold : float, in (0, 1]
    unity_test : bool
        Also fit the model with each correlation held at one and compare; one
        fit a pair, so a model of ten factors takes forty-five.
    bootstrap : int
        Resamples for the intervals of HTMT; 0 for none.
    seed : int or None
        Of the resamples.

    Raises
    ------
    ModelError
        Without a measurement model, with several groups, or without a factor.
    OptionError
        When `ci_level`, `threshold` or `bootstrap` is out of range.

    References
    ----------
    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50.
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing
    Science 43, 115-135.
    Rönkkö & Cho (2022), Organizational Research Methods 25, 6-47.
    """
    _require_options(ci_level, threshold, bootstrap)
    if measurement_fit is None:
        raise ModelError(
            "there is no measurement model to judge",
            code="no_measurement",
            advice="Write the factors under measurement: in the plan.",
        )
    factors = factors_of(measurement_fit)
    items = list(dict.fromkeys(item for factor in factors for item in factor.items))
    responses.require_amounts(items)
    points = responses.keyed[items].dropna()
    status = measurement_fit.status
    admissible = status.admissible
    pairs = _pairs(measurement_fit, factors, threshold, ci_level, unity_test)
    ratios = None
    if len(points) > 2:
        ratios = _heterotraits(factors, points, ci_level, bootstrap, seed)
    notes = _notes(status.code, admissible, len(points), pairs, ratios, threshold)
    return ValidityResult(
        loadings=factor_loadings(measurement_fit, factors) if admissible else (),
        convergent=factor_reliability(measurement_fit).factors if admissible else (),
        pairs=pairs,
        heterotrait=ratios,
        n=len(points),
        n_factors=len(factors),
        status=status.code,
        threshold=threshold,
        ci_level=ci_level,
        scores=_scores(factors, points),
        notes=tuple(notes),
    )


def _require_options(ci_level: float, threshold: float, bootstrap: int) -> None:
    require_level(ci_level)
    require_draws(bootstrap)
    if not 0 < threshold <= 1:
        raise OptionError(
            f"threshold is {threshold}",
            code="wrong_threshold",
            allowed="a correlation above 0, at most 1",
        )


def _pairs(
    fit: SemFit,
    factors: Sequence[Factor],
    threshold: float,
    ci_level: float,
    unity_test: bool,
) -> tuple[FactorPair, ...]:
    """Judge all pairs; of a model with factors beyond one only those."""
    if fit.status.admissible:
        return factor_pairs(
            fit, factors, threshold=threshold, ci_level=ci_level, test=unity_test
        )
    if fit.status.code != _BEYOND_ONE:
        return ()
    found = factor_pairs(
        fit, factors, threshold=threshold, ci_level=ci_level, test=False
    )
    return tuple(pair for pair in found if abs(pair.correlation) >= threshold)


def _heterotraits(
    factors: Sequence[Factor],
    points: pd.DataFrame,
    ci_level: float,
    bootstrap: int,
    seed: int | None,
) -> HtmtResult | None:
    several = {factor.name: factor.items for factor in factors if len(factor.items) > 1}
    if len(several) < 2:
        return None
    return htmt(points, several, bootstrap=bootstrap, seed=seed, ci_level=ci_level)


def _scores(factors: Sequence[Factor], points: pd.DataFrame) -> tuple[FactorScore, ...]:
    """Describe the mean of each factor's items."""
    if len(points) < 2:
        return ()
    means = {f.name: points[list(f.items)].mean(axis=1) for f in factors}
    return tuple(
        FactorScore(name, float(score.mean()), float(score.std(ddof=1)))
        for name, score in means.items()
    )


def _notes(
    status: str,
    admissible: bool,
    n: int,
    pairs: Sequence[FactorPair],
    ratios: HtmtResult | None,
    threshold: float,
) -> Iterable[Reason]:
    if not admissible:
        yield Reason("model_not_admissible", {"status": status})
    if n <= 2:
        yield Reason("too_few_complete", {"n": n})
    yield from (p.reason(threshold) for p in pairs if not p.distinguishable)
    if any(pair.p is not None for pair in pairs):
        yield Reason("correlation_of_one_is_a_boundary")
    if ratios is not None:
        yield from ratios.notes
