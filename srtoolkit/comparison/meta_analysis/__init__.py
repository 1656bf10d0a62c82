"""Effects of several studies, pooled."""

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis
from srtoolkit.comparison.meta_analysis.attenuation import (
    disattenuated_correlations,
    disattenuated_differences,
)
from srtoolkit.comparison.meta_analysis.effect_sizes import (
    StudyEffects,
    correlation_effects,
    d_to_r,
    mean_difference_effects,
    proportion_effects,
    r_to_d,
    two_by_two_effects,
)
from srtoolkit.comparison.meta_analysis.influence import LeaveOneOut, leave_one_out
from srtoolkit.comparison.meta_analysis.pooled_by import pooled_by, pooled_with_studies
from srtoolkit.comparison.meta_analysis.pooled_studies import (
    PooledStudies,
    pooled_effect,
    pooled_studies,
)
from srtoolkit.comparison.meta_analysis.result import MetaAnalysis
from srtoolkit.comparison.meta_analysis.small_studies import (
    SmallStudyEffects,
    small_study_effects,
)
from srtoolkit.comparison.meta_analysis.study_table import (
    study_effects,
    study_template,
)
from srtoolkit.comparison.meta_analysis.subgroups import Subgroups, subgroup_analysis

__all__ = [
    "LeaveOneOut",
    "MetaAnalysis",
    "PooledStudies",
    "SmallStudyEffects",
    "StudyEffects",
    "Subgroups",
    "correlation_effects",
    "d_to_r",
    "disattenuated_correlations",
    "disattenuated_differences",
    "leave_one_out",
    "mean_difference_effects",
    "meta_analysis",
    "pooled_by",
    "pooled_effect",
    "pooled_studies",
    "pooled_with_studies",
    "proportion_effects",
    "r_to_d",
    "small_study_effects",
    "study_effects",
    "study_template",
    "subgroup_analysis",
    "two_by_two_effects",
]
