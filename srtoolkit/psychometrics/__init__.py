"""How good the measurement is: reliability and validity of scales."""

from srtoolkit.psychometrics.alpha import AlphaResult, cronbach_alpha
from srtoolkit.psychometrics.coefficients import Coefficient
from srtoolkit.psychometrics.composite import (
    average_variance_extracted,
    composite_reliability,
)
from srtoolkit.psychometrics.construct_validity import ValidityResult, validity
from srtoolkit.psychometrics.heterotrait import heterotrait_monotrait
from srtoolkit.psychometrics.items import ItemAnalysisResult, item_analysis
from srtoolkit.psychometrics.omega import OmegaResult, mcdonald_omega
from srtoolkit.psychometrics.scale_reliability import (
    ReliabilityResult,
    ScaleReliability,
    reliability,
)
from srtoolkit.psychometrics.split_half import SpearmanBrownResult, spearman_brown

__all__ = [
    "AlphaResult",
    "Coefficient",
    "ItemAnalysisResult",
    "OmegaResult",
    "ReliabilityResult",
    "ScaleReliability",
    "SpearmanBrownResult",
    "ValidityResult",
    "average_variance_extracted",
    "composite_reliability",
    "cronbach_alpha",
    "heterotrait_monotrait",
    "item_analysis",
    "mcdonald_omega",
    "reliability",
    "spearman_brown",
    "validity",
]
