"""Which items a step of a plan is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError, Problem, did_you_mean

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses import Responses


def chosen_scales(
    responses: Responses, scales: Sequence[str] | None, *, min_items: int = 2
) -> list[Scale]:
    """Return the scales named, else all reflective ones with enough items.

    Raises
    ------
    ModelError
        With one problem for each name that is no scale of those answers, or
        has too few items.
    """
    scales = _listed(scales)
    there = {scale.id: scale for scale in responses.scales}
    if scales is None:
        return [
            scale
            for scale in there.values()
            if scale.kind == "reflective" and len(scale.items) >= min_items
        ]
    problems = [_no_scale(name, list(there)) for name in scales if name not in there]
    problems += [
        Problem(
            "too_few_items",
            f'the scale "{name}" has {len(there[name].items)} item(s)',
            allowed=f"{min_items} items or more",
            pieces={"scale": name},
        )
        for name in scales
        if name in there and len(there[name].items) < min_items
    ]
    if problems:
        raise ModelError(problems)
    return [there[name] for name in dict.fromkeys(scales)]


def chosen_items(
    responses: Responses,
    *,
    scales: Sequence[str] | None = None,
    items: Sequence[str] | None = None,
    exclude: Sequence[str] = (),
) -> list[str]:
    """Return item codes: those of the scales, and the items named.

    Without either, the items of all reflective scales.

    Raises
    ------
    ModelError
        With one problem for each name that is no scale or item, or that is
        excluded without being chosen.
    ResponsesError
        When one is a choice without order between three or more.
    """
    items, exclude = _listed(items), _listed(exclude) or ()
    known = [bound.id for bound in responses.items]
    problems = [_no_item(name, known) for name in items or () if name not in known]
    found: list[str] = []
    if scales is not None or items is None:
        try:
            of_scales = chosen_scales(responses, scales, min_items=1)
        except ModelError as error:
            problems = [*error.problems, *problems]
        else:
            found = [item.id for scale in of_scales for item in scale.items]
    found = list(dict.fromkeys([*found, *(items or ())]))
    if not problems:
        problems = [_no_item(name, found) for name in exclude if name not in found]
    if problems:
        raise ModelError(problems)
    chosen = [item for item in found if item not in exclude]
    responses.require_amounts(chosen)
    return chosen


def _listed(names: Sequence[str] | None) -> list[str] | None:
    """Take a single name for a list of one."""
    if names is None:
        return None
    return [names] if isinstance(names, str) else [str(name) for name in names]


def _no_scale(name: str, known: Sequence[str]) -> Problem:
    return Problem(
        "unknown_scale",
        f'there is no scale "{name}" whose items are all answered',
        allowed=", ".join(known),
        advice=did_you_mean(name, known),
        pieces={"found": name},
    )


def _no_item(name: str, known: Sequence[str]) -> Problem:
    return Problem(
        "unknown_item",
        f'there is no item "{name}" among those of this step',
        allowed=", ".join(known),
        advice=did_you_mean(name, known),
        pieces={"found": name},
    )
