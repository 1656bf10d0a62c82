"""Numbers behind a guard: they describe, and test nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from srtoolkit.document.blocks import Text
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import interval, method_name

Values = Mapping[str, Any]

#: Verdicts that rest on an interval.
DECIDED = frozenset(["supported", "opposite", "inconclusive"])


def is_guarded(found: Values) -> bool:
    """Tell whether a guard forbids a verdict."""
    return bool(found["verdict"] == "not testable")


def shown_estimate(found: Values) -> Values:
    """Return the primary estimate; behind a guard the first naive one."""
    for role in ("primary", "naive"):
        for estimate in found["estimates"]:
            if estimate["role"] == role:
                return dict(estimate)
    return {}


def states_smallest_effect(hypotheses: Iterable[Values]) -> bool:
    """Tell whether any hypothesis has a smallest effect to be read against."""
    return any(found.get("smallest_effect") is not None for found in hypotheses)


def practical_cell(writing: Manuscript, found: Values) -> Text | str:
    """Word the practical reading; without a verdict there is none."""
    if found["verdict"] not in DECIDED:
        return MISSING
    return writing.say(f"practical.{found['practical']}")


def description(writing: Manuscript, found: Values) -> Text:
    """Give the numbers of a guarded hypothesis as a description, or nothing."""
    estimate = shown_estimate(found)
    if not is_guarded(found) or estimate.get("est") is None:
        return ()
    named = method_name(writing, str(estimate["method"]))
    return writing.say(
        "guarded.description",
        est=estimate["est"],
        interval=interval(writing, estimate),
        level=estimate["ci_level"],
        method="".join(span.text for span in named),
    )
