"""Rules for scenarios: a control, checks, and levels that can be exchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from srtoolkit.errors import Problem, did_you_mean
from srtoolkit.questionnaire.draft import Draft, Part
from srtoolkit.questionnaire.rules.code_rules import unportable_codes


def control_problems(draft: Draft) -> Iterator[Problem]:
    """Find a scenario without the story in which nothing fails."""
    if draft.root.data and draft.root.data.get("control") is None:
        yield draft.problem(
            ("control",),
            "the scenario has no control text",
            "scenario_without_control",
            advice="Tell the same visit without a failure: no comparison with "
            "customers who had none is possible without it.",
        )


def check_item_problems(draft: Draft, known: Sequence[str]) -> Iterator[Problem]:
    """Find factors without a manipulation check, and checks nobody wrote.

    Parameters
    ----------
    draft : Draft
    known : sequence of str
        Items of the instrument that holds the checks; empty when it was not
        found, and then names are not compared.
    """
    for factor in _factors(draft):
        if not factor.listed("checks"):
            yield draft.problem(
                factor.place,
                f'the factor "{factor.text("id")}" has no manipulation check',
                "manipulation_check_missing",
                advice="Name the items that ask what readers noticed, under checks.",
            )
    for part in (draft.at("control"), *_factors(draft)):
        for place, item in part.listed("checks"):
            if known and isinstance(item, str) and item not in known:
                yield draft.problem(
                    place,
                    f'no manipulation check named "{item}"',
                    "unknown_check",
                    allowed=", ".join(known),
                    advice=did_you_mean(item, known),
                )


def factor_problems(draft: Draft) -> Iterator[Problem]:
    """Find factors whose levels cannot be told apart or exchanged."""
    yield from _doubles(draft, _factors(draft), "factor")
    for factor in _factors(draft):
        levels = factor.parts("levels")
        name = factor.text("id")
        if isinstance(factor.data.get("levels"), list) and len(levels) < 2:
            yield draft.problem(
                (*factor.place, "levels"),
                f'the factor "{name}" has {len(levels)} level',
                "factor_one_level",
                advice="Write at least two, or make it a fixed passage.",
            )
        yield from _doubles(draft, levels, "level")
        yield from _same_texts(draft, levels)
        held, ids = factor.text("held"), [level.text("id") or "" for level in levels]
        if held is not None and held not in ids:
            yield draft.problem(
                (*factor.place, "held"),
                f'the factor "{name}" has no level "{held}"',
                "unknown_level",
                allowed=", ".join(ids),
                advice=did_you_mean(held, ids),
            )
        yield from unportable_codes(draft, levels)
    yield from unportable_codes(draft, _factors(draft))


def passage_problems(draft: Draft) -> Iterator[Problem]:
    """Find places of the story that name no factor, or one twice, or none."""
    known = [factor.text("id") or "" for factor in _factors(draft)]
    told: set[str] = set()
    recovering = False
    for passage in draft.root.parts("passages"):
        factor = passage.text("factor")
        if ("text" in passage.data) == ("factor" in passage.data):
            yield draft.problem(
                passage.place,
                "a passage has a text or the name of a factor, one of the two",
                "passage_shape",
            )
        if factor is not None and (factor not in known or factor in told):
            yield _wrong_factor(draft, passage, factor, known)
        told |= {factor} if factor is not None else set()
        if recovering and passage.data.get("phase", "failure") == "failure":
            yield draft.problem(
                passage.place,
                "a passage of the failure follows one of the recovery",
                "phase_order",
                advice="Tell the failure first; mark the recovery with phase.",
            )
        recovering = recovering or passage.data.get("phase") == "recovery"
    for factor_part in _factors(draft):
        if factor_part.text("id") not in told:
            yield draft.problem(
                factor_part.place,
                f'no passage tells the factor "{factor_part.text("id")}"',
                "factor_untold",
            )


def _wrong_factor(
    draft: Draft, passage: Part, factor: str, known: list[str]
) -> Problem:
    if factor in known:
        return draft.problem(
            (*passage.place, "factor"),
            f'the factor "{factor}" is told twice',
            "factor_told_twice",
            advice="A factor has one passage, so that cells differ in one place.",
        )
    return draft.problem(
        (*passage.place, "factor"),
        f'no factor named "{factor}"',
        "unknown_factor",
        allowed=", ".join(known),
        advice=did_you_mean(factor, known),
    )


def _doubles(draft: Draft, parts: list[Part], what: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for part in parts:
        name = part.text("id")
        if name is not None and name in seen:
            yield draft.problem(
                (*part.place, "id"),
                f'the {what} "{name}" stands twice',
                f"{what}_duplicated",
                advice="Rename one of them.",
            )
        seen |= {name} if name is not None else set()


def _same_texts(draft: Draft, levels: list[Part]) -> Iterator[Problem]:
    for language in ("zh", "en"):
        seen: set[str] = set()
        for level in levels:
            text = _mapping(level, "text").get(language)
            if isinstance(text, str) and text.strip() in seen:
                yield draft.problem(
                    (*level.place, "text", language),
                    f'the level "{level.text("id")}" tells what another level tells',
                    "levels_identical",
                )
            seen |= {text.strip()} if isinstance(text, str) else set()


def _factors(draft: Draft) -> list[Part]:
    return draft.root.parts("factors")


def _mapping(part: Part, key: str) -> dict[str, object]:
    found = part.data.get(key)
    return found if isinstance(found, dict) else {}
