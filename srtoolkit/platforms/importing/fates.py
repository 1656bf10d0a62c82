"""What becomes of each column: handed on, used, left out, or made a pseudonym."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from srtoolkit.inference import Reason
from srtoolkit.platforms.importing import facts
from srtoolkit.platforms.importing.heading_problems import shown_place
from srtoolkit.platforms.importing.headings import Match, Matching
from srtoolkit.platforms.importing.people import (
    personal_content,
    personal_heading,
    pseudonyms,
)
from srtoolkit.platforms.importing.report import ColumnAccount
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.responses.cells import is_empty, text_in

#: Kinds whose column is handed on under a name of its own.
_NAMED = {
    "duration": facts.DURATION,
    "started": facts.STARTED,
    "ended": facts.ENDED,
    "language": facts.LANGUAGE,
    "respondent": facts.RESPONDENT,
    "finished": facts.FINISHED,
}
_KEPT = frozenset({"answer", "number", "option", "choices", "condition"})
_USED = frozenset({"status", "consent"})
_WORDS = frozenset({"text", "other_text"})


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is done with what can name a person.

    Attributes
    ----------
    pseudonymise : tuple of str
        What is replaced by keyed hashes instead of left out: ip, email, name,
        phone, location, device, other; or headings.
    key : bytes or None
        Of the hashes; from `pseudonym_key`.
    keep_text : bool
        Whether open answers are handed on.
    keep : tuple of str
        Headings of other columns to hand on in spite of what they look like.
    """

    pseudonymise: tuple[str, ...] = ()
    key: bytes | None = None
    keep_text: bool = False
    keep: tuple[str, ...] = ()


class Fates:
    """Decides on every column, and tells what it decided."""

    def __init__(self, sheet: Sheet, matching: Matching, privacy: Privacy) -> None:
        self.sheet, self.matching, self.privacy = sheet, matching, privacy
        self.notes: list[Reason] = []
        self.decided: list[ColumnAccount] = []
        self.handed_on: dict[str, list[object]] = {}

    def columns(self, taken: Collection[str]) -> dict[str, list[object]]:
        """Return the columns handed on beside answers and facts."""
        names = set(taken)
        for match in self.matching.matches:
            account, cells = self._decide(match, names)
            self.decided.append(account)
            if cells is not None:
                names.add(account.name)
                self.handed_on[account.name] = list(cells)
        return self.handed_on

    def accounts(self) -> tuple[ColumnAccount, ...]:
        """Return what became of each column, in the order of the file."""
        return tuple(self.decided)

    def _decide(
        self, match: Match, taken: Collection[str]
    ) -> tuple[ColumnAccount, Sequence[object] | None]:
        column = match.column
        kind = column.kind if column else match.how
        if column is not None and kind in _KEPT:
            return self._account(match, kind, "kept", column.name), None
        if kind in _NAMED:
            return self._account(match, kind, "kept", _NAMED[kind]), None
        if kind in _USED:
            return self._account(match, kind, "used"), None
        if match.how == "left_out":
            told = personal_heading([match.heading]) or ""
            return self._account(match, kind, "dropped", "", told), None
        if match.how == "blank" or kind in ("metadata", "order"):
            return self._account(match, kind, "dropped"), None
        return self._perhaps_personal(match, kind, taken)

    def _perhaps_personal(
        self, match: Match, kind: str, taken: Collection[str]
    ) -> tuple[ColumnAccount, Sequence[object] | None]:
        column = match.column
        cells = self.sheet.column(match.place, self.matching.n_headings)
        name = _free(column.name if column else match.heading, taken)
        if kind in _WORDS:
            return self._words(match, kind, name, cells)
        personal = self._personal(match, cells)
        if personal is None or match.heading in self.privacy.keep:
            kept = self._account(match, kind, "kept", name, personal or "")
            return kept, [_entry(cell) for cell in cells]
        wanted = {personal, match.heading} & set(self.privacy.pseudonymise)
        if wanted and self.privacy.key is not None:
            hidden = _free(f"pseudonym_{personal}", taken)
            account = self._account(match, kind, "pseudonymised", hidden, personal)
            return account, pseudonyms(cells, self.privacy.key)
        return self._account(match, kind, "dropped", "", personal), None

    def _words(
        self, match: Match, kind: str, name: str, cells: Sequence[object]
    ) -> tuple[ColumnAccount, Sequence[object] | None]:
        """Leave open answers out, or hand them on and say what is in them."""
        if not self.privacy.keep_text and match.heading not in self.privacy.keep:
            return self._account(match, kind, "dropped", "", "text"), None
        found = personal_content(cells)
        if found is not None:
            values = {"name": name, "n": found.n}
            self.notes.append(Reason("text_names_people", values))
        account = self._account(match, kind, "kept", name, "text")
        return account, [_entry(cell) for cell in cells]

    def _personal(self, match: Match, cells: Sequence[object]) -> str | None:
        if match.column is not None and match.column.kind == "identifier":
            return match.column.personal or "other"
        rows = range(self.matching.n_headings)
        by_heading = personal_heading(
            self.sheet.heading(row, match.place) for row in rows
        )
        if by_heading is not None:
            return by_heading
        found = personal_content(cells)
        return found.personal if found else None

    def _account(
        self, match: Match, kind: str, fate: str, name: str = "", personal: str = ""
    ) -> ColumnAccount:
        place = shown_place(match.place)
        return ColumnAccount(
            place, match.heading, kind, match.how, fate, name, personal
        )


def _free(name: str, taken: Collection[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _entry(cell: object) -> object:
    if is_empty(cell):
        return None
    return cell if isinstance(cell, int | float) else text_in(cell)
