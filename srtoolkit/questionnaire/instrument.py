"""Items, scales and the instrument that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from srtoolkit.errors import ShelfError, did_you_mean
from srtoolkit.questionnaire.frozen import FrozenModel, Identifier, Whole, Words
from srtoolkit.questionnaire.response_format import ResponseFormat
from srtoolkit.questionnaire.text import LANGUAGES, Language, Text

#: An instrument is named as its folder: words of lower-case letters and digits.
INSTRUMENT_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Wording = Literal["own", "adapted", "licensed", "described"]
ScaleKind = Literal[
    "reflective",
    "formative",
    "single",
    "check",
    "count",
    "nominal",
    "multiple",
    "open",
]


class Item(FrozenModel):
    """One question.

    Attributes
    ----------
    id : str
        Column of the answers.
    text : Text or None
        The sentence a respondent reads; None in a described instrument.
    role : Text or None
        What the published item asked, in our words; described instruments only.
    asks : Text
        The content in a few words, for tables.
    response : str
        Name of the response format.
    reverse : bool
        Whether a high answer means little of the construct.
    wording : str
        Whose sentence it is.
    instructed_answer : int or None
        The answer an attention check tells the respondent to give.
    unit : Text or None
        What an amount is counted in, to stand behind the line it is written on.
    """

    id: Identifier
    text: Text | None = None
    role: Text | None = None
    asks: Text
    response: Words
    reverse: Annotated[bool, Field(strict=True)] = False
    wording: Wording
    instructed_answer: Whole | None = None
    unit: Text | None = None


class Scoring(FrozenModel):
    """How the items of a scale become one score.

    Attributes
    ----------
    method : str
        ``mean`` or ``sum`` of the answered items, in points; ``none`` where
        the answer itself stands, as a choice without order and a text do.
    min_valid : int
        Fewest answered items for which a score is given.
    """

    method: Literal["mean", "sum", "none"]
    min_valid: Annotated[int, Field(strict=True, ge=1)]


#: Kinds of scale whose items no respondent rates.
_NOT_RATED = frozenset({"check", "count", "nominal", "multiple", "open"})


class Scale(FrozenModel):
    """The items that measure one construct.

    Attributes
    ----------
    id : str
        Name of the score and of the latent variable.
    construct_code : str or None
        Code of the theory map, ``construct`` in the file; None for what has
        no code there.
    title, definition : Text
        Name and meaning of the construct, in our words.
    source : tuple of str
        Keys of the references the construct comes from.
    kind : str
        Reflective or formative, a single item, a check or a count; nominal
        (one choice without order), multiple (several yes/no facts) or open
        (one text).
    """

    id: Identifier
    construct_code: Identifier | None = Field(alias="construct")
    title: Text
    definition: Text
    source: tuple[str, ...] = ()
    kind: ScaleKind
    scoring: Scoring
    items: tuple[Item, ...]

    @property
    def is_rated(self) -> bool:
        """Whether its answers are places on a line, from low to high."""
        return self.kind not in _NOT_RATED


class Translation(FrozenModel):
    """How far the translation has been looked at."""

    status: Literal["draft", "reviewed", "back-translated"]


class Instrument(FrozenModel):
    """One questionnaire definition: scales, response formats and provenance.

    Attributes
    ----------
    schema_version : int
        ``schema`` in the file.
    measures : tuple of str
        Codes of the theory map, as its scales name them; checks count not.
    kind : str
        ``questionnaire``, or ``described``: the content of a published study
        in our words, to read its data with and not to be fielded.
    licence : str
        Licence of the wording.
    missing_codes : tuple of int
        Numbers that stand for "no answer".
    minutes : float or None
        Time to answer.
    references : mapping of str to str
        APA text by key.
    responses : mapping of str to ResponseFormat
        Response formats by name.
    """

    schema_version: Literal[1] = Field(alias="schema")
    name: Annotated[str, StringConstraints(pattern=INSTRUMENT_NAME)]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    description: Text
    measures: tuple[Identifier, ...]
    kind: Literal["questionnaire", "described"]
    licence: Words
    translation: Translation
    instructions: Text | None = None
    missing_codes: tuple[Whole, ...] = ()
    minutes: Annotated[float, Field(gt=0)] | None = None
    references: Mapping[str, Words] = Field(default_factory=dict)
    responses: Mapping[str, ResponseFormat]
    scales: tuple[Scale, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages every text of the instrument comes in."""
        return LANGUAGES

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the order of the scales."""
        return tuple(item for scale in self.scales for item in scale.items)

    def item(self, item_id: str) -> Item:
        """Return one item.

        Raises
        ------
        ShelfError
            When the instrument has no item of that id; it names the nearest.
        """
        found = {item.id: item for item in self.items}
        if item_id not in found:
            raise self._unknown("item", item_id, list(found))
        return found[item_id]

    def scale(self, scale_id: str) -> Scale:
        """Return one scale.

        Raises
        ------
        ShelfError
            When the instrument has no scale of that id; it names the nearest.
        """
        found = {scale.id: scale for scale in self.scales}
        if scale_id not in found:
            raise self._unknown("scale", scale_id, list(found))
        return found[scale_id]

    def response_of(self, item: Item | str) -> ResponseFormat:
        """Return the response format of one item, given as item or id."""
        found = self.item(item) if isinstance(item, str) else item
        return self.responses[found.response]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists, with the keys of the YAML file."""
        return self.model_dump(mode="json", by_alias=True)

    def _unknown(self, what: str, found: str, known: list[str]) -> ShelfError:
        return ShelfError(
            f'the instrument "{self.name}" has no {what} "{found}"',
            code=f"unknown_{what}",
            allowed=", ".join(known),
            advice=did_you_mean(found, known),
            found=found,
        )
