"""Means of all groups of a condition, as `comparison` describes them."""

from srtoolkit.comparison.scores.group_means import (
    GroupMean,
    Role,
    group_means,
    outcome_limits,
    share_at_top,
)

__all__ = ["GroupMean", "Role", "group_means", "outcome_limits", "share_at_top"]
