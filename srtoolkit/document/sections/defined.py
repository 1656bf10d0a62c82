"""Quantities a model computes from its labelled coefficients, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.fit import model_name

Values = Mapping[str, Any]
_Sides = Mapping[str, tuple[str, str]]

_LABEL = re.compile(r"[^\W\d]\w*")
_SIGNS = {"*": " × ", "/": " / ", "+": " + ", "-": " − "}


def chain_of(model: Values, definition: str) -> str | None:
    """Return the path ``A -> B -> C`` whose coefficients a product multiplies."""
    sides = _labelled(model)
    steps = [sides.get(label.strip()) for label in definition.split("*")]
    found = [step for step in steps if step is not None]
    if len(found) < max(len(steps), 2):
        return None
    if any(first[0] != second[1] for first, second in pairwise(found)):
        return None
    return " -> ".join([found[0][1], *(outcome for outcome, _ in found)])


def definition_words(writing: Manuscript, model: Values, definition: str) -> str:
    """Write a definition with the paths that its labels stand for."""
    sides = _labelled(model)

    def path(match: re.Match[str]) -> str:
        found = sides.get(match[0])
        if found is None:
            return match[0]
        return f"[{writing.labels.path(' ~ '.join(found))}]"

    parts = re.split(r"\s*([*/+\-])\s*", definition)
    return "".join(_SIGNS.get(part) or _LABEL.sub(path, part) for part in parts)


def defined_table(writing: Manuscript, model: Values) -> list[Block]:
    """Print the quantities that are not one indirect effect."""
    rows = [
        found
        for found in model["tidy"]
        if found["op"] == ":=" and chain_of(model, str(found["rhs"])) is None
    ]
    if not rows:
        return []
    columns = [
        writing.column("defined", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("p"),
        interval_column(writing, rows),
    ]
    lines = [_row(writing, model, found) for found in rows]
    name = model_name(writing, model)
    notes = [writing.say("table_note.defined")]
    return [writing.table("defined", columns, lines, notes=notes, model=name)]


def _row(writing: Manuscript, model: Values, found: Values) -> Row:
    words = definition_words(writing, model, str(found["rhs"]))
    is_worded = not any(name in words.split() for name in _defined(model))
    return row(
        words if is_worded else f"{found['lhs']} = {words}",
        writing.numbers.number(found.get("est")),
        writing.numbers.number(found.get("se")),
        writing.numbers.p(found.get("p")),
        interval(writing, found),
    )


def _defined(model: Values) -> set[str]:
    """Names that stay as they are written: of other defined quantities."""
    return {str(found["lhs"]) for found in model["tidy"] if found["op"] == ":="}


def _labelled(model: Values) -> _Sides:
    """Return both sides of every labelled path: the outcome first."""
    return {
        str(found["label"]): (str(found["lhs"]), str(found["rhs"]))
        for found in model["tidy"]
        if found["op"] == "~" and found.get("label")
    }
