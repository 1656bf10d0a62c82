"""Necessary conditions: ceilings, their size, and the bottleneck table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Column, Figure, Row, Table, text
from srtoolkit.document.figures.evidence_drawings import CeilingPanel, CeilingsDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.found import Found, found_with

Values = Mapping[str, Any]

#: Panels of one figure; the rest goes to the next.
_PANELS = 3


def build_necessity(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print sizes and bottlenecks of every analysis, and draw its ceilings."""
    blocks: list[Block] = []
    for found in found_with(writing, "bottleneck", "ceilings", "bounds"):
        blocks += [_sizes(writing, found), _bottleneck(writing, found)]
        blocks += _figures(writing, found)
    return blocks


def _outcome(found: Found) -> str:
    return str(found.details["ceilings"][0]["outcome"])


def _conditions(found: Found) -> list[str]:
    return list(dict.fromkeys(line["predictor"] for line in found.details["ceilings"]))


def _sizes(writing: Manuscript, found: Found) -> Table:
    tests = found.details.get("conditions") or found.details.get("terms") or ()
    columns = [
        writing.column("condition", "left", wraps=False),
        writing.column("ceiling_effect"),
        writing.column("p_permutation"),
        writing.column("permutation_limit", wraps=True),
        writing.column("additive_mean", wraps=True),
        writing.column("additive_limit", wraps=True),
        writing.column("p_additive", wraps=True),
        writing.column("accuracy", wraps=True),
    ]
    rows: list[Row] = []
    for method in dict.fromkeys(line["method"] for line in tests):
        rows.append(group_row(writing.words.name_of("method", method)))
        own = [line for line in tests if line["method"] == method]
        rows += [_size_row(writing, line) for line in own]
    outcome = writing.labels.variable(_outcome(found))
    notes = [writing.say("table_note.necessity", outcome=outcome)]
    notes += worded(writing, found.notes)
    return writing.table("necessity", columns, rows, notes=notes, outcome=outcome)


def _size_row(writing: Manuscript, line: Values) -> Row:
    numbers = writing.numbers
    return row(
        writing.labels.variable(line["predictor"]),
        numbers.bounded(line["effect"]),
        numbers.p(line["p"]),
        numbers.bounded(line["permutation_limit"]),
        numbers.bounded(line.get("additive_mean")),
        numbers.bounded(line.get("additive_limit")),
        numbers.p(line.get("p_additive")),
        numbers.number(line["accuracy"], 1),
    )


def _bottleneck(writing: Manuscript, found: Found) -> Table:
    """Print the step ceiling's bottlenecks, or those of the only ceiling."""
    rows = found.details["bottleneck"]
    methods = list(dict.fromkeys(line["method"] for line in rows))
    rows = [line for line in rows if line["method"] == methods[0]]
    names = _conditions(found)
    outcome = writing.labels.variable(_outcome(found))
    columns = [writing.column("outcome_percent")]
    columns += [Column(text(writing.labels.variable(n)), wraps=True) for n in names]
    body = [_bottleneck_row(writing, line, names) for line in rows]
    method = writing.words.plain(f"method.{methods[0]}")
    notes = [writing.say("table_note.bottleneck", outcome=outcome, method=method)]
    return writing.table("bottleneck", columns, body, notes=notes, outcome=outcome)


def _bottleneck_row(writing: Manuscript, line: Values, names: list[str]) -> Row:
    numbers = writing.numbers
    cells = []
    for name in names:
        percent, value = (line.get(f"{name}_{part}") for part in ("percent", "value"))
        if percent is None:
            cells.append(writing.words.plain("word.not_necessary"))
        else:
            cells.append(f"{numbers.number(percent, 1)} ({numbers.number(value, 2)})")
    return row(numbers.number(line["outcome_percent"], 0), *cells)


def _figures(writing: Manuscript, found: Found) -> list[Figure]:
    names = _conditions(found)
    figures = []
    for start in range(0, len(names), _PANELS):
        figures.append(_figure(writing, found, names[start : start + _PANELS]))
    return figures


def _figure(writing: Manuscript, found: Found, names: list[str]) -> Figure:
    bounds = found.details["bounds"]
    low, high = bounds[_outcome(found)]
    outcome = writing.labels.variable(_outcome(found))
    drawing = CeilingsDrawing(
        y_axis=outcome,
        y_range=(low, high),
        steps=writing.words.plain("method.necessity_ce_fdh"),
        straight=writing.words.plain("method.necessity_cr_fdh"),
        panels=tuple(_panel(writing, found, name) for name in names),
        mark=writing.mark,
    )
    named = [writing.labels.variable(name) for name in names]
    alt = writing.words.plain("alt.ceilings", outcome=outcome, conditions=named)
    notes = [writing.say("figure_note.ceilings")]
    return writing.figure("ceilings", drawing, alt, notes=notes, outcome=outcome)


def _panel(writing: Manuscript, found: Found, name: str) -> CeilingPanel:
    own = [line for line in found.details["ceilings"] if line["predictor"] == name]
    line = next((c for c in own if c.get("slope") is not None), None)
    low, high = found.details["bounds"][name]
    cells = (found.details.get("densities") or {}).get(name) or ()
    return CeilingPanel(
        x_axis=writing.labels.variable(name),
        cells=tuple((x, y, int(n)) for x, y, n in cells),
        corners=tuple((x, y) for x, y in own[0]["peers"]),
        line=None if line is None else (line["intercept"], line["slope"]),
        x_range=(low, high),
    )
