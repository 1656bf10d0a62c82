"""Reads, checks, locks and runs plans; the room that sees methods and documents.

All of it loads on first use: a list of the shelf needs no more than its files.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from srtoolkit.plans.analysing import Analysis, analyze, simulate_demo
    from srtoolkit.plans.answers_check import check_answers
    from srtoolkit.plans.beginning import begin_study
    from srtoolkit.plans.checked import CheckedPlan
    from srtoolkit.plans.checking import check_plan
    from srtoolkit.plans.describing import describe_step, describe_steps, step_page
    from srtoolkit.plans.listing import list_plans
    from srtoolkit.plans.locking import lock_plan
    from srtoolkit.plans.options import RunOptions
    from srtoolkit.plans.reading import LoadedPlan, read_plan
    from srtoolkit.plans.reporting import Language, write_report
    from srtoolkit.plans.running import run_plan
    from srtoolkit.plans.schema import Plan

__all__ = [
    "Analysis",
    "CheckedPlan",
    "Language",
    "LoadedPlan",
    "Plan",
    "RunOptions",
    "analyze",
    "begin_study",
    "check_answers",
    "check_plan",
    "describe_step",
    "describe_steps",
    "list_plans",
    "lock_plan",
    "read_plan",
    "run_plan",
    "simulate_demo",
    "step_page",
    "write_report",
]

#: Where each name comes from.
_FILES = {
    name: file
    for file, names in {
        "analysing": ("Analysis", "analyze", "simulate_demo"),
        "answers_check": ("check_answers",),
        "beginning": ("begin_study",),
        "checked": ("CheckedPlan",),
        "checking": ("check_plan",),
        "locking": ("lock_plan",),
        "listing": ("list_plans",),
        "options": ("RunOptions",),
        "reading": ("LoadedPlan", "read_plan"),
        "reporting": ("Language", "write_report"),
        "running": ("run_plan",),
        "schema": ("Plan",),
        "describing": ("describe_step", "describe_steps", "step_page"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
