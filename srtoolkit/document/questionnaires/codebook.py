"""The codebook: every variable, its answers, its scale, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from srtoolkit.document.questionnaires.codebook_columns import column_sheet
from srtoolkit.document.questionnaires.codebook_words import CodebookWords, Sheet
from srtoolkit.document.writers.codebook_markdown import codebook_markdown
from srtoolkit.document.writers.codebook_workbook import codebook_workbook
from srtoolkit.platforms import (
    Form,
    FormBlock,
    Manifest,
    Question,
    read_form,
)
from srtoolkit.questionnaire import Assignment, Language, LoadedInstrument, Scale
from srtoolkit.results import refuse_overwriting, write_files


def write_codebook(
    name: str,
    out: Path,
    *,
    langs: Sequence[Language],
    manifest: Manifest | None = None,
    multi_select: bool = False,
    study: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write ``<name>-codebook.xlsx`` and ``<name>-codebook.md``.

    Parameters
    ----------
    name : str
        An instrument or a composed questionnaire, by name or path.
    out : Path
        Folder of the files.
    langs : sequence of {"zh", "en"}
        With both, every text stands in both.
    manifest : Manifest, optional
        Of an export; the columns of the platform's download are then listed.
    multi_select : bool
        Whether several yes/no facts are ticked in one question.
    study : Path, optional
    force : bool
        Whether files may be overwritten.

    Returns
    -------
    list of Path

    Raises
    ------
    ShelfError
        When there is nothing of that name.
    ContentError
        When its file is not sound, or describes a published study.
    OptionError
        When it is a scenario, which asks nothing.
    FileError
        When a file would be overwritten, unless `force`.
    """
    form = read_form(name, study=study, multi_select=multi_select)
    names = [f"{form.name}-codebook.{kind}" for kind in ("xlsx", "md")]
    refuse_overwriting([out / file for file in names], force=force)
    words = CodebookWords(langs)
    sheets = codebook_sheets(form, words, manifest=manifest)
    title = " / ".join(
        words.say_in(each, "title", form=form.title.in_language(each))
        for each in words.languages
    )
    opening = words.say("opening", version=form.version)
    contents = (
        codebook_workbook(sheets),
        codebook_markdown(title, opening, sheets),
    )
    return write_files(out, dict(zip(names, contents, strict=True)))


def codebook_sheets(
    form: Form, words: CodebookWords, *, manifest: Manifest | None = None
) -> list[Sheet]:
    """Return the tables of a codebook: variables, answers, scales, columns.

    Parameters
    ----------
    form : Form
    words : CodebookWords
    manifest : Manifest, optional
        Adds the table of the platform's columns.
    """
    sheets = [
        _variables(form, words),
        _values(form, words),
        _scales(form, words),
    ]
    return sheets + ([column_sheet(manifest, words)] if manifest else [])


def _variables(form: Form, words: CodebookWords) -> Sheet:
    heads = (
        words.say("variable"),
        words.say("scale"),
        *words.heads("text"),
        *words.heads("asks"),
        words.say("stored_as"),
        words.say("missing"),
        words.say("reverse"),
        words.say("required"),
        words.say("shown"),
        words.say("note"),
    )
    rows: list[Sequence[str]] = []
    if form.assignment:
        rows.append(_condition(form.assignment, words, len(heads)))
    ticked = {o.id for select in form.multi_selects for o in select.options}
    for block in form.blocks:
        for question in block.questions:
            told = _shown(form, block, words)
            rows.append(_variable(question, told, words, question.id in ticked))
    return Sheet("variables", words.say("variables"), heads, tuple(rows))


def _condition(
    assignment: Assignment, words: CodebookWords, n_cells: int
) -> Sequence[str]:
    texts = [words.say_in(each, "variable_condition") for each in words.languages]
    stored = words.say("stored_label", labels=", ".join(assignment.labels))
    filled = [assignment.column, "", *texts, *texts, stored]
    return filled + [""] * (n_cells - len(filled))


def _variable(
    question: Question, shown: str, words: CodebookWords, is_ticked: bool
) -> Sequence[str]:
    yes = words.say("yes")
    return (
        question.id,
        question.scale or "",
        *words.each(question.text),
        *words.each(question.asks),
        _stored(question, words, is_ticked),
        ", ".join(map(str, question.missing_codes)),
        yes if question.reverse else "",
        yes if question.required else "",
        shown,
        _note(question, words),
    )


def _stored(question: Question, words: CodebookWords, is_ticked: bool) -> str:
    if is_ticked:
        return words.say("stored_ticked")
    if question.kind == "text":
        return words.say("stored_text")
    if question.kind == "choice":
        low, high = min(question.values), max(question.values)
        return words.say("stored_choice", low=low, high=high)
    if question.low is not None and question.high is not None:
        stored = words.say("stored_number", low=question.low, high=question.high)
    elif question.low is not None:
        stored = words.say("stored_number_from", low=question.low)
    else:
        stored = words.say("stored_any_number")
    if question.unit is None:
        return stored
    return words.say("in_unit", stored=stored, unit=words.of(question.unit))


def _shown(form: Form, block: FormBlock, words: CodebookWords) -> str:
    """Tell when a block is asked; that consent is needed goes without saying."""
    told = []
    if block.shown.conditions:
        told.append(words.say("only_in", labels=", ".join(block.shown.conditions)))
    routed = {jump.rule.item for jump in block.shown.unless}
    if any(form.question(item).origin != "consent" for item in routed):
        told.append(words.say("after_rules"))
    return "; ".join(told)


def _note(question: Question, words: CodebookWords) -> str:
    if question.origin == "consent":
        return words.say("consent")
    if question.instructed_answer is not None:
        return words.say("instructed", value=question.instructed_answer)
    return ""


def _values(form: Form, words: CodebookWords) -> Sheet:
    heads = (words.say("variable"), words.say("value"), *words.heads("label"))
    rows: list[Sequence[str | int]] = []
    for question in form.questions:
        labels = [question.labels(each) for each in words.languages]
        for place, value in enumerate(question.values):
            rows.append((question.id, value, *(each[place] for each in labels)))
    return Sheet("values", words.say("values"), heads, tuple(rows))


def _scales(form: Form, words: CodebookWords) -> Sheet:
    heads = (
        words.say("scale"),
        *words.heads("name"),
        words.say("construct"),
        *words.heads("definition"),
        words.say("kind"),
        words.say("items"),
        words.say("reverse"),
        words.say("scoring"),
        words.say("instrument"),
    )
    asked = {question.id for question in form.questions}
    rows = tuple(
        _scale(scale, loaded, asked, words)
        for loaded, scale in _all_scales(form)
        if asked & {item.id for item in scale.items}
    )
    return Sheet("scales", words.say("scales"), heads, rows)


def _all_scales(form: Form) -> Iterator[tuple[LoadedInstrument, Scale]]:
    for loaded in form.instruments:
        for scale in loaded.instrument.scales:
            yield loaded, scale


def _scale(
    scale: Scale, loaded: LoadedInstrument, asked: set[str], words: CodebookWords
) -> Sequence[str]:
    items = [item for item in scale.items if item.id in asked]
    least = min(scale.scoring.min_valid, len(items))
    return (
        scale.id,
        *words.each(scale.title),
        scale.construct_code or "",
        *words.each(scale.definition),
        words.say_of("catalogue", f"scale_{scale.kind}"),
        ", ".join(item.id for item in items),
        ", ".join(item.id for item in items if item.reverse),
        words.say(f"score_{scale.scoring.method}", n=least),
        f"{loaded.instrument.name} {loaded.instrument.version}",
    )
