"""Common method variance: what several checks see, and what it does to paths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.fit_values import (
    fit_cell,
    version_notes,
    with_mark,
)

Values = Mapping[str, Any]
_FIT = ("chisq", "df", "cfi", "rmsea", "srmr")
_SHARES = ("trait_share", "method_share", "error_share")
_HARMAN = "harman_proves_nothing"


def build_method_variance(
    writing: Manuscript, options: Mapping[str, Any]
) -> list[Block]:
    """Print Harman's figure, the method models, and the paths before and after."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.method_variance"):
        blocks += _of_step(writing, step)
    return blocks


def _of_step(writing: Manuscript, step: Values) -> list[Block]:
    notes = step.get("notes") or ()
    harman = worded(writing, [note for note in notes if note["code"] == _HARMAN])
    rest = worded(writing, [note for note in notes if note["code"] != _HARMAN])
    tables: list[Block] = [_fit_table(writing, step["glance"])]
    shared = [
        found
        for found in step["glance"]
        if found.get("method_share") is not None and found["admissible"]
    ]
    if shared:
        tables.append(_share_table(writing, shared))
    if step["tidy"]:
        tables.append(_path_table(writing, step["tidy"]))
    return [*map(Paragraph, harman), *tables, *map(Paragraph, rest)]


def _fit_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    columns = [writing.column("model", "left")]
    columns += [writing.column(code) for code in _FIT]
    columns.append(writing.column("against", "center"))
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    numbered = {found["model"]: at + 1 for at, found in enumerate(rows)}
    lines: list[Row] = []
    for at, found in enumerate(rows):
        against = numbered.get(str(found.get("against")))
        lines.append(
            row(
                (Span(f"{at + 1}. "), *with_mark(_model(writing, found), found)),
                *(fit_cell(writing, found, code) for code in _FIT),
                MISSING if against is None else str(against),
                writing.numbers.number(found.get("chisq_diff")),
                writing.numbers.degrees(found.get("df_diff")),
                writing.numbers.p(found.get("p_diff")),
            )
        )
    notes = [writing.say("table_note.method_fit")]
    if any(str(found["model"]).startswith("marker") for found in rows):
        notes.append(writing.say("table_note.marker_models"))
    notes += version_notes(writing, rows)
    if not all(found["admissible"] for found in rows):
        notes.append(writing.say("table_note.not_admissible_mark"))
    return writing.table("method_fit", columns, lines, notes=notes)


def _model(writing: Manuscript, found: Values) -> Text:
    return writing.say(f"method_model.{found['model']}")


def _share_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    columns = [writing.column("model", "left")]
    columns += [writing.column(code) for code in _SHARES]
    lines = [
        row(
            _model(writing, found),
            *(writing.numbers.percent(found.get(code)) for code in _SHARES),
        )
        for found in rows
    ]
    notes = [writing.say("table_note.method_shares")]
    return writing.table("method_shares", columns, lines, notes=notes)


def _path_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    models = list(dict.fromkeys(str(found["model"]) for found in rows))
    without, beside = models[0], models[1:]
    by_place = {(f["model"], f["outcome"], f["predictor"]): f for f in rows}
    level = next((f["ci_level"] for f in rows if f.get("ci_level")), None)
    columns = [
        writing.column("path", "left", wraps=False),
        writing.column("without_std"),
    ]
    columns += [
        writing.column("beside", name=writing.words.plain(f"method_model.{model}"))
        for model in beside
    ]
    lines: list[Row] = []
    for found in (f for f in rows if f["model"] == without):
        place = (found["outcome"], found["predictor"])
        shown = [by_place.get((model, *place), {}) for model in beside]
        written = f"{found['outcome']} ~ {found['predictor']}"
        if found["op"] == "~~":
            written = f"{found['outcome']} ~~ {found['predictor']}"
        lines.append(
            row(
                _path(writing, written),
                writing.numbers.bounded(found.get("std")),
                *(_changed(writing, other) for other in shown),
            )
        )
    notes = [writing.say("table_note.method_paths", level=level)]
    return writing.table("method_paths", columns, lines, notes=notes)


def _path(writing: Manuscript, written: str) -> str:
    """Name a path, or two factors whose correlation is compared."""
    first, correlated, second = written.partition(" ~~ ")
    if not correlated:
        return writing.labels.path(written)
    return f"{writing.labels.variable(first)} ↔ {writing.labels.variable(second)}"


def _changed(writing: Manuscript, found: Values) -> Text:
    """Print a coefficient and its change; bold and marked where the reading turns."""
    if found.get("std") is None:
        return (Span(MISSING),)
    numbers = writing.numbers
    change = numbers.bounded(found.get("change_std"))
    shown = f"{numbers.bounded(found['std'])} ({change})"
    turned = bool(found.get("conclusion_changes"))
    mark = " †" if turned else ""
    if found.get("conclusion") == "not_admissible":
        mark = " ‡"
    return (Span(f"{shown}{mark}", bold=turned),)
