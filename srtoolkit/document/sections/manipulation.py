"""What each manipulated factor did to every check: its own one first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column

Values = Mapping[str, Any]


def manipulation_table(
    writing: Manuscript, rows: Sequence[Values], *, notes: Iterable[Text], title: str
) -> Table:
    """Print one group of rows a check, with the factor it belongs to in bold."""
    columns = [
        writing.column("manipulated_factor", "left"),
        writing.column("level_difference"),
        interval_column(writing, rows),
        writing.column("statistic_t"),
        writing.column("p"),
        writing.column("effect_d"),
        writing.column("eta2"),
        writing.column("share_of_own"),
    ]
    lines: list[Row] = []
    for check in dict.fromkeys(str(found["outcome"]) for found in rows):
        lines.append(group_row(writing.labels.variable(check)))
        own = [found for found in rows if found["outcome"] == check]
        lines += [
            _line(writing, found)
            for found in sorted(own, key=lambda found: not _is_own(found))
        ]
    degrees = {found["df"] for found in rows}
    shown = [writing.say("table_note.manipulation", df=max(degrees)), *notes]
    return writing.table("step", columns, lines, notes=shown, title=title)


def _is_own(found: Values) -> bool:
    return bool(found["kind"] == "own_check")


def _line(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    factor = writing.labels.variable(found["predictor"])
    return row(
        (Span(factor, bold=_is_own(found)),),
        numbers.number(found["est"]),
        interval(writing, found),
        numbers.number(found["statistic"], 2),
        numbers.p(found["p"]),
        numbers.number(found["effect"], 2),
        numbers.bounded(found["eta2"]),
        "–" if _is_own(found) else numbers.percent(found.get("share_of_own")),
    )
