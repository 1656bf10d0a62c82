"""Every hypothesis of the plan, with its verdict and why, whatever it gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row, Span, Text, plain
from srtoolkit.document.manuscript import Manuscript, group_row, remark_row, row
from srtoolkit.document.sections.cells import interval, interval_column, method_name
from srtoolkit.document.sections.contrast_names import contrast_name
from srtoolkit.document.sections.evidence.guarded import (
    DECIDED,
    description,
    practical_cell,
    states_smallest_effect,
)

Values = Mapping[str, Any]


def build_hypotheses(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print one group of rows a hypothesis: claim, numbers, verdict, reason."""
    hypotheses = writing["hypotheses"]
    if not hypotheses:
        return []
    with_practical = states_smallest_effect(hypotheses)
    columns = [
        writing.column("contrast", "left"),
        writing.column("expect", "center"),
        writing.column("estimate"),
        interval_column(writing, hypotheses),
        writing.column("p"),
        writing.column("verdict", "center", wraps=True),
    ]
    if with_practical:
        columns.insert(-1, writing.column("smallest_effect"))
        columns.append(writing.column("practical", "center", wraps=True))
    rows: list[Row] = []
    for found in hypotheses:
        rows.append(group_row(f"{found['id']}  {writing.local(found['claim'])}"))
        rows.append(_numbers_row(writing, found, with_practical))
        rows.append(remark_row((*writing.say("word.why"), *why(writing, found))))
        described = description(writing, found)
        if described:
            rows.append(remark_row(described))
    notes = [
        writing.say("table_note.verdict_rule"),
        writing.say("table_note.hypothesis_p"),
    ]
    estimators = _estimators(writing)
    if estimators:
        notes.append(writing.say("table_note.estimators", estimators=estimators))
    return [writing.table("hypotheses", columns, rows, notes=notes)]


def why(writing: Manuscript, found: Values) -> Text:
    """Word the reason of a verdict, and what may not be concluded from it."""
    reason = found["why"]
    values = {
        "ci_low": found.get("ci_low"),
        "ci_high": found.get("ci_high"),
        "ci_level": found.get("ci_level"),
        "smallest_effect": found.get("smallest_effect"),
        **(reason.get("values") or {}),
    }
    status = values.get("status")
    if status is not None and writing.words.has(f"status.{status}"):
        values["status"] = writing.words.plain(f"status.{status}")
    key = f"why.{reason['code']}"
    if values.get("expected_gap", 0) is None:
        key += "_gap_unknown"
    sentences = [writing.say(key, **values)]
    if found["verdict"] not in DECIDED:
        sentences += [
            writing.say(f"why.{further['code']}", **(further.get("values") or {}))
            for further in found["details"].get("further_guards") or ()
        ]
        return _joined(writing, sentences)
    key = f"practical_reading.{found['practical']}"
    if found["practical"] == "no smallest effect stated":
        key = f"{key}.{found['verdict']}"
    sentences.append(writing.say(key, **values))
    standardised = found["details"].get("std_all")
    if standardised:
        sentences.append(writing.say("standardised_path", **standardised))
    return _joined(writing, sentences)


def _joined(writing: Manuscript, sentences: list[Text]) -> Text:
    space = Span("" if writing.lang == "zh" else " ")
    joined: list[Span] = []
    for sentence in sentences:
        joined += [space, *sentence] if joined else list(sentence)
    return tuple(joined)


def _estimators(writing: Manuscript) -> list[str]:
    named = dict.fromkeys(
        plain(method_name(writing, found["estimator"]))
        for found in writing["hypotheses"]
        if found.get("estimator")
    )
    return list(named)


def _numbers_row(writing: Manuscript, found: Values, with_practical: bool) -> Row:
    numbers = writing.numbers
    cells: list[str | Text] = [
        contrast_name(writing, found),
        writing.say(f"expect.{found['expect']}"),
        numbers.number(found["est"]),
        interval(writing, found),
        numbers.p(found["p"]),
        writing.say(f"verdict.{found['verdict']}"),
    ]
    if with_practical:
        cells.insert(-1, numbers.number(found.get("smallest_effect")))
        cells.append(practical_cell(writing, found))
    return row(*cells)
