"""Comparisons of groups: differences, effect sizes, equivalence, Bayes factors."""

from srtoolkit.comparison.adjusted import (
    adjusted_difference,
    adjusted_groups,
    ancova_difference,
)
from srtoolkit.comparison.bayes import (
    MEDIUM_SCALE,
    BayesFactor,
    bayes_factor,
    jzs_bayes_factor,
)
from srtoolkit.comparison.effect_size import EffectSize, hedges_g
from srtoolkit.comparison.equivalence import (
    EquivalenceResult,
    equivalence_of,
    welch_equivalence,
)
from srtoolkit.comparison.groups import (
    GroupSummary,
    TwoGroups,
    group_labels,
    summarise,
    two_groups,
)
from srtoolkit.comparison.ranges import OutcomeRange, outcome_range
from srtoolkit.comparison.ranks import brunner_munzel, mann_whitney, rank_based
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.top_box import top_box, top_box_difference
from srtoolkit.comparison.welch import student_difference, welch_difference

__all__ = [
    "MEDIUM_SCALE",
    "BayesFactor",
    "ComparisonResult",
    "EffectSize",
    "EquivalenceResult",
    "GroupSummary",
    "OutcomeRange",
    "TwoGroups",
    "adjusted_difference",
    "adjusted_groups",
    "ancova_difference",
    "bayes_factor",
    "brunner_munzel",
    "equivalence_of",
    "group_labels",
    "hedges_g",
    "jzs_bayes_factor",
    "mann_whitney",
    "outcome_range",
    "rank_based",
    "student_difference",
    "summarise",
    "top_box",
    "top_box_difference",
    "two_groups",
    "welch_difference",
    "welch_equivalence",
]
