"""Columns of manipulated factors, made of the conditions' labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, ResponsesError
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.schema import Design, ManipulatedFactor

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Of the high level; the low one has its negative, so that they differ by one.
HALF = 0.5


def tell_factors(checked: CheckedPlan, responses: Responses) -> Responses:
    """Add one column for each manipulated factor of the plan.

    Raises
    ------
    ResponsesError
        When a label tells both levels of a factor, no label tells one of
        them, or there is already a column of a factor's name.
    """
    design = checked.plan.design
    if design is None or not design.factors:
        return responses
    labels = [_text(value) for value in responses.answers[design.condition.column]]
    problems = [
        problem
        for name, factor in design.factors.items()
        for problem in _problems(name, factor, design, labels, responses.file)
    ]
    if problems:
        raise ResponsesError(problems)
    for name, factor in design.factors.items():
        levels = {label: _level(label, factor) for label in dict.fromkeys(labels)}
        responses = responses.with_column(name, [levels[label] for label in labels])
    return responses


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _tells(label: str, level: str) -> bool:
    return f"_{level}_" in f"_{label}_"


def _level(label: str, factor: ManipulatedFactor) -> float:
    if _tells(label, factor.high):
        return HALF
    return -HALF if _tells(label, factor.low) else float("nan")


def _problems(
    name: str,
    factor: ManipulatedFactor,
    design: Design,
    labels: list[str],
    file: str | None,
) -> list[Problem]:
    known = list(dict.fromkeys(label for label in labels if label))
    column = design.condition.column
    both = [
        label
        for label in known
        if _tells(label, factor.high) and _tells(label, factor.low)
    ]
    problems = [
        Problem(
            "factor_unclear",
            f'the condition "{label}" tells both levels of "{name}"',
            file or "",
            allowed=f'"{factor.high}" or "{factor.low}" between underscores',
            advice="Give the factors of a plan levels with different names.",
            pieces={"factor": name, "label": label},
        )
        for label in both
    ]
    for level in (factor.high, factor.low):
        if not any(_tells(label, level) for label in known):
            problems.append(
                Problem(
                    "factor_level_absent",
                    f'no condition of the column "{column}" tells the level '
                    f'"{level}" of "{name}"',
                    file or "",
                    allowed="both levels of every factor, between underscores",
                    advice=f"The conditions are {', '.join(known)}.",
                    pieces={"factor": name, "level": level},
                )
            )
    return problems
