"""Item analysis: shape of the answers, discrimination, inter-item correlations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row, Table
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import cell
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import (
    Found,
    find_rows,
    interval_level,
    with_interval,
)
from srtoolkit.document.sections.measurement.normality import normality_tables

Values = Mapping[str, Any]
_STEP = "psychometrics.item_statistics"
_SHAPE = ("mean", "sd", "skewness", "kurtosis", "floor_share", "ceiling_share")


def build_item_analysis(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print how items are answered, how they discriminate, and what was deleted."""
    blocks: list[Block] = []
    for step in writing.steps(_STEP):
        blocks += _of_step(writing, step)
    for step in writing.steps("psychometrics.normality"):
        blocks += normality_tables(writing, step)
    return blocks


def _of_step(writing: Manuscript, step: Values) -> list[Block]:
    found = find_rows(step["tidy"])
    sizes = {line["scale"]: line for line in step["glance"]}
    blocks: list[Block] = []
    if found.has("mean") and not writing.step_rows("responses.description"):
        blocks.append(_shape_table(writing, found))
    blocks.append(_discrimination_table(writing, step, found, sizes))
    details = step.get("details") or {}
    if details.get("correlations"):
        blocks.append(_inter_item_table(writing, details["correlations"]))
    if details.get("deleted"):
        blocks.append(_deletion_table(writing, details["deleted"], found))
    return blocks


def _shape_table(writing: Manuscript, found: Found) -> Table:
    columns = [
        writing.column("item", "left", wraps=False),
        *(writing.column(code) for code in _SHAPE),
    ]
    lines: list[Row] = []
    for scale in found.scales("mean"):
        lines.append(group_row(writing.labels.variable(scale)))
        for item in found.items("mean", scale):
            values = (found.est(code, scale, item) for code in _SHAPE)
            shown = zip(_SHAPE, values, strict=True)
            lines.append(row(item, *(cell(writing, c, v) for c, v in shown)))
    notes = [writing.say("table_note.item_shape")]
    return writing.table("item_shape", columns, lines, notes=notes)


def _discrimination_table(
    writing: Manuscript, step: Values, found: Found, sizes: Mapping[str, Values]
) -> Table:
    level = interval_level(step["tidy"])
    polychoric = found.has("citc_polychoric")
    columns = [
        writing.column("item", "left", wraps=False),
        writing.column("theme", "left"),
        writing.column("citc_ci", "number", level=level),
        *([writing.column("citc_polychoric")] if polychoric else []),
        writing.column("alpha_if_deleted"),
        writing.column("extreme_difference"),
        writing.column("critical_ratio"),
        writing.column("p"),
    ]
    lines: list[Row] = []
    for scale in sizes:
        items = found.items("citc", scale)
        if items:
            lines.append(_scale_line(writing, scale, found, sizes[scale]))
        lines += [_item_line(writing, found, scale, i, polychoric) for i in items]
    share = next((s.get("extreme_share") for s in sizes.values()), None)
    said = worded(writing, step.get("notes") or ())
    notes = [writing.say("table_note.item_analysis", share=share), *said]
    return writing.table("item_analysis", columns, lines, notes=notes)


def _scale_line(writing: Manuscript, scale: str, found: Found, size: Values) -> Row:
    return group_row(
        writing.say(
            "item_analysis.scale",
            scale=scale,
            n=size.get("n"),
            alpha=found.est("alpha", scale),
            r=found.est("mean_inter_item_correlation", scale),
        )
    )


def _item_line(
    writing: Manuscript, found: Found, scale: str, item: str, polychoric: bool
) -> Row:
    numbers = writing.numbers
    more = [numbers.bounded(found.est("citc_polychoric", scale, item))]
    return row(
        item,
        writing.labels.theme(item) or MISSING,
        with_interval(writing, found.row("citc", scale, item)),
        *(more if polychoric else []),
        numbers.bounded(found.est("alpha_if_deleted", scale, item)),
        numbers.number(found.est("extreme_difference", scale, item), 2),
        numbers.number(found.est("critical_ratio", scale, item), 2),
        numbers.p(found.est("critical_ratio_p", scale, item)),
    )


def _inter_item_table(writing: Manuscript, correlations: Mapping[str, Values]) -> Table:
    order = [s for s in writing.labels.scales if s in correlations]
    scales = order or list(correlations)
    widest = max(len(correlations[scale]["items"]) for scale in scales)
    columns = [writing.column("item", "left", wraps=False)]
    columns += [writing.column("numbered", number=at + 1) for at in range(widest)]
    lines: list[Row] = []
    for scale in scales:
        lines.append(group_row(writing.labels.variable(scale)))
        lines += _square(writing, correlations[scale], widest)
    polychoric = any(correlations[scale].get("polychoric") for scale in scales)
    note = "inter_item_both" if polychoric else "inter_item"
    notes = [writing.say(f"table_note.{note}")]
    return writing.table("inter_item", columns, lines, notes=notes)


def _square(writing: Manuscript, found: Values, widest: int) -> list[Row]:
    """Pearson below the diagonal, polychoric above it."""
    below, above = found["pearson"], found.get("polychoric") or ()
    lines = []
    for at, item in enumerate(found["items"]):
        shown = [f"{at + 1}. {item}"]
        for other in range(widest):
            source = below if other < at else above
            inside = other != at and other < len(source)
            value = source[at][other] if inside else None
            shown.append(writing.numbers.bounded(value) if inside else "")
        lines.append(row(*shown))
    return lines


def _deletion_table(writing: Manuscript, deleted: list[Values], found: Found) -> Table:
    columns = [
        writing.column("item", "left", wraps=False),
        writing.column("reason", "left"),
        writing.column("citc"),
        writing.column("alpha_with"),
        writing.column("alpha_without"),
        writing.column("alpha_without_all"),
    ]
    bounded = writing.numbers.bounded
    lines = [
        row(
            line["item"],
            writing.local(line["reason"]),
            bounded(line.get("citc")),
            bounded(line.get("alpha")),
            bounded(line.get("alpha_if_deleted")),
            bounded(found.est("alpha_without_deleted", line["scale"])),
        )
        for line in deleted
    ]
    notes = [writing.say("table_note.deleted_items")]
    return writing.table("deleted_items", columns, lines, notes=notes)
