"""One self-contained HTML file: style, figures and text, no outside address."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.document.blocks import Block, Column, Figure, Report, Row, Text, plain
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.writers.breaking import kept_together
from srtoolkit.document.writers.widths import column_widths
from srtoolkit.shelves import ShelfItem

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "html.jinja"
#: Width of a table's text, in Latin letters, from which it is set smaller.
_DENSE_FROM = 92
_DENSER_FROM = 118
_LONG_WORD = 28


def write_html(report: Report, folder: ShelfItem) -> bytes:
    """Fill the report folder's ``html.jinja``.

    The template runs in jinja2's sandbox with autoescape, so nothing that a
    user wrote becomes markup, and a report folder cannot run code.
    """
    from markupsafe import Markup

    template = sandboxed_template(folder.folder / _TEMPLATE)
    text = template.render(
        report=report,
        kind=_kind,
        density=density,
        has_long_word=has_long_word,
        kept_together=kept_together,
        picture=lambda figure: Markup(_picture(figure, report)),
        headings=[b for b in report.blocks if _kind(b) == "Heading"],
    )
    return without_control(text).encode("utf-8")


def sandboxed_template(file: Path) -> Template:
    """Read a template that escapes what it is given and can run no code."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        loader=FileSystemLoader(file.parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(file.name)


def _kind(block: Block) -> str:
    return type(block).__name__


def has_long_word(cell: Text) -> bool:
    """Tell whether a cell holds a word too long for its column, such as a hash."""
    return any(len(word) > _LONG_WORD for word in plain(cell).split())


def density(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> str:
    """Name the type size a table of this width needs."""
    wide = sum(column_widths(columns, rows))
    if wide >= _DENSER_FROM:
        return "denser"
    return "dense" if wide >= _DENSE_FROM else "normal"


def _picture(figure: Figure, report: Report) -> str:
    svg = draw(figure.drawing, kind="svg", lang=report.lang).decode("utf-8")
    prefix = re.sub(r"\W", "", figure.label, flags=re.ASCII) or "f"
    prefix = f"figure{prefix}-"
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)


def without_control(text: str) -> str:
    """Drop characters that HTML does not allow."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "", text)
