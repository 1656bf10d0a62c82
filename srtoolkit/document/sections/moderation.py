"""Simple slopes of every hypothesis that gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Text
from srtoolkit.document.figures.drawings import SlopeLine, SlopesDrawing
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.cells import plain_rows_table

Values = Mapping[str, Any]
_LINE = ("predictor_low", "predictor_high", "outcome_low", "outcome_high")


def build_moderation(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print simple slopes, and draw them where their lines are known."""
    blocks: list[Block] = []
    for found in writing["hypotheses"]:
        slopes = found["details"].get("simple_slopes") or []
        if not slopes:
            continue
        shown = [
            {key: value for key, value in line.items() if key not in _LINE}
            for line in slopes
        ]
        notes = [writing.say("table_note.simple_slopes")]
        blocks.append(
            plain_rows_table(
                writing, "simple_slopes", shown, notes=notes, id=found["id"]
            )
        )
        region = found["details"].get("johnson_neyman")
        if region:
            blocks.append(Paragraph(_region(writing, region)))
        if all(line.get(key) is not None for line in slopes for key in _LINE):
            blocks.append(_figure(writing, found, slopes))
    return blocks


def _region(writing: Manuscript, region: Values) -> Text:
    ends = region["bounds"]
    bounds = writing.numbers.number(ends[0], 2) if ends else ""
    if len(ends) > 1:
        bounds = writing.numbers.interval(ends[0], ends[-1], decimals=2)
    return writing.say(
        f"johnson_neyman.{region['significant']}",
        bounds=bounds,
        level=region["ci_level"],
        moderator=region["moderator"],
        low=region["moderator_low"],
        high=region["moderator_high"],
    )


def _figure(writing: Manuscript, found: Values, slopes: Sequence[Values]) -> Figure:
    label = writing.labels.variable
    lines = tuple(
        SlopeLine(
            label=_line_label(writing, line),
            x=(line["predictor_low"], line["predictor_high"]),
            y=(line["outcome_low"], line["outcome_high"]),
        )
        for line in slopes
    )
    predictor = slopes[0].get("predictor") or found.get("contrast") or ""
    drawing = SlopesDrawing(
        x_axis=label(predictor),
        y_axis=label(found["outcome"]),
        lines=lines,
        mark=writing.mark,
    )
    alt = writing.words.plain("alt.slopes", lines=[line.label for line in lines])
    return writing.figure("slopes", drawing, alt, id=found["id"])


def _line_label(writing: Manuscript, line: Values) -> str:
    moderator = writing.labels.variable(line.get("moderator") or "")
    level = "".join(s.text for s in writing.words.name_of("level", line.get("level")))
    slope = writing.numbers.number(line["slope"], 2)
    return writing.words.plain(
        "figure_word.slope", moderator=moderator, level=level, slope=slope
    )
