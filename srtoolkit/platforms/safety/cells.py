"""Entries of a spreadsheet that would be run as formulas."""

from __future__ import annotations

import math

from srtoolkit.questionnaire.sheets.sheet_files import neutralised


def safe_cell(value: object) -> object:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Numbers, and text that is nothing but a number, stay as they are.
    """
    if not isinstance(value, str) or _is_number(value):
        return value
    return neutralised(value)


def _is_number(text: str) -> bool:
    if not text.isascii() or text != text.strip() or "_" in text:
        return False
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
