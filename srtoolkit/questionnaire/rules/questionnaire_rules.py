"""Rules for questionnaires: everything named exists and comes in a fair order."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem, did_you_mean
from srtoolkit.questionnaire.composed.parts import Parts
from srtoolkit.questionnaire.composed.questionnaire import COMPARING, ELEMENT_KEYS, END
from srtoolkit.questionnaire.draft import Draft, Part, Place
from srtoolkit.questionnaire.rules.code_rules import unportable_codes


def block_problems(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find blocks that show nothing, or what is not there, or a thing twice."""
    yield from _doubles(draft, _blocks(draft), "block")
    yield from unportable_codes(draft, draft.root.parts("questions"))
    asked: dict[str, Place] = {}
    for block in _blocks(draft):
        if isinstance(block.data.get("show"), list) and not block.listed("show"):
            yield draft.problem((*block.place, "show"), "shows nothing", "block_empty")
        for element in block.parts("show"):
            if len(element.data.keys() & set(ELEMENT_KEYS)) != 1:
                yield draft.problem(
                    element.place,
                    "an element shows exactly one thing",
                    "element_shape",
                    allowed=", ".join(ELEMENT_KEYS),
                )
            yield from _unknown_names(draft, element, parts)
            for name in asked_by(element, parts):
                first = asked.setdefault(name, element.place)
                if first is not element.place:
                    line, _ = draft.content.place(first)
                    yield draft.problem(
                        element.place,
                        f'"{name}" is asked already, in line {line}',
                        "asked_twice",
                        advice="Ask it once: it is one column of the answers.",
                    )


def asked_by(element: Part, parts: Parts) -> list[str]:
    """Ids of the items and questions an element asks, as far as they exist."""
    names: list[str] = []
    if (scale := parts.scales.get(element.text("scale") or "")) is not None:
        names += [item.id for item in scale.items]
    loaded = parts.instruments.get(element.text("instrument") or "")
    if loaded is not None:
        names += [item.id for item in loaded.instrument.items]
    names += [name for _, name in element.listed("items") if isinstance(name, str)]
    names += [question] if (question := element.text("question")) else []
    return names


def _unknown_names(draft: Draft, element: Part, parts: Parts) -> Iterator[Problem]:
    questions = [part.text("id") or "" for part in draft.root.parts("questions")]
    named: list[tuple[str, Place, object, list[str]]] = [
        (
            "scale",
            (*element.place, "scale"),
            element.data.get("scale"),
            [*parts.scales],
        ),
        (
            "instrument",
            (*element.place, "instrument"),
            element.data.get("instrument"),
            [name for _, name in draft.root.listed("instruments")],
        ),
        (
            "question",
            (*element.place, "question"),
            element.data.get("question"),
            questions,
        ),
    ]
    named += [
        ("item", place, name, [*parts.items]) for place, name in element.listed("items")
    ]
    for what, place, name, known in named:
        if isinstance(name, str) and name not in known:
            yield draft.problem(
                place,
                f'no {what} named "{name}" in what the questionnaire uses',
                f"unknown_{what}",
                advice=did_you_mean(name, known),
            )


