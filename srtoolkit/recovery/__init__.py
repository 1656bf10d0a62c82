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
from srtoolkit.recovery.manipulation_checks import (
    CheckEffect,
    ManipulationChecks,
    manipulation_checks,
)
from srtoolkit.recovery.paradox.between import paradox_between
from srtoolkit.recovery.paradox.change import paradox_change
from srtoolkit.recovery.paradox.economics import EconomicBalance, economic_balance
from srtoolkit.recovery.paradox.frequency import (
    EventShare,
    ParadoxFrequency,
    paradox_frequency,
    paradox_share,
)
from srtoolkit.recovery.paradox.latent import paradox_latent
from srtoolkit.recovery.paradox.latent_change import (
    latent_change,
    latent_change_difference,
)
from srtoolkit.recovery.paradox.levels import paradox_levels
from srtoolkit.recovery.paradox.moderated import paradox_moderated
from srtoolkit.recovery.paradox.region import ParadoxRegion, paradox_region
from srtoolkit.recovery.paradox.sequences import double_deviation
from srtoolkit.recovery.paradox.trajectories import sequence_trajectories
from srtoolkit.recovery.paradox.within import paradox_within

__all__ = [
    "CheckEffect",
    "EconomicBalance",
    "EventShare",
    "GroupMean",
    "ManipulationChecks",
    "ParadoxFrequency",
    "ParadoxRegion",
    "SpuriousGap",
    "double_deviation",
    "economic_balance",
    "expected_spurious_gap",
    "group_means",
    "is_evaluation",
    "latent_change",
    "latent_change_difference",
    "manipulation_checks",
    "mean_z_of_top",
    "paradox_between",
    "paradox_change",
    "paradox_frequency",
    "paradox_latent",
    "paradox_levels",
    "paradox_moderated",
    "paradox_region",
    "paradox_share",
    "paradox_within",
    "regression_to_the_mean",
    "sequence_trajectories",
    "spurious_gap_of_share",
]
