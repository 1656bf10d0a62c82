"""Can the groups be compared at all, and how far do weights have to reach?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.scores.covariates import CodedCovariates
from srtoolkit.errors import ModelError, Problem
from srtoolkit.inference import Reason

if TYPE_CHECKING:
    import pandas as pd

#: Scores this near to 0 or 1 come from covariates that tell the groups apart.
_CERTAIN = 1e-8
#: Commonly cited guide for a remaining standardised difference.
_BALANCED = 0.10
#: One respondent with more than this share of a group's weight carries it.
_HEAVY_SHARE = 0.05
#: Guide: weighting cost more than so much of a group.
_SMALL_SHARE = 0.25


def require_groups(is_treated: np.ndarray, n_excluded: int) -> None:
    """Check that both groups have complete respondents.

    Raises
    ------
    ModelError
        With fewer than two in a group.
    """
    sizes = int(is_treated.sum()), int((~is_treated).sum())
    if min(sizes) < 2:
        raise ModelError(
            f"{sizes[0]} treated and {sizes[1]} control respondents are complete; "
            f"{n_excluded} miss the outcome or a covariate",
            code="group_too_small",
            allowed="two or more in each group",
            advice="Look for the covariate with most missing values.",
        )


def has_counterpart(
    covariates: pd.DataFrame,
    is_treated: np.ndarray,
    kept: np.ndarray,
    categories: Sequence[str],
) -> np.ndarray:
    """Tell who belongs to no category without a treated respondent.

    For the effect on the treated the others have weight zero: the likelihood
    of the propensity model sends their odds there.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    there = np.ones(len(covariates), dtype=bool)
    for name in covariates:
        column = covariates[name]
        is_number = is_numeric_dtype(column) and not is_bool_dtype(column)
        if is_number and name not in categories:
            continue
        with_treated = set(column[kept & is_treated])
        there &= column.isin(list(with_treated)).to_numpy() | column.isna().to_numpy()
    return there


def require_overlap(
    is_treated: np.ndarray, design: np.ndarray, coded: CodedCovariates
) -> None:
    """Check that the covariates can be told apart and leave both groups.

    Raises
    ------
    ModelError
        With a category that only one group has, or covariates that determine
        each other.
    """
    lonely = _lonely_categories(is_treated, coded)
    if lonely:
        raise ModelError(lonely)
    if len(design) <= design.shape[1] or (
        np.linalg.matrix_rank(design) < design.shape[1]
    ):
        raise ModelError(
            f"{len(design)} respondents do not tell {len(coded.terms)} covariate "
            f"terms apart: {', '.join(coded.terms)}",
            code="covariates_collinear",
            advice="Leave out a covariate that the others determine.",
        )


def _lonely_categories(is_treated: np.ndarray, coded: CodedCovariates) -> list[Problem]:
    problems = []
    for column in coded.balance:
        if not column.is_binary or "[" not in column.term:
            continue
        members = column.values > 0
        n_treated = int((members & is_treated).sum())
        n_control = int((members & ~is_treated).sum())
        if n_treated and n_control:
            continue
        problems.append(
            Problem(
                "no_overlap",
                f"{column.term}: {n_treated} treated and {n_control} control "
                "respondents, so nobody there can be compared",
                advice="Join it with a neighbouring category, leave the covariate "
                "out, or restrict the comparison.",
                pieces={"term": column.term},
            )
        )
    return problems


def require_no_separation(
    scores: np.ndarray, is_treated: np.ndarray, estimand: str
) -> None:
    """Check that the covariates do not determine the group.

    Raises
    ------
    ModelError
        When a propensity is 0 or 1 for any respondent.
    """
    certain = (scores < _CERTAIN) | (scores > 1 - _CERTAIN)
    if not np.isfinite(scores).all() or certain.any():
        raise ModelError(
            f"for {int((certain | ~np.isfinite(scores)).sum())} of {len(scores)} "
            "respondents the covariates determine the group, so no respondent of the "
            "other group is comparable",
            code="groups_separated",
            advice="Look for a covariate that only one group can have (it may be a "
            "consequence of the treatment), and leave it out.",
            estimand=estimand,
        )


def require_weight(weights: np.ndarray, is_treated: np.ndarray) -> None:
    """Check that trimming left respondents in both groups.

    Raises
    ------
    ModelError
        When a group has fewer than two respondents with a weight.
    """
    kept = weights > 0
    sizes = int((kept & is_treated).sum()), int((kept & ~is_treated).sum())
    if min(sizes) < 2:
        raise ModelError(
            f"trimming leaves {sizes[0]} treated and {sizes[1]} control respondents",
            code="group_too_small",
            allowed="two or more in each group",
            advice="Trim less.",
        )


def overlap_notes(
    groups: Sequence[dict[str, Any]], largest_smd: float, n_incomparable: int
) -> tuple[Reason, ...]:
    """Say what a reader must know of balance and weights."""
    notes = []
    if n_incomparable:
        notes.append(Reason("controls_without_counterpart", {"n": n_incomparable}))
    if largest_smd > _BALANCED:
        notes.append(Reason("imbalance_remains", {"smd": largest_smd}))
    for row in groups:
        if row["largest_weight_share"] > _HEAVY_SHARE and row["n"] > 1 / _HEAVY_SHARE:
            share = 100 * row["largest_weight_share"]
            notes.append(Reason(f"extreme_weight_{row['group']}", {"share": share}))
        if row["n_effective"] < _SMALL_SHARE * row["n"]:
            sizes = {"n": row["n"], "n_effective": row["n_effective"]}
            notes.append(Reason(f"few_effective_{row['group']}", sizes))
    return tuple(notes)
