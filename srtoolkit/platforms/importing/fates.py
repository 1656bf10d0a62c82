"""What becomes of each column: handed on, used, left out, or made a pseudonym."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from srtoolkit.errors import OptionError, Problem, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.platforms.importing import facts
from srtoolkit.platforms.importing.heading_index import GLOB
from srtoolkit.platforms.importing.heading_problems import PLACE, shown_place
from srtoolkit.platforms.importing.headings import Match, Matching
from srtoolkit.platforms.importing.pseudonyms import pseudonyms
from srtoolkit.platforms.importing.report import ColumnAccount
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.responses.cells import is_empty, text_in
from srtoolkit.responses.personal.contents import personal_content
from srtoolkit.responses.personal.finding import personal_column
from srtoolkit.responses.personal.headings import Personal, announced

#: Kinds whose column is handed on under a name of its own.
_NAMED = {
    "duration": facts.DURATION,
    "started": facts.STARTED,
    "ended": facts.ENDED,
    "language": facts.LANGUAGE,
    "respondent": facts.RESPONDENT,
    "finished": facts.FINISHED,
}
_KEPT = frozenset(
    {"answer", "number", "option", "choices", "condition", "page_duration"}
)
_USED = frozenset({"status", "consent"})
_WORDS = frozenset({"text", "other_text"})
#: What can be replaced by pseudonyms wherever it is found.
PSEUDONYMISED = ("ip", "email", "name", "phone", "location", "device", "other")


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is done with what can name a person.

    Attributes
    ----------
    pseudonymise : tuple of str
        What is replaced by keyed hashes instead of left out: ip, email, name,
        phone, location, device, other; or columns by heading, by ``#3``, or by
        their name in the form.
    key : bytes or None
        Of the hashes; from `pseudonym_key`.
    keep_text : bool
        Whether open answers are handed on.
    keep : tuple of str
        Columns to hand on in spite of what they look like, named in the same way.
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
        self._refuse_unknown_names()

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
            told = announced(match.heading)
            personal = told.personal if told else ""
            return self._account(match, kind, "dropped", "", personal), None
        if column is not None and kind == "order" and match.mode != GLOB:
            cells = self.sheet.column(match.place, self.matching.n_headings)
            account = self._account(match, kind, "kept", column.name)
            return account, [_entry(cell) for cell in cells]
        if match.how == "blank" or kind in ("metadata", "order"):
            return self._account(match, kind, "dropped"), None
        return self._perhaps_personal(match, kind, taken)

    def _perhaps_personal(
        self, match: Match, kind: str, taken: Collection[str]
    ) -> tuple[ColumnAccount, Sequence[object] | None]:
        column = match.column
        cells = self.sheet.column(match.place, self.matching.n_headings)
        name = _free(column.name if column else match.heading, taken)
        personal = self._personal(match, kind, cells)
        wanted = {personal, *_names(match)} & set(self.privacy.pseudonymise)
        if wanted and self.privacy.key is not None:
            personal = personal or "other"
            hidden = _free(f"pseudonym_{personal}", taken)
            account = self._account(match, kind, "pseudonymised", hidden, personal)
            return account, pseudonyms(cells, self.privacy.key, personal)
        keep = not _names(match).isdisjoint(self.privacy.keep)
        if personal == "text":
            keep = keep or self.privacy.keep_text
            return self._words(match, kind, name if keep else "", cells)
        if personal is None or keep:
            kept = self._account(match, kind, "kept", name, personal or "")
            return kept, [_entry(cell) for cell in cells]
        return self._account(match, kind, "dropped", "", personal), None

    def _words(
        self, match: Match, kind: str, name: str, cells: Sequence[object]
    ) -> tuple[ColumnAccount, Sequence[object] | None]:
        """Leave open answers out, or hand them on and say what is in them."""
        if not name:
            return self._account(match, kind, "dropped", "", "text"), None
        found = personal_content(cells)
        if found is not None:
            values = {"name": name, "n": found[1]}
            self.notes.append(Reason("text_names_people", values))
        account = self._account(match, kind, "kept", name, "text")
        return account, [_entry(cell) for cell in cells]

    def _personal(
        self, match: Match, kind: str, cells: Sequence[object]
    ) -> Personal | None:
        if kind in _WORDS:
            return "text"
        if match.column is not None and kind == "identifier":
            return match.column.personal or "other"
        rows = range(self.matching.n_headings)
        headings = (self.sheet.heading(row, match.place) for row in rows)
        found = personal_column(headings, cells)
        return found.personal if found else None

    def _refuse_unknown_names(self) -> None:
        """Refuse what the user wants hidden or kept that is nowhere."""
        known = {name for match in self.matching.matches for name in _names(match)}
        hidden = set(self.privacy.pseudonymise) - known - set(PSEUDONYMISED)
        kinds = ", ".join(PSEUDONYMISED)
        problems = [
            Problem(
                "unknown_column",
                f'there is no column "{name}" to {verb}',
                self.sheet.file,
                allowed=allowed,
                advice=did_you_mean(name, [*PSEUDONYMISED, *known]),
            )
            for names, verb, allowed in (
                (hidden, "replace by pseudonyms", f"{kinds}, or a heading of the file"),
                (set(self.privacy.keep) - known, "keep", "a heading of the file"),
            )
            for name in sorted(names)
        ]
        if problems:
            raise OptionError(problems)

    def _account(
        self, match: Match, kind: str, fate: str, name: str = "", personal: str = ""
    ) -> ColumnAccount:
        place = shown_place(match.place)
        return ColumnAccount(
            place, match.heading, kind, match.how, fate, name, personal
        )


def _names(match: Match) -> set[str]:
    """Return what a user may call a column: heading, place, name in the form."""
    names = {match.heading, f"{PLACE}{match.place + 1}"}
    return names | ({match.column.name} if match.column else set())


def _free(name: str, taken: Collection[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _entry(cell: object) -> object:
    if is_empty(cell):
        return None
    return cell if isinstance(cell, int | float) else text_in(cell)
