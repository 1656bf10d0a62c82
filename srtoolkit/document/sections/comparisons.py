"""Models of the plan compared with each other, from the freest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from srtoolkit.document.blocks import Block, Row, Table
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.fit_values import fit_cell, version_notes

Values = Mapping[str, Any]


def build_comparisons(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print all comparisons of nested models in one table.

    A model may recur in several comparisons; then each row is one comparison,
    and the models' own fit is left to the table of fit.
    """
    steps = writing.steps("sem.compare_models")
    if len(steps) > 1:
        return [_pairs_table(writing, steps)]
    return [_one_table(writing, step) for step in steps]


def _one_table(writing: Manuscript, step: Values) -> Table:
    models = {str(model["id"]): model for model in writing.models("sem")}
    columns = [writing.column("model", "left")]
    columns += [writing.column(c) for c in ("chisq", "df", "cfi", "rmsea", "srmr")]
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns += [writing.column("delta_cfi"), writing.column("bic")]
    lines = [_line(writing, found, models) for found in step["tidy"]]
    fits = [model.get("glance") or {} for model in models.values()]
    notes = [writing.say("table_note.comparisons"), *version_notes(writing, fits)]
    notes += worded(writing, step.get("notes") or ())
    return writing.table("comparisons", columns, lines, notes=notes)


def _pairs_table(writing: Manuscript, steps: Sequence[Values]) -> Table:
    columns = [writing.column(c, "left") for c in ("freer_model", "restricted_model")]
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns += [writing.column(c) for c in ("delta_cfi", "delta_bic")]
    lines = [
        _pair(writing, freer, restricted)
        for step in steps
        for freer, restricted in pairwise(step["tidy"])
    ]
    fits = [model.get("glance") or {} for model in writing.models("sem")]
    notes = [writing.say("table_note.compared_pairs"), *version_notes(writing, fits)]
    notes += worded(writing, [n for step in steps for n in step.get("notes") or ()])
    return writing.table("comparisons", columns, lines, notes=notes)


def _pair(writing: Manuscript, freer: Values, restricted: Values) -> Row:
    numbers = writing.numbers
    before, after = freer.get("bic"), restricted.get("bic")
    gain = None if before is None or after is None else after - before
    return row(
        *(model_name(writing, {"id": found["model"]}) for found in (freer, restricted)),
        numbers.number(restricted.get("chisq_diff")),
        numbers.degrees(restricted.get("df_diff")),
        numbers.p(restricted.get("p")),
        numbers.bounded(restricted.get("delta_cfi")),
        numbers.number(gain, 1),
    )


def _line(writing: Manuscript, found: Values, models: Mapping[str, Values]) -> Row:
    numbers = writing.numbers
    model = models.get(str(found["model"])) or {"id": found["model"]}
    glance = model.get("glance") or found
    fits = ("chisq", "df", "cfi", "rmsea", "srmr")
    return row(
        model_name(writing, model),
        *(fit_cell(writing, glance, code) for code in fits),
        numbers.number(found.get("chisq_diff")),
        numbers.degrees(found.get("df_diff")),
        numbers.p(found.get("p")),
        numbers.bounded(found.get("delta_cfi")),
        numbers.count(found.get("bic")),
    )
