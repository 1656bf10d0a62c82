"""Rival measurement models in one table, and what a general factor explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Column, Row, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.fit_values import (
    fit_cell,
    version_notes,
    with_mark,
)
from srtoolkit.document.sections.measurement.found import Found, find_rows

Values = Mapping[str, Any]
_FIT = ("chisq", "df", "cfi", "tli", "rmsea", "srmr")
_STRENGTH = (
    "omega_total",
    "omega_hierarchical",
    "ecv",
    "ecv_within",
    "construct_replicability",
    "second_order_loading",
)
_SECOND_ORDER = ("omega_second_order", "omega_of_factors", "omega_partial")


def build_rivals(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the rival models, and the bifactor and second-order coefficients."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.rival_models"):
        blocks.append(_fit_table(writing, step))
        found = find_rows(step["tidy"])
        if found.has("omega_hierarchical") or found.has("second_order_loading"):
            blocks.append(_strength_table(writing, step, found))
        if found.has("general_loading"):
            blocks.append(_loading_table(writing, found))
    return blocks


def _fit_table(writing: Manuscript, step: Values) -> Table:
    rows = step["glance"]
    columns = [writing.column("model", "left")]
    columns += [writing.column(code) for code in _FIT]
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns += [writing.column("delta_cfi"), writing.column("bic")]
    lines = [_fit_row(writing, found) for found in rows]
    notes = [writing.say("table_note.rival_fit"), *version_notes(writing, rows)]
    factors = _in_model(rows)
    if factors:
        named = {name: writing.labels.variable(name) for name in factors}
        notes.insert(1, writing.say("table_note.rival_factors", factors=named))
    if not all(found["admissible"] for found in rows):
        notes.append(writing.say("table_note.not_admissible_mark"))
    notes += worded(writing, step.get("notes") or ())
    return writing.table("rival_fit", columns, lines, notes=notes)


def _in_model(rows: Sequence[Values]) -> list[str]:
    """Return the factors of the hypothesised model, in its order."""
    own = [str(f["grouping"]) for f in rows if f["kind"] == "hypothesised"]
    return own[0].split(" | ") if own else []


def _fit_row(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    bic = found.get("bic")
    return row(
        with_mark(_name(writing, found), found),
        *(fit_cell(writing, found, code) for code in _FIT),
        numbers.number(found.get("chisq_diff")),
        numbers.degrees(found.get("df_diff")),
        numbers.p(found.get("p_diff")),
        numbers.bounded(found.get("delta_cfi")),
        numbers.count(bic) if bic is not None else MISSING,
    )


def _name(writing: Manuscript, found: Values) -> Text:
    kind = found["kind"]
    if kind in {"hypothesised", "merged"}:
        values = {"n": found["n_factors"], "grouping": str(found["grouping"])}
        return writing.say(f"rivals.{kind}", **values)
    return writing.words.name_of("rival", kind)


def _strength_table(writing: Manuscript, step: Values, found: Found) -> Table:
    codes = [code for code in _STRENGTH if found.has(code)]
    columns = [writing.column("factor_name", "left")]
    columns += [Column(writing.words.name_of("coefficient", code)) for code in codes]
    lines: list[Row] = []
    if found.est("omega_hierarchical") is not None:
        general = writing.words.plain("word.general_factor")
        lines.append(_strength_row(writing, found, general, None, codes))
    for factor in _factors(found):
        name = writing.labels.variable(factor)
        lines.append(_strength_row(writing, found, name, factor, codes))
    notes = []
    if found.has("omega_hierarchical"):
        notes.append(writing.say("table_note.general_factor"))
    if found.est("puc") is not None:
        notes.append(writing.say("table_note.puc", puc=found.est("puc")))
    second = {code: found.est(code) for code in _SECOND_ORDER}
    if second["omega_second_order"] is not None:
        notes.append(writing.say("table_note.second_order", **second))
    gain = (step.get("details") or {}).get("bifactor_gain")
    if gain:
        notes.append(writing.say("table_note.bifactor_gain", **gain))
    return writing.table("rival_coefficients", columns, lines, notes=notes)


def _factors(found: Found) -> Sequence[str]:
    names = [*found.scales("omega_total"), *found.scales("second_order_loading")]
    return list(dict.fromkeys(names))


def _strength_row(
    writing: Manuscript, found: Found, name: str, factor: str | None, codes: list[str]
) -> Row:
    return row(name, *(writing.numbers.bounded(found.est(c, factor)) for c in codes))


def _loading_table(writing: Manuscript, found: Found) -> Table:
    columns = [
        writing.column("item", "left", wraps=False),
        writing.column("theme", "left"),
        writing.column("general"),
        writing.column("specific"),
        writing.column("item_ecv"),
    ]
    bounded = writing.numbers.bounded
    lines: list[Row] = []
    for factor in found.scales("specific_loading"):
        lines.append(group_row(writing.labels.variable(factor)))
        for item in found.items("specific_loading", factor):
            lines.append(
                row(
                    item,
                    writing.labels.theme(item) or MISSING,
                    bounded(found.est("general_loading", factor, item)),
                    bounded(found.est("specific_loading", factor, item)),
                    bounded(found.est("ecv", factor, item)),
                )
            )
    notes = [writing.say("table_note.bifactor_loadings")]
    return writing.table("rival_coefficients_items", columns, lines, notes=notes)
