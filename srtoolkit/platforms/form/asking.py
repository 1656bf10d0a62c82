"""Turns items into questions: alone, in a matrix, or to be ticked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Literal, get_args

from srtoolkit.errors import ContentError, OptionError
from srtoolkit.platforms.form import texts
from srtoolkit.platforms.form.parts import (
    Choice,
    Matrix,
    MultiSelect,
    Part,
    Question,
    QuestionKind,
)
from srtoolkit.questionnaire import Item, LoadedInstrument, ResponseFormat, Scale
from srtoolkit.questionnaire import Question as OwnQuestion

Required = Literal["scales", "all", "none"]

#: The most points of a range that stand side by side; more are written in.
_MOST_POINTS = 11
#: The most labelled answers that stand as the columns of a matrix.
_MOST_COLUMNS = 7
#: Kinds of scale whose items stand as rows of a matrix.
_IN_ROWS = frozenset({"reflective", "formative", "check", "multiple"})
#: Kinds whose items respondents rate.
_RATED = frozenset({"reflective", "formative", "check"})


class Asking:
    """Makes questions of items, knowing the instruments they come from.

    Parameters
    ----------
    instruments : sequence of LoadedInstrument
    required : {"scales", "all", "none"}
    multi_select : bool
    routed : collection of str
        Items that rules look at.
    """

    def __init__(
        self,
        instruments: Sequence[LoadedInstrument],
        required: Required,
        multi_select: bool,
        routed: Collection[str] = (),
    ) -> None:
        self.required, self.multi_select, self.routed = required, multi_select, routed
        self.known: dict[str, tuple[LoadedInstrument, Scale]] = {
            item.id: (loaded, scale)
            for loaded in instruments
            for scale in loaded.instrument.scales
            for item in scale.items
        }
        self.taken = set(self.known)

    def parts(self, items: Sequence[Item | OwnQuestion], stem: str) -> Iterator[Part]:
        """Put neighbours with the same answers into one matrix, others alone.

        Parameters
        ----------
        stem : str
            Id of the block; what a matrix of several scales is called after.
        """
        for key, members in groupby(items, self._group):
            asked = [self.question(item) for item in members]
            if key is None or len(asked) < 2:
                yield from asked
            elif key[0] == "ticked":
                scale = self.known[asked[0].id][1]
                heading = texts.ticking(scale.title)
                yield MultiSelect(self._id([scale.id], stem), heading, tuple(asked))
            else:
                scales = [question.scale or "" for question in asked]
                yield Matrix(self._id(scales, stem), tuple(asked))

    def question(self, item: Item | OwnQuestion) -> Question:
        """Make one question.

        Raises
        ------
        ContentError
            When the item has no sentence.
        """
        if isinstance(item, OwnQuestion):
            return Question(
                item.id,
                item.text,
                item.asks,
                "text",
                required=item.required and self.required != "none",
                origin="question",
            )
        if item.text is None:
            raise ContentError(
                f"{item.id} has no sentence to ask: it describes a published study",
                code="described_not_fielded",
                advice="Export an instrument whose kind is questionnaire.",
            )
        loaded, scale = self.known[item.id]
        response = loaded.instrument.response_of(item)
        kind = _kind(response)
        return Question(
            id=item.id,
            text=item.text,
            asks=item.asks,
            kind=kind,
            choices=_choices(response) if kind == "choice" else (),
            low=response.low,
            high=response.high,
            step=response.step,
            low_label=response.low_label,
            high_label=response.high_label,
            unit=item.unit,
            required=self._is_required(item, scale, response),
            reverse=item.reverse,
            instructed_answer=item.instructed_answer,
            missing_codes=tuple(loaded.instrument.missing_codes),
            instrument=loaded.instrument.name,
            scale=scale.id,
            scale_kind=scale.kind,
        )

    def _group(self, item: Item | OwnQuestion) -> tuple[str, object] | None:
        """What neighbours must share to stand in one matrix."""
        if item.id not in self.known:
            return None
        loaded, scale = self.known[item.id]
        response = loaded.instrument.response_of(item.id)
        if scale.kind == "multiple" and self.multi_select and _is_yes_no(response):
            return ("ticked", scale.id)
        most = _MOST_COLUMNS if response.options else _MOST_POINTS
        if scale.kind in _IN_ROWS and 1 < len(response.values) <= most:
            return ("rated", response.model_dump_json())
        return None

    def _is_required(self, item: Item, scale: Scale, response: ResponseFormat) -> bool:
        if self.required == "none" or response.open:
            return False
        if self.required == "all" or item.id in self.routed:
            return True
        return scale.kind in _RATED

    def _id(self, scales: Sequence[str], stem: str) -> str:
        """Name a matrix after its scale, or its block, as no column is named."""
        wanted = scales[0] if len(set(scales)) == 1 else stem.upper()
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name


def check_required(required: str) -> None:
    """Refuse another word than those of `Required`.

    Raises
    ------
    OptionError
    """
    if required not in get_args(Required):
        raise OptionError(
            f'required is "{required}"',
            code="wrong_option",
            allowed=", ".join(get_args(Required)),
        )


def _kind(response: ResponseFormat) -> QuestionKind:
    if response.open:
        return "text"
    return "choice" if _choices(response) else "number"


def _choices(response: ResponseFormat) -> tuple[Choice, ...]:
    if response.options:
        return tuple(Choice(one.value, one.label) for one in response.options)
    if 1 < len(response.values) <= _MOST_POINTS:
        return tuple(Choice(value) for value in response.values)
    return ()


def _is_yes_no(response: ResponseFormat) -> bool:
    return set(response.values) == {0, 1}
