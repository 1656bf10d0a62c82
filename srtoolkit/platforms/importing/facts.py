"""What a download says about each response: condition, language, times, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from srtoolkit.errors import Problem
from srtoolkit.inference import Reason
from srtoolkit.platforms.importing.cell_values import cell_key
from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.platforms.importing.headings import Match
from srtoolkit.platforms.importing.times import seconds_in, time_in
from srtoolkit.responses.cells import is_empty, text_in
from srtoolkit.responses.personal.contents import personal_content
from srtoolkit.responses.personal.own_words import own_entries

#: What the columns handed on are called.
DURATION, STARTED, ENDED = "duration_seconds", "started", "ended"
#: Seconds on all pages that ask something; reading a story is left out.
ANSWERING = "seconds_answering"
LANGUAGE, RESPONDENT, FINISHED = "language", "respondent_id", "finished"
_MEANT = frozenset({"condition", "language", "status", "finished"})


@dataclass(slots=True)
class Facts:
    """What is known of each response beside its answers.

    Attributes
    ----------
    columns : dict of str to list
        Columns handed on, one entry a row.
    languages : list or None
        Language of each row, None where it is not told.
    previews, spam : list of bool
        What is no answer of a respondent, and what the platform takes for spam.
    finished : list of bool or None
    """

    columns: dict[str, list[object]] = field(default_factory=dict)
    languages: list[str | None] | None = None
    previews: list[bool] = field(default_factory=list)
    spam: list[bool] = field(default_factory=list)
    finished: list[bool | None] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Reason] = field(default_factory=list)

    @property
    def language_counts(self) -> dict[str, int]:
        """Respondents by language."""
        counts = Counter(each for each in self.languages or () if each)
        return dict(sorted(counts.items()))


def read_facts(
    matches: Sequence[Match], cells_of: Callable[[Match], Cells], rows: Rows
) -> Facts:
    """Read everything that is no answer and names nobody."""
    n = len(rows.numbers)
    facts = Facts(previews=[False] * n, spam=[False] * n, finished=[None] * n)
    asking: list[list[float | None]] = []
    for match in matches:
        kind = match.column.kind if match.column else ""
        if kind in _MEANT:
            _read_meant(facts, cells_of(match), rows)
        elif kind == "duration":
            facts.columns[DURATION] = [*_seconds(facts, cells_of(match), rows)]
        elif kind == "page_duration":
            asking += _read_page(facts, cells_of(match), rows)
        elif kind in ("started", "ended"):
            _read_time(facts, cells_of(match), STARTED if kind == "started" else ENDED)
            _read_reached(facts, cells_of(match))
        elif kind == "respondent":
            _read_respondent(facts, cells_of(match))
    if asking:
        facts.columns[ANSWERING] = list(map(_sum, zip(*asking, strict=True)))
    return facts


def _read_meant(facts: Facts, each: Cells, rows: Rows) -> None:
    """Read a column whose entries the manifest gives a meaning."""
    column = each.column
    meanings = {cell_key(shown): meant for shown, meant in column.meanings.items()}
    meant: dict[object, str | None] = {}
    strange: set[object] = set()
    for cell in set(each.cells):
        key = "" if is_empty(cell) else cell_key(cell)
        told = bool(key) and key not in each.missing
        meant[cell] = meanings.get(key) if told else None
        if told and key not in meanings:
            strange.add(cell)
    found = list(map(meant.__getitem__, each.cells))
    if strange:
        unknown = [(n, cell) for n, cell in enumerate(each.cells) if cell in strange]
        facts.problems.append(
            Problem(
                f"{column.kind}_unknown",
                f'column "{each.heading}": entries without a meaning: '
                f"{rows.shown(unknown)}",
                rows.file,
                line=rows.numbers[unknown[0][0]],
                allowed=", ".join(dict.fromkeys(column.meanings)),
                pieces={"column": column.name},
            )
        )
    _put(facts, column.kind, column.name, found)


def _put(facts: Facts, kind: str, name: str, found: list[str | None]) -> None:
    if kind == "condition":
        _fill(facts, name, list(found))
    elif kind == "language":
        facts.languages = found
        facts.columns[LANGUAGE] = list(found)
    elif kind == "status":
        facts.previews = [meant == "preview" for meant in found]
        facts.spam = [meant == "spam" for meant in found]
    else:
        facts.finished = [None if meant is None else meant == "yes" for meant in found]
        facts.columns[FINISHED] = [
            None if meant is None else float(meant == "yes") for meant in found
        ]


def _fill(facts: Facts, name: str, found: Sequence[object]) -> None:
    """Put a column in, or into the gaps of one that is there."""
    there = facts.columns.get(name)
    facts.columns[name] = (
        list(found)
        if there is None
        else [
            old if old is not None else new
            for old, new in zip(there, found, strict=True)
        ]
    )


def _read_page(facts: Facts, each: Cells, rows: Rows) -> list[list[float | None]]:
    """Read the seconds on one page; return them where the page asks something."""
    found = _seconds(facts, each, rows)
    facts.columns[each.column.name] = [*found]
    return [found] if each.column.items else []


def _sum(seconds: Sequence[float | None]) -> float | None:
    told = [each for each in seconds if each is not None]
    return sum(told) if told else None


def _seconds(facts: Facts, each: Cells, rows: Rows) -> list[float | None]:
    found: list[float | None] = []
    unread: list[tuple[int, object]] = []
    for index, cell in enumerate(each.cells):
        seconds = None if is_empty(cell) else seconds_in(cell, each.column.unit)
        found.append(seconds)
        if seconds is None and not is_empty(cell):
            unread.append((index, cell))
    if unread:
        values = {"heading": each.heading, "cases": rows.shown(unread)}
        facts.notes.append(Reason("duration_unread", values))
    return found


def _read_time(facts: Facts, each: Cells, name: str) -> None:
    """Read times; one in an order of day and month that is not sure stays text."""
    unknown = each.missing | _unfinished_marks(each)
    facts.columns[name] = [
        None
        if is_empty(cell) or cell_key(cell) in unknown
        else time_in(cell) or text_in(cell)
        for cell in each.cells
    ]


def _read_reached(facts: Facts, each: Cells) -> None:
    """Tell from the time of the end who reached it, where its entries mean that."""
    marks = _unfinished_marks(each)
    if not marks:
        return
    reached: list[bool | None] = []
    for cell in each.cells:
        key = "" if is_empty(cell) else cell_key(cell)
        known = key in each.missing or (bool(key) and time_in(cell) is not None)
        reached.append(False if key in marks else True if known else None)
    facts.finished = reached
    facts.columns[FINISHED] = [
        None if each is None else float(each) for each in reached
    ]


def _unfinished_marks(each: Cells) -> frozenset[str]:
    """Return what stands for an end that was not reached; "" for an empty cell."""
    meanings = each.column.meanings.items()
    return frozenset(cell_key(shown) for shown, meant in meanings if meant == "no")


def _read_respondent(facts: Facts, each: Cells) -> None:
    found: list[object] = [None if is_empty(c) else text_in(c) for c in each.cells]
    if _name_persons(found):
        found = _numbered(found)
        facts.notes.append(Reason("respondent_numbered", {"heading": each.heading}))
    if RESPONDENT not in facts.columns:
        facts.columns[RESPONDENT] = found
    counts: Mapping[object, int] = Counter(cell for cell in found if cell is not None)
    twice = [cell for cell, count in counts.items() if count > 1]
    if twice:
        values = {"n": len(twice), "heading": each.heading}
        facts.notes.append(Reason("respondent_twice", values))


def _name_persons(entries: Sequence[object]) -> bool:
    """Tell whether somebody numbered the responses by names, mails or telephones.

    Some digits of a number that a device made up may look like a telephone's.
    """
    content, own = personal_content(entries), own_entries(entries)
    if own is not None and own[0] == "name":
        return True
    if content is None or content[0] not in ("email", "phone"):
        return False
    return content[0] == "email" or content[1] > len(set(entries)) / 2


def _numbered(entries: Sequence[object]) -> list[object]:
    """Number respondents in the order of the file; who comes again keeps the number."""
    numbers: dict[object, str] = {}
    return [
        None if entry is None else numbers.setdefault(entry, str(len(numbers) + 1))
        for entry in entries
    ]
