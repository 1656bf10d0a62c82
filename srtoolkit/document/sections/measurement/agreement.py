"""Stability of measures over occasions, and agreement of coders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Row, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.diagnostics import worded

Values = Mapping[str, Any]


def build_agreement(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print test–retest stability, and agreement of coders."""
    blocks: list[Block] = []
    retest = writing.steps("psychometrics.test_retest")
    if retest:
        blocks.append(_table(writing, "test_retest", "measure", retest))
    coders = writing.steps("psychometrics.coder_agreement")
    if coders:
        blocks.append(_table(writing, "coder_agreement", "coding", coders))
    return blocks


def _table(writing: Manuscript, key: str, named: str, steps: Sequence[Values]) -> Table:
    rows = [found for step in steps for found in step["tidy"]]
    columns = [
        writing.column("coefficient", "left"),
        writing.column("est"),
        interval_column(writing, rows),
    ]
    lines: list[Row] = []
    for step in steps:
        for line in step["glance"]:
            lines += _lines(writing, key, line[named], line, step["tidy"])
    notes = [writing.say(f"table_note.{key}")]
    notes += _sources(writing, rows)
    notes += worded(writing, [n for step in steps for n in step.get("notes") or ()])
    return writing.table(key, columns, lines, notes=notes)


def _lines(
    writing: Manuscript, key: str, name: str, line: Values, rows: Sequence[Values]
) -> list[Row]:
    values = dict(line)
    if "level" in values:
        values["level"] = writing.words.plain(f"measured_on.{values['level']}")
    heading = writing.say(f"agreement.{key}", name=name, **_without(values))
    return [
        group_row(heading),
        *(
            row(
                writing.words.name_of("coefficient", found["coefficient"]),
                writing.numbers.percent(found["est"])
                if found["coefficient"] == "percent_agreement"
                else writing.numbers.bounded(found["est"]),
                interval(writing, found, bounded=True),
            )
            for found in rows
            if found.get("scale") == name
        ),
    ]


def _without(values: Values) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k not in {"measure", "coding"}}


def _sources(writing: Manuscript, rows: Sequence[Values]) -> list[Text]:
    """Say what a coefficient is, where a phrase does."""
    keys = dict.fromkeys(f"coefficient_source.{f['coefficient']}" for f in rows)
    return [writing.say(key) for key in keys if writing.words.has(key)]
