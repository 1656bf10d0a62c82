"""A codebook as one page of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from srtoolkit.document.questionnaires.codebook_words import Sheet

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def codebook_markdown(title: str, opening: str, sheets: Sequence[Sheet]) -> bytes:
    """Write the tables under each other; nothing in them is read as markup.

    Parameters
    ----------
    title, opening : str
    sheets : sequence of Sheet

    Returns
    -------
    bytes
        UTF-8.
    """
    lines = [f"# {_plain(title)}", "", _plain(opening), ""]
    for sheet in sheets:
        lines += [f"## {_plain(sheet.title)}", ""]
        if sheet.opening:
            # our own sentence, in which a command stands as code
            lines += [sheet.opening, ""]
        lines += [*_table(sheet), ""]
    return "\n".join(lines).encode()


def _table(sheet: Sheet) -> Iterator[str]:
    yield _row(sheet.heads)
    yield _row(["---"] * len(sheet.heads), escape=False)
    for row in sheet.rows:
        yield _row([str(cell) for cell in row])


def _row(cells: Sequence[str], *, escape: bool = True) -> str:
    shown = [
        "<br>".join(_plain(line) for line in cell.split("\n")) if escape else cell
        for cell in cells
    ]
    return f"| {' | '.join(shown)} |"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
