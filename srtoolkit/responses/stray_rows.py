"""Rows that are no respondents: totals, notes, headings once more, half a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from srtoolkit.errors import Problem
from srtoolkit.responses.cells import folded, is_empty, number_in, text_in
from srtoolkit.responses.personal.masking import shown_entry
from srtoolkit.responses.table import Record

#: What a row of figures about the others begins with.
_SUMMARIES = frozenset(
    {
        *("合计", "总计", "小计", "总和", "平均", "平均值", "平均数", "平均分", "均值"),
        *("中位数", "标准差", "方差", "最大值", "最小值", "计数"),
        *("total", "subtotal", "sum", "mean", "average", "median", "std", "sd", "s.d."),
        *("std.dev.", "standarddeviation", "variance", "minimum", "maximum", "count"),
    }
)
#: The same, where all other rows begin with a number.
_COUNTS = frozenset({"n", "m", "max", "min"})
#: Signs behind such a word.
_BEHIND = ":：=（()）"
#: Nearly all rows of a whole file are of one length.
_OF_ONE_LENGTH = 0.95
#: In a narrower table, one entry may be all that a respondent gives.
_FEWEST_COLUMNS = 3


def stray_rows(
    headings: Sequence[Record], body: Sequence[Record], row_word: str, file: str
) -> list[Problem]:
    """Find rows that would count as respondents and are none.

    Parameters
    ----------
    headings, body : sequence of (int, cells)
        Rows above the answers, and the others; rows without any entry are
        passed over.
    """
    named = {_first(cells) for _, cells in headings} - {None}
    found: list[Problem] = []
    for number, cells in body:
        first = _first(cells)
        if first is None or not isinstance(first[1], str):
            continue
        if first in named and _repeats(cells, headings):
            found.append(_headings_again(number, row_word, file))
        elif not first[1][:1].isdigit() and _is_summary(first[1], body):
            found.append(_summary(number, first[1], row_word, file))
    return found


def notes_below(
    headings: Sequence[Record], body: Sequence[Record], row_word: str, file: str
) -> list[Problem]:
    """Find rows at the end that hold one entry of words and nothing else.

    A lone number or code may be all that is known of a respondent.
    """
    if max(_filled(cells) for _, cells in headings) < _FEWEST_COLUMNS:
        return []
    found: list[Problem] = []
    for number, cells in reversed(body):
        first = _first(cells)
        if first is None:
            continue
        if _filled(cells) > 1 or not isinstance(first[1], str):
            break
        if first[1].strip().isascii() and first[1].strip().isalnum():
            break
        found.append(_note(number, first[1], row_word, file))
    return found[::-1]


def cut_problem(records: Sequence[Record], row_word: str, file: str) -> Problem | None:
    """Tell that the last row ends before all others do: the file seems cut.

    Parameters
    ----------
    records : sequence of (int, cells)
        Headings and answers with their entries as separated, empty ones too;
        rows without any entry left out.
    """
    if len(records) < 2:
        return None
    lengths = [len(cells) for _, cells in records]
    *others, last = lengths
    usual = Counter(others).most_common(1)[0][0]
    others = others[others.index(usual) :]  # a title above the headings is short
    full = sum(length >= usual for length in others)
    if last >= usual or full < _OF_ONE_LENGTH * len(others):
        return None
    number = records[-1][0]
    return Problem(
        "file_cut",
        f"the file seems to be cut: the last row ({row_word} {number}) has {last} "
        f"entries, the others have {usual}",
        file,
        line=number,
        advice="Download or copy it again. If nothing is missing, fill the row up "
        "with empty entries.",
        pieces={"row": number, "n": last, "usual": usual},
    )


def _first(cells: Sequence[object]) -> tuple[int, object] | None:
    """Return the first entry of a row, and its place."""
    for place, cell in enumerate(cells):
        if not is_empty(cell):
            return place, text_in(cell) if isinstance(cell, str) else cell
    return None


def _is_summary(word: str, body: Sequence[Record]) -> bool:
    word = folded(word.strip(_BEHIND))
    return word in _SUMMARIES or (word in _COUNTS and _numbered(body))


def _numbered(body: Sequence[Record]) -> bool:
    """Tell whether rows begin with numbers, all but one or two."""
    firsts = [first for _, cells in body if (first := _first(cells))]
    words = sum(number_in(first[1]) is None for first in firsts)
    return words <= 2 < len(firsts)


def _filled(cells: Sequence[object]) -> int:
    return sum(not is_empty(cell) for cell in cells)


def _repeats(cells: Sequence[object], headings: Sequence[Record]) -> bool:
    """Tell whether a row is one of the heading rows once more."""
    shown = [text_in(cell) for cell in cells if not is_empty(cell)]
    return len(shown) > 1 and any(
        shown == [text_in(cell) for cell in heading if not is_empty(cell)]
        for _, heading in headings
    )


def _summary(number: int, word: object, row_word: str, file: str) -> Problem:
    return Problem(
        "summary_row",
        f"{row_word} {number} begins with {shown_entry(word)}: it holds figures about "
        "the other rows, and no respondent",
        file,
        line=number,
        advice="Delete the row.",
        pieces={"row": number},
    )


def _headings_again(number: int, row_word: str, file: str) -> Problem:
    return Problem(
        "headings_repeated",
        f"{row_word} {number} repeats the headings: two downloads seem to be put "
        "together",
        file,
        line=number,
        advice="Delete the row, and look for respondents that stand in both.",
        pieces={"row": number},
    )


def _note(number: int, entry: object, row_word: str, file: str) -> Problem:
    return Problem(
        "note_below",
        f"{row_word} {number} holds {shown_entry(entry)} and nothing else: a note, and "
        "no respondent",
        file,
        line=number,
        advice="Delete the row.",
        pieces={"row": number},
    )
