"""Makes the columns of a manifest, so that a platform only names headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from srtoolkit.platforms.form.parts import Form, MultiSelect, Question
from srtoolkit.platforms.manifest.model import (
    AskedBlock,
    Column,
    ColumnKind,
    Manifest,
    ManifestForm,
    NamedSource,
    OptionOfColumn,
)
from srtoolkit.questionnaire import LANGUAGES, Assignment, Language
from srtoolkit.responses.personal.headings import Personal

Headings = Mapping[str, str | Sequence[str]]


def manifest_of(
    form: Form,
    platform: str,
    columns: Iterable[Column],
    *,
    languages: Sequence[Language],
    missing: Mapping[str, str] | None = None,
) -> Manifest:
    """Make the manifest of an exported form.

    Parameters
    ----------
    columns : iterable of Column
        In the order the platform gives them back.
    missing : mapping of str to str, optional
        What the platform writes for "no answer": ``not_answered``,
        ``skipped`` or ``not_shown``.
    """
    return Manifest(
        platform=platform,
        form=ManifestForm(name=form.name, version=form.version, sha256=form.sha256),
        instruments=tuple(
            NamedSource(
                name=loaded.instrument.name,
                version=loaded.instrument.version,
                sha256=loaded.sha256,
            )
            for loaded in form.instruments
        ),
        languages=tuple(languages),
        columns=tuple(columns),
        missing=dict(missing or {}),
        condition=form.assignment.column if form.assignment else None,
        blocks=tuple(
            AskedBlock(
                id=block.id,
                items=tuple(question.id for question in block.questions),
                conditions=block.shown.conditions,
                rules=block.rules,
            )
            for block in form.blocks
        ),
    )


def question_column(
    question: Question,
    headings: Headings,
    *,
    written: Mapping[str, Mapping[str, int]] | None = None,
    languages: Sequence[Language] = LANGUAGES,
    **more: object,
) -> Column:
    """Make the column of one question with one answer.

    Parameters
    ----------
    headings : mapping of str to str or sequence of str
        By heading mode.
    written : mapping, optional
        Value by what stands in the cell, by kind of download; by default
        `codes_and_labels`.
    languages : sequence of {"zh", "en"}
        Languages whose labels a download may hold.
    """
    kinds: dict[str, ColumnKind] = {
        "choice": "answer",
        "number": "number",
        "text": "text",
    }
    kind = "consent" if question.origin == "consent" else kinds[question.kind]
    column = Column(
        name=question.id,
        kind=kind,
        headings=_headings(headings),
        low=question.low if kind == "number" else None,
        high=question.high if kind == "number" else None,
        missing=tuple(map(str, question.missing_codes)),
        personal="text" if kind == "text" else None,
        optional=kind == "text",
    )
    if question.kind == "choice":
        answers = written or codes_and_labels(question, languages=languages)
        column = column.model_copy(update={"written": answers})
    return column.model_copy(update=more)


def codes_and_labels(
    question: Question,
    *,
    codes: Mapping[int, str] | None = None,
    languages: Sequence[Language] = LANGUAGES,
    labels: Mapping[Language, Sequence[str]] | None = None,
) -> dict[str, dict[str, int]]:
    """Return what downloads of codes and of labels hold.

    Parameters
    ----------
    codes : mapping of int to str, optional
        The platform's code of each value; by default the value itself.
    labels : mapping, optional
        Labels as the platform got them, in the order of the choices.
    """
    written = {
        "code": {
            (codes[value] if codes else str(value)): value for value in question.values
        }
    }
    for language in languages:
        shown = labels[language] if labels else question.labels(language)
        written[f"label:{language}"] = dict(zip(shown, question.values, strict=True))
    return written


def joined_column(
    select: MultiSelect,
    headings: Headings,
    *,
    separators: Sequence[str],
    written: Mapping[str, Mapping[str, str]] | None = None,
    languages: Sequence[Language] = LANGUAGES,
    optional: bool = False,
) -> Column:
    """Make the column that joins the ticked options of one question.

    Parameters
    ----------
    written : mapping of str to mapping, optional
        For each item, how it is written by kind of download; by default its
        id (``code``) and its text (``label:zh``, ``label:en``).
    """
    options = tuple(
        OptionOfColumn(
            item=item.id,
            written=(
                written[item.id]
                if written
                else option_written(item, languages=languages)
            ),
        )
        for item in select.options
    )
    return Column(
        name=select.id,
        kind="choices",
        headings=_headings(headings),
        question=select.id,
        options=options,
        separators=tuple(separators),
        optional=optional,
    )


def option_written(
    item: Question,
    *,
    code: str | None = None,
    languages: Sequence[Language] = LANGUAGES,
) -> dict[str, str]:
    """Return how a ticked option is written: its code, and its text."""
    texts = {f"label:{each}": item.text.in_language(each) for each in languages}
    return {"code": code or item.id, **texts}


def option_column(
    item: Question,
    select: MultiSelect,
    headings: Headings,
    *,
    ticked: Sequence[str] = ("1",),
    not_ticked: Sequence[str] = ("0",),
    optional: bool = False,
) -> Column:
    """Make the column of one option of a multiple-choice question.

    An empty cell means "not ticked" where another option of the question is
    ticked, and "no answer" where none is.

    Parameters
    ----------
    ticked, not_ticked : sequence of str
        What the cell holds.
    """
    values = dict.fromkeys(not_ticked, 0) | dict.fromkeys(ticked, 1)
    return Column(
        name=item.id,
        kind="option",
        headings=_headings(headings),
        question=select.id,
        written={"code": values},
        optional=optional,
    )


def condition_column(
    assignment: Assignment,
    headings: Headings,
    *,
    written: Mapping[str, str] | None = None,
) -> Column:
    """Make the column of the condition.

    Parameters
    ----------
    written : mapping of str to str, optional
        Label by what the platform writes, beside the labels themselves.
    """
    meanings = {label: label for label in assignment.labels} | dict(written or {})
    return Column(
        name=assignment.column,
        kind="condition",
        headings=_headings(headings),
        meanings=meanings,
    )


def other_column(
    name: str,
    kind: ColumnKind,
    headings: Headings | None = None,
    *,
    meanings: Mapping[str, str] | None = None,
    personal: Personal | None = None,
    **more: object,
) -> Column:
    """Make a column of the platform's own; a download may lack it.

    Parameters
    ----------
    name : str
        Its heading, too, when none is given.
    """
    column = Column(
        name=name,
        kind=kind,
        headings=_headings(headings or {"code": name}),
        meanings=dict(meanings or {}),
        personal=personal,
        optional=True,
    )
    return column.model_copy(update=more)


def _headings(headings: Headings) -> dict[str, tuple[str, ...]]:
    return {
        mode: (shown,) if isinstance(shown, str) else tuple(shown)
        for mode, shown in headings.items()
    }
