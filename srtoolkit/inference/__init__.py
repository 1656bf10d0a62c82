"""Estimates, intervals and the rule that turns them into a verdict."""

from srtoolkit.inference.delta import delta_method
from srtoolkit.inference.evidence import (
    Companion,
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
)
from srtoolkit.inference.intervals import (
    ESTIMATE_COLUMNS,
    interval_level,
    one_sided_p,
    percentile_interval,
    wald_estimate,
)
from srtoolkit.inference.multiplicity import holm
from srtoolkit.inference.obstacle import obstacle_of
from srtoolkit.inference.verdict import Verdict, decide, not_testable, not_tested
from srtoolkit.inference.warrant import ClaimKind, Warrant

__all__ = [
    "ESTIMATE_COLUMNS",
    "ClaimKind",
    "Companion",
    "Estimate",
    "Evidence",
    "Expectation",
    "Reason",
    "SmallestEffect",
    "Verdict",
    "Warrant",
    "decide",
    "delta_method",
    "holm",
    "interval_level",
    "not_testable",
    "not_tested",
    "obstacle_of",
    "one_sided_p",
    "percentile_interval",
    "wald_estimate",
]
