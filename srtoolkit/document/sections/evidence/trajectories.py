"""Courses of groups over occasions: their means, their model, and a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table, Text
from srtoolkit.document.figures.profile_drawings import (
    ProfileLine,
    ProfilePanel,
    ProfilePoint,
    ProfilesDrawing,
)
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.cell_means import profiles_alt

Values = Mapping[str, Any]

#: The step that is printed here.
TRAJECTORIES = "recovery.sequence_trajectories"


def trajectory_blocks(writing: Manuscript) -> list[Block]:
    """Print means and coefficients of every course, and draw it."""
    blocks: list[Block] = []
    for step in writing.steps(TRAJECTORIES):
        blocks += [
            _means_table(writing, step),
            _figure(writing, step),
            _model_table(writing, step),
        ]
    return blocks


def _outcome(writing: Manuscript, step: Values) -> str:
    return writing.labels.variable(step["tidy"][0]["outcome"])


def _occasion(writing: Manuscript, name: str) -> str:
    """Name an occasion: the scale's title, else its number."""
    shown = writing.labels.variable(name)
    if shown != name or not name.replace(".", "").isdigit():
        return shown
    return writing.words.plain("word.occasion", number=name)


def _groups(step: Values) -> list[str]:
    return list(dict.fromkeys(mean["group"] for mean in step["details"]["means"]))


def _means_table(writing: Manuscript, step: Values) -> Table:
    means = step["details"]["means"]
    columns = [writing.column("occasion", "left"), writing.column("n")]
    columns += [writing.column("mean"), writing.column("se")]
    columns.append(interval_column(writing, means))
    lines: list[Row] = []
    for group in _groups(step):
        lines.append(group_row(writing.labels.group(group)))
        lines += [_mean_row(writing, m) for m in means if m["group"] == group]
    notes = [writing.say("table_note.trajectory_means")]
    return writing.table("trajectory_means", columns, lines, notes=notes)


def _mean_row(writing: Manuscript, mean: Values) -> Row:
    numbers = writing.numbers
    return row(
        _occasion(writing, mean["occasion"]),
        numbers.count(mean["n"]),
        numbers.number(mean["mean"]),
        numbers.number(mean["se"]),
        interval(writing, mean),
    )


def _figure(writing: Manuscript, step: Values) -> Figure:
    details = step["details"]
    lines = tuple(
        ProfileLine(
            writing.labels.group(group),
            tuple(
                ProfilePoint(mean["mean"], mean["ci_low"], mean["ci_high"])
                for mean in details["means"]
                if mean["group"] == group
            ),
        )
        for group in _groups(step)
    )
    outcome = _outcome(writing, step)
    drawing = ProfilesDrawing(
        x_axis="",
        y_axis=writing.words.plain("figure_word.mean_of", outcome=outcome),
        ticks=tuple(_occasion(writing, name) for name in details["occasions"]),
        panels=(ProfilePanel("", lines),),
        limits=None,
        mark=writing.mark,
    )
    level = details["means"][0]["ci_level"]
    notes = [writing.say("figure_note.trajectories", level=level)]
    alt = profiles_alt(writing, outcome, drawing)
    return writing.figure("trajectories", drawing, alt, notes=notes, outcome=outcome)


def _model_table(writing: Manuscript, step: Values) -> Table:
    rows = step["tidy"]
    columns = [writing.column("term", "left"), writing.column("b")]
    columns += [writing.column(code) for code in ("se", "z", "p")]
    columns.append(interval_column(writing, rows))
    numbers = writing.numbers
    lines = [
        row(
            _term(writing, step, str(found["term"])),
            numbers.number(found["est"]),
            numbers.number(found["se"]),
            numbers.number(found["statistic"], 2),
            numbers.p(found["p"]),
            interval(writing, found),
        )
        for found in rows
    ]
    fit = step["glance"][0]
    asked = {name: fit[name] for name in ("n", "n_subjects", "icc", "sigma")}
    notes = [writing.say("table_note.trajectories", **asked)]
    notes += worded(writing, step.get("notes") or ())
    outcome = _outcome(writing, step)
    return writing.table("trajectories", columns, lines, notes=notes, outcome=outcome)


def _term(writing: Manuscript, step: Values, term: str) -> Text:
    """Word a term of the model: occasions, groups, and pairs of them."""
    details = step["details"]
    first, *after = (_occasion(writing, name) for name in details["occasions"])
    reached = dict(zip(details["later_terms"], after, strict=True))
    values = {"reference": writing.labels.group(details["reference"]), "first": first}
    occasion = next((part for part in term.split(":") if part in reached), None)
    groups = [part for part in term.split(":") if part in _groups(step)]
    if not groups:
        key = "start" if occasion is None else "change"
    else:
        key = "difference" if occasion is None else "further_change"
        values["group"] = writing.labels.group(groups[0])
    if occasion is not None:
        values["occasion"] = reached[occasion]
    return writing.say(f"trajectory_term.{key}", **values)
