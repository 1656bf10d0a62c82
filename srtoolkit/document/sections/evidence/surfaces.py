"""Response surfaces: what agreement and difference of two scores go with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table, Text
from srtoolkit.document.figures.evidence_drawings import SurfaceDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.found import Found, found_with

Values = Mapping[str, Any]

_COEFFICIENTS = ("(Intercept)", "x", "y", "x2", "xy", "y2")
_LINES = ("a1", "a2", "a3", "a4", "a5")


def build_surfaces(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print and draw every response surface of the plan."""
    blocks: list[Block] = []
    for found in found_with(writing, "surface"):
        blocks += [_table(writing, found), *_rivals(writing, found)]
        blocks.append(_figure(writing, found))
    return blocks


def _names(writing: Manuscript, found: Found) -> dict[str, str]:
    surface = found.details["surface"]
    return {
        name: writing.labels.variable(surface[name]) for name in ("x", "y", "outcome")
    }


def _table(writing: Manuscript, found: Found) -> Table:
    terms = {line["term"]: line for line in found.details.get("terms") or ()}
    shown = [terms[name] for name in (*_COEFFICIENTS, *_LINES) if name in terms]
    columns = [
        writing.column("term", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("statistic_t"),
        writing.column("p"),
        interval_column(writing, shown),
    ]
    rows: list[Row] = []
    for head, names in (("coefficients", _COEFFICIENTS), ("lines", _LINES)):
        rows.append(group_row(writing.say(f"surface.{head}")))
        rows += [_row(writing, terms[name]) for name in names if name in terms]
    notes = [
        writing.say("table_note.surface", centre=found.details["surface"]["centre"]),
        _congruence(writing, found),
        *worded(writing, found.notes),
    ]
    return writing.table(
        "surface", columns, rows, notes=notes, **_names(writing, found)
    )


def _row(writing: Manuscript, line: Values) -> Row:
    numbers = writing.numbers
    name = str(line["term"]).strip("()").lower()
    return row(
        writing.say(f"surface_term.{name}"),
        numbers.number(line["est"]),
        numbers.number(line["se"]),
        numbers.number(line.get("statistic"), 2),
        numbers.p(line.get("p")),
        interval(writing, line),
    )


def _congruence(writing: Manuscript, found: Found) -> Text:
    conditions = {row["name"]: row["met"] for row in found.details["congruence"]}
    failed = [name for name in ("a4", "a3", "p10", "p11", "a5") if not conditions[name]]
    if not failed:
        return writing.say("surface.congruence")
    return writing.say("surface.no_congruence", conditions=failed)


def _rivals(writing: Manuscript, found: Found) -> list[Block]:
    rivals: Sequence[Values] = found.details.get("rivals") or ()
    if not rivals:
        return []
    columns = [
        writing.column("model", "left"),
        writing.column("r2"),
        writing.column("delta_r2"),
        writing.column("f_robust"),
        writing.column("df"),
        writing.column("p_robust"),
    ]
    numbers = writing.numbers
    names = _names(writing, found)
    rows = [
        row(
            writing.say(f"surface_rival.{line['model']}", **names),
            numbers.bounded(line["r2"]),
            numbers.bounded(line["delta_r2"]),
            numbers.number(line["f_robust"], 2),
            f"{numbers.degrees(line['df1'])}, {numbers.degrees(line['df2'])}",
            numbers.p(line["p_robust"]),
        )
        for line in rivals
    ]
    notes = [writing.say("table_note.surface_rivals")]
    return [writing.table("surface_rivals", columns, rows, notes=notes, **names)]


def _figure(writing: Manuscript, found: Found) -> Figure:
    surface = found.details["surface"]
    names = _names(writing, found)
    x_range, y_range = (surface["ranges"][surface[name]] for name in ("x", "y"))
    drawing = SurfaceDrawing(
        x_axis=names["x"],
        y_axis=names["y"],
        z_axis=names["outcome"],
        congruence=writing.words.plain("figure_word.congruence"),
        incongruence=writing.words.plain("figure_word.incongruence"),
        observed=writing.words.plain("figure_word.observed_area"),
        coefficients=tuple(surface["coefficients"]),
        centre=surface["centre"],
        x_range=(x_range[0], x_range[1]),
        y_range=(y_range[0], y_range[1]),
        hull=tuple((x, y) for x, y in surface.get("hull") or ()),
        mark=writing.mark,
    )
    alt = writing.words.plain("alt.surface", **names)
    kind = "surface_in_area" if surface.get("hull") else "surface"
    notes = [writing.say(f"figure_note.{kind}")]
    return writing.figure("surface", drawing, alt, notes=notes, **names)
