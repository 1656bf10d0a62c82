"""Structural equation models in lavaan's language."""

from srtoolkit.sem.effects import EffectResult
from srtoolkit.sem.fit import fit, refit
from srtoolkit.sem.fit_indices import rmsea_interval
from srtoolkit.sem.parsed import ParsedModel, read_path
from srtoolkit.sem.population import PopulationMoments, population_moments
from srtoolkit.sem.result import SemFit
from srtoolkit.sem.specification import ModelOptions, build_specification
from srtoolkit.sem.status import FitStatus
from srtoolkit.sem.steps import indirect, indirect_of, path, regression_of
from srtoolkit.sem.syntax import parse_model

__all__ = [
    "EffectResult",
    "FitStatus",
    "ModelOptions",
    "ParsedModel",
    "PopulationMoments",
    "SemFit",
    "build_specification",
    "fit",
    "indirect",
    "indirect_of",
    "parse_model",
    "path",
    "population_moments",
    "read_path",
    "refit",
    "regression_of",
    "rmsea_interval",
]
