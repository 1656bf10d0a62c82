"""Binds columns of a table to the items of its instruments, by code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, did_you_mean
from srtoolkit.responses.cells import are_answers, folded
from srtoolkit.responses.personal.masking import without_persons
from srtoolkit.responses.table import RawTable

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Item, LoadedInstrument, ResponseFormat, Scale

#: So many columns are named when nothing in a file fits.
_COLUMNS_NAMED = 8


@dataclass(frozen=True, slots=True)
class BoundItem:
    """One item with the scale, response format and instrument it belongs to."""

    item: Item
    scale: Scale
    response: ResponseFormat
    instrument: str
    missing_codes: tuple[float | str, ...]

    @property
    def id(self) -> str:
        """The item's code, which is the column's name."""
        return self.item.id


def bound_items(instruments: Sequence[LoadedInstrument]) -> tuple[BoundItem, ...]:
    """List all items of all instruments in questionnaire order."""
    return tuple(
        BoundItem(
            item,
            scale,
            loaded.instrument.response_of(item),
            loaded.instrument.name,
            tuple(loaded.instrument.missing_codes),
        )
        for loaded in instruments
        for scale in loaded.instrument.scales
        for item in scale.items
    )


def needed_columns(
    items: Sequence[BoundItem], required: Collection[str], present: Collection[str]
) -> tuple[str, ...]:
    """Return the columns that must be there.

    With `required`: those columns and items, and all items of those scales.
    Without: every item of a scale of which the file has an item, under its
    code or one that differs in case, width or blanks only. A scale of which
    nothing is there was not asked.
    """
    by_scale: dict[str, list[str]] = {}
    for bound in items:
        by_scale.setdefault(bound.scale.id, []).append(bound.id)
    if required:
        codes = {bound.id for bound in items} | set(present)
        expanded = [
            name
            for wanted in required
            for name in (
                [wanted] if wanted in codes else by_scale.get(wanted, [wanted])
            )
        ]
        return tuple(dict.fromkeys(expanded))
    there = {folded(name) for name in present}
    return tuple(
        code
        for codes_of_scale in by_scale.values()
        if any(folded(code) in there for code in codes_of_scale)
        for code in codes_of_scale
    )


def binding_problems(
    table: RawTable,
    items: Sequence[BoundItem],
    needed: Sequence[str],
    required: Collection[str],
) -> list[Problem]:
    """Find instruments and columns that are not there."""
    strangers = _absent_instruments(table, items, needed, required)
    problems = [
        _absent_instrument(table, name, codes) for name, codes in strangers.items()
    ]
    told = {code for codes in strangers.values() for code in codes}
    by_code = {bound.id: bound for bound in items}
    free = [name for name in table.columns if name not in by_code]
    problems += [
        _absent_column(name, by_code.get(name), free, table.file)
        for name in needed
        if name not in table.columns and name not in told
    ]
    return problems


def nearest_name(wanted: str, names: Iterable[str]) -> str | None:
    """Return the name that differs from `wanted` in case, width or blanks only."""
    return next((name for name in names if folded(name) == folded(wanted)), None)


def _absent_column(
    name: str, bound: BoundItem | None, free: Sequence[str], file: str
) -> Problem:
    role = (
        f" (item of the scale {bound.scale.id} of {bound.instrument})" if bound else ""
    )
    twin = nearest_name(name, free)
    advice = did_you_mean(name, free)
    if twin is not None:
        advice = f'Did you mean "{twin}"? Rename that column to "{name}".'
    return Problem(
        "column_missing",
        f'the column "{name}"{role} is not in the file',
        file,
        advice=advice or f"Columns of no item: {_some(free)}.",
        pieces={"column": name, "nearest": twin},
    )


def _absent_instruments(
    table: RawTable,
    items: Sequence[BoundItem],
    needed: Sequence[str],
    required: Collection[str],
) -> dict[str, list[str]]:
    """Return the instruments none of whose items is there, with their codes.

    Where `required` says what is needed, only those of which an item is.
    """
    there = {folded(name) for name in table.columns}
    codes: dict[str, list[str]] = {}
    for bound in items:
        codes.setdefault(bound.instrument, []).append(bound.id)
    return {
        name: found
        for name, found in codes.items()
        if not any(folded(code) in there for code in found)
        and (not required or not set(found).isdisjoint(needed))
    }


def _absent_instrument(table: RawTable, name: str, codes: Sequence[str]) -> Problem:
    if are_answers(list(table.columns)):
        return Problem(
            "no_headings",
            f'none of the items of the instrument "{name}" is in the file, whose first '
            "row seems to hold answers",
            table.file,
            allowed=f"columns named {_some(codes)}",
            advice="Put the codes of the items above the answers.",
            pieces={"instrument": name, "items": list(codes)},
        )
    advice = f"The file's columns are {_some(list(table.columns))}."
    advice += f" {did_you_mean(codes[0], table.columns)}".rstrip()
    if len(table.columns) == 1:
        advice += " Only one column was found: separate columns by , ; or a tab."
    return Problem(
        "instrument_absent",
        f'none of the items of the instrument "{name}" is in the file',
        table.file,
        allowed=f"columns named {_some(codes)}",
        advice=advice,
        pieces={"instrument": name, "items": list(codes)},
    )


def _some(names: Sequence[str]) -> str:
    named = map(without_persons, names[:_COLUMNS_NAMED])
    shown = ", ".join(named) or "none"
    return shown + (", …" if len(names) > _COLUMNS_NAMED else "")
