"""Reads one download: facts, answers, what is handed on, and the report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.errors import ResponsesError
from srtoolkit.inference import Reason
from srtoolkit.platforms.importing.answers import decode_answers
from srtoolkit.platforms.importing.asked_questions import asked_items, skipped_rows
from srtoolkit.platforms.importing.cell_values import cell_key
from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.platforms.importing.confirming import (
    confirmation_problems,
    row_problems,
)
from srtoolkit.platforms.importing.facts import FINISHED, Facts, read_facts
from srtoolkit.platforms.importing.fates import Fates
from srtoolkit.platforms.importing.heading_problems import (
    no_headings,
    only_open_answers,
)
from srtoolkit.platforms.importing.headings import PLAIN, Match, Matching
from srtoolkit.platforms.importing.options import ImportOptions
from srtoolkit.platforms.importing.own_words import without_own_words
from srtoolkit.platforms.importing.report import ImportReport
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.importing.ticked import decode_ticked
from srtoolkit.platforms.importing.value_labels import label_problems
from srtoolkit.platforms.importing.written_numbers import decode_numbers
from srtoolkit.platforms.manifest.model import Manifest
from srtoolkit.responses import Responses, responses_from_table
from srtoolkit.responses.asked import AskedItems
from srtoolkit.responses.cells import are_answers, is_empty
from srtoolkit.responses.table import RawTable

if TYPE_CHECKING:
    from srtoolkit.questionnaire import LoadedInstrument

_ANSWERS = frozenset({"answer", "consent"})
_DECLINED = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """Answers, and what was done to get them.

    Attributes
    ----------
    responses : Responses
    report : ImportReport
    """

    responses: Responses
    report: ImportReport


class Reading:
    """One download being read."""

    def __init__(
        self,
        sheet: Sheet,
        manifest: Manifest,
        instruments: tuple[LoadedInstrument, ...],
        matching: Matching,
        options: ImportOptions,
        accept: bool,
    ) -> None:
        self.sheet, self.manifest, self.instruments = sheet, manifest, instruments
        self.matching, self.options = matching, options
        problems, self.notes = confirmation_problems(
            sheet, manifest, instruments, matching, accept=accept
        )
        self.rows_wrong, doubts = row_problems(
            sheet, matching.n_headings, accept=accept
        )
        self.problems = [*self.rows_wrong, *matching.problems, *problems]
        self.notes += doubts
        body = sheet.records[matching.n_headings :]
        self.numbers = tuple(number for number, _ in body)
        self.rows = Rows(sheet.file, sheet.row_word, self.numbers)

    def imported(
        self, required: Collection[str], may_be_constant: Collection[str] | None
    ) -> Imported:
        if self._has_no_headings():
            raise ResponsesError([no_headings(self.sheet.file)])
        if self.rows_wrong:  # their cells would be told as well, one by one
            raise ResponsesError(self.problems)
        facts = self._facts()
        columns, download = self._answers(facts)
        if download != "label":
            self.problems += label_problems(self.sheet, self._matched(), download)
        if self.problems:
            raise ResponsesError(self.problems)
        asked = self._asked({**columns, **facts.columns})
        fates = Fates(self.sheet, self.matching, self.options.privacy)
        consent = self._consent(columns)
        columns |= facts.columns
        columns |= fates.columns(taken=columns)
        if not columns and any(c.personal == "text" for c in fates.accounts()):
            raise ResponsesError([only_open_answers(self.sheet.file)])
        responses = responses_from_table(
            self._table(columns),
            self.instruments,
            required=required or self._needed(columns),
            may_be_constant=may_be_constant,
        )
        codes = self.options.missing_codes
        responses = replace(responses, asked=asked, missing_codes=codes)
        responses, left_out = self._keep(responses, facts, consent)
        self.notes += _silent(responses)
        if responses.asked is not None:
            self.notes += [_listed(note) for note in responses.asked.notes()]
        report = self._report(responses, facts, fates, download, left_out)
        return Imported(responses, report)

    def _has_no_headings(self) -> bool:
        shown = [self.sheet.heading(0, match.place) for match in self.matching.matches]
        asked = any(m.column and m.column.question for m in self.matching.matches)
        return not asked and are_answers(shown)

    def _needed(self, columns: Mapping[str, object]) -> tuple[str, ...]:
        """Return the items that must be there: what the form asked, no words.

        Without a manifest, whole scales of which an item is there.
        """
        scales = [s for each in self.instruments for s in each.instrument.scales]
        plain = self.manifest.platform == PLAIN
        needed = [
            item.id
            for scale in scales
            for item in scale.items
            if item.id in columns
            or (
                plain
                and scale.kind != "open"
                and any(other.id in columns for other in scale.items)
            )
        ]
        return tuple(needed or (() if plain else columns))

    def _facts(self) -> Facts:
        facts = read_facts(self._matched(), self._cells, self.rows)
        self.problems += facts.problems
        return facts

    def _answers(self, facts: Facts) -> tuple[dict[str, Sequence[object]], str]:
        languages = facts.languages
        if languages is None and self.options.language:
            languages = [self.options.language] * len(self.numbers)
        rows = Rows(self.rows.file, self.rows.word, self.rows.numbers, languages)
        chosen = [m for m in self._matched() if m.column and m.column.kind in _ANSWERS]
        decoded = decode_answers(
            [self._cells(match) for match in chosen], rows, wanted=self.options.answers
        )
        ticked = decode_ticked(self._of_kind("choices"), self._of_kind("option"), rows)
        numbers = decode_numbers(self._of_kind("number"), rows)
        self.problems += [*decoded.problems, *ticked.problems, *numbers.problems]
        found = decoded.values | ticked.values | numbers.values
        return {**found, **self._unanswered(found)}, decoded.download

    def _asked(self, values: Mapping[str, Sequence[object]]) -> AskedItems | None:
        """Tell who was asked what; open answers count, though they are not read."""
        words: dict[str, Sequence[object]] = {
            each.column.name: [None if is_empty(cell) else cell for cell in each.cells]
            for each in self._of_kind("text")
        }
        found = {**words, **values}
        answered = [m for m in self._matched() if m.column and m.column.answers_to]
        skipped = skipped_rows(self.manifest, map(self._cells, answered))
        return asked_items(self.manifest, found, skipped, len(self.numbers))

    def _unanswered(self, found: Collection[str]) -> dict[str, Sequence[object]]:
        """Return empty columns for items a download may lack, as JSON does."""
        absent = [
            name
            for column in self.manifest.columns
            if column.optional and self.manifest.platform != PLAIN
            for name in column.answers_to
            if name not in found
        ]
        if absent:
            self.notes.append(Reason("nobody_answered", {"items": ", ".join(absent)}))
        return {name: [None] * len(self.numbers) for name in dict.fromkeys(absent)}

    def _matched(self) -> list[Match]:
        return [match for match in self.matching.matches if match.column is not None]

    def _of_kind(self, kind: str) -> list[Cells]:
        return [
            self._cells(match)
            for match in self._matched()
            if match.column and match.column.kind == kind
        ]

    def _cells(self, match: Match) -> Cells:
        assert match.column is not None
        marks = {cell_key(mark) for mark in self.manifest.missing}
        marks |= {cell_key(mark) for mark in match.column.missing}
        marks |= {cell_key(mark) for mark in self.options.missing_codes}
        cells: Sequence[object]
        cells = self.sheet.column(match.place, self.matching.n_headings)
        cells, n_cut = without_own_words(match.column, cells)
        if n_cut:
            values = {"name": match.column.name, "n": n_cut}
            self.notes.append(Reason("own_words_cut", values))
        return Cells(match.column, match.heading, cells, frozenset(marks))

    def _table(self, columns: Mapping[str, Sequence[object]]) -> RawTable:
        return RawTable(
            columns={name: tuple(cells) for name, cells in columns.items()},
            row_numbers=self.numbers,
            row_word=self.sheet.row_word,
            file=self.sheet.file,
            sha256=self.sheet.sha256,
            encoding=self.sheet.encoding,
            delimiter=self.sheet.delimiter,
        )

    def _consent(self, columns: dict[str, Sequence[object]]) -> list[bool]:
        """Take the consent out of the columns; tell who declined."""
        names = [c.name for c in self.manifest.columns if c.kind == "consent"]
        answers = [columns.pop(name) for name in names if name in columns]
        rows = zip(*answers, strict=True) if answers else ((),) * len(self.numbers)
        return [_DECLINED in row for row in rows]

    def _keep(
        self, responses: Responses, facts: Facts, declined: Sequence[bool]
    ) -> tuple[Responses, dict[str, int]]:
        """Leave out previews, who declined, and, if asked for, the unfinished."""
        unfinished = [
            self.options.finished_only and each is False for each in facts.finished
        ]
        reasons = {
            "preview": facts.previews,
            "spam": facts.spam,
            "declined": declined,
            "unfinished": unfinished,
        }
        left_out: dict[str, int] = {}
        gone = [False] * len(self.numbers)
        for reason, marks in reasons.items():
            pairs = list(zip(marks, gone, strict=True))
            staying = [not mark for mark, out in pairs if not out]
            gone = [mark or out for mark, out in pairs]
            if not all(staying):
                left_out[reason] = staying.count(False)
                responses = responses.keep(staying, f"import_{reason}", reason)
        return responses, left_out

    def _report(
        self,
        responses: Responses,
        facts: Facts,
        fates: Fates,
        download: str,
        left_out: Mapping[str, int],
    ) -> ImportReport:
        return ImportReport(
            file=Path(self.sheet.file).name,
            sha256=self.sheet.sha256,
            platform=self.manifest.platform,
            download=download,
            columns=fates.accounts(),
            n_read=len(self.numbers),
            n_kept=responses.n,
            left_out=left_out,
            unfinished=_count_unfinished(responses),
            languages=facts.language_counts,
            notes=(*self.notes, *facts.notes, *fates.notes),
        )


def _count_unfinished(responses: Responses) -> int:
    """Count the respondents handed on who did not reach the end."""
    if FINISHED not in responses.answers:
        return 0
    return int((responses.answers[FINISHED] == 0).sum())


def _silent(responses: Responses) -> list[Reason]:
    """Tell of respondents who answered nothing at all."""
    items = [bound.id for bound in responses.items]
    n = int(responses.answers[items].isna().all(axis=1).sum()) if items else 0
    return [Reason("without_any_answer", {"n": n})] if n else []


def _listed(note: Reason) -> Reason:
    """Return a note whose items are one text, as the words of an import take it."""
    return Reason(note.code, {**note.values, "items": ", ".join(note.values["items"])})
