"""Regression models of every family: coefficients, and how much they explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row, Text, plain
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import has_any, interval, interval_column
from srtoolkit.document.sections.evidence.found import category_name
from srtoolkit.document.sections.fit import inadmissible_notes, model_name

Values = Mapping[str, Any]

#: Exponentials of coefficients, by family; at most one of them is there.
_RATIOS = ("odds_ratio", "rate_ratio", "mean_ratio")
#: Sentences that say more about a family's fit, by what the fit must have.
_MORE = {
    "pseudo_r2": "nagelkerke",
    "zeros": "zeros_expected",
    "overdispersion": "overdispersion_p",
    "censored": "censored_below",
    "subjects": "icc",
    "random_slopes": "slopes_chisq",
    "parts": "share_any",
    "reference": "reference",
    "proportional_odds": "brant_p",
}

#: Everything that a phrase about the fit may ask for.
_ASKED = (
    "n",
    "r2",
    "adj_r2",
    "f",
    "df1",
    "df2",
    "p",
    "df",
    "chisq",
    "loglik",
    "aic",
    "bic",
    "mcfadden",
    "cox_snell",
    "nagelkerke",
    "zeros",
    "zeros_expected",
    "dispersion",
    "overdispersion_chisq",
    "overdispersion_p",
    "sigma",
    "censored_below",
    "censored_above",
    "icc",
    "n_subjects",
    "slopes_chisq",
    "slopes_df",
    "slopes_p",
    "share_any",
    "n_any",
    "reference",
    "brant_chisq",
    "brant_df",
    "brant_p",
)


def build_regressions(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print every regression model."""
    blocks: list[Block] = [
        _table(writing, model)
        for model in writing.models("regression")
        if model["tidy"]
    ]
    return [*blocks, *inadmissible_notes(writing, "regression")]


def _table(writing: Manuscript, model: Values) -> Block:
    rows = model["tidy"]
    ratio = next((code for code in _RATIOS if has_any(rows, code)), None)
    is_linear = _is_linear(model)
    columns = [
        writing.column("term", "left"),
        writing.column("b"),
        writing.column("se"),
        writing.column("statistic_t" if is_linear else "z"),
        writing.column("p"),
        interval_column(writing, rows),
    ]
    with_beta = has_any(rows, "std")
    if with_beta:
        columns.append(writing.column("std"))
    if ratio is not None:
        level = rows[0]["ci_level"]
        columns.append(writing.column(f"{ratio}_ci", "center", level=level))
    return writing.table(
        "regression",
        columns,
        _rows(writing, rows, ratio, with_beta),
        notes=_notes(writing, model),
        model=model_name(writing, model),
    )


def _is_linear(model: Values) -> bool:
    return (model.get("glance") or {}).get("r2") is not None


def _rows(
    writing: Manuscript, rows: list[Values], ratio: str | None, with_beta: bool
) -> list[Row]:
    shown: list[Row] = []
    part = None
    for found in rows:
        if found.get("part") is not None and found["part"] != part:
            part = found["part"]
            shown.append(group_row(writing.words.name_of("regression_part", part)))
        shown.append(_row(writing, found, ratio, with_beta))
    return shown


def _row(writing: Manuscript, found: Values, ratio: str | None, with_beta: bool) -> Row:
    numbers = writing.numbers
    cells: list[str | Text] = [
        _term(writing, str(found["term"])),
        numbers.number(found["est"]),
        numbers.number(found["se"]),
        numbers.number(found.get("statistic"), 2),
        numbers.p(found["p"]),
        interval(writing, found),
    ]
    if with_beta:
        cells.append(numbers.bounded(found.get("std")))
    if ratio is not None:
        cells.append(_ratio(writing, found, ratio))
    return row(*cells)


def _term(writing: Manuscript, term: str) -> str:
    if term.lower() in {"intercept", "const", "(intercept)"}:
        return writing.words.plain("word.intercept")
    if "|" in term:
        return writing.words.plain("word.threshold", name=term)
    return category_name(writing, term)


def _ratio(writing: Manuscript, found: Values, ratio: str) -> str:
    if found.get(ratio) is None:
        return "–"
    numbers = writing.numbers
    low, high = found.get(f"{ratio}_low"), found.get(f"{ratio}_high")
    return f"{numbers.number(found[ratio])} {numbers.interval(low, high)}"


def _notes(writing: Manuscript, model: Values) -> list[Text]:
    glance = model.get("glance") or {}
    notes = [_fit(writing, glance)]
    for code, needed in _MORE.items():
        if glance.get(needed) is not None:
            notes.append(writing.say(f"regression_fit.{code}", **_asked(glance)))
    errors = glance.get("se_type")
    if errors:
        named = plain(writing.words.name_of("se_type", errors))
        notes.append(writing.say("table_note.regression_errors", errors=named))
    return notes


def _fit(writing: Manuscript, glance: Values) -> Text:
    values = _asked(glance)
    if glance.get("r2") is not None:
        return writing.say("table_note.regression", **values)
    family = str(glance.get("family") or "mixed")
    values["family"] = plain(writing.words.name_of("family", family))
    if glance.get("chisq") is not None:
        return writing.say("regression_fit.likelihood", **values)
    return writing.say("regression_fit.sizes", **values)


def _asked(glance: Values) -> dict[str, Any]:
    return {name: glance.get(name) for name in _ASKED}
