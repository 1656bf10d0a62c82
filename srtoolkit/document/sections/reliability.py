"""Internal consistency and validity of the scales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Text
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.cells import plain_rows_table
from srtoolkit.document.sections.coefficients import coefficient_tables, is_long
from srtoolkit.document.sections.diagnostics import worded

_STEPS = {
    "psychometrics.reliability": "reliability",
    "psychometrics.validity": "validity",
}


def build_reliability(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the coefficients with their intervals and guides."""
    blocks: list[Block] = []
    for step, key in _STEPS.items():
        rows = writing.step_rows(step)
        if not rows:
            blocks += map(Paragraph, worded(writing, writing.step_rows(step, "notes")))
            continue
        said = worded(writing, writing.step_rows(step, "notes"))
        notes = [*coefficient_guides(writing, rows), *said]
        if is_long(rows):
            blocks += coefficient_tables(writing, key, rows, notes=notes)
        else:
            blocks.append(plain_rows_table(writing, key, rows, notes=notes))
    return blocks


def coefficient_guides(
    writing: Manuscript, rows: list[Mapping[str, Any]]
) -> list[Text]:
    """Return the source of each coefficient, and the convention some follow."""
    codes = dict.fromkeys(
        str(found["coefficient"]) for found in rows if found.get("coefficient")
    )
    notes = []
    for code in codes:
        for kind in ("coefficient_source", "guide"):
            if writing.words.has(f"{kind}.{code}") and code != "htmt":
                notes.append(writing.say(f"{kind}.{code}"))
    return notes
