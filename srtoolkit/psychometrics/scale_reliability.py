"""Reliability of every reflective scale of the instruments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.alpha import cronbach_alpha
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.items import ItemAnalysisResult, item_analysis
from srtoolkit.psychometrics.omega import mcdonald_omega
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.psychometrics.split_half import spearman_brown
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
        ``too_few_complete``, ``item_constant``, ``omega_not_admissible`` and
        ``negative_item_rest``, each with its values.
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

        ``alpha``, ``omega`` (three items or more) and ``spearman_brown`` (two
        items) of each scale; ``citc`` and ``alpha_if_deleted`` of each item.
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
def reliability(responses: Responses, *, ci_level: float = 0.95) -> ReliabilityResult:
    """Estimate the reliability of every reflective scale of two items or more.

    Respondents who skipped an item of a scale are left out for that scale;
    ``glance()`` counts them.

    Parameters
    ----------
    responses : Responses
    ci_level : float, in (0, 1)
        Coverage of all intervals.

    Raises
    ------
    OptionError
        When `ci_level` is not in (0, 1).
    """
    require_level(ci_level)
    scales = [
        scale
        for scale in responses.scales
        if scale.kind == "reflective" and len(scale.items) > 1
    ]
    found = (_of_scale(responses, scale, ci_level) for scale in scales)
    return ReliabilityResult(tuple(found), ci_level)


def _of_scale(responses: Responses, scale: Scale, ci_level: float) -> ScaleReliability:
    codes = [item.id for item in scale.items]
    points = responses.keyed[codes].dropna()
    n, n_missing = len(points), responses.n - len(points)
    obstacle = _obstacle(scale.id, points)
    if obstacle is not None:
        return ScaleReliability(
            scale.id, n, n_missing, len(codes), None, (), (obstacle,)
        )
    alpha = cronbach_alpha(points, ci_level=ci_level)
    rows = [Coefficient("alpha", alpha.alpha, alpha.ci_low, alpha.ci_high, ci_level)]
    status = None
    if len(codes) == 2:
        pair = spearman_brown(points, ci_level=ci_level)
        values = (pair.spearman_brown, pair.ci_low, pair.ci_high, ci_level)
        rows.append(Coefficient("spearman_brown", *values))
    else:
        omega = mcdonald_omega(points, ci_level=ci_level)
        status = omega.status
        rows.append(
            Coefficient("omega", omega.omega, omega.ci_low, omega.ci_high, ci_level)
        )
    analysis = item_analysis(points, ci_level=ci_level)
    rows += analysis.coefficients
    return ScaleReliability(
        scale=scale.id,
        n=n,
        n_missing=n_missing,
        n_items=len(codes),
        omega_status=status,
        coefficients=tuple(replace(row, scale=scale.id) for row in rows),
        notes=tuple(_notes(scale.id, status, analysis)),
    )


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
