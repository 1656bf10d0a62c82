"""The field's own questions: the service recovery paradox and its artefacts."""

from srtoolkit.recovery.diagnostics import (
    SpuriousGap,
    expected_spurious_gap,
    mean_z_of_top,
    regression_to_the_mean,
    spurious_gap_of_share,
)
from srtoolkit.recovery.evaluation import is_evaluation
from srtoolkit.recovery.group_means import GroupMean, group_means
from srtoolkit.recovery.paradox import paradox_between

__all__ = [
    "GroupMean",
    "SpuriousGap",
    "expected_spurious_gap",
    "group_means",
    "is_evaluation",
    "mean_z_of_top",
    "paradox_between",
    "regression_to_the_mean",
    "spurious_gap_of_share",
]
