"""How carefully people answered, which keys hold, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Row, Text, text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import (
    interval,
    interval_column,
    plain_rows_table,
)
from srtoolkit.document.sections.diagnostics import worded

Values = Mapping[str, Any]
#: Steps that are printed here.
ANSWERING_STEPS = (
    "responses.screening",
    "responses.careless",
    "responses.key_audit",
    "responses.missing_data",
    "psychometrics.missing_data",
)


def answering_blocks(writing: Manuscript) -> list[Block]:
    """Print each of the steps that the plan asks for."""
    makers = (_marks, _indices, _keys, _holes, _test_of_holes)
    blocks: list[Block] = []
    for name, make in zip(ANSWERING_STEPS, makers, strict=True):
        for step in writing.steps(name):
            blocks += make(writing, step)
    return blocks


def _marks(writing: Manuscript, step: Values) -> list[Block]:
    rows = list(step.get("tidy") or ())
    if not rows:
        return []
    notes = [writing.say("table_note.screening")]
    notes += [
        writing.say("table_note.screening_counts", **counts)
        for counts in step.get("glance") or ()
    ]
    notes += _said(writing, step)
    return [plain_rows_table(writing, "screening", rows, notes=notes)]


def _indices(writing: Manuscript, step: Values) -> list[Block]:
    columns = [
        writing.column("rated_block", "left"),
        writing.column("careless_index", "left"),
        *map(writing.column, ("n_behind", "n", "q05", "median", "q95")),
        writing.column("careless_end", "left"),
        *map(writing.column, ("limit", "n_flagged", "share")),
    ]
    rows = [_index_row(writing, found) for found in step.get("tidy") or ()]
    notes = [writing.say("table_note.careless"), *_said(writing, step)]
    return [writing.table("careless", columns, rows, notes=notes)] if rows else []


def _index_row(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    limit = found.get("limit")
    return row(
        _block(writing, found.get("block")),
        writing.words.name_of("check", found["check"]),
        numbers.count(found["n_items"]),
        numbers.count(found["n"]),
        *(numbers.number(found.get(name), 2) for name in ("q05", "median", "q95")),
        writing.words.name_of("careless_end", found["direction"]),
        numbers.number(limit, 2),
        numbers.count(found.get("n_flagged")),
        numbers.percent(found.get("share")),
    )


def _block(writing: Manuscript, name: str | None) -> Text:
    """Name a block by its instrument's title."""
    if not name:
        return writing.say("word.all_rated_items")
    for one in writing["instruments"]:
        short = one["name"]
        if name == short or name.startswith(f"{short} ("):
            return text(writing.local(one["content"]["title"]) + name[len(short) :])
    return text(name)


def _keys(writing: Manuscript, step: Values) -> list[Block]:
    rows = list(step.get("tidy") or ())
    if not rows:
        return []
    columns = [
        writing.column("scale", "left"),
        writing.column("item", "left", wraps=False),
        writing.column("declared_key", "center"),
        writing.column("n"),
        writing.column("item_rest"),
        interval_column(writing, rows),
        writing.column("turned_est"),
        writing.column("key_reading", "left"),
    ]
    level = next((found["ci_level"] for found in rows), None)
    notes = [writing.say("table_note.key_audit", level=level), *_said(writing, step)]
    body = [_key_row(writing, found) for found in rows]
    return [writing.table("key_audit", columns, body, notes=notes)]


def _key_row(writing: Manuscript, found: Values) -> Row:
    key = "word.reverse_keyed" if found["reverse"] else "word.straight_keyed"
    return row(
        text(writing.labels.variable(found["scale"])),
        found["item"],
        writing.say(key),
        writing.numbers.count(found["n"]),
        writing.numbers.bounded(found["est"]),
        interval(writing, found, bounded=True),
        writing.numbers.bounded(found["turned_est"]),
        writing.words.name_of("key_reading", found["reading"]),
    )


def _holes(writing: Manuscript, step: Values) -> list[Block]:
    holed = [found for found in step.get("tidy") or () if found["n_missing"]]
    if not holed:
        return []
    columns = [
        writing.column("variable", "left"),
        writing.column("item", "left", wraps=False),
        *map(writing.column, ("n_asked", "n_missing", "share")),
    ]
    body = [
        row(
            text(writing.labels.variable(found["scale"])),
            found["item"],
            writing.numbers.count(found["n_asked"]),
            writing.numbers.count(found["n_missing"]),
            writing.numbers.percent(found["missing_share"]),
        )
        for found in holed
    ]
    notes = [writing.say("table_note.missing_items"), *_said(writing, step)]
    table = writing.table("missing_items", columns, body, notes=notes)
    return [table, _patterns(writing, step["details"])]


def _patterns(writing: Manuscript, details: Values) -> Block:
    columns = [writing.column("left_out", "left"), *map(writing.column, ("n", "share"))]
    body = [
        row(
            _items(writing, found["items"]),
            writing.numbers.count(found["n"]),
            writing.numbers.percent(found["share"]),
        )
        for found in details["patterns"]
    ]
    notes = []
    if details["n_other_patterns"]:
        values = {
            "n_other": details["n_other_patterns"],
            "n_in_other": details["n_in_other_patterns"],
        }
        notes.append(writing.say("table_note.missing_patterns", **values))
    return writing.table("missing_patterns", columns, body, notes=notes)


def _items(writing: Manuscript, codes: Sequence[str]) -> Text:
    if not codes:
        return writing.say("word.nothing_left_out")
    return text(("、" if writing.lang == "zh" else ", ").join(codes))


def _test_of_holes(writing: Manuscript, step: Values) -> list[Block]:
    said = [Paragraph(note) for note in _said(writing, step)]
    rows = [
        found for found in step.get("glance") or () if found["statistic"] is not None
    ]
    if not rows:
        return list(said)
    codes = ("n", "n_complete", "n_patterns")
    columns = [*map(writing.column, (*codes, "chisq", "df", "p"))]
    numbers = writing.numbers
    body = [
        row(
            *(numbers.count(found[code]) for code in codes),
            numbers.number(found["statistic"]),
            numbers.degrees(found["df"]),
            numbers.p(found["p"]),
        )
        for found in rows
    ]
    notes: Iterable[Text] = [writing.say("table_note.mcar")]
    return [writing.table("mcar", columns, body, notes=notes), *said]


def _said(writing: Manuscript, step: Values) -> list[Text]:
    return worded(writing, step.get("notes") or ())
