"""Decisions of a person on single respondents, read from a review sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, ResponsesError
from srtoolkit.responses.cells import is_empty, number_in, text_in
from srtoolkit.responses.reading import read_table
from srtoolkit.responses.review_sheet import (
    ANSWERS_HASH,
    DECISION,
    N_MARKS,
    REASON,
    ROW,
)

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.table import RawTable

_NEEDED = (ROW, DECISION, REASON)
#: What a decision may be called, in either language.
_DECISIONS = {"exclude": True, "剔除": True, "keep": False, "保留": False}
_ALLOWED = "exclude or keep (剔除 or 保留), or nothing while undecided"
#: Places at which the hash of another file is told by its beginning.
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on one respondent.

    Attributes
    ----------
    row : int
        Where the respondent stands in the file of answers.
    exclude : bool or None
        None while it is undecided; the respondent stays then.
    reason : str
        In the person's words; never empty where `exclude`.
    marked : bool
        Whether the sheet lists the respondent with a mark.
    """

    row: int
    exclude: bool | None
    reason: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The decisions of a review sheet.

    Attributes
    ----------
    decisions : tuple of Decision
    file : str
        Name of the sheet.
    sha256 : str
        Hash of its bytes.
    """

    decisions: tuple[Decision, ...]
    file: str
    sha256: str

    @property
    def excluded(self) -> dict[str, frozenset[int]]:
        """Rows to leave out by reason, reasons as they first appear."""
        found: dict[str, set[int]] = {}
        for one in self.decisions:
            if one.exclude:
                found.setdefault(one.reason, set()).add(one.row)
        return {reason: frozenset(rows) for reason, rows in found.items()}

    @property
    def kept(self) -> frozenset[int]:
        """Rows that the person decided to keep."""
        return frozenset(d.row for d in self.decisions if d.exclude is False)

    def to_dict(self) -> dict[str, object]:
        """Return ``file, sha256, n_excluded, n_kept, n_undecided, n_unmarked``.

        The last counts who is to be left out without bearing a mark.
        """
        told = [decision.exclude for decision in self.decisions]
        unmarked = [d for d in self.decisions if d.exclude and not d.marked]
        return {
            "file": self.file,
            "sha256": self.sha256,
            "n_excluded": told.count(True),
            "n_kept": told.count(False),
            "n_undecided": told.count(None),
            "n_unmarked": len(unmarked),
        }


def read_review(path: Path, responses: Responses) -> Review:
    """Read the decisions of a review sheet made for these answers.

    Parameters
    ----------
    path : Path
        CSV or workbook with the columns ``row``, ``decision`` (``exclude``,
        ``keep``, or nothing while undecided) and ``reason``; others are left
        alone. Rows may be added for respondents without a mark. Where
        ``answers_sha256`` is given, it must be that of the file of answers.
    responses : Responses
        All respondents of the file.

    Raises
    ------
    FileError
        When the sheet cannot be read.
    ResponsesError
        With every mistake: columns that are missing, rows that are not in the
        file or stand twice, decisions that are none, exclusions without a reason,
        a sheet made for another file.
    """
    table = read_table(path)
    absent = [name for name in _NEEDED if name not in table.columns]
    if absent or table.problems:
        raise ResponsesError([*_absent(absent, table), *table.problems])
    problems = [
        *_of_another_file(table, responses),
        *_wrong_rows(table, responses),
        *_wrong_decisions(table),
    ]
    if problems:
        raise ResponsesError(problems)
    return Review(tuple(_decisions(table)), Path(table.file).name, table.sha256)


def _decisions(table: RawTable) -> Iterator[Decision]:
    nothing = (None,) * len(table.row_numbers)
    marks = table.columns.get(N_MARKS, nothing)
    needed = (table.columns[name] for name in _NEEDED)
    for row, decision, reason, n_marks in zip(*needed, marks, strict=True):
        yield Decision(
            row=int(number_in(row) or 0),
            exclude=_DECISIONS.get(_word(decision)),
            reason=_text(reason),
            marked=bool(number_in(n_marks)),
        )


def _absent(names: Sequence[str], table: RawTable) -> list[Problem]:
    return [
        Problem(
            "column_missing",
            f'there is no column "{name}"',
            table.file,
            allowed=", ".join(_NEEDED),
            advice="Write a fresh sheet with `srtoolkit responses check … --review`.",
            pieces={"column": name},
        )
        for name in names
    ]


def _of_another_file(table: RawTable, responses: Responses) -> list[Problem]:
    given = {_word(cell) for cell in table.columns.get(ANSWERS_HASH, ())} - {""}
    others = sorted(given - {responses.sha256})
    if not others:
        return []
    return [
        Problem(
            "review_of_another_file",
            f"the sheet was written for answers with the hash {others[0][:_HASH_SHOWN]}…, "
            f"these have {responses.sha256[:_HASH_SHOWN]}…",
            table.file,
            advice="Review these answers anew. If you are sure that every respondent "
            f"stands in the same row, empty the column {ANSWERS_HASH}.",
        )
    ]


def _wrong_rows(table: RawTable, responses: Responses) -> Iterator[Problem]:
    there = set(responses.row_numbers)
    cells = table.columns[ROW]
    numbers = [number_in(cell) for cell in cells]
    wrong = [(at, cells[at]) for at, one in enumerate(numbers) if one not in there]
    if wrong:
        first, last = min(there, default=0), max(there, default=0)
        yield Problem(
            "row_not_there",
            f"no respondent stands in row {table.shown(wrong)} of the answers",
            table.file,
            line=table.row_numbers[wrong[0][0]],
            allowed=f"numbers of respondents' rows, {first} to {last}",
        )
    first_at: dict[float | None, int] = {}
    repeated = [
        (at, cells[at])
        for at, one in enumerate(numbers)
        if first_at.setdefault(one, at) != at and one in there
    ]
    if repeated:
        yield Problem(
            "row_repeated",
            f"a row is decided on twice: {table.shown(repeated)}",
            table.file,
            line=table.row_numbers[repeated[0][0]],
            advice="Leave one decision a respondent.",
        )


def _wrong_decisions(table: RawTable) -> Iterator[Problem]:
    cells = list(enumerate(table.columns[DECISION]))
    wrong = [(at, cell) for at, cell in cells if _word(cell) not in {*_DECISIONS, ""}]
    if wrong:
        yield Problem(
            "unknown_decision",
            f"this is no decision: {table.shown(wrong)}",
            table.file,
            line=table.row_numbers[wrong[0][0]],
            allowed=_ALLOWED,
        )
    rows, reasons = table.columns[ROW], table.columns[REASON]
    silent = [
        (at, rows[at])
        for at, cell in cells
        if _DECISIONS.get(_word(cell)) and is_empty(reasons[at])
    ]
    if silent:
        yield Problem(
            "exclusion_without_reason",
            f"no reason is given for leaving out row {table.shown(silent)}",
            table.file,
            line=table.row_numbers[silent[0][0]],
            advice="Say in a few words why; the report prints it.",
        )


def _word(cell: object) -> str:
    return _text(cell).casefold()


def _text(cell: object) -> str:
    return "" if is_empty(cell) else " ".join(text_in(cell).split())
