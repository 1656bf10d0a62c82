"""Workbooks of several sheets, the same bytes for the same cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Row = Sequence[str | int | None]
#: A workbook tells when it was made; ours always tells the same.
_MADE = dt.datetime(2000, 1, 1)
#: Width of a column to type into; last row that is looked after.
_WIDTH, _LAST_ROW = 18, 10_000
#: Most letters Excel takes for a list of what may be typed, and for a hint.
_MOST_LIST, _MOST_TOLD = 255, 255


def write_workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Write sheets of text and numbers; text is never stored as a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell)
                    elif cell is not None:
                        page.write_number(number, column, cell)
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column to type answers into.

    Attributes
    ----------
    name : str
    text : str
        The question; may be empty.
    codes : mapping of str to str
        What may be typed, and what it means; empty where anything may be.
    limits : tuple of int or None, or None
        Lowest and highest number that may be typed.
    """

    name: str
    text: str
    codes: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[int | None, int | None] | None = None


def entry_sheet(columns: Sequence[EntryColumn]) -> bytes:
    """Write an empty sheet that takes only what is an answer, column by column."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        page = book.add_worksheet("answers")
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page.set_column(0, len(columns) - 1, _WIDTH)
        page.freeze_panes(2, 1)
        for place, column in enumerate(columns):
            page.write_string(0, place, column.name, bold)
            page.write_string(1, place, column.text, wrapped)
            rule = _rule(column)
            if rule:
                page.data_validation(2, place, _LAST_ROW, place, rule)
    return buffer.getvalue()


def _rule(column: EntryColumn) -> dict[str, object]:
    """Return what a spreadsheet program takes in a column; empty for anything."""
    rule: dict[str, object] = {}
    if column.codes and sum(map(len, column.codes)) + len(column.codes) < _MOST_LIST:
        rule = {"validate": "list", "source": list(column.codes)}
    elif column.limits:
        low, high = column.limits
        rule = {"validate": "integer", "criteria": ">=", "value": low or 0}
        if low is not None and high is not None:
            rule |= {"criteria": "between", "minimum": low, "maximum": high}
        elif low is None and high is None:
            rule = {}
    told = "\n".join(
        f"{code} = {label}" for code, label in column.codes.items() if label
    )
    return rule | ({"input_message": told[:_MOST_TOLD]} if rule and told else {})
