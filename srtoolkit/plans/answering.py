"""Holds answers against what a plan needs of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, ResponsesError
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.criteria import Among, Criterion
from srtoolkit.plans.schema import Condition

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


def require_answers(checked: CheckedPlan, responses: Responses) -> None:
    """Check columns and compared groups before anything is computed.

    A group that is not there at all is answered by the tests, as *not
    testable*; a group of one is a mistake in the file.

    Raises
    ------
    ResponsesError
        When a column is missing, or a compared group has one respondent.
    """
    responses.require(checked.columns())
    if checked.plan.design is not None and not checked.plan.design.condition.groups:
        _require_no_group_of_one(checked.plan.design.condition, responses)


def require_groups(checked: CheckedPlan, responses: Responses) -> None:
    """Check the compared groups again, once a plan has left respondents out.

    Raises
    ------
    ResponsesError
        When a compared group has one respondent.
    """
    if checked.plan.design is not None:
        _require_no_group_of_one(checked.plan.design.condition, responses)


def form_groups(checked: CheckedPlan, responses: Responses) -> Responses:
    """Make the column of conditions from answers where the plan says how.

    Raises
    ------
    ResponsesError
        When the file already has a column of that name, or a compared group
        has one respondent.
    """
    design = checked.plan.design
    if design is None or not design.condition.groups:
        return responses
    condition = design.condition
    labels = _labels(condition, responses)
    formed = responses.with_column(condition.column, labels)
    _require_no_group_of_one(condition, formed)
    return formed


def _labels(condition: Condition, responses: Responses) -> list[str | None]:
    labels: list[str | None] = [None] * responses.n
    for group, criteria in condition.groups.items():
        fits = [True] * responses.n
        for column, criterion in criteria.items():
            for row, value in enumerate(responses.answers[column]):
                fits[row] = fits[row] and holds(value, criterion)
        labels = [
            group if fit and label is None else label
            for fit, label in zip(fits, labels, strict=True)
        ]
    return labels


def holds(value: object, criterion: Criterion) -> bool:
    """Tell whether an answer meets a group's criterion; a hole never does."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    if not isinstance(criterion, Among):
        return _same(value, criterion)
    if criterion.one_of is not None:
        return any(_same(value, one) for one in criterion.one_of)
    if not isinstance(value, int | float):
        return False
    low = -math.inf if criterion.at_least is None else criterion.at_least
    high = math.inf if criterion.at_most is None else criterion.at_most
    return low <= value <= high


def _same(value: object, wanted: float | str) -> bool:
    return value == wanted or str(value) == str(wanted)


def _require_no_group_of_one(condition: Condition, responses: Responses) -> None:
    from srtoolkit.comparison import group_labels

    labels = group_labels(responses.answers[condition.column]).dropna()
    sizes = Counter(str(label) for label in labels)
    problems = [
        Problem(
            "group_of_one",
            f'the group "{group}" of the column "{condition.column}" has one '
            "respondent",
            responses.file or "",
            allowed="two respondents or more in each compared group",
            advice=f"The groups are {_listed(sizes)}. Check how the "
            "conditions are spelt.",
            pieces={"group": group},
        )
        for group in (condition.control, condition.treated)
        if group is not None and sizes[group] == 1
    ]
    if problems:
        raise ResponsesError(problems)


def _listed(sizes: Mapping[str, int]) -> str:
    return ", ".join(f'"{group}" (n = {n})' for group, n in sizes.items())
