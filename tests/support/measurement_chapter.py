"""The measurement chapter of a simulated study, as blocks of a report."""

from __future__ import annotations

from functools import cache
from typing import Any

from measurement_study import measured

from srtoolkit.document import build_report
from srtoolkit.document.blocks import Table, plain
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item

LANGUAGES = ("zh", "en")


@cache
def blocks(lang: Any, correlation: float = 0.5) -> list[Any]:
    return written(measured(correlation), lang)


def written(results: StudyResults, lang: Any) -> list[Any]:
    report = build_report(results, lang=lang, report=find_item("reports", "standard"))
    return list(report.blocks)


def tables(lang: Any, correlation: float = 0.5) -> dict[str, Table]:
    found = [b for b in blocks(lang, correlation) if isinstance(b, Table)]
    return {table.key: table for table in reversed(found)}


def cells(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in line.cells] for line in table.rows]


def step(name: str, correlation: float = 0.5) -> dict[str, Any]:
    steps = measured(correlation)["steps"]
    return next(found for found in steps if found["step"] == name)
