"""Holds answers against what a plan needs of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, ResponsesError
from srtoolkit.plans.checked import CheckedPlan
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
    if checked.plan.design is not None:
        _require_no_group_of_one(checked.plan.design.condition, responses)


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
