"""Long rows ``scale, item, coefficient, est`` laid out as the field prints them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Column, Row, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import has_any, interval, name_cell

Values = Mapping[str, Any]


def is_long(rows: Sequence[Values]) -> bool:
    """Tell whether rows are long coefficients."""
    return bool(rows) and all("coefficient" in found for found in rows)


def coefficient_tables(
    writing: Manuscript,
    key: str,
    rows: Sequence[Values],
    *,
    notes: Iterable[Text] = (),
    **values: Any,
) -> list[Table]:
    """Print scale coefficients, item coefficients and matrices between scales."""
    scales = {found.get("scale") for found in rows} | set(writing.labels.scales)
    between = [found for found in rows if found.get("item") in scales - {None}]
    of_items = [f for f in rows if f.get("item") not in {None, ""} | scales]
    of_scales = [found for found in rows if found.get("item") in (None, "")]
    tables: list[Table] = []
    if of_scales:
        tables.append(_pivot(writing, key, of_scales, ["scale"], notes=notes, **values))
    tables += [
        _matrix(writing, [f for f in between if f["coefficient"] == code], code)
        for code in dict.fromkeys(found["coefficient"] for found in between)
    ]
    if of_items:
        names = ["scale", "item"]
        tables.append(_pivot(writing, f"{key}_items", of_items, names, **values))
    return tables


def _pivot(
    writing: Manuscript,
    key: str,
    rows: Sequence[Values],
    names: list[str],
    *,
    notes: Iterable[Text] = (),
    **values: Any,
) -> Table:
    codes = list(dict.fromkeys(found["coefficient"] for found in rows))
    with_interval = {
        code: has_any([f for f in rows if f["coefficient"] == code], "ci_low")
        for code in codes
    }
    columns = [writing.column(names[-1], "left")]
    for code in codes:
        columns.append(Column(writing.words.name_of("coefficient", code)))
        if with_interval[code]:
            columns.append(_interval_head(writing, rows, code))
    body: dict[tuple[Any, ...], dict[str, Values]] = {}
    for found in rows:
        body.setdefault(tuple(found.get(name) for name in names), {})[
            found["coefficient"]
        ] = found
    last: Any = None
    lines: list[Row] = []
    for place, cells in body.items():
        if len(place) == 2 and place[0] != last:
            last = place[0]
            lines.append(group_row(name_cell(writing, "scale", last)))
        lines.append(_pivot_row(writing, names[-1], place[-1], cells, with_interval))
    return writing.table(key, columns, lines, notes=notes, **values)


def _interval_head(writing: Manuscript, rows: Sequence[Values], code: str) -> Column:
    found = next(f for f in rows if f["coefficient"] == code)
    return writing.column("ci", "center", level=found.get("ci_level"))


def _pivot_row(
    writing: Manuscript,
    name: str,
    value: Any,
    cells: Mapping[str, Values],
    with_interval: Mapping[str, bool],
) -> Row:
    line: list[str | Text] = [name_cell(writing, name, value)]
    for code, has_interval in with_interval.items():
        found = cells.get(code, {})
        line.append(writing.numbers.bounded(found.get("est")))
        if has_interval:
            line.append(interval(writing, found, bounded=True))
    return row(*line)


def _matrix(writing: Manuscript, rows: Sequence[Values], code: str) -> Table:
    names = list(dict.fromkeys([f["scale"] for f in rows] + [f["item"] for f in rows]))
    known = {frozenset((f["scale"], f["item"])): f["est"] for f in rows}
    shown = triangle(writing, names, known)
    heading = writing.words.name_of("coefficient", code)
    return writing.table(
        "matrix",
        *shown,
        coefficient="".join(span.text for span in heading),
        notes=matrix_notes(writing, code),
    )


def triangle(
    writing: Manuscript, names: list[str], known: Mapping[frozenset[str], Any]
) -> tuple[list[Column], list[Row]]:
    """Lay out a lower triangle: numbered rows, numbers as column heads."""
    columns = [writing.column("variable", "left", wraps=False)]
    columns += [
        Column(writing.say("word.number", number=position))
        for position in range(1, len(names))
    ]
    rows = []
    for position, name in enumerate(names):
        line = [f"{position + 1}. {writing.labels.variable(name)}"]
        for other in names[: len(names) - 1]:
            below = names.index(other) < position
            value = known.get(frozenset((name, other)))
            line.append(
                (writing.numbers.bounded(value) if value is not None else MISSING)
                if below
                else ""
            )
        rows.append(row(*line))
    return columns, rows


def matrix_notes(writing: Manuscript, code: str) -> list[Text]:
    """Return the guide of a coefficient, where one is known."""
    key = f"guide.{code}"
    return [writing.say(key)] if writing.words.has(key) else []
