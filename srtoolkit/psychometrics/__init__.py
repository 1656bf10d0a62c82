"""How good the measurement is: reliability and validity of scales."""

from srtoolkit.psychometrics.agreement.coder_agreement import (
    CoderAgreementResult,
    coder_agreement,
)
from srtoolkit.psychometrics.agreement.cohen import CohenKappaResult, cohen_kappa
from srtoolkit.psychometrics.agreement.fleiss import FleissKappaResult, fleiss_kappa
from srtoolkit.psychometrics.agreement.intraclass import (
    IntraclassResult,
    intraclass_correlation,
)
from srtoolkit.psychometrics.agreement.krippendorff import (
    KrippendorffResult,
    krippendorff_alpha,
)
from srtoolkit.psychometrics.agreement.perreault_leigh import (
    PerreaultLeighResult,
    perreault_leigh,
)
from srtoolkit.psychometrics.agreement.retest import RetestResult, test_retest
from srtoolkit.psychometrics.coefficients import Coefficient
from srtoolkit.psychometrics.exploratory.exploration import (
    ExplorationResult,
    exploratory_factor_analysis,
)
from srtoolkit.psychometrics.exploratory.factorability import (
    KmoResult,
    SphericityResult,
    bartlett_sphericity,
    kmo,
)
from srtoolkit.psychometrics.exploratory.factors import factor_analysis
from srtoolkit.psychometrics.exploratory.parallel import (
    ParallelAnalysisResult,
    parallel_analysis,
)
from srtoolkit.psychometrics.exploratory.partials import (
    MinimumAveragePartialResult,
    minimum_average_partial,
)
from srtoolkit.psychometrics.exploratory.solution import FactorAnalysisResult
from srtoolkit.psychometrics.few_indicators.formative import FormativeResult, formative
from srtoolkit.psychometrics.few_indicators.single_items import (
    SingleItemsResult,
    single_items,
)
from srtoolkit.psychometrics.invariance.result import MeasurementInvariance
from srtoolkit.psychometrics.invariance.testing import measurement_invariance
from srtoolkit.psychometrics.item_level.item_statistics import item_statistics
from srtoolkit.psychometrics.item_level.item_statistics_result import (
    ItemStatisticsResult,
)
from srtoolkit.psychometrics.item_level.items import ItemAnalysisResult, item_analysis
from srtoolkit.psychometrics.item_level.multivariate_normality import (
    MardiaResult,
    mardia,
)
from srtoolkit.psychometrics.item_level.normality import normality
from srtoolkit.psychometrics.little import LittleTest, little_test
from srtoolkit.psychometrics.method_effects.method_variance import method_variance
from srtoolkit.psychometrics.method_effects.result import MethodVarianceResult
from srtoolkit.psychometrics.missing_data import MissingnessResult, missing_data
from srtoolkit.psychometrics.reliability.alpha import AlphaResult, cronbach_alpha
from srtoolkit.psychometrics.reliability.composite import (
    average_variance_extracted,
    composite_reliability,
)
from srtoolkit.psychometrics.reliability.factor_reliability import (
    FactorReliabilityResult,
    factor_reliability,
)
from srtoolkit.psychometrics.reliability.omega import OmegaResult, mcdonald_omega
from srtoolkit.psychometrics.reliability.omega_categorical import (
    CategoricalOmegaResult,
    categorical_omega,
    ordinal_alpha,
)
from srtoolkit.psychometrics.reliability.omega_hierarchical import (
    HierarchicalOmegaResult,
    hierarchical_omega,
)
from srtoolkit.psychometrics.reliability.scale_reliability import (
    ReliabilityResult,
    ScaleReliability,
    reliability,
)
from srtoolkit.psychometrics.reliability.split_half import (
    SpearmanBrownResult,
    spearman_brown,
)
from srtoolkit.psychometrics.rivals.result import RivalModelsResult
from srtoolkit.psychometrics.rivals.rival_models import rival_models
from srtoolkit.psychometrics.validity.construct_validity import validity
from srtoolkit.psychometrics.validity.distinguishability import FactorPair
from srtoolkit.psychometrics.validity.heterotrait import HtmtPair, HtmtResult, htmt
from srtoolkit.psychometrics.validity.validity_result import ValidityResult

__all__ = [
    "AlphaResult",
    "CategoricalOmegaResult",
    "CoderAgreementResult",
    "Coefficient",
    "CohenKappaResult",
    "ExplorationResult",
    "FactorAnalysisResult",
    "FactorPair",
    "FactorReliabilityResult",
    "FleissKappaResult",
    "FormativeResult",
    "HierarchicalOmegaResult",
    "HtmtPair",
    "HtmtResult",
    "IntraclassResult",
    "ItemAnalysisResult",
    "ItemStatisticsResult",
    "KmoResult",
    "KrippendorffResult",
    "LittleTest",
    "MardiaResult",
    "MeasurementInvariance",
    "MethodVarianceResult",
    "MinimumAveragePartialResult",
    "MissingnessResult",
    "OmegaResult",
    "ParallelAnalysisResult",
    "PerreaultLeighResult",
    "ReliabilityResult",
    "RetestResult",
    "RivalModelsResult",
    "ScaleReliability",
    "SingleItemsResult",
    "SpearmanBrownResult",
    "SphericityResult",
    "ValidityResult",
    "average_variance_extracted",
    "bartlett_sphericity",
    "categorical_omega",
    "coder_agreement",
    "cohen_kappa",
    "composite_reliability",
    "cronbach_alpha",
    "exploratory_factor_analysis",
    "factor_analysis",
    "factor_reliability",
    "fleiss_kappa",
    "formative",
    "hierarchical_omega",
    "htmt",
    "intraclass_correlation",
    "item_analysis",
    "item_statistics",
    "kmo",
    "krippendorff_alpha",
    "little_test",
    "mardia",
    "mcdonald_omega",
    "measurement_invariance",
    "method_variance",
    "minimum_average_partial",
    "missing_data",
    "normality",
    "ordinal_alpha",
    "parallel_analysis",
    "perreault_leigh",
    "reliability",
    "rival_models",
    "single_items",
    "spearman_brown",
    "test_retest",
    "validity",
]
