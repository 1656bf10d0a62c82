"""Finds which column of a manifest each column of a download is."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.comparing import heading_key, import_id, row_of
from srtoolkit.platforms.importing.heading_index import GLOB, HeadingIndex
from srtoolkit.platforms.importing.heading_problems import (
    PLACE,
    column_missing,
    column_repeated,
    column_unknown,
    gathered,
    heading_ambiguous,
    headings_disagree,
    refuse_unknown_names,
)
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.manifest.model import Column, Manifest

#: What a manifest is called that no export of ours stands behind.
PLAIN = "file"
#: How a column was found: by its heading, by the wording of its item (to be
#: confirmed), as the user said; or it is none of the form's.
How = Literal["heading", "wording", "named", "left_out", "extra", "blank"]
#: Most rows of headings a platform writes.
_MOST_HEADING_ROWS = 3
#: A row is one of headings when so large a share of its entries is known.
_KNOWN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """One column of the download.

    Attributes
    ----------
    place : int
        From 0.
    heading : str
        What stands above it in the first row.
    column : Column or None
    how : str
    mode : str
        Heading mode in which it was found.
    """

    place: int
    heading: str
    column: Column | None
    how: How
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """Every column of a download, and what could not be matched."""

    matches: tuple[Match, ...]
    n_headings: int
    problems: tuple[Problem, ...] = ()


def match_columns(
    sheet: Sheet,
    manifest: Manifest,
    *,
    named: Mapping[str, str] | None = None,
    left_out: Collection[str] = (),
    kept: Collection[str] = (),
    keep_others: bool = False,
) -> Matching:
    """Match the columns of a download with those of a manifest.

    Parameters
    ----------
    named : mapping of str to str, optional
        Name in the manifest by heading, or by ``#3`` for the third column.
    left_out : collection of str
        Headings, or ``#3``, of columns to leave out.
    kept : collection of str
        Headings, or ``#3``, of columns to keep although they are none of the form's.
    keep_others : bool
        Whether a column that is none of the manifest's is kept as it is; else
        it is a problem.
    """
    own = frozenset(kept)
    return _Matcher(sheet, manifest, named or {}, left_out, own, keep_others).matching()


class _Matcher:
    def __init__(
        self,
        sheet: Sheet,
        manifest: Manifest,
        named: Mapping[str, str],
        left_out: Collection[str],
        kept: frozenset[str],
        keep_others: bool,
    ) -> None:
        self.sheet, self.manifest = sheet, manifest
        self.named, self.left_out = named, left_out
        self.kept, self.keep_others = kept, keep_others
        self.index = HeadingIndex.of(manifest)
        self.width = sheet.width
        self.n_headings = sheet.n_headings or self._count_headings()
        self.modes = self._modes()
        self.problems: list[Problem] = []
        self.claimed: dict[int, int] = {}

    def matching(self) -> Matching:
        self._refuse_unknown_names()
        found: dict[int, Match] = {}
        for place in range(self.width):
            match = self._by_user(place) or self._by_heading(place)
            if match:
                found[place] = match
        taken = {m.column.name for m in found.values() if m.column is not None}
        for place in range(self.width):
            if place not in found:
                worded = self._by_wording(place, taken)
                found[place] = worded or self._unmatched(place)
        self._claim(found)
        self._require_all()
        matches = tuple(found[place] for place in range(self.width))
        problems = gathered(self.problems, self.sheet.file)
        return Matching(matches, self.n_headings, tuple(problems))

    def _keys(self, place: int) -> list[str]:
        """The headings above a column, one a heading row, empty ones left out."""
        shown = (self.sheet.heading(row, place) for row in range(self.n_headings))
        return [heading_key(text) for text in shown if text]

    def _count_headings(self) -> int:
        count = 1
        for row in range(1, min(_MOST_HEADING_ROWS, len(self.sheet.records))):
            shown = [self.sheet.heading(row, place) for place in range(self.width)]
            keys = [heading_key(text) for text in shown if text]
            known = sum(map(self._is_known, keys))
            if keys and known >= _KNOWN_SHARE * len(keys):
                count = row + 1
        return count

    def _is_known(self, key: str) -> bool:
        """Tell whether a heading is one of the form's, or ends with a row of it."""
        return row_of(key) in self.index.exact or key.startswith("ImportId=")

    def _modes(self) -> Counter[str]:
        """Count how many columns each heading mode explains."""
        modes: Counter[str] = Counter()
        for place in range(self.width):
            found = {
                mode
                for key in self._keys(place)
                for _, mode in self.index.exact.get(key, ())
            }
            modes.update(found)
        return modes

    def _by_user(self, place: int) -> Match | None:
        heading = self.sheet.heading(0, place)
        for name in (heading, f"{PLACE}{place + 1}"):
            if not name:
                continue
            if name in self.left_out:
                return Match(place, heading, None, "left_out")
            if name in self.named:
                wanted = self.named[name]
                column = next(c for c in self.manifest.columns if c.name == wanted)
                return Match(place, heading, column, "named")
        return None

    def _by_heading(self, place: int) -> Match | None:
        heading = self.sheet.heading(0, place)
        rows = [self.index.exact[k] for k in self._keys(place) if k in self.index.exact]
        if not rows:
            return self._by_pattern(place)
        # the question may be reworded, the row behind it has to be the same
        endings = [row_of(k) for k in self._keys(place) if k not in self.index.exact]
        rows += [self.index.exact[k] for k in endings if k in self.index.exact]
        common = set.intersection(*({number for number, _ in row} for row in rows))
        if not common:
            names = [self.manifest.columns[row[0][0]].name for row in rows]
            self.problems.append(headings_disagree(self.sheet.file, place, names))
            return Match(place, heading, None, "left_out")
        number, mode = self._one_of(common, rows)
        if number is None:
            names = [self.manifest.columns[number].name for number in sorted(common)]
            problem = heading_ambiguous(self.sheet.file, place, heading, names)
            self.problems.append(problem)
            return Match(place, heading, None, "left_out")
        plain = self.manifest.platform == PLAIN and mode.startswith("text")
        how: How = "wording" if plain else "heading"
        return Match(place, heading, self.manifest.columns[number], how, mode)

    def _by_pattern(self, place: int) -> Match | None:
        heading = self.sheet.heading(0, place)
        ids = [own for key in self._keys(place) if (own := import_id(key))]
        for pattern, number in self.index.patterns:
            if any(fnmatch.fnmatchcase(shown, pattern) for shown in (heading, *ids)):
                column = self.manifest.columns[number]
                return Match(place, heading, column, "heading", GLOB)
        return None

    def _one_of(
        self, common: Collection[int], rows: Sequence[Sequence[tuple[int, str]]]
    ) -> tuple[int | None, str]:
        """Take the one column, or the one in the mode of most other columns."""
        entries = {entry for row in rows for entry in row if entry[0] in common}
        best = max(self.modes[mode] for _, mode in entries)
        ranked = sorted(e for e in entries if self.modes[e[1]] == best)
        numbers = {number for number, _ in ranked}
        if len(numbers) > 1:
            return None, ""
        return ranked[0]

    def _by_wording(self, place: int, taken: Collection[str]) -> Match | None:
        """Find an item by what a heading says; the user has to confirm it."""
        for row in range(self.n_headings):
            for numbers in self.index.by_wording(self.sheet.heading(row, place)):
                columns = [self.manifest.columns[number] for number in numbers]
                free = [column for column in columns if column.name not in taken]
                if len(free) == 1:
                    heading = self.sheet.heading(0, place)
                    return Match(place, heading, free[0], "wording")
        return None

    def _unmatched(self, place: int) -> Match:
        heading = self.sheet.heading(0, place)
        if not heading and self._is_blank(place):
            return Match(place, heading, None, "blank")
        if heading and self.kept & {heading, f"{PLACE}{place + 1}"}:
            return Match(place, heading, None, "named")
        if self.keep_others and heading:
            return Match(place, heading, None, "extra")
        columns = self.manifest.columns
        self.problems.append(column_unknown(self.sheet.file, place, heading, columns))
        return Match(place, heading, None, "left_out")

    def _is_blank(self, place: int) -> bool:
        cells = self.sheet.column(place, self.n_headings)
        return all(cell is None or cell == "" for cell in cells)

    def _claim(self, found: Mapping[int, Match]) -> None:
        """Find columns of the form that stand twice in the download."""
        places: dict[tuple[str, str], list[int]] = {}
        for place, match in found.items():
            if match.column is not None and match.mode != GLOB:
                key = (match.column.kind, match.column.name)
                places.setdefault(key, []).append(place)
        for (_, name), twice in places.items():
            if len(twice) > 1:
                headings = [found[place].heading for place in twice]
                self.problems.append(
                    column_repeated(self.sheet.file, name, twice, headings)
                )
        self.claimed = {
            self.manifest.columns.index(m.column): p
            for p, m in found.items()
            if m.column is not None
        }

    def _require_all(self) -> None:
        """Find columns of the form that the download lacks."""
        there = {self.manifest.columns[number].name for number in self.claimed}
        asked = {
            self.manifest.columns[number].question
            for number in self.claimed
            if self.manifest.columns[number].kind == "choices"
        }
        absent = [
            column
            for column in self.manifest.columns
            if not column.optional
            and column.name not in there
            and not (column.question and column.question in asked)
        ]
        self.problems += [column_missing(self.sheet.file, each) for each in absent]

    def _refuse_unknown_names(self) -> None:
        known = {column.name for column in self.manifest.columns}
        headings = {self.sheet.heading(0, place) for place in range(self.width)}
        headings |= {f"{PLACE}{place + 1}" for place in range(self.width)}
        asked = (*self.named, *self.left_out)
        refuse_unknown_names(
            self.sheet.file,
            headings=set(asked) - headings,
            items=set(self.named.values()) - known,
        )
