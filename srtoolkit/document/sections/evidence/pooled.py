"""Effects of several studies or groups, pooled: a table and a forest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Table, Text, plain
from srtoolkit.document.figures.evidence_drawings import ForestDrawing, ForestRow
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.found import (
    Found,
    answer_name,
    found_with,
)

Values = Mapping[str, Any]


def build_pooled(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print and draw every meta-analysis."""
    blocks: list[Block] = []
    for found in found_with(writing, "studies", "summary"):
        blocks += [_sentence(writing, found), _table(writing, found)]
        blocks.append(_figure(writing, found))
        blocks += _leave_one_out(writing, found)
    return blocks


def _title(writing: Manuscript, found: Found) -> str:
    if not found.id:
        return writing.words.plain(f"step.{found.step}")
    outcome = writing.labels.variable(found.outcome)
    return writing.words.plain("pooled.of", id=found.id, outcome=outcome)


def _sentence(writing: Manuscript, found: Found) -> Paragraph:
    summary = found.details["summary"]
    key = "pooled.sentence" if summary.get("pi_low") is not None else "pooled.fixed"
    return Paragraph(
        writing.say(
            key,
            **{
                **summary,
                "measure": _measure(writing, summary),
                "title": _title(writing, found),
            },
        )
    )


def _measure(writing: Manuscript, summary: Values) -> str:
    return plain(writing.words.name_of("effect", summary["measure"]))


def _study(writing: Manuscript, found: Found, study: Values) -> str:
    by = found.details.get("by")
    if by:
        return answer_name(writing, str(by), study["study"])
    return str(study["study"])


def _table(writing: Manuscript, found: Found) -> Table:
    studies = found.details["studies"]
    sized = any(study.get("n_treated") is not None for study in studies)
    columns = [writing.column("study", "left")]
    if sized:
        columns += [writing.column("n_treated"), writing.column("n_control")]
    columns += [writing.column("est"), writing.column("se")]
    columns += [interval_column(writing, studies), writing.column("weight")]
    numbers = writing.numbers
    rows = []
    for study in studies:
        sizes = [numbers.count(study.get(f"n_{g}")) for g in ("treated", "control")]
        rows.append(
            row(
                _study(writing, found, study),
                *(sizes if sized else ()),
                numbers.number(study["est"]),
                numbers.number(study["se"]),
                interval(writing, study),
                numbers.number(study.get("weight"), 1),
            )
        )
    title = _title(writing, found)
    return writing.table(
        "pooled", columns, rows, notes=_notes(writing, found), title=title
    )


def _notes(writing: Manuscript, found: Found) -> list[Text]:
    summary = found.details["summary"]
    measure = _measure(writing, summary)
    notes = [writing.say("table_note.pooled", measure=measure)]
    if found.details.get("left_out"):
        left = [str(study) for study in found.details["left_out"]]
        notes.append(writing.say("table_note.pooled_left_out", studies=left))
    return notes + worded(writing, found.notes)


def _figure(writing: Manuscript, found: Found) -> Figure:
    summary = found.details["summary"]
    rows = [
        _forest_row(writing, _study(writing, found, study), study)
        for study in found.details["studies"]
    ]
    named = writing.words.plain("figure_word.pooled")
    low, high = summary.get("pi_low"), summary.get("pi_high")
    drawing = ForestDrawing(
        axis=writing.words.plain(
            "figure_word.effect_axis", measure=_measure(writing, summary)
        ),
        rows=tuple(rows),
        pooled=_forest_row(writing, named, summary),
        prediction=None if low is None or high is None else (low, high),
        prediction_label=writing.words.plain("figure_word.prediction"),
        prediction_shown=writing.numbers.interval(low, high, decimals=2),
        mark=writing.mark,
    )
    shown = [f"{line.label} {line.shown}" for line in (*rows, drawing.pooled)]
    alt = writing.words.plain("alt.forest", studies=shown)
    notes = [writing.say("figure_note.forest", level=summary["ci_level"])]
    title = _title(writing, found)
    return writing.figure("forest", drawing, alt, notes=notes, title=title)


def _forest_row(writing: Manuscript, label: str, values: Values) -> ForestRow:
    numbers = writing.numbers
    ends = numbers.interval(values["ci_low"], values["ci_high"], decimals=2)
    return ForestRow(
        label=label,
        est=values["est"],
        ci_low=values["ci_low"],
        ci_high=values["ci_high"],
        weight=values.get("weight"),
        shown=f"{numbers.number(values['est'], 2)} {ends}",
    )


def _leave_one_out(writing: Manuscript, found: Found) -> list[Block]:
    rows = found.details.get("leave_one_out") or []
    if not rows:
        return []
    columns = [
        writing.column("study_left_out", "left"),
        writing.column("est"),
        interval_column(writing, rows),
        writing.column("tau2"),
        writing.column("i2"),
    ]
    numbers = writing.numbers
    body = [
        row(
            _study(writing, found, line),
            numbers.number(line["est"]),
            interval(writing, line),
            numbers.number(line.get("tau2")),
            numbers.number(line.get("i2"), 1),
        )
        for line in rows
    ]
    title = _title(writing, found)
    return [writing.table("leave_one_out", columns, body, title=title)]
