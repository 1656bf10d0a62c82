"""Reliability of every reflective scale of the instruments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.item_level.items import ItemAnalysisResult, item_analysis
from srtoolkit.psychometrics.reliability.alpha import cronbach_alpha
from srtoolkit.psychometrics.reliability.omega import mcdonald_omega
from srtoolkit.psychometrics.reliability.omega_categorical import (
    categorical_omega,
    ordinal_alpha,
)
from srtoolkit.psychometrics.reliability.omega_hierarchical import hierarchical_omega
from srtoolkit.psychometrics.reliability.split_half import spearman_brown
from srtoolkit.psychometrics.resampled import require_draws
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses import Responses

#: Respondents that an interval by Fisher's z takes at the least.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class ScaleReliability:
    """Reliability of one scale.

    Attributes
    ----------
    scale : str
    n : int
        Respondents who answered all its items; the coefficients are theirs.
    n_missing : int
        Respondents left out because an item is missing.
    n_items : int
    omega_status : str or None
        ``converged``, ``not_converged`` or ``negative_variance``; None where
        omega is not asked for (two items).
    coefficients : tuple of Coefficient
        Empty where the answers do not allow any.
    notes : tuple of Reason
        ``too_few_complete``, ``item_constant``, ``omega_not_admissible``,
        ``too_many_categories`` and ``negative_item_rest``, each with its values.
    """

    scale: str
    n: int
    n_missing: int
    n_items: int
    omega_status: str | None
    coefficients: tuple[Coefficient, ...]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class ReliabilityResult:
    """Reliability of several scales.

    Attributes
    ----------
    scales : tuple of ScaleReliability
    ci_level : float
        Coverage of the intervals, in (0, 1).
    """

    scales: tuple[ScaleReliability, ...]
    ci_level: float

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers."""
        return tuple(note for scale in self.scales for note in scale.notes)

    def tidy(self) -> pd.DataFrame:
        """One row per scale or item and coefficient.

        ``alpha``, ``alpha_standardised``, ``omega`` (three items or more) and
        ``spearman_brown`` (two items) of each scale; where answers are ordered
        ``alpha_ordinal`` and ``omega_categorical``; where asked for
        ``omega_hierarchical`` and ``omega_total``; ``citc`` and
        ``alpha_if_deleted`` of each item.
        """
        return coefficient_table(
            row for scale in self.scales for row in scale.coefficients
        )

    def glance(self) -> pd.DataFrame:
        """One row per scale: ``scale, n, n_missing, n_items, omega_status``."""
        import pandas as pd

        columns = ["scale", "n", "n_missing", "n_items", "omega_status"]
        rows = [[getattr(scale, name) for name in columns] for scale in self.scales]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@plan_step("step")
