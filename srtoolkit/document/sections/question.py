"""What was asked, and how the study was laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Note, Paragraph, text
from srtoolkit.document.manuscript import Manuscript


def build_question(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the question, the design and the smallest effect of interest."""
    blocks: list[Block] = []
    if writing.mark:
        title = writing.mark
        body = writing.say("note.simulated", population=writing["data"]["population"])
        blocks.append(Note(title, body))
    question = writing.local(writing.plan.get("question"))
    if question:
        blocks.append(Paragraph(text(question)))
    blocks.append(Paragraph(_design(writing)))
    blocks.append(Paragraph(_smallest_effect(writing)))
    if writing["plan"].get("shadows"):
        name = writing["plan"]["name"]
        blocks.append(Note("", writing.say("note.shadowing_plan", name=name)))
    blocks += [
        Note("", writing.say("note.shadowing_instrument", name=item["name"]))
        for item in writing["instruments"]
        if item.get("shadows")
    ]
    return blocks


def is_experiment(writing: Manuscript) -> bool:
    """Tell whether the condition was manipulated, so that causes may be named."""
    design = writing.plan.get("design") or {}
    return bool(design.get("condition") and design.get("manipulated"))


def _design(writing: Manuscript) -> Any:
    condition = (writing.plan.get("design") or {}).get("condition")
    if not condition:
        return writing.say("question.survey")
    factors = (writing.plan.get("design") or {}).get("factors") or {}
    if factors:
        named = [writing.labels.variable(name) for name in factors]
        column = condition["column"]
        return writing.say("question.factorial", column=column, factors=named)
    if condition.get("control") is None:
        treated = writing.labels.group(condition["treated"])
        key = "question.one_group"
        return writing.say(key, column=condition["column"], treated=treated)
    kind = "experiment" if is_experiment(writing) else "compared_groups"
    return writing.say(
        f"question.{kind}",
        column=condition["column"],
        control=writing.labels.group(condition["control"]),
        treated=writing.labels.group(condition["treated"]),
    )


def _smallest_effect(writing: Manuscript) -> Any:
    stated = writing.plan.get("smallest_effect")
    if not stated:
        return writing.say("question.no_smallest_effect")
    return writing.say(
        f"question.smallest_effect_{stated['unit']}",
        value=float(stated["value"]),
        why=writing.local(stated.get("why")),
    )
