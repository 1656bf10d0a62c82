"""SPSS and Stata files, with the labels of columns and values."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from srtoolkit.errors import FileError
from srtoolkit.responses.table import Record

Labels = Mapping[str, Mapping[float, str]]


def read_statistics_file(
    raw: bytes, kind: str, file: str
) -> tuple[list[Record], Labels]:
    """Return names, labels and rows of a SAV, POR or DTA file, and its value labels.

    Values the file declares as missing are left empty.

    Raises
    ------
    FileError
        When it cannot be read.
    """
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"answers.{kind}"
        copy.write_bytes(raw)
        try:
            if kind == "sav":
                frame, meta = pyreadstat.read_sav(copy, user_missing=True)
            elif kind == "por":
                frame, meta = pyreadstat.read_por(copy)
            else:
                frame, meta = pyreadstat.read_dta(copy, user_missing=True)
        except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
            raise FileError(
                f"cannot be read as a {kind.upper()} file: {error}",
                code="statistics_file_unreadable",
                where=file,
                advice="Save it again, or as CSV.",
            ) from error
    names = list(meta.column_names)
    labels = [label or "" for label in meta.column_labels]
    columns = [
        _without_missing(
            frame[name].astype(object).where(frame[name].notna(), None).tolist(),
            meta.missing_ranges.get(name, ()),
            frozenset(meta.missing_user_values.get(name, ())),
        )
        for name in names
    ]
    rows = zip(*columns, strict=True) if columns else iter(())
    values = {
        name: {float(v): str(t) for v, t in found.items() if _is_number(v)}
        for name, found in meta.variable_value_labels.items()
    }
    return [(0, names), (0, labels), *enumerate(rows, start=1)], values


def _without_missing(
    cells: Sequence[Any], ranges: Sequence[Any], letters: Collection[Any]
) -> list[object]:
    """Empty what a SAV file declares as missing, and Stata's .a to .z."""

    def kept(cell: Any) -> object:
        if cell is None or cell in letters:
            return None
        for limits in ranges:
            if _within(cell, limits["lo"], limits["hi"]):
                return None
        return cell

    return [kept(cell) for cell in cells]


def _within(cell: Any, low: Any, high: Any) -> bool:
    if _is_number(cell) != _is_number(low):
        return False
    return bool(low <= cell <= high)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
