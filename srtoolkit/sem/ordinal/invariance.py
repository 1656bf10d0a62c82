"""Measurement invariance of ordered answers, step by step.

Wu & Estabrook (2016), Psychometrika 81, 1014-1045: thresholds come first, for
they give the latent responses their scale; loadings and intercepts follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.errors import OptionError
from srtoolkit.sem.fit import fit, fit_observed
from srtoolkit.sem.following.comparison import Comparison, compare_fits
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.result import SemFit

if TYPE_CHECKING:
    import pandas as pd

InvarianceLevel = Literal["configural", "thresholds", "metric", "scalar", "strict"]
#: What each level holds equal over groups.
LEVELS: dict[InvarianceLevel, tuple[str, ...]] = {
    "configural": (),
    "thresholds": ("thresholds",),
    "metric": ("thresholds", "loadings"),
    "scalar": ("thresholds", "loadings", "intercepts"),
    "strict": ("thresholds", "loadings", "intercepts", "residuals"),
}


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalInvariance:
    """Fits of all levels, and each against the one before.

    Attributes
    ----------
    levels : tuple of str
    fits : tuple of SemFit
    comparison : Comparison
    """

    levels: tuple[InvarianceLevel, ...]
    fits: tuple[SemFit, ...]
    comparison: Comparison

    def tidy(self) -> pd.DataFrame:
        """Return one row a level with its difference test."""
        return self.comparison.tidy()

    def glance(self) -> pd.DataFrame:
        """Return the most restricted level's fit as one row."""
        return self.fits[-1].glance()

    def to_dict(self) -> dict[str, Any]:
        """Return levels and comparison as plain values."""
        return {"levels": list(self.levels), **self.comparison.to_dict()}

    def fit_of(self, level: InvarianceLevel) -> SemFit:
        """Return the fit of one level."""
        return self.fits[self.levels.index(level)]


def ordinal_invariance(
    model: str | ParsedModel,
    data: pd.DataFrame,
    *,
    group: str,
    ordered: Sequence[str] | bool = True,
    levels: Sequence[InvarianceLevel] = (
        "configural",
        "thresholds",
        "metric",
        "scalar",
    ),
    partial: Sequence[str] = (),
    estimator: str = "WLSMV",
    parameterization: str = "delta",
    std_lv: bool = True,
    missing: str = "listwise",
) -> OrdinalInvariance:
    """Fit the levels of invariance of ordered answers and compare them.

    Variables with two categories have one threshold, so that thresholds alone
    hold nothing there; with three categories ``thresholds`` fits exactly as
    well as ``configural``.

    Parameters
    ----------
    levels : sequence of str
        From the freest to the most restricted; ``strict`` needs
        ``parameterization="theta"``.
    partial : sequence of str
        What every level leaves free: ``f =~ x3``, ``x2 | t1``.
    std_lv : bool
        Unit latent variances instead of markers, which would be held equal
        before they are tested.

    Raises
    ------
    OptionError
        When a level is unknown, or strict is asked for under delta.
    ModelError
        As `fit`.
    """
    _require_levels(levels, parameterization)
    freest = fit(
        model,
        data,
        estimator=estimator,
        missing=missing,
        group=group,
        ordered=ordered,
        std_lv=std_lv,
        parameterization=parameterization,
        model_type="cfa",
    )
    settled = replace(freest.options, identification="wu_estabrook")
    fits = tuple(
        fit_observed(
            freest.parsed,
            freest.observed,
            replace(
                settled,
                equal=LEVELS[level],
                partial=tuple(partial) if LEVELS[level] else (),
            ),
        )
        for level in levels
    )
    return OrdinalInvariance(
        tuple(levels), fits, compare_fits(fits, names=list(levels))
    )


def _require_levels(levels: Sequence[InvarianceLevel], parameterization: str) -> None:
    unknown = [level for level in levels if level not in LEVELS]
    if unknown or len(levels) < 2:
        raise OptionError(
            f"these are no levels of invariance to compare: {', '.join(levels)}",
            code="unknown_level",
            allowed=f"two or more of {', '.join(LEVELS)}",
        )
    if "strict" in levels and parameterization == "delta":
        raise OptionError(
            "residual variances are no parameters under delta",
            code="strict_needs_theta",
            advice='Use parameterization="theta".',
        )
