"""Where results.json keeps what a table or figure is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]

_CATEGORY = re.compile(r"(?P<variable>\w+)\[(?P<value>[^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Found:
    """Details of a hypothesis, of a check beside it, or of a step.

    Attributes
    ----------
    id : str
        The hypothesis; empty for a step.
    step : str
        ``room.function`` that made the details.
    outcome : str
    details : mapping
    expect : str
        Direction a hypothesis expects; empty for a step.
    notes : tuple of mapping
        Reasons that belong to the numbers.
    """

    id: str
    step: str
    outcome: str
    details: Values
    notes: tuple[Values, ...] = ()
    expect: str = ""


def found_with(writing: Manuscript, *keys: str) -> list[Found]:
    """Return everything whose details have all `keys`, each content once."""
    distinct: list[Found] = []
    for found in _everything(writing):
        parts = [found.details.get(key) for key in keys]
        if not all(parts):
            continue
        known = ([other.details[key] for key in keys] for other in distinct)
        if parts not in known:
            distinct.append(found)
    return distinct


def _everything(writing: Manuscript) -> Iterator[Found]:
    for step in writing["steps"]:
        details = dict(step.get("details") or {})
        details.setdefault("terms", step.get("tidy") or [])
        outcome = str((step.get("arguments") or {}).get("outcome") or "")
        notes = tuple(step.get("notes") or ())
        yield Found("", step["step"], outcome, details, notes)
    for hypothesis in writing["hypotheses"]:
        details = hypothesis["details"]
        outcome = str(hypothesis["outcome"])
        yield Found(
            hypothesis["id"],
            hypothesis["test"],
            outcome,
            details,
            expect=str(hypothesis["expect"]),
        )
        for check in details.get("companions") or ():
            yield Found(hypothesis["id"], check["step"], outcome, check["details"])


def category_name(writing: Manuscript, term: str) -> str:
    """Name a covariate, or one of its categories: ``EDUCAT[2]``."""
    matched = _CATEGORY.fullmatch(term)
    if matched is None:
        return writing.labels.variable(term)
    named = writing.labels.variable(matched["variable"])
    answer = answer_name(writing, matched["variable"], matched["value"])
    return writing.words.plain("word.category", variable=named, answer=answer)


def answer_name(writing: Manuscript, variable: str, value: Any) -> str:
    """Name an answer as its instrument words it, else as the data have it."""
    for instrument in writing["instruments"]:
        content = instrument["content"]
        for scale in content.get("scales", ()):
            for item in scale.get("items", ()):
                if variable in (item["id"], scale["id"]):
                    options = content["responses"].get(item["response"]) or {}
                    for option in options.get("options") or ():
                        if str(option["value"]) == str(value):
                            return writing.local(option["label"])
    return writing.labels.group(value)
