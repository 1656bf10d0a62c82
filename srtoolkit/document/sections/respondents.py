"""Who answered, who was left out and why, and what screening marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import plain_rows_table


def build_respondents(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the flow of respondents and the marks of screening."""
    data = writing["data"]
    key = "respondents.demo" if data["file"] is None else "respondents.file"
    opening = writing.say(
        key, file=data["file"], n_read=data["n_read"], n_used=data["n_used"]
    )
    blocks: list[Block] = [Paragraph(opening)]
    if writing["flow"]:
        blocks.append(_flow_table(writing))
    marked = writing.step_rows("responses.screening")
    if marked:
        notes = [writing.say("table_note.screening")]
        blocks.append(plain_rows_table(writing, "screening", marked, notes=notes))
    return blocks


def _flow_table(writing: Manuscript) -> Block:
    columns = [
        writing.column("stage", "left"),
        writing.column("reason", "left"),
        writing.column("excluded"),
        writing.column("n"),
    ]
    rows = []
    for step in writing["flow"]:
        reason = step.get("reason") or {}
        code = reason.get("code")
        why = writing.say(f"reason.{code}", **reason.get("values", {})) if code else ""
        excluded = step.get("excluded")
        rows.append(
            row(
                writing.words.name_of("stage", step["stage"]),
                why or text(MISSING),
                writing.numbers.count(excluded),
                writing.numbers.count(step["n"]),
            )
        )
    return writing.table("flow", columns, rows)
