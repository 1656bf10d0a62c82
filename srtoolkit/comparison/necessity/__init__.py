"""Conditions without which a high outcome does not occur."""

from srtoolkit.comparison.necessity.analysis import necessity_analysis
from srtoolkit.comparison.necessity.result import NecessityAnalysis, NecessityResult
from srtoolkit.comparison.necessity.steps import necessary_condition, necessity

__all__ = [
    "NecessityAnalysis",
    "NecessityResult",
    "necessary_condition",
    "necessity",
    "necessity_analysis",
]