def rule_problems(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find rules on what was not asked yet, or on no answer, or leading back."""
    blocks = _blocks(draft)
    ids = [block.text("id") or "" for block in blocks]
    asked: set[str] = set()
    for number, block in enumerate(blocks):
        for element in block.parts("show"):
            asked |= set(asked_by(element, parts))
        for rule in block.parts("rules"):
            item = rule.text("item") or ""
            if item not in asked:
                yield draft.problem(
                    (*rule.place, "item"),
                    f'"{item}" is not asked up to this block',
                    "rule_item_not_asked",
                    advice=did_you_mean(item, asked),
                )
            then = rule.text("then")
            if then is not None and then != END and then not in ids[number + 1 :]:
                yield draft.problem(
                    (*rule.place, "then"),
                    f'"{then}" is no later block',
                    "rule_target",
                    allowed=", ".join([END, *ids[number + 1 :]]),
                )
            yield from _value_problems(draft, rule, parts)


def _value_problems(draft: Draft, rule: Part, parts: Parts) -> Iterator[Problem]:
    operator, value = rule.text("operator"), rule.data.get("value")
    if operator in COMPARING and value is None:
        yield draft.problem(
            rule.place, f'the operator "{operator}" needs a value', "rule_without_value"
        )
    if operator not in COMPARING and value is not None:
        yield draft.problem(
            (*rule.place, "value"),
            f'the operator "{operator}" takes no value',
            "rule_with_value",
        )
    response = parts.response_of(rule.text("item") or "")
    answers = response.values if response is not None else ()
    if type(value) is int and answers and value not in answers:
        yield draft.problem(
            (*rule.place, "value"),
            f"{value} is no answer of this item",
            "rule_value_unknown",
            allowed=", ".join(map(str, answers)),
        )


def assignment_problems(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find cells that cannot be told, and stories nobody is assigned to."""
    assignment = draft.at("assignment")
    cells = assignment.parts("cells")
    yield from _doubles(draft, cells, "cell", "label")
    told: dict[str, str] = {}
    for cell in cells:
        yield from _cell_problems(draft, cell, parts)
        story = f"{cell.text('scenario')} {sorted(_levels(cell).items())}"
        if story in told:
            yield draft.problem(
                cell.place,
                f'tells the same story as the cell "{told[story]}"',
                "cells_identical",
            )
        told.setdefault(story, cell.text("label") or "")
    if cells and not any(cell.data.get("control") is True for cell in cells):
        yield draft.warning(
            (*assignment.place, "cells"),
            "no cell is the control without a failure; recovered customers cannot "
            "be compared with customers who had none",
            "assignment_without_control",
        )
    stories = [
        element
        for block in _blocks(draft)
        for element in block.parts("show")
        if "scenario" in element.data
    ]
    if stories and not cells:
        yield draft.problem(
            stories[0].place,
            "a story is shown, but no cells are assigned",
            "story_without_assignment",
        )
    if cells and not stories:
        yield draft.problem(
            assignment.place, "no block tells the assigned story", "story_untold"
        )
    labels = [cell.text("label") or "" for cell in cells]
    for block in _blocks(draft):
        for place, label in block.listed("conditions"):
            if isinstance(label, str) and label not in labels:
                yield draft.problem(
                    place,
                    f'no cell is labelled "{label}"',
                    "unknown_condition",
                    allowed=", ".join(labels),
                    advice=did_you_mean(label, labels),
                )


def _cell_problems(draft: Draft, cell: Part, parts: Parts) -> Iterator[Problem]:
    levels, control = _levels(cell), cell.data.get("control") is True
    if bool(levels) == control:
        yield draft.problem(
            cell.place,
            "a cell is the control, or names levels of factors, one of the two",
            "cell_shape",
        )
    loaded = parts.scenarios.get(cell.text("scenario") or "")
    if loaded is None:
        return
    factors = {factor.id: factor for factor in loaded.scenario.factors}
    for name, level in levels.items():
        place = (*cell.place, "levels", name)
        known = list(factors)
        if name in factors:
            known = [each.id for each in factors[name].levels]
        what, found = ("level", str(level)) if name in factors else ("factor", name)
        if found not in known:
            yield draft.problem(
                place,
                f'the scenario has no {what} "{found}"',
                f"unknown_{what}",
                allowed=", ".join(known),
                advice=did_you_mean(found, known),
            )


def _levels(cell: Part) -> dict[str, object]:
    found = cell.data.get("levels")
    return found if isinstance(found, dict) else {}


def _blocks(draft: Draft) -> list[Part]:
    return draft.root.parts("blocks")


def _doubles(
    draft: Draft, parts: list[Part], what: str, key: str = "id"
) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in parts:
        name = part.text(key)
        if name is not None and name in seen:
            yield draft.problem(
                (*part.place, key),
                f'the {what} "{name}" stands twice',
                f"{what}_duplicated",
            )
        seen |= {name} if name is not None else set()
