"""The respondents that can be compared, ready for the propensity model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.propensity.overlap import (
    has_counterpart,
    require_groups,
    require_overlap,
)
from srtoolkit.comparison.propensity.weights import Estimand
from srtoolkit.comparison.scores.covariates import CodedCovariates, code_covariates

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ComparableGroups:
    """Complete respondents of two groups that can be compared.

    Attributes
    ----------
    outcome : ndarray, shape (n,)
    is_treated : ndarray of bool, shape (n,)
    coded : CodedCovariates
    design : ndarray, shape (n, p)
        Intercept and standardised covariate columns.
    n_excluded, n_incomparable : int
        Left out for a missing value, and for want of a treated counterpart.
    """

    outcome: np.ndarray
    is_treated: np.ndarray
    coded: CodedCovariates
    design: np.ndarray
    n_excluded: int
    n_incomparable: int


def comparable_groups(
    scores: np.ndarray,
    is_treated: np.ndarray,
    covariates: pd.DataFrame,
    estimand: Estimand,
    categories: Sequence[str],
    interactions: Sequence[Sequence[str]],
    squares: Sequence[str],
) -> ComparableGroups:
    """Choose complete, comparable respondents and code their covariates.

    Raises
    ------
    ModelError
        When a group is too small, or covariates are constant, determine each
        other or separate the groups.
    """
    kept = np.isfinite(scores) & covariates.notna().all(axis=1).to_numpy()
    n_excluded = len(kept) - int(kept.sum())
    is_treated = np.asarray(is_treated, dtype=bool)
    require_groups(is_treated[kept], n_excluded)
    n_complete = int(kept.sum())
    if estimand == "att":
        kept &= has_counterpart(covariates, is_treated, kept, categories)
    coded = code_covariates(
        covariates.loc[kept],
        categories=categories,
        interactions=interactions,
        squares=squares,
    )
    design = np.column_stack([np.ones(int(kept.sum())), _centred(coded.matrix)])
    require_overlap(is_treated[kept], design, coded)
    n_incomparable = n_complete - int(kept.sum())
    return ComparableGroups(
        scores[kept], is_treated[kept], coded, design, n_excluded, n_incomparable
    )


def _centred(matrix: np.ndarray) -> np.ndarray:
    """Bring columns to mean 0 and spread 1: the same fit, safer arithmetic."""
    spread = matrix.std(axis=0)
    return np.asarray((matrix - matrix.mean(axis=0)) / np.where(spread > 0, spread, 1))
