"""The pooled effect within kinds of studies, and whether the kinds differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis
from srtoolkit.comparison.meta_analysis.requirements import TestKind
from srtoolkit.comparison.meta_analysis.result import MetaAnalysis
from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Subgroups:
    """Separate meta-analyses and the test that their effects are equal.

    Attributes
    ----------
    analyses : mapping of str to MetaAnalysis
        Each with its own tau squared.
    q_between, df, p : float
        Chi-squared test of equal pooled effects.
    """

    analyses: dict[str, MetaAnalysis]
    q_between: float
    df: int
    p: float

    def tidy(self) -> pd.DataFrame:
        """One row a subgroup."""
        import pandas as pd

        tables = [
            analysis.glance().assign(subgroup=name)
            for name, analysis in self.analyses.items()
        ]
        return pd.concat(tables, ignore_index=True)

    def glance(self) -> pd.DataFrame:
        """One row: the test between subgroups."""
        import pandas as pd

        names = ("q_between", "df", "p")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def subgroup_analysis(
    est: Sequence[float],
    variance: Sequence[float],
    subgroup: Sequence[str],
    *,
    method: str = "REML",
    test: TestKind | None = None,
    ci_level: float = 0.95,
) -> Subgroups:
    """Pool each subgroup on its own and compare the pooled effects.

    Parameters
    ----------
    est, variance, subgroup : shape (k,)
        Each subgroup holds two studies or more.

    Raises
    ------
    ModelError
        When a subgroup has one study, or there is one subgroup only; and as
        `meta_analysis`.

    References
    ----------
    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to
    Meta-Analysis, ch. 19 (separate estimates of tau squared).
    """
    from scipy.stats import chi2

    labels = np.array([str(name) for name in subgroup])
    names, sizes = np.unique(labels, return_counts=True)
    if len(names) < 2 or sizes.min() < 2:
        raise ModelError(
            f"subgroups need two studies each, and there are {_listed(names, sizes)}",
            code="subgroup_too_small",
            advice="Join subgroups.",
        )
    effects, variances = np.asarray(est, float), np.asarray(variance, float)
    analyses = {
        str(name): meta_analysis(
            effects[labels == name],
            variances[labels == name],
            method=method,
            test=test,
            ci_level=ci_level,
        )
        for name in names
    }
    pooled = np.array([one.coefficients[0].est for one in analyses.values()])
    weights = np.array([one.coefficients[0].se ** -2 for one in analyses.values()])
    centre = weights @ pooled / weights.sum()
    q = float(weights @ (pooled - centre) ** 2)
    return Subgroups(analyses, q, len(names) - 1, float(chi2.sf(q, len(names) - 1)))


def _listed(names: np.ndarray, sizes: np.ndarray) -> str:
    """Word sizes by name: ``hotel 1, bank 4``."""
    pairs = zip(names, sizes, strict=True)
    return ", ".join(f"{name} {size}" for name, size in pairs)
