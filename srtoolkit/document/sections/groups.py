"""Compared groups: means, the planned contrast, and both readings of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Column, Figure, Paragraph, Row, Table, text
from srtoolkit.document.figures.drawings import GroupMean, MeansDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import cell, interval, interval_column
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]
_PER_TABLE = 4


def build_groups(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print means by group, the contrasts, and a figure for each outcome."""
    compared = [f for f in writing["hypotheses"] if f["details"].get("groups")]
    if not compared:
        return []
    means = _means_table(writing, compared)
    blocks: list[Block] = [means]
    for start in range(0, len(compared), _PER_TABLE):
        blocks.append(_contrast_table(writing, compared[start : start + _PER_TABLE]))
    kind = "experiment" if is_experiment(writing) else "survey"
    opening = writing.say(f"groups.{kind}", means=means.label)
    figures = [_figure(writing, found) for found in _distinct(compared)]
    if any(f["test"].startswith("recovery.paradox") for f in compared):
        blocks.insert(0, Paragraph(writing.say("groups.paradox")))
    return [Paragraph(opening), *blocks, *figures]


def group_label(writing: Manuscript, group: Values) -> str:
    """Name a group: its label in the data, with its part in the design."""
    role = group.get("role")
    name = writing.labels.group(group["group"])
    if role not in {"control", "treated"}:
        return name
    return writing.words.plain(f"group_role.{role}", group=name)


def _distinct(compared: Sequence[Values]) -> list[Values]:
    by_outcome = {str(found["outcome"]): found for found in reversed(compared)}
    return list(reversed(by_outcome.values()))


def _means_table(writing: Manuscript, compared: Sequence[Values]) -> Table:
    distinct = _distinct(compared)
    groups = [group for found in distinct for group in found["details"]["groups"]]
    columns = [
        writing.column("group", "left"),
        writing.column("n"),
        writing.column("mean"),
        writing.column("sd"),
        interval_column(writing, groups),
    ]
    rows: list[Row] = []
    for found in distinct:
        rows.append(group_row(writing.labels.variable(found["outcome"])))
        rows += [_group_row(writing, group) for group in found["details"]["groups"]]
    return writing.table("group_means", columns, rows)


def _group_row(writing: Manuscript, group: Values) -> Row:
    numbers = writing.numbers
    return row(
        group_label(writing, group),
        numbers.count(group.get("n")),
        numbers.number(group.get("mean")),
        numbers.number(group.get("sd")),
        interval(writing, group),
    )


def _contrast_table(writing: Manuscript, compared: Sequence[Values]) -> Block:
    columns = [writing.column("quantity", "left")]
    columns += [
        Column(
            text(f"{found['id']} · {writing.labels.variable(found['outcome'])}"),
            "center",
            wraps=True,
        )
        for found in compared
    ]
    lines: dict[str, list[str]] = {code: [] for code in _quantities(compared)}
    for found in compared:
        values = _contrast_values(writing, found)
        for code, shown in lines.items():
            shown.append(values.get(code, "–"))
    rows = [
        row(writing.words.name_of("quantity", code), *shown)
        for code, shown in lines.items()
    ]
    notes = [
        writing.say("table_note.contrasts"),
        writing.say("table_note.two_readings"),
    ]
    return writing.table("contrasts", columns, rows, notes=notes)


_FIXED = (
    "contrast",
    "difference",
    "se",
    "interval",
    "statistic",
    "p_one_sided",
    "effect",
    "smallest_effect",
)


def _quantities(compared: Sequence[Values]) -> list[str]:
    extra = dict.fromkeys(
        key
        for found in compared
        for key, value in found["details"].items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    )
    return [*_FIXED, *extra, "verdict", "practical"]


def _contrast_values(writing: Manuscript, found: Values) -> dict[str, str]:
    numbers = writing.numbers
    estimates = found["estimates"]
    primary: Values = next((e for e in estimates if e["role"] == "primary"), {})
    effect = numbers.interval(primary.get("effect_low"), primary.get("effect_high"))
    level = writing.numbers.level(found.get("ci_level"))
    shown = {
        "contrast": writing.labels.contrast(found.get("contrast") or "–"),
        "difference": numbers.number(found["est"]),
        "se": numbers.number(primary.get("se")),
        "interval": f"{interval(writing, found)} ({level})"
        if found["ci_low"] is not None
        else "–",
        "statistic": _statistic(writing, primary),
        "p_one_sided": numbers.p(found["p"]),
        "effect": f"{numbers.number(primary.get('effect'))} {effect}"
        if primary.get("effect") is not None
        else "–",
        "smallest_effect": numbers.number(found.get("smallest_effect")),
        "verdict": writing.words.plain(f"verdict.{found['verdict']}"),
        "practical": writing.words.plain(f"practical.{found['practical']}"),
    }
    for key, value in found["details"].items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            shown[key] = cell(writing, key, value)
    return shown


def _statistic(writing: Manuscript, primary: Values) -> str:
    if primary.get("statistic") is None:
        return "–"
    shown = writing.numbers.number(primary["statistic"], 2)
    if primary.get("df") is None:
        return shown
    return f"{shown} ({writing.numbers.degrees(primary['df'])})"


def _figure(writing: Manuscript, found: Values) -> Figure:
    groups = tuple(
        GroupMean(
            label=writing.labels.group(group["group"]),
            mean=group["mean"],
            ci_low=group.get("ci_low"),
            ci_high=group.get("ci_high"),
            n=group.get("n"),
            role=group.get("role") or "other",
        )
        for group in found["details"]["groups"]
        if group.get("mean") is not None
    )
    limits = found["details"].get("outcome_range")
    outcome = writing.labels.variable(found["outcome"])
    drawing = MeansDrawing(
        axis=writing.words.plain("figure_word.mean_of", outcome=outcome),
        band=writing.words.plain("figure_word.control_band"),
        groups=groups,
        limits=(float(limits[0]), float(limits[1])) if limits else None,
        mark=writing.mark,
    )
    alt = writing.words.plain(
        "alt.means",
        outcome=outcome,
        means=[f"{g.label} {writing.numbers.number(g.mean, 2)}" for g in groups],
    )
    level = next((g.get("ci_level") for g in found["details"]["groups"]), None)
    notes = [writing.say("figure_note.means", level=level)]
    return writing.figure("means", drawing, alt, notes=notes, outcome=outcome)
