"""Paper: a sheet to type the answers into, and what print cannot carry.

The printed form itself is laid out in `document`.
"""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms.described_losses import (
    duty_losses,
    range_losses,
    step_losses,
)
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.letters import letters, letters_loss
from srtoolkit.platforms.form.parts import Form, Question
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    manifest_of,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.naming import free_name
from srtoolkit.platforms.workbook import EntryColumn, entry_sheet

PAPER_FORMATS = ("docx", "pdf")


def export_paper(
    form: Form,
    platform: str = "docx",
    *,
    options: ExportOptions = ExportOptions(),  # noqa: B008
) -> Export:
    """Write ``<name>-data-entry.xlsx``, with one column a question.

    Its heads are the items' codes and texts; a cell takes only what is an answer
    of its question, and tells what the codes mean. The filled sheet comes back
    through the manifest.

    Parameters
    ----------
    form : Form
        Read with single questions; ticked options are asked one by one on paper.
    platform : {"docx", "pdf"}
        Format of the printed form, for the loss report.
    options : ExportOptions, optional

    Returns
    -------
    Export
        Without the printed forms.
    """
    names = _own_names(form)
    columns = list(_columns(form, names, options))
    file = f"{form.name}-data-entry.xlsx"
    sheet = entry_sheet(list(_entries(form, names, options)))
    manifest = manifest_of(form, platform, columns, languages=options.languages)
    return Export({file: sheet}, manifest, tuple(_losses(form, names, options)))


def _own_names(form: Form) -> tuple[str, str]:
    """Name the columns of respondent and language beside the items' codes."""
    taken = {question.id for question in form.questions}
    return free_name("respondent_id", taken), free_name("language", taken)


def _columns(
    form: Form, names: tuple[str, str], options: ExportOptions
) -> Iterator[Column]:
    respondent, language = names
    yield other_column(respondent, "respondent")
    if len(options.languages) > 1:
        meanings: dict[str, str] = {each: each for each in options.languages}
        yield other_column(language, "language", meanings=meanings)
    if form.assignment:
        pairs = zip(letters(form.assignment), form.assignment.labels, strict=True)
        heading = {"code": form.assignment.column}
        yield condition_column(form.assignment, heading, written=dict(pairs))
    for question in form.questions:
        texts = {
            f"text:{each}": question.text.in_language(each)
            for each in options.languages
        }
        headings = {"code": question.id, **texts}
        yield question_column(question, headings, languages=options.languages)


def _entries(
    form: Form, names: tuple[str, str], options: ExportOptions
) -> Iterator[EntryColumn]:
    respondent, language = names
    yield EntryColumn(respondent, "")
    if len(options.languages) > 1:
        yield EntryColumn(language, "", dict.fromkeys(options.languages, ""))
    if form.assignment:
        given = dict.fromkeys(letters(form.assignment), "")
        yield EntryColumn(form.assignment.column, "", given)
    for question in form.questions:
        yield _entry(question, options)


def _entry(question: Question, options: ExportOptions) -> EntryColumn:
    language = options.first
    labels = dict(zip(question.values, question.labels(language), strict=True))
    codes = {str(value): label for value, label in labels.items()}
    codes |= {str(code): "" for code in question.missing_codes}
    limits = (question.low, question.high) if question.kind == "number" else None
    text = question.text.in_language(language)
    return EntryColumn(question.id, text, codes if labels else {}, limits)


def _losses(
    form: Form, names: tuple[str, str], options: ExportOptions
) -> Iterator[Loss]:
    yield Loss("", "typed_by_hand", {"file": f"{form.name}-data-entry.xlsx"})
    yield Loss("", "times_not_recorded")
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    else:
        yield Loss("", "paper_each_language", {"column": names[1]})
    if form.assignment:
        shown = letters_loss(form.assignment).values
        values = {**shown, "column": form.assignment.column}
        yield Loss(form.assignment.column, "assignment_forms", values)
    for block in form.blocks:
        if block.rules:
            yield Loss(block.id, "logic_in_words")
        if block.shuffle:
            yield Loss(block.id, "shuffle_dropped")
    for question in form.questions:
        yield from duty_losses(question)
        yield from range_losses(question)
        yield from step_losses(question)
