"""Reads, checks, locks and runs plans; the room that sees methods and documents."""

from srtoolkit.plans.analysing import Analysis, analyze, simulate_demo
from srtoolkit.plans.answers_check import check_answers
from srtoolkit.plans.beginning import begin_study
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.checking import check_plan
from srtoolkit.plans.locking import lock_plan
from srtoolkit.plans.options import RunOptions
from srtoolkit.plans.reading import LoadedPlan, list_plans, read_plan
from srtoolkit.plans.reporting import Language, write_report
from srtoolkit.plans.running import run_plan
from srtoolkit.plans.schema import Plan
from srtoolkit.plans.step_page import describe_step, describe_steps, step_page

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
