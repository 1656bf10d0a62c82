"""Regressions built from roles: all families, and what is asked of them."""

from srtoolkit.regression.blocks import BlocksResult, fit_blocks, hierarchical
from srtoolkit.regression.columns import columns_of
from srtoolkit.regression.conditional import (
    ConditionalEffect,
    conditional_effect_at,
    conditional_effects,
)
from srtoolkit.regression.design import Spread
from srtoolkit.regression.diagnostics import (
    LinearDiagnostics,
    diagnostics,
    linear_diagnostics,
)
from srtoolkit.regression.dispatch import FAMILIES, Family, RegressionFit, fit
from srtoolkit.regression.hypothesis import coefficient
from srtoolkit.regression.importance.fit import importance
from srtoolkit.regression.importance.hypothesis import (
    more_important,
    relative_importance,
)
from srtoolkit.regression.importance.result import RelativeImportance
from srtoolkit.regression.interaction import TwoWayInteraction
from srtoolkit.regression.likelihood.counts import fit_negative_binomial, fit_poisson
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.gamma import fit_gamma
from srtoolkit.regression.likelihood.logistic import fit_logistic
from srtoolkit.regression.likelihood.marginal import marginal_effects
from srtoolkit.regression.likelihood.multinomial import fit_multinomial
from srtoolkit.regression.likelihood.ordinal import fit_ordinal
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.regression.likelihood.tobit import fit_tobit
from srtoolkit.regression.likelihood.two_part import fit_two_part
from srtoolkit.regression.linear import LinearFit, fit_linear
from srtoolkit.regression.mixed.fit import fit_mixed
from srtoolkit.regression.mixed.result import MixedFit
from srtoolkit.regression.paths.hypothesis import indirect, moderated_mediation
from srtoolkit.regression.paths.numbered import process_system
from srtoolkit.regression.paths.process import fit_process
from srtoolkit.regression.paths.result import ProcessResult
from srtoolkit.regression.paths.specification import PathSystem, path_system
from srtoolkit.regression.probing import conditional_effect
from srtoolkit.regression.robust import ErrorKind, coefficient_covariance
from srtoolkit.regression.simple_slopes import (
    JohnsonNeyman,
    SimpleSlope,
    johnson_neyman,
    simple_slope,
)
from srtoolkit.regression.status import FitStatus
from srtoolkit.regression.surface.fit import ResponseSurface, fit_surface
from srtoolkit.regression.surface.hypothesis import response_surface, surface

__all__ = [
    "FAMILIES",
    "BlocksResult",
    "ConditionalEffect",
    "ErrorKind",
    "Family",
    "FitStatus",
    "JohnsonNeyman",
    "LikelihoodFit",
    "LinearDiagnostics",
    "LinearFit",
    "MixedFit",
    "PartsFit",
    "PathSystem",
    "ProcessResult",
    "RegressionFit",
    "RelativeImportance",
    "ResponseSurface",
    "SimpleSlope",
    "Spread",
    "TwoWayInteraction",
    "coefficient",
    "coefficient_covariance",
    "columns_of",
    "conditional_effect",
    "conditional_effect_at",
    "conditional_effects",
    "diagnostics",
    "fit",
    "fit_blocks",
    "fit_gamma",
    "fit_linear",
    "fit_logistic",
    "fit_mixed",
    "fit_multinomial",
    "fit_negative_binomial",
    "fit_ordinal",
    "fit_poisson",
    "fit_process",
    "fit_surface",
    "fit_tobit",
    "fit_two_part",
    "hierarchical",
    "importance",
    "indirect",
    "johnson_neyman",
    "linear_diagnostics",
    "marginal_effects",
    "moderated_mediation",
    "more_important",
    "path_system",
    "process_system",
    "relative_importance",
    "response_surface",
    "simple_slope",
    "surface",
]
