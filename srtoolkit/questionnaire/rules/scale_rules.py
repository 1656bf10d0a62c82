"""Rules for scales."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem, did_you_mean
from srtoolkit.questionnaire.draft import Draft, Part
from srtoolkit.questionnaire.response_format import ResponseFormat

#: A reflective scale of fewer items is not identified on its own.
FEWEST_REFLECTIVE_ITEMS = 3
#: Kinds that hold one item.
ONE_ITEM_KINDS = frozenset({"single", "nominal", "open"})
#: Kinds whose answer itself stands.
UNSCORED_KINDS = frozenset({"nominal", "open"})


def scale_problems(draft: Draft) -> Iterator[Problem]:
    """Find scales whose items do not fit their kind or their scoring."""
    if isinstance(draft.root.data.get("scales"), list) and not draft.scales:
        yield draft.problem(("scales",), "the instrument has no scale", "no_scales")
    for scale in draft.scales:
        if isinstance(scale.data.get("items"), list):
            yield from _size_problems(draft, scale, len(scale.listed("items")))
        yield from _source_problems(draft, scale)


def _size_problems(draft: Draft, scale: Part, n_items: int) -> Iterator[Problem]:
    name = scale.text("id")
    if n_items == 0:
        yield draft.problem(
            (*scale.place, "items"), f'the scale "{name}" has no items', "scale_empty"
        )
        return
    kind = scale.text("kind")
    if kind in ONE_ITEM_KINDS and n_items > 1:
        yield draft.problem(
            (*scale.place, "kind"),
            f'the scale "{name}" is {kind} and has {n_items} items',
            "single_with_items",
            advice="Call it reflective, formative or multiple, or keep one item.",
        )
    if kind == "reflective" and n_items < FEWEST_REFLECTIVE_ITEMS:
        yield draft.warning(
            (*scale.place, "items"),
            f'the reflective scale "{name}" has {n_items} of the '
            f"{FEWEST_REFLECTIVE_ITEMS} items that identify a latent variable",
            "few_items",
        )
    yield from _scoring_problems(draft, scale, n_items)
    yield from _answer_problems(draft, scale)


def _scoring_problems(draft: Draft, scale: Part, n_items: int) -> Iterator[Problem]:
    scoring = scale.data.get("scoring")
    fewest = scoring.get("min_valid") if isinstance(scoring, dict) else None
    if type(fewest) is int and fewest > n_items:
        yield draft.problem(
            (*scale.place, "scoring", "min_valid"),
            f'{fewest} answers are asked for, but the scale "{scale.text("id")}" '
            f"has {n_items} items",
            "min_valid_too_large",
            allowed=f"1 to {n_items}",
        )
    method = scoring.get("method") if isinstance(scoring, dict) else None
    unscored = scale.text("kind") in UNSCORED_KINDS
    if method in ("mean", "sum", "none") and (method == "none") != unscored:
        yield draft.problem(
            (*scale.place, "scoring", "method"),
            f'"{method}" does not fit the {scale.text("kind")} scale '
            f'"{scale.text("id")}"',
            "scoring_kind",
            allowed="none" if unscored else "mean, sum",
        )


def _answer_problems(draft: Draft, scale: Part) -> Iterator[Problem]:
    """Find items whose answers do not fit the kind of their scale."""
    kind = scale.text("kind")
    for item in scale.parts("items"):
        response = draft.format_of(item)
        if response is None:
            continue
        allowed = _answers_needed(kind, response)
        if allowed:
            yield draft.problem(
                (*item.place, "response"),
                f'the format "{item.text("response")}" does not fit a {kind} scale',
                "response_kind",
                allowed=allowed,
            )
        if kind in ("nominal", "open") and item.data.get("reverse") is True:
            yield draft.problem(
                (*item.place, "reverse"),
                f"the answer of a {kind} scale has no direction to turn",
                "reverse_without_order",
            )


def _answers_needed(kind: str | None, response: ResponseFormat) -> str:
    """Say which answers a kind of scale needs; empty when these will do."""
    if (kind == "open") != (response.open is not None):
        return "open: text" if kind == "open" else "options, or low and high"
    if kind == "nominal" and not response.options:
        return "options"
    if kind == "multiple" and [option.value for option in response.options] != [0, 1]:
        return "two options, 0 and 1"
    return ""


def _source_problems(draft: Draft, scale: Part) -> Iterator[Problem]:
    for place, key in scale.listed("source"):
        if isinstance(key, str) and key not in draft.reference_keys:
            yield draft.problem(
                place,
                f'no reference with the key "{key}"',
                "unknown_source",
                allowed=", ".join(draft.reference_keys),
                advice=did_you_mean(key, draft.reference_keys),
            )


def measures_problems(draft: Draft) -> Iterator[Problem]:
    """Find constructs named by the scales and not by `measures`, or vice versa."""
    listed = draft.root.listed("measures")
    measured = [code for _, code in listed]
    named: dict[str, Part] = {}
    for scale in draft.scales:
        code = scale.text("construct")
        if code is not None and scale.text("kind") != "check":
            named.setdefault(code, scale)
    for place, code in listed:
        if isinstance(code, str) and code not in named:
            yield draft.problem(
                place,
                f'no scale measures "{code}"',
                "measure_without_scale",
                advice=did_you_mean(code, named),
            )
    for code, scale in named.items():
        if code not in measured:
            yield draft.problem(
                (*scale.place, "construct"),
                f'"{code}" is missing in measures',
                "construct_not_in_measures",
            )
