"""Groups made alike on measured covariates by propensity weights."""

from srtoolkit.comparison.propensity.analysis import weighted_difference
from srtoolkit.comparison.propensity.e_value import (
    EValue,
    mean_difference_e_value,
    risk_ratio_e_value,
)
from srtoolkit.comparison.propensity.result import PropensityResult
from srtoolkit.comparison.propensity.steps import (
    doubly_robust,
    e_value,
    propensity_weighted,
)

__all__ = [
    "EValue",
    "PropensityResult",
    "doubly_robust",
    "e_value",
    "mean_difference_e_value",
    "propensity_weighted",
    "risk_ratio_e_value",
    "weighted_difference",
]
