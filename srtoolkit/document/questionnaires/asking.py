"""Turns items into questions on paper: grids, boxes, lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from srtoolkit.document.questionnaires.form import (
    Amount,
    Answer,
    Asked,
    Choice,
    Grid,
    Part,
    Writing,
)
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.errors import ContentError
from srtoolkit.questionnaire import Instrument, Item, Question, ResponseFormat

#: The most numbers that stand side by side; a longer range is written in.
_WIDEST = 11
#: The most labelled answers that stand as columns.
_MOST_COLUMNS = 7
_LINES, _COMMENT_LINES = 5, 3
#: Kinds of scale whose items are read one under the other.
_IN_ROWS = frozenset({"reflective", "formative", "check", "multiple"})


@dataclass(slots=True)
class Asking:
    """Numbers questions as they are put on paper.

    Attributes
    ----------
    kinds : mapping of str to str
        Kind of the scale each item belongs to.
    responses : mapping of str to ResponseFormat
        The answers of each item.
    numbers : dict of str to int
        Number of each question asked so far, by its code.
    """

    words: FormWords
    kinds: Mapping[str, str]
    responses: Mapping[str, ResponseFormat]
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, instruments: Sequence[Instrument], words: FormWords) -> Asking:
        """Begin to ask the items of some instruments."""
        kinds: dict[str, str] = {}
        responses: dict[str, ResponseFormat] = {}
        for instrument in instruments:
            for scale in instrument.scales:
                kinds |= {item.id: scale.kind for item in scale.items}
            responses |= {i.id: instrument.response_of(i) for i in instrument.items}
        return cls(words, kinds, responses)

    def parts(self, items: Sequence[Item | Question]) -> Iterator[Part]:
        """Put neighbours with the same answers into one grid, others alone."""
        for grid_format, members in groupby(items, self._grid_format):
            if grid_format is None:
                for item in members:
                    yield self._alone(item)
            else:
                yield self._grid(grid_format, list(members))

    def _grid_format(self, item: Item | Question) -> ResponseFormat | None:
        """The answers of an item that belongs into a grid."""
        response = self.responses.get(item.id)
        if response is None or self.kinds[item.id] not in _IN_ROWS:
            return None
        most = _MOST_COLUMNS if response.options else _WIDEST
        return response if 1 < len(response.values) <= most else None

    def _grid(self, response: ResponseFormat, items: Sequence[Item | Question]) -> Grid:
        of = self.words.of
        return Grid(
            answers=self._answers(response),
            rows=tuple(self._asked(item) for item in items),
            low_label=of(response.low_label),
            high_label=of(response.high_label),
        )

    def _alone(self, item: Item | Question) -> Part:
        response = self.responses.get(item.id)
        asked = self._asked(item)
        if response is None:
            return Writing(asked, _COMMENT_LINES)
        if response.open:
            return Writing(asked, _LINES)
        if response.options:
            return Choice(asked, self._answers(response))
        if 1 < len(response.values) <= _WIDEST:
            of = self.words.of
            ends = of(response.low_label), of(response.high_label)
            return Grid(self._answers(response), (asked,), *ends)
        hint = ""
        if response.has_range:
            hint = self.words.say("form.range", low=response.low, high=response.high)
        unit = item.unit if isinstance(item, Item) else None
        return Amount(asked, self.words.of(unit), hint)

    def _answers(self, response: ResponseFormat) -> tuple[Answer, ...]:
        if response.options:
            of = self.words.of
            return tuple(Answer(of(one.label), one.value) for one in response.options)
        return tuple(Answer("", value) for value in response.values)

    def _asked(self, item: Item | Question) -> Asked:
        if item.text is None:
            raise ContentError(
                f"{item.id} has no sentence to ask: it describes a published study",
                code="described_not_fielded",
                advice="Preview an instrument whose kind is questionnaire.",
            )
        self.numbers[item.id] = len(self.numbers) + 1
        text = self.words.of(item.text)
        return Asked(self.numbers[item.id], item.id, text)
