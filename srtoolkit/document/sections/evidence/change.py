"""Means before and after, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table
from srtoolkit.document.figures.evidence_drawings import (
    OccasionLine,
    OccasionsDrawing,
)
from srtoolkit.document.manuscript import Manuscript, group_row, row

Values = Mapping[str, Any]


def change_blocks(writing: Manuscript) -> list[Block]:
    """Print one table of all changes, and draw each outcome's."""
    changed: dict[str, list[Values]] = {}
    limits: dict[str, Any] = {}
    for hypothesis in writing["hypotheses"]:
        rows = _means(writing, hypothesis)
        if rows:
            outcome = str(hypothesis["outcome"])
            changed.setdefault(outcome, rows)
            limits.setdefault(outcome, hypothesis["details"].get("outcome_range"))
    if not changed:
        return []
    figures = [
        _figure(writing, outcome, rows, limits[outcome])
        for outcome, rows in changed.items()
    ]
    return [_table(writing, changed), *figures]


def _means(writing: Manuscript, hypothesis: Values) -> list[Values]:
    details = hypothesis["details"]
    if details.get("change_means"):
        return [
            {**found, "label": writing.labels.group(found["group"])}
            for found in details["change_means"]
        ]
    if details.get("mean_before") is None or details.get("mean_after") is None:
        return []
    estimates = hypothesis["estimates"]
    return [
        {
            "label": writing.words.plain("word.these_respondents"),
            "before": details["mean_before"],
            "after": details["mean_after"],
            "change": details["mean_after"] - details["mean_before"],
            "n": next((e["n"] for e in estimates if e.get("n")), None),
        }
    ]


def _table(writing: Manuscript, changed: Mapping[str, list[Values]]) -> Table:
    codes = ("n", "mean_before", "mean_after", "change")
    columns = [writing.column("group", "left")]
    columns += [writing.column(code) for code in codes]
    rows: list[Row] = []
    numbers = writing.numbers
    for outcome, groups in changed.items():
        rows.append(group_row(writing.labels.variable(outcome)))
        for found in groups:
            means = [found[name] for name in ("before", "after", "change")]
            rows.append(
                row(
                    found["label"],
                    numbers.count(found.get("n")),
                    *(numbers.number(mean) for mean in means),
                )
            )
    return writing.table("change_means", columns, rows)


def _figure(
    writing: Manuscript, outcome: str, rows: list[Values], limits: Any
) -> Figure:
    lines = tuple(
        OccasionLine(found["label"], (found["before"], found["after"]))
        for found in rows
    )
    named = writing.labels.variable(outcome)
    drawing = OccasionsDrawing(
        y_axis=writing.words.plain("figure_word.mean_of", outcome=named),
        occasions=(
            writing.words.plain("figure_word.before"),
            writing.words.plain("figure_word.after"),
        ),
        lines=lines,
        limits=(float(limits[0]), float(limits[1])) if limits else None,
        mark=writing.mark,
    )
    number = writing.numbers.number
    shown = [
        f"{line.label} {number(line.means[0], 2)} → {number(line.means[1], 2)}"
        for line in lines
    ]
    alt = writing.words.plain("alt.change", outcome=named, means=shown)
    return writing.figure("change", drawing, alt, outcome=named)
