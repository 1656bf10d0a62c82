"""Who was asked what, by the conditions and jumps of the form.

An empty cell of a question that was asked is a missing answer; one of a question
that was not asked is none. The form knows, so nothing has to be guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.platforms.importing.cell_values import cell_key
from srtoolkit.platforms.importing.column_cells import Cells
from srtoolkit.platforms.manifest.model import AskedBlock, Manifest
from srtoolkit.responses.asked import AskedItems
from srtoolkit.responses.cells import is_empty

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Rule

#: Answers by question: numbers, words, or None for no answer.
Values = Mapping[str, Sequence[object]]
_ANSWERED = frozenset({"answered", "not_answered"})


def asked_items(
    manifest: Manifest,
    values: Values,
    skipped: Mapping[str, Collection[int]],
    n: int,
) -> AskedItems | None:
    """Follow every respondent through the blocks of the form.

    A comparison with a question that was not answered does not hold, as on the
    platforms. Where the condition is unknown, a block counts as shown when
    anything of it was answered. What was answered in spite of the form was
    asked: a platform may have lost the logic.

    Parameters
    ----------
    values : mapping of str to sequence
        By question, and by the column of the condition.
    skipped : mapping of str to collection of int
        Rows in which the platform itself says that a question was not shown.
    n : int
        Rows.

    Returns
    -------
    AskedItems or None
        None when the manifest does not tell the blocks.
    """
    if not manifest.blocks:
        return None
    answered = {
        name: np.array([cell is not None for cell in cells], dtype=bool)
        for name, cells in values.items()
    }
    shown = _Walk(manifest, values, answered, n).shown()
    table: dict[str, np.ndarray] = {}
    gates: dict[str, str] = {}
    against: dict[str, np.ndarray] = {}
    for place, block in enumerate(manifest.blocks):
        for item in block.items:
            told = shown[block.id].copy()
            told[list(skipped.get(item, ()))] = False
            given = answered.get(item, np.zeros(n, dtype=bool))
            if (given & ~told).any():
                against[item] = given & ~told
            table[item] = told | given
            gate = _gate(manifest, place)
            if gate and not table[item].all():
                gates[item] = gate
    return AskedItems.of(table, against, gates)


def skipped_rows(manifest: Manifest, columns: Iterable[Cells]) -> dict[str, list[int]]:
    """Return, by item, the rows in which the platform says it was not shown."""
    marks = {
        cell_key(mark)
        for mark, why in manifest.missing.items()
        if why in ("skipped", "not_shown")
    }
    found: dict[str, list[int]] = {}
    for each in columns if marks else ():
        entries = {
            cell
            for cell in set(each.cells)
            if not is_empty(cell) and cell_key(cell) in marks
        }
        rows = [row for row, cell in enumerate(each.cells) if cell in entries]
        if rows:
            found |= dict.fromkeys(each.column.answers_to, rows)
    return found


class _Walk:
    """All respondents on their way through the blocks at once."""

    def __init__(
        self,
        manifest: Manifest,
        values: Values,
        answered: Mapping[str, np.ndarray],
        n: int,
    ) -> None:
        self.blocks, self.values, self.n = manifest.blocks, values, n
        self.answered = answered
        labels = values.get(manifest.condition or "", [None] * n)
        self.labels = np.array(labels, dtype=object)
        ids = [block.id for block in manifest.blocks]
        self.places = {name: place for place, name in enumerate(ids)}

    def shown(self) -> dict[str, np.ndarray]:
        """Return who sees each block."""
        goes_on_at = np.zeros(self.n, dtype=int)
        found: dict[str, np.ndarray] = {}
        for place, block in enumerate(self.blocks):
            here = (goes_on_at <= place) & self._in_condition(block)
            found[block.id] = here
            pending = here.copy()
            for rule in block.rules:
                follows = pending & self._holds(rule)
                goes_on_at[follows] = self.places.get(rule.then, len(self.blocks))
                pending &= ~follows
        return found

    def _in_condition(self, block: AskedBlock) -> np.ndarray:
        if not block.conditions:
            return np.ones(self.n, dtype=bool)
        unknown = np.array([label is None for label in self.labels], dtype=bool)
        told = np.isin(self.labels.astype(str), list(block.conditions)) & ~unknown
        if not unknown.any():
            return np.asarray(told)
        given = [self.answered[item] for item in block.items if item in self.answered]
        any_given = np.any(given, axis=0) if given else np.zeros(self.n, dtype=bool)
        return np.asarray(told | (unknown & any_given))

    def _holds(self, rule: Rule) -> np.ndarray:
        if rule.item not in self.answered:
            return np.zeros(self.n, dtype=bool)
        given = self.answered[rule.item]
        if rule.operator in _ANSWERED:
            return given if rule.operator == "answered" else ~given
        if rule.value is None:
            return np.zeros(self.n, dtype=bool)
        cells = self.values[rule.item]
        numbers = np.array(
            [cell if isinstance(cell, int | float) else np.nan for cell in cells],
            dtype=float,
        )
        value = float(rule.value)
        compared: dict[str, np.ndarray] = {
            "equals": numbers == value,
            "not_equals": numbers != value,
            "below": numbers < value,
            "above": numbers > value,
            "at_most": numbers <= value,
            "at_least": numbers >= value,
        }
        return np.asarray(compared[rule.operator] & given)


def _gate(manifest: Manifest, place: int) -> str:
    """Name what decides whether a block is shown: the condition, or an item."""
    if manifest.blocks[place].conditions and manifest.condition:
        return manifest.condition
    ids = [block.id for block in manifest.blocks]
    leading_past = [
        rule.item
        for earlier in manifest.blocks[:place]
        for rule in earlier.rules
        if rule.then not in ids or ids.index(rule.then) > place
    ]
    return leading_past[-1] if leading_past else ""
