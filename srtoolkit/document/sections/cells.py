"""How each kind of value is printed in a table cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Column, Row, Table, Text, text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.evidence.found import category_name

Values = Mapping[str, Any]

_BOUNDED = frozenset(
    [
        "std",
        "eta2",
        "r2",
        "adj_r2",
        "cfi",
        "tli",
        "rmsea",
        "rmsea_ci_low",
        "rmsea_ci_high",
        "srmr",
        "cfi_robust",
        "tli_robust",
        "rmsea_robust",
        "d_cfi",
        "d_rmsea",
        "d_srmr",
        "delta_cfi",
        "delta_rmsea",
        "delta_srmr",
        "alpha",
        "omega",
        "cr",
        "ave",
        "htmt",
        "citc",
        "loading",
        "correlation",
    ]
)
_COUNTS = frozenset(
    [
        "n",
        "n_used",
        "n_read",
        "excluded",
        "npar",
        "k",
        "missing",
        "n_items",
        "n_missing",
        "n_flagged",
        "rows",
    ]
)
_SHARES = frozenset(
    [
        "share",
        "share_of_own",
        "floor",
        "ceiling",
        "floor_share",
        "ceiling_share",
        "missing_share",
        "top_box",
        "control_at_top",
        "expected_by_error",
    ]
)
_DEGREES = frozenset(["df", "df1", "df2"])
_SHORT = frozenset(["mean", "sd", "skewness", "kurtosis"])
#: Columns whose short codes have words of their own.
_WORDED = frozenset(
    [
        "check",
        "coefficient",
        "kind",
        "level",
        "measure",
        "method",
        "role",
        "stage",
        "status",
        "direction",
        "event",
    ]
)
_VARIABLES = frozenset(
    [
        "scale",
        "variable",
        "outcome",
        "lhs",
        "term",
        "predictor",
        "moderator",
        "first",
        "second",
    ]
)
#: Columns of tables that are printed as they come, from left to right.
_ORDER = [
    "scale",
    "item",
    "variable",
    "outcome",
    "first",
    "second",
    "direction",
    "event",
    "evaluation",
    "p_excellent",
    "group",
    "predictor",
    "moderator",
    "path",
    "lhs",
    "op",
    "rhs",
    "term",
    "contrast",
    "check",
    "level",
    "model",
    "coefficient",
    "method",
    "value",
    "n",
    "n_missing",
    "missing",
    "n_items",
    "n_flagged",
    "share",
    "est",
    "slope",
    "group_gap",
    "mean",
    "median",
    "sd",
    "min",
    "max",
    "skewness",
    "kurtosis",
    "chisq",
    "df",
    "cfi",
    "tli",
    "rmsea",
    "srmr",
    "delta_chisq",
    "delta_df",
    "delta_cfi",
    "delta_rmsea",
    "delta_srmr",
    "se",
    "statistic",
    "z",
    "p",
]
#: An item's name and its reliability in a method's code.
_SHARE = re.compile(r"([A-Za-z]\w*?)_(\d*\.\d+)")
_INTERVAL = ("ci_low", "ci_high", "ci_level")


def cell(writing: Manuscript, code: str, value: Any) -> str:
    """Print one value of the column `code`."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return writing.words.plain("word.yes" if value else "word.no")
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | Mapping):
        return writing.words.formats[""](value)
    numbers = writing.numbers
    if code == "p" or code.startswith("p_") or code.endswith("_p"):
        return numbers.p(value)
    if code == "bf10":
        return numbers.factor(value)
    if code in _BOUNDED:
        return numbers.bounded(value)
    if code in _COUNTS:
        return numbers.count(value)
    if code in _SHARES:
        return numbers.percent(value)
    if code in _DEGREES:
        return numbers.degrees(value)
    if code in _SHORT:
        return numbers.number(value, 2)
    return numbers.count(value) if isinstance(value, int) else numbers.number(value)


def interval_column(writing: Manuscript, rows: Iterable[Values]) -> Column:
    """Head an interval column with its level, when all rows share one."""
    levels = {found["ci_level"] for found in rows if found.get("ci_level") is not None}
    if len(levels) == 1:
        return writing.column("ci", "center", level=levels.pop())
    return Column(writing.say("column.ci_any"), "center")


def interval(writing: Manuscript, values: Values, *, bounded: bool = False) -> str:
    """Print the interval of one row."""
    low, high = values.get("ci_low"), values.get("ci_high")
    return writing.numbers.interval(low, high, bounded=bounded)


def has_any(rows: Iterable[Values], code: str) -> bool:
    """Tell whether any row has a value in that column."""
    return any(found.get(code) not in (None, "") for found in rows)


def name_cell(writing: Manuscript, code: str, value: Any) -> Text:
    """Print a cell that names something: a scale, an item, a method."""
    if value is None:
        return text(MISSING)
    if code in _VARIABLES:
        return text(category_name(writing, value))
    if code == "path":
        return text(writing.labels.path(value))
    if code in _WORDED:
        return writing.words.name_of(code, value)
    return text(str(value))


def method_name(writing: Manuscript, method: str) -> Text:
    """Name a method; one that corrects single items says for which reliability."""
    base, corrected, shares = method.partition("_reliability_")
    named = writing.words.name_of("method", base)
    if not corrected:
        return named
    parts = [
        f"{writing.labels.variable(name)} {writing.numbers.bounded(float(share), 2)}"
        for name, share in _SHARE.findall(shares)
    ]
    return (*named, *writing.say("word.with_reliability", shares=parts or shares))


def plain_rows_table(
    writing: Manuscript,
    key: str,
    rows: Sequence[Values],
    *,
    notes: Iterable[Text] = (),
    **values: Any,
) -> Table:
    """Print rows as they are: every column that holds anything, in order."""
    codes = [code for code in _codes(rows) if has_any(rows, code)]
    shown = [code for code in codes if code not in _INTERVAL]
    with_interval = "ci_low" in codes
    columns = [_column(writing, code, rows) for code in shown]
    if with_interval:
        columns.append(interval_column(writing, rows))
    body: list[Row] = []
    for found in rows:
        cells: list[str | Text] = [_any_cell(writing, code, found) for code in shown]
        if with_interval:
            cells.append(interval(writing, found))
        body.append(row(*cells))
    return writing.table(key, columns, body, notes=notes, **values)


def _codes(rows: Iterable[Values]) -> list[str]:
    """Columns in the usual order; results.json keeps its keys sorted."""
    seen = {code for found in rows for code in found}
    known = [code for code in _ORDER if code in seen]
    return [*known, *sorted(seen.difference(known))]


def _column(writing: Manuscript, code: str, rows: Iterable[Values]) -> Column:
    is_text = any(isinstance(found.get(code), str) for found in rows)
    return writing.column(code, "left" if is_text else "number")


def _any_cell(writing: Manuscript, code: str, found: Values) -> str | Text:
    value = found.get(code)
    if isinstance(value, str):
        return name_cell(writing, code, value)
    return cell(writing, code, value)
