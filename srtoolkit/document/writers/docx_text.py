"""Runs of text in a Word paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from srtoolkit.document.blocks import Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: Characters that XML 1.0 does not allow.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(value: str) -> str:
    """Drop the characters that would make the file unreadable."""
    return _FORBIDDEN.sub("", value)


def add_text(paragraph: Paragraph, value: Text) -> None:
    """Add a text's spans as runs."""
    for span in value:
        run = paragraph.add_run(clean(span.text))
        run.italic = span.italic or None
        run.bold = span.bold or None


def add_caption(
    document: Document, label: str, caption: Text, *, keep_with_next: bool = True
) -> None:
    """Add a caption that stays on the page of what follows."""
    paragraph = document.add_paragraph(style="Caption")
    run = paragraph.add_run(f"{clean(label)}  ")
    run.bold = True
    add_text(paragraph, caption)
    paragraph.paragraph_format.keep_with_next = keep_with_next
