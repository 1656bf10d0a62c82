"""A questionnaire: instruments, scenarios and own questions in an order."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from srtoolkit.questionnaire.frozen import FrozenModel, Identifier, Whole, Words
from srtoolkit.questionnaire.text import Text

Operator = Literal[
    "equals",
    "not_equals",
    "below",
    "above",
    "at_most",
    "at_least",
    "answered",
    "not_answered",
]
#: Operators that compare an answer with a number.
COMPARING = frozenset({"equals", "not_equals", "below", "above", "at_most", "at_least"})
#: Where a rule leads that ends the interview.
END = "end"
#: The whole story, or what happens until, and from, the recovery.
ToldPart = Literal["whole", "failure", "recovery"]
ELEMENT_KEYS = ("instrument", "scale", "items", "question", "scenario", "text")

_Flag = Annotated[bool, Field(strict=True)]


class Consent(FrozenModel):
    """What respondents read and agree to before the first question."""

    text: Text
    agree: Text
    decline: Text


class Question(FrozenModel):
    """An open-ended question of this questionnaire alone."""

    id: Identifier
    text: Text
    asks: Text
    required: _Flag = False


class AssignedCell(FrozenModel):
    """One condition respondents can be assigned to.

    Attributes
    ----------
    label : str
        Value of the condition column, as the plan names it.
    scenario : str
        Name of the scenario.
    control : bool
        Whether it is the scenario's story without a failure.
    levels : mapping of str to str
        Levels of the manipulated factors; empty for the control.
    """

    label: Identifier
    scenario: Words
    control: _Flag = False
    levels: dict[Identifier, Identifier] = Field(default_factory=dict)


class Assignment(FrozenModel):
    """How respondents come into conditions: at random, in equal numbers.

    Attributes
    ----------
    column : str
        Column that holds the label.
    seed : int
        Starts the order of assignments; the same seed gives the same order.
    repeats : int
        How often each cell stands in one permuted block.
    """

    column: Identifier
    seed: Annotated[Whole, Field(ge=0)]
    repeats: Annotated[Whole, Field(ge=1)] = 1
    cells: tuple[AssignedCell, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The conditions, in the order written."""
        return tuple(cell.label for cell in self.cells)


class Element(FrozenModel):
    """One thing a block shows; exactly one key is set."""

    instrument: Words | None = None
    scale: Identifier | None = None
    items: tuple[Identifier, ...] = ()
    question: Identifier | None = None
    scenario: ToldPart | None = None
    text: Text | None = None


class Rule(FrozenModel):
    """A simple condition on one answer, looked at when its block is done.

    Attributes
    ----------
    item : str
    operator : str
    value : int or None
        What the answer is compared with.
    then : str
        ``end``, or the id of a later block to go on with.
    """

    item: Identifier
    operator: Operator
    value: Whole | None = None
    then: Identifier


class Block(FrozenModel):
    """What is asked together.

    Attributes
    ----------
    shuffle : bool
        Whether its items come in a random order, for each respondent anew.
    new_page : bool
        Whether it begins a page.
    conditions : tuple of str
        The only conditions it is shown in; empty means all.
    rules : tuple of Rule
    """

    id: Identifier
    title: Text | None = None
    instructions: Text | None = None
    show: tuple[Element, ...]
    shuffle: _Flag = False
    new_page: _Flag = True
    conditions: tuple[Identifier, ...] = ()
    rules: tuple[Rule, ...] = ()

    def shown_in(self, condition: str | None) -> bool:
        """Whether a respondent in this condition sees it; None sees all."""
        return condition is None or not self.conditions or condition in self.conditions


class Questionnaire(FrozenModel):
    """What a respondent gets, from consent to the last question.

    Attributes
    ----------
    instruments : tuple of str
        Names on the shelf, or paths from the questionnaire's folder.
    """

    schema_version: Literal[1] = Field(alias="schema")
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    introduction: Text | None = None
    thanks: Text | None = None
    consent: Consent | None = None
    instruments: tuple[Words, ...]
    assignment: Assignment | None = None
    questions: tuple[Question, ...] = ()
    blocks: tuple[Block, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists, with the keys of the YAML file."""
        return self.model_dump(mode="json", by_alias=True)