def reliability(
    responses: Responses,
    *,
    ci_level: float = 0.95,
    ordinal: bool | None = None,
    n_group_factors: int | None = None,
    estimation: Mapping[str, Any] | None = None,
    bootstrap: int = 0,
    seed: int | None = None,
) -> ReliabilityResult:
    """Estimate the reliability of every reflective scale of two items or more.

    Respondents who skipped an item of a scale are left out for that scale;
    ``glance()`` counts them.

    Parameters
    ----------
    responses : Responses
    ci_level : float, in (0, 1)
        Coverage of all intervals.
    ordinal : bool, optional
        Give the coefficients of ordered answers too; by default where
        `estimation` treats items as ordered.
    n_group_factors : int, optional
        Give omega hierarchical, with so many group factors, of scales with
        three items a group factor or more.
    estimation : mapping, optional
        How the plan fits its models.
    bootstrap : int
        Resamples for the intervals of the omegas; 0 for the delta method, and
        none where it has no formula.
    seed : int or None
        Of the resamples.

    Raises
    ------
    OptionError
        When `ci_level` is not in (0, 1) or `bootstrap` is negative.
    """
    require_level(ci_level)
    require_draws(bootstrap)
    scales = [
        scale
        for scale in responses.scales
        if scale.kind == "reflective" and len(scale.items) > 1
    ]
    asked = _Asked(
        ci_level,
        bool((estimation or {}).get("ordered")) if ordinal is None else ordinal,
        n_group_factors,
        bootstrap,
        seed,
    )
    found = (_of_scale(responses, scale, asked) for scale in scales)
    return ReliabilityResult(tuple(found), ci_level)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of every scale."""

    ci_level: float
    ordinal: bool
    n_group_factors: int | None
    bootstrap: int
    seed: int | None


def _of_scale(responses: Responses, scale: Scale, asked: _Asked) -> ScaleReliability:
    codes = [item.id for item in scale.items]
    points = responses.keyed[codes].dropna()
    n, n_missing = len(points), responses.n - len(points)
    obstacle = _obstacle(scale.id, points)
    if obstacle is not None:
        return ScaleReliability(
            scale.id, n, n_missing, len(codes), None, (), (obstacle,)
        )
    rows = _alphas(points, asked.ci_level)
    status = None
    notes: list[Reason] = []
    if len(codes) == 2:
        rows += _spearman_brown(points, asked.ci_level)
    else:
        status, found = _omega(points, asked)
        rows += found
    if asked.ordinal:
        found, note = _ordinal(scale.id, points, asked)
        rows, notes = rows + found, notes + note
    if asked.n_group_factors and len(codes) >= 3 * asked.n_group_factors:
        rows += _hierarchical(points, asked.n_group_factors, asked)
    analysis = item_analysis(points, ci_level=asked.ci_level)
    rows += analysis.coefficients
    return ScaleReliability(
        scale=scale.id,
        n=n,
        n_missing=n_missing,
        n_items=len(codes),
        omega_status=status,
        coefficients=tuple(replace(row, scale=scale.id) for row in rows),
        notes=(*notes, *_notes(scale.id, status, analysis)),
    )


def _alphas(points: pd.DataFrame, level: float) -> list[Coefficient]:
    alpha = cronbach_alpha(points, ci_level=level)
    return [
        Coefficient("alpha", alpha.alpha, alpha.ci_low, alpha.ci_high, level),
        Coefficient("alpha_standardised", alpha.alpha_standardised),
    ]


def _spearman_brown(points: pd.DataFrame, level: float) -> list[Coefficient]:
    pair = spearman_brown(points, ci_level=level)
    values = (pair.spearman_brown, pair.ci_low, pair.ci_high, level)
    return [Coefficient("spearman_brown", *values)]


def _omega(points: pd.DataFrame, asked: _Asked) -> tuple[str, list[Coefficient]]:
    omega = mcdonald_omega(
        points, ci_level=asked.ci_level, bootstrap=asked.bootstrap, seed=asked.seed
    )
    values = (omega.omega, omega.ci_low, omega.ci_high, asked.ci_level)
    return omega.status, [Coefficient("omega", *values)]


def _ordinal(
    scale: str, points: pd.DataFrame, asked: _Asked
) -> tuple[list[Coefficient], list[Reason]]:
    """Give ordinal alpha, and categorical omega of three items or more."""
    try:
        rows = [Coefficient("alpha_ordinal", ordinal_alpha(points))]
        if points.shape[1] > 2:
            omega = categorical_omega(
                points,
                ci_level=asked.ci_level,
                bootstrap=asked.bootstrap,
                seed=asked.seed,
            )
            level = asked.ci_level if omega.n_draws else None
            values = (omega.omega, omega.ci_low, omega.ci_high, level)
            rows.append(Coefficient("omega_categorical", *values))
    except ScoresError as error:
        if error.code != "too_many_categories":
            raise
        return [], [Reason("too_many_categories", {"scale": scale})]
    return rows, []


def _hierarchical(
    points: pd.DataFrame, n_factors: int, asked: _Asked
) -> list[Coefficient]:
    omega = hierarchical_omega(
        points,
        n_factors=n_factors,
        ci_level=asked.ci_level,
        bootstrap=asked.bootstrap,
        seed=asked.seed,
    )
    level = asked.ci_level if omega.n_draws else None
    general = (omega.omega_hierarchical, omega.ci_low, omega.ci_high, level)
    total = (omega.omega_total, omega.omega_total_low, omega.omega_total_high, level)
    return [
        Coefficient("omega_hierarchical", *general),
        Coefficient("omega_total", *total),
    ]


def _obstacle(scale: str, points: pd.DataFrame) -> Reason | None:
    """Say why no coefficient can be computed, if so."""
    if len(points) < _FEWEST:
        return Reason("too_few_complete", {"scale": scale, "n": len(points)})
    spread = np.std(points.to_numpy(dtype=float), axis=0)
    constant = [str(c) for c, sd in zip(points.columns, spread, strict=True) if sd == 0]
    if constant:
        return Reason("item_constant", {"scale": scale, "items": constant})
    return None


def _notes(
    scale: str, omega_status: str | None, analysis: ItemAnalysisResult
) -> Iterable[Reason]:
    if omega_status not in (None, "converged"):
        yield Reason("omega_not_admissible", {"scale": scale, "status": omega_status})
    if analysis.negative:
        items = list(analysis.negative)
        yield Reason("negative_item_rest", {"scale": scale, "items": items})
