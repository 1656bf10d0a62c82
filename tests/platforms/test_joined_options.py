"""Ticked options in one cell are told apart though an option holds the separator."""

from __future__ import annotations

import pytest

from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.platforms.importing.ticked import decode_ticked
from srtoolkit.platforms.manifest.model import Column, OptionOfColumn


def decoded(cell: str, *labels: str):
    options = tuple(
        OptionOfColumn(item=f"S{n}", written={"label:en": label})
        for n, label in enumerate(labels)
    )
    column = Column(
        name="S",
        kind="choices",
        headings={"code": ("S",)},
        question="S",
        options=options,
        separators=(",",),
    )
    cells = Cells(column, "S", [cell], frozenset())
    return decode_ticked([cells], [], Rows("a.csv", "line", [2]))


@pytest.mark.parametrize(
    ("cell", "labels", "ticked"),
    [
        ("Told a friend, twice,Wrote", ("Told a friend, twice", "Wrote"), [1.0, 1.0]),
        ("a,' b", ("a,' b", "c"), [1.0, 0.0]),
        ("a, 'b',<c>", ("a, 'b'", "<c>"), [1.0, 1.0]),
        ("Wrote", ("Told a friend, twice", "Wrote"), [0.0, 1.0]),
    ],
)
def test_an_option_may_hold_the_separator(cell, labels, ticked):
    found = decoded(cell, *labels)

    assert not found.problems
    assert [found.values[f"S{n}"][0] for n in range(2)] == ticked


def test_two_ways_to_read_an_entry_are_a_problem():
    found = decoded("a,b", "a", "b", "a,b")

    assert [problem.code for problem in found.problems] == ["options_unknown"]
