"""All estimates of each hypothesis side by side: only the primary one decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Column, Paragraph, Row, Span, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import (
    has_any,
    interval,
    interval_column,
    method_name,
)

Values = Mapping[str, Any]


def build_robustness(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print primary, naive and robustness estimates."""
    several = [f for f in writing["hypotheses"] if len(f["estimates"]) > 1]
    if not several:
        return []
    estimates = [estimate for found in several for estimate in found["estimates"]]
    extra = [code for code in ("effect", "bf10", "i2") if has_any(estimates, code)]
    rows: list[Row] = []
    for found in several:
        rows.append(group_row(f"{found['id']}  {writing.local(found['claim'])}"))
        rows += [_row(writing, estimate, extra) for estimate in found["estimates"]]
    notes = [writing.say("table_note.robustness")]
    if "bf10" in extra:
        notes.append(writing.say("table_note.bayes_factor"))
    table = writing.table(
        "robustness",
        _columns(writing, estimates, extra),
        rows,
        notes=notes,
    )
    opening = writing.say("robustness.opening", table=table.label)
    return [Paragraph(opening), table]


def _columns(
    writing: Manuscript, estimates: list[Values], extra: list[str]
) -> list[Column]:
    return [
        writing.column("method", "left"),
        writing.column("role", "center", wraps=True),
        writing.column("estimate"),
        writing.column("se"),
        interval_column(writing, estimates),
        writing.column("p"),
        *(writing.column(code) for code in extra),
        writing.column("n"),
    ]


def _row(writing: Manuscript, estimate: Values, extra: list[str]) -> Row:
    numbers = writing.numbers
    return row(
        _bold_if_primary(method_name(writing, estimate["method"]), estimate),
        writing.say(f"role.{estimate['role']}"),
        numbers.number(estimate.get("est")),
        numbers.number(estimate.get("se")),
        interval(writing, estimate),
        numbers.p(estimate.get("p")),
        *(_extra(writing, estimate, code) for code in extra),
        numbers.count(estimate.get("n")),
    )


def _bold_if_primary(name: Text, estimate: Values) -> Text:
    if estimate["role"] != "primary":
        return name
    return tuple(Span(span.text, span.italic, True) for span in name)


def _extra(writing: Manuscript, estimate: Values, code: str) -> str | Text:
    numbers = writing.numbers
    if estimate.get(code) is None:
        return numbers.number(None)
    if code == "bf10":
        return numbers.factor(estimate[code])
    if code != "effect":
        return numbers.number(estimate[code], 2)
    name = writing.words.name_of("effect", estimate.get("effect_name") or "effect")
    return (*name, Span(f" = {numbers.number(estimate['effect'], 2)}"))
