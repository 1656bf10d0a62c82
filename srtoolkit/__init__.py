"""Survey and statistical research toolkit for service-recovery studies.

Rooms and functions load on first use, so that ``import srtoolkit`` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_FUNCTIONS = {
    "import_responses": "srtoolkit.platforms",
    "read_responses": "srtoolkit.responses",
    "run_plan": "srtoolkit.plans",
    "write_report": "srtoolkit.plans",
}
_ROOMS = (
    "comparison",
    "inference",
    "plans",
    "platforms",
    "psychometrics",
    "questionnaire",
    "recovery",
    "regression",
    "resampling",
    "responses",
    "results",
    "sem",
    "simulation",
)

__all__ = ["__version__", *_FUNCTIONS, *_ROOMS]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(import_module(_FUNCTIONS[name]), name)
    if name in _ROOMS:
        return import_module(f"srtoolkit.{name}")
    raise AttributeError(f"module 'srtoolkit' has no attribute {name!r}")
