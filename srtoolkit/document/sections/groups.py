"""Compared groups: means, the planned contrast, and both readings of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import (
    Block,
    Column,
    Figure,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
    text,
)
from srtoolkit.document.figures.drawings import GroupMean, MeansDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import cell, interval, interval_column
from srtoolkit.document.sections.contrast_names import group_contrast, is_weighted
from srtoolkit.document.sections.evidence.cell_means import (
    cell_mean_blocks,
    is_told_by_cells,
)
from srtoolkit.document.sections.evidence.change import change_blocks
from srtoolkit.document.sections.evidence.guarded import (
    is_guarded,
    practical_cell,
    shown_estimate,
    states_smallest_effect,
)
from srtoolkit.document.sections.evidence.levels import level_blocks
from srtoolkit.document.sections.evidence.spurious import spurious_figures
from srtoolkit.document.sections.evidence.trajectories import trajectory_blocks
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]
_PER_TABLE = 4


def build_groups(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print means, contrasts and changes, with a figure for each outcome."""
    compared = [f for f in writing["hypotheses"] if f["details"].get("groups")]
    cells = cell_mean_blocks(writing)
    blocks = _compared(writing, compared, cells) if compared else cells
    return [
        *blocks,
        *level_blocks(writing),
        *change_blocks(writing),
        *trajectory_blocks(writing),
        *spurious_figures(writing),
    ]


def _compared(
    writing: Manuscript, compared: Sequence[Values], cells: Sequence[Block]
) -> list[Block]:
    """Print means and contrasts; means that the cells have stand there only."""
    untold = [found for found in compared if not is_told_by_cells(writing, found)]
    means = [_means_table(writing, untold)] if untold else []
    labels = [block.label for block in (*cells, *means) if isinstance(block, Table)]
    kind = "experiment" if is_experiment(writing) else "survey"
    blocks: list[Block] = [Paragraph(writing.say(f"groups.{kind}", means=labels))]
    if any(f["test"].startswith("recovery.paradox") for f in compared):
        blocks.append(Paragraph(writing.say("groups.paradox")))
    blocks += [*cells, *means]
    blocks += [_figure(writing, found) for found in _distinct(untold)]
    for guarded in (False, True):
        some = [found for found in compared if is_guarded(found) == guarded]
        for start in range(0, len(some), _PER_TABLE):
            blocks.append(_contrast_table(writing, some[start : start + _PER_TABLE]))
    return blocks


def group_label(writing: Manuscript, group: Values) -> str:
    """Name a group: its label in the data, with its part in the design."""
    role = group.get("role")
    name = writing.labels.group(group["group"])
    if role not in {"control", "treated"}:
        return name
    return writing.words.plain(f"group_role.{role}", group=name)


def _distinct(compared: Sequence[Values]) -> list[Values]:
    by_outcome: dict[str, Values] = {}
    for found in compared:
        by_outcome.setdefault(str(found["outcome"]), found)
    return list(by_outcome.values())


def _groups(writing: Manuscript, found: Values) -> list[Values]:
    """Return the groups; of a weighted contrast in the plan's order, no control."""
    groups: list[Values] = list(found["details"]["groups"])
    if not is_weighted(found):
        return groups
    order = {name: at for at, name in enumerate(writing.labels.conditions)}
    groups.sort(key=lambda group: order.get(str(group["group"]), len(order)))
    return [{**group, "role": "other"} for group in groups]


def _means_table(writing: Manuscript, compared: Sequence[Values]) -> Table:
    distinct = _distinct(compared)
    groups = [group for found in distinct for group in _groups(writing, found)]
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
        rows += [_group_row(writing, group) for group in _groups(writing, found)]
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
    lines: dict[str, list[str | Text]] = {code: [] for code in _quantities(compared)}
    for found in compared:
        values = _contrast_values(writing, found)
        for code, shown in lines.items():
            shown.append(values.get(code, "–"))
    rows = [
        row(writing.words.name_of("quantity", code), *shown)
        for code, shown in lines.items()
    ]
    if is_guarded(compared[0]):
        notes = [writing.say("table_note.description")]
        return writing.table("description", columns, rows, notes=notes)
    readings = "two_readings" if states_smallest_effect(compared) else "one_reading"
    notes = [
        writing.say("table_note.contrasts"),
        writing.say(f"table_note.{readings}"),
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
)


def _quantities(compared: Sequence[Values]) -> list[str]:
    extra = dict.fromkeys(
        key
        for found in compared
        for key, value in found["details"].items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    )
    with_smallest = states_smallest_effect(compared)
    if not with_smallest and all(is_weighted(found) for found in compared):
        extra.pop("sd_control", None)
    smallest = ["smallest_effect"] if with_smallest else []
    practical = ["practical"] if with_smallest else []
    readings = [] if is_guarded(compared[0]) else ["verdict", *practical]
    return [*_FIXED, *smallest, *extra, *readings]


def _contrast_values(writing: Manuscript, found: Values) -> dict[str, str | Text]:
    numbers = writing.numbers
    estimate = shown_estimate(found)
    level = numbers.level(estimate.get("ci_level"))
    has_interval = estimate.get("ci_low") is not None
    shown: dict[str, str | Text] = {
        "contrast": group_contrast(writing, found),
        "difference": numbers.number(estimate.get("est")),
        "se": numbers.number(estimate.get("se")),
        "interval": f"{interval(writing, estimate)} ({level})" if has_interval else "–",
        "statistic": _statistic(writing, estimate),
        "p_one_sided": numbers.p(estimate.get("p")),
        "effect": _effect(writing, estimate),
        "smallest_effect": numbers.number(found.get("smallest_effect")),
        "verdict": writing.words.plain(f"verdict.{found['verdict']}"),
        "practical": practical_cell(writing, found),
    }
    for key, value in found["details"].items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            shown[key] = cell(writing, key, value)
    return shown


def _effect(writing: Manuscript, estimate: Values) -> str | Text:
    """Print the standardised difference under its own name."""
    if estimate.get("effect") is None:
        return "–"
    shown = f" = {writing.numbers.number(estimate['effect'])}"
    low, high = estimate.get("effect_low"), estimate.get("effect_high")
    if low is not None:
        shown += f" {writing.numbers.interval(low, high)}"
    name = writing.words.name_of("effect", estimate.get("effect_name") or "effect")
    return (*name, Span(shown))


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
        for group in _groups(writing, found)
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
    banded = any(group.role == "control" for group in groups)
    note = "means" if banded else "means_without_control"
    notes = [writing.say(f"figure_note.{note}", level=level)]
    return writing.figure("means", drawing, alt, notes=notes, outcome=outcome)
