"""Rules for reverse keys and for option values that contradict their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft, Part

#: Kinds whose items are not added up to one meaning, so nothing is turned.
_UNTURNED_KINDS = ("count", "check", "multiple")
_MARKED_REVERSE = re.compile(r"(?:_?[Rr]|_rev|_REV)$")
_STRONG_AGREE = re.compile(
    r"^(?:非常|完全|十分|很)同意$|^(?:strongly|fully) agree$", re.IGNORECASE
)
_LABEL_NUMBER = re.compile(r"^\s*(-?\d+)\b")


def reverse_key_problems(draft: Draft) -> Iterator[Problem]:
    """Find reverse keys that contradict one another, the scale or the id."""
    for scale in draft.scales:
        items = scale.parts("items")
        turned = [item for item in items if item.data.get("reverse") is True]
        if turned and len(turned) == len(items) > 1:
            yield draft.problem(
                (*scale.place, "items"),
                f'every item of the scale "{scale.text("id")}" is reverse-keyed',
                "reverse_all",
                advice="Take the keys away, or name the scale for the opposite.",
            )
        if turned and scale.text("kind") in _UNTURNED_KINDS:
            yield draft.problem(
                (*turned[0].place, "reverse"),
                f"an answer of a {scale.text('kind')} scale is not turned",
                "reverse_kind",
                advice="Take the key away.",
            )
        yield from _marked_ids(draft, items)


def _marked_ids(draft: Draft, items: list[Part]) -> Iterator[Problem]:
    """Find ids whose final R says one thing and the key another."""
    stems = {item.text("id") for item in items}
    for item in items:
        name = item.text("id") or ""
        stem = _MARKED_REVERSE.sub("", name)
        marked = stem != name and stem[-1:].isdigit()
        if marked and stem not in stems and item.data.get("reverse") is not True:
            yield draft.problem(
                (*item.place, "id"),
                f'"{name}" is marked as reverse-keyed, but the key is not set',
                "reverse_mark_without_key",
                advice="Set reverse: true, or rename the item.",
            )


def option_label_problems(draft: Draft) -> Iterator[Problem]:
    """Find options whose labels contradict their values."""
    for part in draft.formats.values():
        options = part.parts("options")
        yield from _same_labels(draft, options)
        yield from _turned_labels(draft, options)
        yield from _numbered_labels(draft, options)
        yield from _uneven_values(draft, part, options)


def _labels(option: Part) -> dict[str, str]:
    label = option.data.get("label")
    found = label if isinstance(label, dict) else {}
    return {key: text for key, text in found.items() if isinstance(text, str)}


def _same_labels(draft: Draft, options: list[Part]) -> Iterator[Problem]:
    for language in ("zh", "en"):
        seen: set[str] = set()
        for option in options:
            label = _labels(option).get(language, "").strip().lower()
            if label and label in seen:
                yield draft.problem(
                    (*option.place, "label", language),
                    f'the label "{label}" stands twice',
                    "option_label_duplicated",
                    advice="Give every option its own label.",
                )
            seen.add(label)


def _turned_labels(draft: Draft, options: list[Part]) -> Iterator[Problem]:
    """Agreement must rise with the value; items are turned by their key."""
    if len(options) < 3:
        return
    for language, label in _labels(options[0]).items():
        if _STRONG_AGREE.match(label.strip()):
            yield draft.problem(
                (*options[0].place, "label", language),
                f'"{label}" is the label of the lowest value',
                "labels_reversed",
                advice="Give agreement the high values; turn items with reverse: true.",
            )


def _numbered_labels(draft: Draft, options: list[Part]) -> Iterator[Problem]:
    labels = [_labels(option) for option in options]
    for language in ("zh", "en"):
        shown = [_LABEL_NUMBER.match(label.get(language, "")) for label in labels]
        if not all(shown) or len(options) < 2:
            continue
        for option, number in zip(options, shown, strict=True):
            value = option.data.get("value")
            if number and type(value) is int and int(number[1]) != value:
                yield draft.warning(
                    (*option.place, "label", language),
                    f"the label begins with {number[1]}, the value is {value}",
                    "label_not_value",
                )


def _nominal_formats(draft: Draft) -> set[str | None]:
    """Return the names of formats that only nominal scales use."""
    used: dict[bool, set[str | None]] = {True: set(), False: set()}
    for scale in draft.scales:
        nominal = scale.text("kind") == "nominal"
        used[nominal] |= {item.text("response") for item in scale.parts("items")}
    return used[True] - used[False]


def _uneven_values(draft: Draft, part: Part, options: list[Part]) -> Iterator[Problem]:
    """Find gaps between values; the codes of a nominal scale may have any."""
    if part.place[-1] in _nominal_formats(draft):
        return
    found = [option.data.get("value") for option in options]
    values = [value for value in found if type(value) is int]
    steps = {after - before for before, after in pairwise(values)}
    if len(steps) > 1 and min(steps) > 0:
        yield draft.warning(
            (*part.place, "options"),
            f"the values {', '.join(map(str, values))} are not evenly spaced",
            "option_values_uneven",
        )
