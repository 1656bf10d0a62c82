"""Who answered, who was left out and why, and how the questions were answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Text, plain, text
from srtoolkit.document.figures.drawings import FlowDrawing, FlowStage
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.answering import answering_blocks

Values = Mapping[str, Any]


def build_respondents(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the flow of respondents, and the steps on how they answered."""
    data = writing["data"]
    key = "respondents.demo" if data["file"] is None else "respondents.file"
    opening = writing.say(
        key, file=data["file"], n_read=data["n_read"], n_used=data["n_used"]
    )
    blocks: list[Block] = [Paragraph(opening)]
    if data.get("review"):
        blocks.append(Paragraph(writing.say("respondents.review", **data["review"])))
    if writing["flow"]:
        blocks.append(_flow_table(writing))
    if any(step.get("excluded") for step in writing["flow"]):
        blocks.append(_flow_figure(writing))
    return blocks + answering_blocks(writing)


def _flow_table(writing: Manuscript) -> Block:
    columns = [
        writing.column("stage", "left"),
        writing.column("reason", "left"),
        writing.column("excluded"),
        writing.column("n"),
    ]
    rows = []
    for step in writing["flow"]:
        excluded = step.get("excluded")
        rows.append(
            row(
                writing.words.name_of("stage", step["stage"]),
                _reason(writing, step) or text(MISSING),
                writing.numbers.count(excluded),
                writing.numbers.count(step["n"]),
            )
        )
    return writing.table("flow", columns, rows)


def _reason(writing: Manuscript, step: Values) -> Text:
    reason = step.get("reason") or {}
    code = reason.get("code")
    return writing.say(f"reason.{code}", **reason.get("values", {})) if code else ()


def _flow_figure(writing: Manuscript) -> Block:
    """Draw the flow; stages of one kind in a row share a box."""
    joined: list[list[Values]] = []
    for step in writing["flow"]:
        if joined and joined[-1][-1]["stage"] == step["stage"]:
            joined[-1].append(step)
        else:
            joined.append([step])
    last = len(joined) - 1
    stages = tuple(
        FlowStage(_kept(writing, steps[-1], at == last), _left_out(writing, steps))
        for at, steps in enumerate(joined)
    )
    drawing = FlowDrawing(stages, writing.mark)
    told = [" ".join((stage.kept, *stage.left_out)) for stage in stages]
    stages_told = writing.labels.punctuated("; ".join(told))
    alt = writing.words.plain("alt.flow", stages=stages_told)
    notes = [writing.say("figure_note.flow")]
    return writing.figure("flow", drawing, alt, notes=notes)


def _kept(writing: Manuscript, step: Values, is_last: bool) -> str:
    if is_last:
        return writing.words.plain("figure_word.flow_analysed", n=step["n"])
    stage = plain(writing.words.name_of("stage", step["stage"]))
    begun = stage[:1].upper() + stage[1:]
    return writing.words.plain("figure_word.flow_kept", stage=begun, n=step["n"])


def _left_out(writing: Manuscript, steps: list[Values]) -> tuple[str, ...]:
    left = [step for step in steps if step.get("excluded")]
    if not left:
        return ()
    total = sum(step["excluded"] for step in left)
    words = writing.words
    reasons = [
        words.plain(
            "figure_word.flow_reason",
            reason=plain(_reason(writing, step)),
            n=step["excluded"],
        )
        for step in left
    ]
    return (words.plain("figure_word.flow_excluded", n=total), *reasons)
