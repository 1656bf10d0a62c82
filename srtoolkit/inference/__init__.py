"""Estimates, intervals and the rule that turns them into a verdict."""

from srtoolkit.inference.delta import delta_method
from srtoolkit.inference.evidence import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
)
from srtoolkit.inference.intervals import (
    interval_level,
    one_sided_p,
    percentile_interval,
    wald_estimate,
)
from srtoolkit.inference.multiplicity import holm
from srtoolkit.inference.verdict import Verdict, decide, not_testable, not_tested

__all__ = [
    "Estimate",
    "Evidence",
    "Expectation",
    "Reason",
    "SmallestEffect",
    "Verdict",
    "decide",
    "delta_method",
    "holm",
    "interval_level",
    "not_testable",
    "not_tested",
    "one_sided_p",
    "percentile_interval",
    "wald_estimate",
]
