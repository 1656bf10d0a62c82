"""Normality of the items, as a step of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.item_level.item_choice import chosen_items
from srtoolkit.psychometrics.item_level.multivariate_normality import (
    MardiaResult,
    mardia,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("step")
def normality(
    responses: Responses,
    *,
    scales: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
) -> MardiaResult:
    """Describe the shape of the items' distributions, singly and together.

    Respondents with all the items are used; ``glance()`` counts them.

    Parameters
    ----------
    responses : Responses
    scales, items : sequence of str, optional
        Scales whose items are meant, and further items; by default the items
        of all reflective scales.

    Raises
    ------
    ModelError
        When a scale or item is not there.
    ScoresError
        When the items do not vary, too few respondents answered them all, or
        one is a combination of others.

    References
    ----------
    Mardia (1970), Biometrika 57, 519-530.
    """
    codes = chosen_items(responses, scales=scales, items=items)
    if not codes:
        raise ScoresError(
            "the answers have no item of a reflective scale",
            code="too_few_items",
            advice="Name scales or items in the plan.",
        )
    return mardia(responses.keyed[codes], missing="listwise")
