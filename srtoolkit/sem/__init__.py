"""Structural equation models in lavaan's language."""

from srtoolkit.sem.fit import fit, refit
from srtoolkit.sem.following.comparison import Comparison, compare_fits
from srtoolkit.sem.following.cross_check import CrossCheck, cross_check
from srtoolkit.sem.following.effects import EffectResult
from srtoolkit.sem.following.interactions import InteractionEffect, interaction_effect
from srtoolkit.sem.following.product_indicators import (
    ProductIndicators,
    product_indicators,
)
from srtoolkit.sem.further_claims import (
    compare_models,
    interaction,
    parameter,
    parameter_of,
)
from srtoolkit.sem.indices.rmsea import rmsea_interval
from srtoolkit.sem.language.parsed import ParsedModel, read_path
from srtoolkit.sem.language.syntax import parse_model
from srtoolkit.sem.ordinal.correlations import polychoric_correlations
from srtoolkit.sem.ordinal.invariance import OrdinalInvariance, ordinal_invariance
from srtoolkit.sem.result import SemFit
from srtoolkit.sem.status import FitStatus
from srtoolkit.sem.steps import indirect, indirect_of, path, regression_of
from srtoolkit.sem.structure.parameters import ModelOptions
from srtoolkit.sem.structure.population import PopulationMoments, population_moments
from srtoolkit.sem.structure.specification import build_specification

__all__ = [
    "Comparison",
    "CrossCheck",
    "EffectResult",
    "FitStatus",
    "InteractionEffect",
    "ModelOptions",
    "OrdinalInvariance",
    "ParsedModel",
    "PopulationMoments",
    "ProductIndicators",
    "SemFit",
    "build_specification",
    "compare_fits",
    "compare_models",
    "cross_check",
    "fit",
    "indirect",
    "indirect_of",
    "interaction",
    "interaction_effect",
    "ordinal_invariance",
    "parameter",
    "parameter_of",
    "parse_model",
    "path",
    "polychoric_correlations",
    "population_moments",
    "product_indicators",
    "read_path",
    "refit",
    "regression_of",
    "rmsea_interval",
]
