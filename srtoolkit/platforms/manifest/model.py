"""The manifest: which columns a platform gives back, and what each means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from srtoolkit.questionnaire import Language, Rule
from srtoolkit.responses.personal.headings import Personal

#: What a column of a download holds.
ColumnKind = Literal[
    "answer",  # one of the choices of an item
    "number",  # a number that was written in
    "text",  # an open answer
    "choices",  # the ticked options of one question, joined
    "option",  # one option of a question, ticked or not
    "other_text",  # words beside an option "other"
    "condition",  # the condition a respondent was assigned to
    "consent",
    "respondent",  # the platform's number of a response; names no person
    "language",
    "status",  # a real answer, or a preview
    "finished",  # whether the last page was reached
    "duration",
    "page_duration",  # seconds on one page
    "started",
    "ended",
    "identifier",  # what can name a person
    "order",  # in which order things were shown
    "metadata",  # nothing of use; dropped
]
#: Answers as a download writes them, by kind of download (``code``,
#: ``label:zh``, ``label:en``, ``number``, ``score``): the item's value by what
#: stands in the cell. The part behind the colon is a language.
Written = Mapping[str, Mapping[str, int]]


class ManifestModel(BaseModel):
    """A frozen part of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class OptionOfColumn(ManifestModel):
    """One option in a column of joined options.

    Attributes
    ----------
    item : str
        The item that is 1 when it is ticked.
    written : mapping of str to str
        How it stands in the cell, by kind of download.
    """

    item: str
    written: Mapping[str, str]


class Column(ManifestModel):
    """One column the platform may give back.

    Attributes
    ----------
    name : str
        What it is called in the answers: the item's code for ``answer``,
        ``number``, ``text`` and ``option``; the id of the question for
        ``choices``; the column of the assignment for ``condition``.
    kind : str
    headings : mapping of str to tuple of str
        What may stand above it, by heading mode (``code``, ``text:zh``, …).
        Compared whole, blanks and line ends aside; in the mode ``glob``, a
        pattern with ``*`` that any number of columns may fit.
    question : str or None
        The multiple-choice question an ``option`` or ``choices`` belongs to.
    written : mapping of str to mapping of str to int
        Of an ``answer``, ``consent`` or ``option``.
    meanings : mapping of str to str
        Of a ``condition`` (label by what is written), ``language`` ("zh",
        "en"), ``status`` ("answer", "preview", "spam"), ``finished`` ("yes", "no"), or
        of ``ended`` when an entry means unfinished ({"": "no"} for an empty cell).
    options : tuple of OptionOfColumn
        Of ``choices``.
    separators : tuple of str
        Between the options of ``choices``; the first that fits is used.
    low, high : int or None
        Of a ``number``.
    missing : tuple of str
        What this column holds for "no answer", beside the manifest's own.
    unit : {"s", "ms", "min"} or None
        Of a ``duration`` or ``page_duration`` that is a bare number.
    items : tuple of str
        Of a ``page_duration``: what is asked on the page.
    personal : str or None
        Of an ``identifier``.
    optional : bool
        Whether a download may lack it.
    """

    name: str
    kind: ColumnKind
    headings: Mapping[str, tuple[str, ...]]
    question: str | None = None
    written: Written = Field(default_factory=dict)
    meanings: Mapping[str, str] = Field(default_factory=dict)
    options: tuple[OptionOfColumn, ...] = ()
    separators: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    missing: tuple[str, ...] = ()
    unit: Literal["s", "ms", "min"] | None = None
    items: tuple[str, ...] = ()
    personal: Personal | None = None
    optional: bool = False

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The items whose answers it holds."""
        if self.kind == "choices":
            return tuple(option.item for option in self.options)
        return (self.name,) if self.kind in ("answer", "number", "option") else ()


class AskedBlock(ManifestModel):
    """What is asked together, of whom, and what is jumped over behind it.

    Attributes
    ----------
    items : tuple of str
        Names of the columns its answers come to.
    conditions : tuple of str
        The only conditions it is shown in; empty means all.
    rules : tuple of Rule
        Looked at when the block is done; the first that holds is followed.
    """

    id: str
    items: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


class NamedSource(ManifestModel):
    """An instrument or questionnaire and the bytes it was made of."""

    name: str
    version: str
    sha256: str


class ManifestForm(ManifestModel):
    """The form that was exported; `sha256` is None for an instrument alone."""

    name: str
    version: str
    sha256: str | None = None


class Manifest(ManifestModel):
    """What a download of one exported form will look like.

    Attributes
    ----------
    schema_version : int
        ``schema`` in the file; 1.
    platform : str
    form : ManifestForm
    instruments : tuple of NamedSource
    languages : tuple of str
        Languages the form was exported in.
    columns : tuple of Column
        In the order a download gives them.
    missing : mapping of str to str
        What the platform writes for "no answer" in any column, and why:
        ``not_answered``, ``skipped``, ``not_shown``.
    condition : str or None
        Column of the condition respondents were assigned to.
    blocks : tuple of AskedBlock
        In the order asked; whoever is led past one was not asked. Empty when the
        manifest does not tell.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    platform: Annotated[str, Field(min_length=1)]
    form: ManifestForm
    instruments: tuple[NamedSource, ...]
    languages: tuple[Language, ...]
    columns: tuple[Column, ...]
    missing: Mapping[str, str] = Field(default_factory=dict)
    condition: str | None = None
    blocks: tuple[AskedBlock, ...] = ()

    def to_bytes(self) -> bytes:
        """Write it as JSON: keys sorted, UTF-8, LF, nothing that is empty."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        content["schema"] = self.schema_version
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()
