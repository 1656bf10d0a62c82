"""Comparisons of groups: differences, effect sizes, equivalence, Bayes factors."""

from srtoolkit.comparison.bayes_factors.bayes import (
    MEDIUM_SCALE,
    BayesFactor,
    bayes_reading,
    jzs_bayes_factor,
)
from srtoolkit.comparison.bayes_factors.bayes_samples import (
    jzs_one_sample,
    jzs_unequal_variances,
)
from srtoolkit.comparison.bayes_factors.bayes_step import bayes_factor
from srtoolkit.comparison.correlations.correlation import (
    Correlation,
    correlate,
    correlation_bayes_factor,
    partial_correlation,
)
from srtoolkit.comparison.correlations.correlation_table import (
    CorrelationTable,
    correlation,
    correlation_table,
    correlations,
)
from srtoolkit.comparison.effect_sizes.dominance import cliffs_delta
from srtoolkit.comparison.effect_sizes.effect_size import EffectSize, hedges_g
from srtoolkit.comparison.effect_sizes.paired_effect_size import paired_effect_size
from srtoolkit.comparison.effect_sizes.standardised import average_sd_g, glass_delta
from srtoolkit.comparison.hypotheses.change_hypothesis import (
    adjusted_means,
    difference_in_differences,
    reliable_change,
)
from srtoolkit.comparison.hypotheses.group_hypotheses import (
    contrast,
    dunnett,
    mean_difference,
)
from srtoolkit.comparison.hypotheses.sample_hypotheses import (
    one_sample,
    paired_difference,
)
from srtoolkit.comparison.hypotheses.share_hypothesis import proportion
from srtoolkit.comparison.means.adjusted import (
    adjusted_difference,
    adjusted_groups,
    ancova_difference,
)
from srtoolkit.comparison.means.ancova import EqualSlopes, adjusted_means_of
from srtoolkit.comparison.means.cell_means import CellMean, CellMeans, cell_means
from srtoolkit.comparison.means.contrasts import mean_contrast
from srtoolkit.comparison.means.difference_in_differences import (
    difference_in_differences_of,
)
from srtoolkit.comparison.means.dunnett import dunnett_comparisons
from srtoolkit.comparison.means.equivalence import (
    EquivalenceResult,
    equivalence_details,
    equivalence_of,
)
from srtoolkit.comparison.means.equivalence_designs import (
    one_sample_equivalence,
    paired_equivalence,
    welch_equivalence,
)
from srtoolkit.comparison.means.paired import (
    one_sample_difference,
    paired_difference_of,
    permutation_p,
)
from srtoolkit.comparison.means.reliable_change import (
    ReliableChange,
    reliable_change_shares,
)
from srtoolkit.comparison.means.several import ComparisonTable
from srtoolkit.comparison.means.welch import student_difference, welch_difference
from srtoolkit.comparison.meta_analysis import (
    LeaveOneOut,
    MetaAnalysis,
    PooledStudies,
    SmallStudyEffects,
    StudyEffects,
    Subgroups,
    correlation_effects,
    d_to_r,
    disattenuated_correlations,
    disattenuated_differences,
    leave_one_out,
    mean_difference_effects,
    meta_analysis,
    pooled_by,
    pooled_effect,
    pooled_studies,
    pooled_with_studies,
    proportion_effects,
    r_to_d,
    small_study_effects,
    study_effects,
    study_template,
    subgroup_analysis,
    two_by_two_effects,
)
from srtoolkit.comparison.necessity import (
    NecessityAnalysis,
    NecessityResult,
    necessary_condition,
    necessity,
    necessity_analysis,
)
from srtoolkit.comparison.propensity import (
    EValue,
    PropensityResult,
    doubly_robust,
    e_value,
    mean_difference_e_value,
    propensity_weighted,
    risk_ratio_e_value,
    weighted_difference,
)
from srtoolkit.comparison.ranks_and_shares.paired_proportions import paired_proportions
from srtoolkit.comparison.ranks_and_shares.proportions import (
    newcombe_interval,
    one_proportion,
    two_proportions,
    wilson_interval,
)
from srtoolkit.comparison.ranks_and_shares.quantiles import (
    quantile_difference,
    quantile_differences,
)
from srtoolkit.comparison.ranks_and_shares.ranks import (
    brunner_munzel,
    mann_whitney,
    rank_based,
)
from srtoolkit.comparison.ranks_and_shares.signed_rank import signed_rank
from srtoolkit.comparison.ranks_and_shares.top_box import (
    paired_top_box,
    top_box,
    top_box_difference,
)
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.group_means import (
    GroupMean,
    group_means,
    outcome_limits,
    share_at_top,
)
from srtoolkit.comparison.scores.groups import (
    GroupSummary,
    TwoGroups,
    group_labels,
    summarise,
    two_groups,
)
from srtoolkit.comparison.scores.ranges import OutcomeRange, outcome_range

