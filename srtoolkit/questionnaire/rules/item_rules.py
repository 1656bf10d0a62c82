"""Rules for items and for the ids of items and scales."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem, did_you_mean
from srtoolkit.questionnaire.draft import Draft, Part, Place


def id_problems(draft: Draft) -> Iterator[Problem]:
    """Find ids that stand for two things."""
    scale_places: dict[str, Place] = {}
    item_places: dict[str, Place] = {}
    for scale in draft.scales:
        name = scale.text("id")
        if name in scale_places:
            yield _taken(draft, scale, scale_places[name], "scale_duplicated", "scale")
        elif name is not None:
            scale_places[name] = scale.place
        for item in scale.parts("items"):
            yield from _item_id_problems(draft, item, item_places)
    for name, place in item_places.items():
        if name in scale_places:
            yield draft.problem(
                (*place, "id"),
                f'"{name}" is also the id of a scale',
                "id_of_item_and_scale",
                advice="Name them apart: a score and an answer are two variables.",
            )


def _item_id_problems(
    draft: Draft, item: Part, item_places: dict[str, Place]
) -> Iterator[Problem]:
    name = item.text("id")
    if name is None:
        return
    first = item_places.setdefault(name, item.place)
    if first == item.place:
        return
    same_scale = first[:2] == item.place[:2]
    code = "item_duplicated" if same_scale else "item_in_two_scales"
    yield _taken(draft, item, first, code, "item")


def _taken(draft: Draft, part: Part, first: Place, code: str, what: str) -> Problem:
    line, _ = draft.content.place((*first, "id"))
    where = "another scale" if code == "item_in_two_scales" else "this file"
    return draft.problem(
        (*part.place, "id"),
        f'the {what} "{part.text("id")}" stands in {where} already, in line {line}',
        code,
        advice=f"Give each {what} its own id.",
    )


def response_problems(draft: Draft) -> Iterator[Problem]:
    """Find items whose response format is missing or does not suffice."""
    for item in draft.items:
        name = item.text("response")
        if name is not None and name not in draft.format_names:
            yield draft.problem(
                (*item.place, "response"),
                f'no response format named "{name}"',
                "unknown_response",
                allowed=", ".join(draft.format_names),
                advice=did_you_mean(name, draft.format_names),
            )
        yield from _answer_problems(draft, item)


def _answer_problems(draft: Draft, item: Part) -> Iterator[Problem]:
    response = draft.format_of(item)
    if response is None:
        return
    if item.data.get("reverse") is True and not response.has_range:
        yield draft.problem(
            (*item.place, "reverse"),
            f'the format "{item.text("response")}" has no range to turn the answer in',
            "reverse_without_range",
            advice="Give the format low and high, or options.",
        )
    answer = item.data.get("instructed_answer")
    if type(answer) is int and response.values and answer not in response.values:
        yield draft.problem(
            (*item.place, "instructed_answer"),
            f"{answer} is no answer of this item",
            "instructed_answer_unknown",
            allowed=", ".join(map(str, response.values)),
        )


def wording_problems(draft: Draft) -> Iterator[Problem]:
    """Find items without their sentence, or with one they must not have."""
    kind = "described" if draft.described else "questionnaire"
    needed, other = ("role", "text") if draft.described else ("text", "role")
    for item in draft.items:
        if needed not in item.data:
            yield draft.problem(
                item.place,
                f"{needed} is missing; every item of a {kind} instrument has one",
                f"{needed}_missing",
            )
        if other in item.data:
            yield draft.problem(
                (*item.place, other),
                f"an item of a {kind} instrument has {needed}, not {other}",
                f"{other}_not_allowed",
            )
        yield from _provenance_problems(draft, item, kind)


def _provenance_problems(draft: Draft, item: Part, kind: str) -> Iterator[Problem]:
    wording = item.text("wording")
    if wording is not None and (wording == "described") != draft.described:
        yield draft.problem(
            (*item.place, "wording"),
            f'"{wording}" does not fit a {kind} instrument',
            "wording_kind",
            allowed="described" if draft.described else "own, adapted, licensed",
        )
