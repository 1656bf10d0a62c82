"""What a report is made of, before any format: headings, tables, figures.

User text stands in blocks as it was written; each writer escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from srtoolkit.document.figures.drawings import Drawing


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    italic: bool = False
    bold: bool = False


#: A line or cell: spans one after the other.
Text = tuple[Span, ...]

Align = Literal["left", "center", "number"]


def text(value: str, *, italic: bool = False, bold: bool = False) -> Text:
    """Make a text of one span."""
    return (Span(value, italic, bold),)


def plain(value: Text) -> str:
    """Return a text without its styles."""
    return "".join(span.text for span in value)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `number` is empty where the outline numbers nothing."""

    level: int
    number: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Text set apart from the running text: a warning or a mark."""

    title: str
    text: Text


@dataclass(frozen=True, slots=True)
class Code:
    """Text in which every character and line break counts."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, alignment, and whether its text may wrap."""

    head: Text
    align: Align = "number"
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row; the kinds ``group`` and ``remark`` have one cell across the table."""

    cells: tuple[Text, ...]
    kind: Literal["body", "group", "remark"] = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A three-line table: caption above, notes below.

    Attributes
    ----------
    key : str
        Names the table within its report.
    label : str
        ``Table 1`` or ``表4-2``.
    """

    key: str
    label: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: caption below.

    Attributes
    ----------
    drawing : Drawing
        What is drawn; the writer chooses SVG or PNG.
    alt : str
        The figure in words.
    """

    key: str
    label: str
    caption: Text
    alt: str
    drawing: Drawing
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """Works cited, in the order of the language's convention."""

    entries: tuple[str, ...]


Block = Heading | Paragraph | Bullets | Note | Code | Table | Figure | ReferenceList


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in one language.

    Attributes
    ----------
    mark : str
        ``simulated data`` on every page, or empty.
    contents_title : str
        Heading of the table of contents.
    """

    lang: Literal["zh", "en"]
    title: str
    subtitle: str
    mark: str
    contents_title: str
    blocks: tuple[Block, ...]
