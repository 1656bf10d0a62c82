"""How wide a table's columns are, before any format lays them out."""

from __future__ import annotations

import re

from srtoolkit.document.blocks import Column, Row, Text, plain

#: Bold column heads are wider than the letters below them.
_BOLD = 1.15
#: A wrapping column asks for no more than this, a head of Chinese for no less.
_WRAPPED, _LEAST_HEAD = 30, 8
#: A longer run of Chinese in a head wraps.
_LONGEST_CHINESE = 12
#: A longer word than this, such as a hash, is broken.
_LONGEST = 18
_CAPITAL = 1.3


def text_width(value: Text) -> float:
    """Width of a text in Latin letters; a Chinese character counts as two."""
    return label_width(plain(value))


def label_width(value: str) -> float:
    """Width of a plain text in Latin letters."""
    return sum(
        2 if ord(letter) > 0x2E7F else _CAPITAL if letter.isupper() else 1
        for letter in value
    )


def column_widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> list[float]:
    """Room each column asks for, in Latin letters."""
    widths = []
    for position, column in enumerate(columns):
        cells = [row.cells[position] for row in rows if row.kind == "body"]
        widest = max([text_width(cell) for cell in cells], default=0)
        if column.wraps:
            widest = min(widest, _WRAPPED)
        widths.append(max(_head_width(column), widest) + 1)
    return widths


def least_widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> list[float]:
    """Room each column needs when its text wraps as much as it can."""
    widths = column_widths(columns, rows)
    for position, column in enumerate(columns):
        if column.wraps:
            cells = [row.cells[position] for row in rows if row.kind == "body"]
            longest = max([_longest_word(cell) for cell in cells], default=0)
            needed = max(_head_width(column), longest) + 1
            widths[position] = min(widths[position], needed)
    return widths


def _longest_word(cell: Text) -> float:
    """Width of the longest word; Chinese may break after any character."""
    words = re.split(r"[\s\u2e80-\uffff/_-]+", plain(cell))
    longest = max(map(label_width, words), default=0)
    return min(max(longest, min(text_width(cell), _LEAST_HEAD)), _LONGEST)


def _head_width(column: Column) -> float:
    """Width of the longest word of a head: heads wrap between words.

    A long run of Chinese is set in two lines.
    """
    words = plain(column.head).split()
    longest = max(map(_head_word_width, words), default=0)
    return _BOLD * max(longest, min(text_width(column.head), _LEAST_HEAD))


def _head_word_width(word: str) -> float:
    width = label_width(word)
    is_chinese = re.search(r"[\u2e80-\uffff]", word)
    if not is_chinese or width <= _LONGEST_CHINESE:
        return width
    return max(width / 2 + 1, _LONGEST_CHINESE / 2)
