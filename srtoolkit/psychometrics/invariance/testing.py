"""`measurement_invariance`: may groups or waves be compared?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.invariance.alignment import (
    Alignment,
    align,
    require_alignable,
)
from srtoolkit.psychometrics.invariance.asking import (
    open_setting,
    require_together,
    settled_estimation,
    settled_model,
)
from srtoolkit.psychometrics.invariance.factors import judge_factors, warrants_from
from srtoolkit.psychometrics.invariance.groups import Groups
from srtoolkit.psychometrics.invariance.ladder import Rung, Terms, climb
from srtoolkit.psychometrics.invariance.latent_means import LatentMean, latent_means
from srtoolkit.psychometrics.invariance.levels import settled_levels
from srtoolkit.psychometrics.invariance.result import MeasurementInvariance
from srtoolkit.psychometrics.invariance.rule import settled_limits
from srtoolkit.psychometrics.invariance.waves import Waves
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("step")
def measurement_invariance(
    responses: Responses,
    *,
    measurement: str | None = None,
    estimation: Mapping[str, Any] | None = None,
    condition: str | None = None,
    control: str | None = None,
    alpha: float = 0.05,
    seed: int | None = None,
    group: str | None = None,
    reference: str | None = None,
    scales: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    partial: Sequence[str] = (),
    ordered: Sequence[str] | bool | None = None,
    estimator: str | None = None,
    missing: str | None = None,
    waves: Mapping[str, Sequence[Any]] | None = None,
    residual_correlations: bool = True,
    alignment: str | None = None,
    p_limit: float = 0.05,
    cfi_limit: float = -0.010,
    rmsea_limit: float = 0.015,
    ci_level: float = 0.95,
) -> MeasurementInvariance:
    """Climb the ladder of invariance over groups or waves.

    Configural, metric, scalar, strict; with ordered items thresholds come
    before the metric level (Wu & Estabrook 2016), and residual variances are
    parameters. Levels of latent variances, covariances and means may follow.
    The levels are judged by the rule of `invariance.rule`; where one fails, a
    partial model is proposed, and each factor is judged by a ladder of its own.
    Factors of one or two items are never warranted.

    Parameters
    ----------
    responses : Responses
    measurement : str or None
        Factors of the first order in lavaan's syntax.
    estimation : mapping, optional
        Keyword arguments of `sem.fit` as the plan asks; the factors' variances
        are one in the reference, whatever it says of ``std_lv``.
    condition, control : str or None
        The design's column of groups and its reference group.
    alpha : float, in (0, 1)
        One-sided level of the plan: whether a verdict is the same under the
        partial model is read from intervals of coverage 1 - 2 alpha.
    seed : int or None
        Of the alignment's starts.
    group, reference : str, optional
        Any other column, and the group that comes first.
    scales : sequence of str, optional
        Scales of the instruments that make the factors when there is no
        measurement model, or instead of it.
    levels : sequence of str, optional
        ``configural, thresholds, metric, scalar, strict, latent_variances,
        latent_covariances, latent_means``; the first five (four without
        ordered items) when not given.
    partial : sequence of str
        What stays free: ``OSAT =~ OSAT3``, ``OSAT3 ~ 1``, ``OSAT3 ~~ OSAT3``,
        ``OSAT3 | t1``.
    ordered : sequence of str or bool, optional
        Ordered items; what `estimation` says when not given.
    estimator, missing : str, optional
        Of `sem.fit`, where they shall differ from `estimation`. Ordered items
        whose estimator is one of continuous answers are fitted by WLSMV.
    waves : mapping, optional
        Repeated measures instead of groups: construct to its waves, each a
        list of items in one order or the name of a factor of `measurement`.
    residual_correlations : bool
        Whether residuals of one item at different waves correlate.
    alignment : {"fixed", "free"}, optional
        Also align the factors; see `invariance.alignment`.
    p_limit, cfi_limit, rmsea_limit : float
        Limits of the rule.
    ci_level : float, in (0, 1)
        Of the differences of latent means.

    Raises
    ------
    OptionError
        When an option has a value it cannot have, or clashes with another.
    ModelError
        When there is nothing to measure, or as `sem.fit`.
    ResponsesError
        When a column is not there.

    References
    ----------
    Meredith (1993), Psychometrika 58, 525-543. Wu & Estabrook (2016),
    Psychometrika 81, 1014-1045. Cheung & Rensvold (2002), Structural Equation
    Modeling 9, 233-255. Byrne, Shavelson & Muthén (1989), Psychological
    Bulletin 105, 456-466.
    """
    require_level(ci_level)
    require_together(group, waves, alignment)
    limits = settled_limits(p_limit, cfi_limit, rmsea_limit)
    overriding = {"estimator": estimator, "missing": missing, "ordered": ordered}
    asked = settled_estimation(estimation or {}, overriding)
    ordinal = bool(asked["ordered"])
    chosen = settled_levels(levels, ordinal=ordinal)
    column = None if waves is not None else group or condition
    setting = open_setting(
        responses,
        settled_model(responses, measurement, scales) if waves is None else measurement,
        asked,
        column,
        reference or (control if column == condition else None),
        waves,
        residual_correlations,
    )
    if alignment is not None:
        require_alignable(alignment, setting.thresholds, len(setting.labels))
    released = frozenset(setting.released_by(partial))
    terms = Terms(chosen, ordinal, released, limits, 1 - 2 * alpha)
    rungs = climb(setting, terms)
    factors, own = judge_factors(setting, terms, rungs)
    return MeasurementInvariance(
        column,
        setting.labels,
        rungs,
        factors,
        own,
        _means(setting, rungs, ci_level),
        _aligned(setting, rungs[0], alignment, seed),
        limits,
        warrants_from(setting, factors, column),
        tuple(_notes(rungs)),
    )


def _means(
    setting: Groups | Waves, rungs: Sequence[Rung], ci_level: float
) -> tuple[LatentMean, ...]:
    """Compare the means of an admissible scalar level."""
    for rung in rungs:
        if rung.level == "scalar" and rung.fit.status.admissible:
            return latent_means(setting, rung.fit, ci_level=ci_level)
    return ()


def _aligned(
    setting: Groups | Waves, first: Rung, alignment: str | None, seed: int | None
) -> Alignment | None:
    """Align groups whose configural model is admissible."""
    if alignment is None or isinstance(setting, Waves):
        return None
    if not first.fit.status.admissible:
        return None
    return align(setting, kind=alignment, seed=seed or 1)


def _notes(rungs: Sequence[Rung]) -> Iterator[Reason]:
    """Say what a reader has to know beside the table."""
    for rung in rungs:
        code, step = rung.decision.code, rung.difference
        if code == "not_admissible":
            values: dict[str, Any] = {"level": rung.level, "status": rung.decision.why}
            yield Reason("invariance_level_not_admissible", values)
        if code in {"holds_approximately", "holds_partially"} and step is not None:
            values = {"p": step.p, "d_cfi": step.cfi, "d_rmsea": step.rmsea}
            yield Reason(f"invariance_{code}", values | {"level": rung.level})
        if rung.proposal is not None and rung.proposal.releases:
            yield Reason(
                "partial_invariance_proposed",
                {
                    "level": rung.level,
                    "parameters": [r.parameter for r in rung.proposal.releases],
                    "sufficient": rung.proposal.sufficient,
                },
            )
        if step is not None and math.isnan(step.p) and step.df > 0:
            yield Reason("invariance_no_difference_test", {"level": rung.level})
