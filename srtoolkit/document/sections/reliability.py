"""Internal consistency of the scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from srtoolkit.document.blocks import Block, Column, Paragraph, Row, Table, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import has_any, plain_rows_table
from srtoolkit.document.sections.coefficients import coefficient_tables, is_long
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import (
    Found,
    find_rows,
    with_interval,
)

Values = Mapping[str, Any]

_STEP = "psychometrics.reliability"
#: Coefficients in their order; those that do not fit stand in a second table.
_FIRST = ("alpha", "omega", "spearman_brown")
_SECOND = (
    "alpha_standardised",
    "alpha_ordinal",
    "omega_categorical",
    "omega_hierarchical",
    "omega_total",
)


def build_reliability(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the coefficients with their intervals and guides."""
    blocks: list[Block] = []
    for step in writing.steps(_STEP):
        rows = list(step.get("tidy") or ())
        notes = worded(writing, step.get("notes") or ())
        if not rows:
            blocks += map(Paragraph, notes)
        elif is_long(rows):
            blocks += _tables(writing, step, rows, notes)
        else:
            blocks.append(plain_rows_table(writing, "reliability", rows, notes=notes))
    return blocks


def _tables(
    writing: Manuscript, step: Values, rows: list[Values], notes: list[Text]
) -> list[Block]:
    of_scales = [found for found in rows if found.get("item") in (None, "")]
    of_items = [found for found in rows if found.get("item") not in (None, "")]
    sizes = {str(line["scale"]): line for line in step.get("glance") or ()}
    found = find_rows(of_scales)
    blocks: list[Block] = []
    for key, codes in (("reliability", _FIRST), ("reliability_further", _SECOND)):
        shown = [code for code in codes if found.has(code)]
        if shown:
            table = _scale_table(writing, key, found, shown, sizes)
            said = notes if key == "reliability" else []
            blocks.append(_noted(table, said))
    if of_items and not writing.steps("psychometrics.item_statistics"):
        blocks += coefficient_tables(writing, "reliability", of_items)
    return blocks


def _noted(table: Table, notes: Sequence[Text]) -> Table:
    return replace(table, notes=(*table.notes, *notes))


def _scale_table(
    writing: Manuscript,
    key: str,
    found: Found,
    codes: Sequence[str],
    sizes: Mapping[str, Values],
) -> Table:
    rows = [r for (code, _, _), r in found.rows.items() if code in codes]
    columns = [writing.column("scale", "left")]
    sized = key == "reliability" and bool(sizes)
    columns += [writing.column("n_items"), writing.column("n")] if sized else []
    columns += [_head(writing, code, rows) for code in codes]
    scales = dict.fromkeys(s for code in codes for s in found.scales(code))
    lines: list[Row] = []
    for scale in scales:
        line = sizes.get(scale, {})
        counts = [writing.numbers.count(line.get(c)) for c in ("n_items", "n")]
        shown = [with_interval(writing, found.row(code, scale)) for code in codes]
        name = writing.labels.variable(scale)
        lines.append(row(name, *(counts if sized else []), *shown))
    notes = coefficient_guides(writing, rows)
    return writing.table(key, columns, lines, notes=notes)


def _head(writing: Manuscript, code: str, rows: Sequence[Values]) -> Column:
    """Head a coefficient, with the level of its interval where it has one."""
    own = [found for found in rows if found["coefficient"] == code]
    named = writing.words.name_of("coefficient", code)
    if not has_any(own, "ci_low"):
        return Column(named)
    level = next(found["ci_level"] for found in own if found.get("ci_level"))
    name = "".join(span.text for span in named)
    return writing.column("named_ci", "number", name=name, level=level)


def coefficient_guides(writing: Manuscript, rows: Sequence[Values]) -> list[Text]:
    """Return the source of each coefficient, and the convention some follow."""
    codes = dict.fromkeys(
        str(found["coefficient"]) for found in rows if found.get("coefficient")
    )
    notes = []
    for code in codes:
        for kind in ("coefficient_source", "guide"):
            if writing.words.has(f"{kind}.{code}"):
                notes.append(writing.say(f"{kind}.{code}"))
    return notes
