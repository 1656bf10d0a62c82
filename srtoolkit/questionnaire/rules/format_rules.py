"""Rules for response formats."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft, Part


def format_problems(draft: Draft) -> Iterator[Problem]:
    """Find formats that leave open, or contradict, which answers there are."""
    for part in draft.formats.values():
        yield from _shape_problems(draft, part)
        yield from _option_problems(draft, part)
        yield from _range_problems(draft, part)


def missing_code_problems(draft: Draft) -> Iterator[Problem]:
    """Find missing codes that are also an answer."""
    for place, code in draft.root.listed("missing_codes"):
        for name, part in draft.formats.items():
            if type(code) is int and code in _answers(part):
                yield draft.problem(
                    place,
                    f'{code} is also an answer of the format "{name}"',
                    "missing_code_is_answer",
                    advice="Use a number that is no answer.",
                )


def _shape_problems(draft: Draft, part: Part) -> Iterator[Problem]:
    both = {"low", "high", "step"} & part.data.keys()
    if "open" in part.data:
        yield from _open_problems(draft, part)
    elif "options" not in part.data and "low" not in part.data:
        yield draft.problem(
            part.place,
            "neither options nor a range is given",
            "format_empty",
            advice="Give options with value and label, or low and high, or open: text.",
        )
    elif "options" in part.data and both:
        yield draft.problem(
            (*part.place, min(both)),
            f"options and {min(both)} exclude each other",
            "format_twice",
            advice="Keep the options, or the range.",
        )
    elif "options" in part.data and len(part.listed("options")) < 2:
        yield draft.problem(
            (*part.place, "options"), "fewer than two options", "format_one_option"
        )


def _open_problems(draft: Draft, part: Part) -> Iterator[Problem]:
    others = part.data.keys() - {"open"}
    if others:
        yield draft.problem(
            (*part.place, min(others)),
            f"open and {min(others)} exclude each other",
            "format_twice",
            advice="Keep open: text, or the answers to choose from.",
        )


def _option_problems(draft: Draft, part: Part) -> Iterator[Problem]:
    previous: int | None = None
    seen: set[int] = set()
    for option in part.parts("options"):
        value = option.data.get("value")
        if type(value) is not int:
            continue
        if value in seen:
            yield draft.problem(
                (*option.place, "value"),
                f"the value {value} stands twice",
                "option_value_duplicated",
                advice="Give every option its own value.",
            )
        elif previous is not None and value < previous:
            yield draft.problem(
                (*option.place, "value"),
                f"the value {value} follows {previous}; values must ascend",
                "option_values_unordered",
                advice="Order the options by value; turn an item with reverse: true.",
            )
        previous = value
        seen.add(value)


def _range_problems(draft: Draft, part: Part) -> Iterator[Problem]:
    low, high = part.data.get("low"), part.data.get("high")
    step = part.data.get("step", 1)
    if "options" in part.data or type(low) is not int or type(high) is not int:
        return
    if low >= high:
        yield draft.problem(
            (*part.place, "high"), f"{high} is not above low, {low}", "range_reversed"
        )
    elif type(step) is int and step >= 1 and (high - low) % step:
        yield draft.problem(
            (*part.place, "step"),
            f"steps of {step} from {low} do not reach {high}",
            "range_step",
        )


def _answers(part: Part) -> set[int]:
    """The answers of a format, as far as it is well-formed."""
    if "options" in part.data:
        return {
            value
            for option in part.parts("options")
            if type(value := option.data.get("value")) is int
        }
    low, high = part.data.get("low"), part.data.get("high")
    if type(low) is not int or type(high) is not int:
        return set()
    return set(range(low, high + 1))