__all__ = [
    "MEDIUM_SCALE",
    "BayesFactor",
    "CellMean",
    "CellMeans",
    "ComparisonResult",
    "ComparisonTable",
    "Correlation",
    "CorrelationTable",
    "EValue",
    "EffectSize",
    "EqualSlopes",
    "EquivalenceResult",
    "GroupMean",
    "GroupSummary",
    "LeaveOneOut",
    "MetaAnalysis",
    "NecessityAnalysis",
    "NecessityResult",
    "OutcomeRange",
    "PooledStudies",
    "PropensityResult",
    "ReliableChange",
    "SmallStudyEffects",
    "StudyEffects",
    "Subgroups",
    "TwoGroups",
    "adjusted_difference",
    "adjusted_groups",
    "adjusted_means",
    "adjusted_means_of",
    "ancova_difference",
    "average_sd_g",
    "bayes_factor",
    "bayes_reading",
    "brunner_munzel",
    "cell_means",
    "cliffs_delta",
    "contrast",
    "correlate",
    "correlation",
    "correlation_bayes_factor",
    "correlation_effects",
    "correlation_table",
    "correlations",
    "d_to_r",
    "difference_in_differences",
    "difference_in_differences_of",
    "disattenuated_correlations",
    "disattenuated_differences",
    "doubly_robust",
    "dunnett",
    "dunnett_comparisons",
    "e_value",
    "equivalence_details",
    "equivalence_of",
    "glass_delta",
    "group_labels",
    "group_means",
    "hedges_g",
    "jzs_bayes_factor",
    "jzs_one_sample",
    "jzs_unequal_variances",
    "leave_one_out",
    "mann_whitney",
    "mean_contrast",
    "mean_difference",
    "mean_difference_e_value",
    "mean_difference_effects",
    "meta_analysis",
    "necessary_condition",
    "necessity",
    "necessity_analysis",
    "newcombe_interval",
    "one_proportion",
    "one_sample",
    "one_sample_difference",
    "one_sample_equivalence",
    "outcome_limits",
    "outcome_range",
    "paired_difference",
    "paired_difference_of",
    "paired_effect_size",
    "paired_equivalence",
    "paired_proportions",
    "paired_top_box",
    "partial_correlation",
    "permutation_p",
    "pooled_by",
    "pooled_effect",
    "pooled_studies",
    "pooled_with_studies",
    "propensity_weighted",
    "proportion",
    "proportion_effects",
    "quantile_difference",
    "quantile_differences",
    "r_to_d",
    "rank_based",
    "reliable_change",
    "reliable_change_shares",
    "risk_ratio_e_value",
    "share_at_top",
    "signed_rank",
    "small_study_effects",
    "student_difference",
    "study_effects",
    "study_template",
    "subgroup_analysis",
    "summarise",
    "top_box",
    "top_box_difference",
    "two_by_two_effects",
    "two_groups",
    "two_proportions",
    "weighted_difference",
    "welch_difference",
    "welch_equivalence",
    "wilson_interval",
]
