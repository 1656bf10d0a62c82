"""The measurement part: loadings, and correlations of latent variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.coefficients import triangle
from srtoolkit.document.sections.fit import model_name

Values = Mapping[str, Any]


def build_loadings(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the loadings of the measurement model, else of the first model."""
    model = _measured(writing)
    if model is None:
        return []
    blocks: list[Block] = [_loading_table(writing, model)]
    correlations = _correlations(model)
    if correlations and not writing.step_rows("psychometrics.validity"):
        related = {f[side] for f in correlations for side in ("lhs", "rhs")}
        latent = dict.fromkeys(f["lhs"] for f in _rows(model, "=~"))
        names = [name for name in latent if name in related]
        known = {frozenset((f["lhs"], f["rhs"])): f["std"] for f in correlations}
        blocks.append(
            writing.table(
                "correlations",
                *triangle(writing, names, known),
                notes=[writing.say("table_note.correlations")],
                model=model_name(writing, model),
            )
        )
    return blocks


def _measured(writing: Manuscript) -> Values | None:
    measured = [
        model
        for model in writing.models("sem")
        if model["status"]["admissible"] and _rows(model, "=~")
    ]
    named = [model for model in measured if model["id"] == "measurement"]
    return next(iter([*named, *measured]), None)


def _rows(model: Values, op: str) -> list[Values]:
    return [found for found in model["tidy"] if found["op"] == op]


def _correlations(model: Values) -> list[Values]:
    latent = {found["lhs"] for found in _rows(model, "=~")}
    return [
        found
        for found in _rows(model, "~~")
        if found["lhs"] != found["rhs"] and {found["lhs"], found["rhs"]} <= latent
    ]


def _loading_table(writing: Manuscript, model: Values) -> Block:
    rows = _rows(model, "=~")
    columns = [
        writing.column("item", "left", wraps=False),
        writing.column("theme", "left"),
        writing.column("loading"),
        writing.column("se"),
        writing.column("z"),
        writing.column("p"),
        interval_column(writing, rows),
        writing.column("std"),
        writing.column("r2"),
    ]
    explained = {
        (found["variable"], found.get("group") or 1): found["r2"]
        for found in model.get("r2") or ()
    }
    lines: list[Row] = []
    latent = None
    for found in rows:
        if (found["lhs"], found.get("group_label")) != latent:
            latent = (found["lhs"], found.get("group_label"))
            lines.append(group_row(_factor_name(writing, found)))
        share = explained.get((found["rhs"], found.get("group") or 1))
        lines.append(_loading_row(writing, found, share))
    notes = [writing.say("table_note.loadings")]
    if len({found.get("group") for found in rows}) > 1:
        notes.append(writing.say("table_note.groups_in_order"))
    return writing.table(
        "loadings", columns, lines, notes=notes, model=model_name(writing, model)
    )


def _factor_name(writing: Manuscript, found: Values) -> str:
    name = writing.labels.variable(found["lhs"])
    if not found.get("group_label"):
        return name
    return f"{name} · {writing.labels.group(found['group_label'])}"


def _loading_row(writing: Manuscript, found: Values, r2: float | None) -> Row:
    numbers = writing.numbers
    if not found["se"]:  # fixed, not estimated
        found = {**found, "se": None, "ci_low": None, "ci_high": None}
    return row(
        found["rhs"],
        writing.labels.theme(found["rhs"]) or "–",
        numbers.number(found["est"]),
        numbers.number(found["se"]),
        numbers.number(found["z"]),
        numbers.p(found["p"]),
        interval(writing, found),
        numbers.bounded(found["std"]),
        numbers.bounded(r2),
    )
