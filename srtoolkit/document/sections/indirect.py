"""Indirect effects of latent and of observed variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.defined import chain_of
from srtoolkit.document.sections.evidence.conditional import conditional_blocks
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]


def build_indirect(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the indirect effects that are read, and those of path systems.

    Rivals that are only compared have their fit printed, not their effects.
    """
    blocks: list[Block] = []
    for model in _read_models(writing):
        rows = _effects(model)
        if rows and model["status"]["admissible"]:
            blocks.append(_table(writing, model, rows))
    return [*blocks, *conditional_blocks(writing)]


def _read_models(writing: Manuscript) -> list[Values]:
    """Return the structural model and those in which a claim names a chain."""
    models = writing.models("sem")
    claims = (writing.plan.get("hypotheses") or {}).values()
    read = {"structural"} | {
        claim.get("model") for claim in claims if "->" in str(claim.get("path"))
    }
    return [model for model in models if model["id"] in read] or models


def _effects(model: Values) -> list[Values]:
    """Return the effects along paths, and products a model defines beside them."""
    effects = list(model.get("indirect") or ())
    known = {str(found.get("path")) for found in effects}
    for found in model["tidy"]:
        chain = chain_of(model, str(found["rhs"])) if found["op"] == ":=" else None
        if chain and chain not in known:
            effects.append({**found, "path": chain})
    return effects


def _table(writing: Manuscript, model: Values, rows: list[Values]) -> Block:
    columns = [
        writing.column("path", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("p"),
        interval_column(writing, rows),
        writing.column("std"),
    ]
    draws = writing["options"].get("bootstrap")
    notes = [
        writing.say("table_note.bootstrap", draws=draws)
        if draws
        else writing.say("table_note.delta")
    ]
    kind = "experiment" if is_experiment(writing) else "survey"
    notes.append(writing.say(f"table_note.indirect_{kind}"))
    return writing.table(
        "indirect",
        columns,
        [_row(writing, found) for found in rows],
        notes=notes,
        model=model_name(writing, model),
    )


def _row(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    named = found.get("path") or found.get("lhs") or found.get("label") or MISSING
    return row(
        writing.labels.path(named),
        numbers.number(found.get("est")),
        numbers.number(found.get("se")),
        numbers.p(found.get("p")),
        interval(writing, found),
        numbers.bounded(found.get("std")),
    )
