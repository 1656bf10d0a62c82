"""Finds what is to be printed, lays it out and writes the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from srtoolkit.document.questionnaires.building import (
    instrument_form,
    questionnaire_form,
    scenario_form,
)
from srtoolkit.document.questionnaires.form import Form
from srtoolkit.errors import OptionError
from srtoolkit.questionnaire import (
    Language,
    find_any,
    read_instrument,
    read_questionnaire,
    read_scenario,
)
from srtoolkit.results import refuse_overwriting, write_files
from srtoolkit.shelves import ShelfItem

FormFormat = Literal["html", "docx", "pdf"]

#: Formats a questionnaire can be printed to.
FORM_FORMATS: tuple[FormFormat, ...] = get_args(FormFormat)


def preview_questionnaire(
    name: str,
    out: Path,
    *,
    langs: Sequence[Language],
    formats: Sequence[str] = ("html",),
    condition: str | None = None,
    codes: bool = True,
    study: Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Print a questionnaire, an instrument or a scenario.

    Parameters
    ----------
    name : str
        Name on the instruments shelf, or path of a folder or its file.
    out : Path
        Folder of the files, ``<name>.<lang>.<format>``; with a condition
        ``<name>.<condition>.<lang>.<format>``.
    condition : str, optional
        What a respondent in this condition gets; without it a review copy
        with the stories of all conditions.
    codes : bool
        Whether item codes, answer values and lines for staff are printed.
    study : Path, optional
    force : bool
        Whether files may be overwritten.

    Raises
    ------
    ShelfError
        When there is nothing of that name.
    ContentError
        When its file is not sound, or describes a published study.
    OptionError
        For an unknown format or condition, or where a PDF cannot be made.
    FileError
        When a file would be overwritten, unless `force`.
    """
    _refuse_unknown(formats)
    item = find_any(name, study)[-1]  # a questionnaire before its parts
    stem = item.name if condition is None else f"{item.name}.{condition}"
    forms = {lang: _form(item, lang, condition, codes, study) for lang in langs}
    names = {
        f"{stem}.{lang}.{fmt}": (lang, fmt)
        for lang in langs
        for fmt in dict.fromkeys(formats)
    }
    refuse_overwriting([out / file for file in names], force=force)
    contents = {
        file: render_form(forms[lang], fmt) for file, (lang, fmt) in names.items()
    }
    return write_files(out, contents)


def printed_forms(
    name: str, *, langs: Sequence[Language], fmt: FormFormat, study: Path | None = None
) -> dict[str, bytes]:
    """Print what respondents get: one form a language and condition.

    Returns
    -------
    dict of str to bytes
        ``<name>.<lang>.<format>``; where conditions are assigned,
        ``<name>.<condition>.<lang>.<format>``, told apart on paper by a letter.

    Raises
    ------
    ShelfError, ContentError, OptionError
        As `preview_questionnaire`.
    """
    item = find_any(name, study)[-1]
    labels: Sequence[str | None] = (None,)
    if item.kind == "questionnaire":
        assignment = read_questionnaire(item, study).questionnaire.assignment
        labels = assignment.labels if assignment else labels
    return {
        ".".join(filter(None, (item.name, label, lang, fmt))): render_form(
            _form(item, lang, label, False, study), fmt
        )
        for label in labels
        for lang in langs
    }


def render_form(form: Form, fmt: str) -> bytes:
    """Write a form in one format.

    Raises
    ------
    OptionError
        For an unknown format, or where a PDF cannot be made.
    """
    if fmt == "html":
        from srtoolkit.document.writers.form_html import write_form_html

        return write_form_html(form)
    if fmt == "docx":
        from srtoolkit.document.writers.form_docx import write_form_docx

        return write_form_docx(form)
    if fmt == "pdf":
        from srtoolkit.document.writers.form_pdf import write_form_pdf

        return write_form_pdf(form)
    raise _unknown_format(fmt)


def _form(
    item: ShelfItem,
    lang: Language,
    condition: str | None,
    codes: bool,
    study: Path | None,
) -> Form:
    if item.kind == "questionnaire":
        loaded = read_questionnaire(item, study)
        return questionnaire_form(loaded, lang, condition=condition, codes=codes)
    if item.kind == "scenario":
        scenario = read_scenario(item, study).scenario
        return scenario_form(scenario, lang, condition=condition, codes=codes)
    if condition is not None:
        raise OptionError(
            f'"{item.name}" is an instrument and has no conditions',
            code="unknown_condition",
            advice="Leave --condition out, or preview a questionnaire or scenario.",
        )
    return instrument_form(read_instrument(item).instrument, lang, codes=codes)


def _refuse_unknown(formats: Sequence[str]) -> None:
    for fmt in formats:
        if fmt not in FORM_FORMATS:
            raise _unknown_format(fmt)
    if not formats:
        raise OptionError(
            "no format is named", code="no_format", allowed=", ".join(FORM_FORMATS)
        )


def _unknown_format(fmt: str) -> OptionError:
    return OptionError(
        f'there is no questionnaire format "{fmt}"',
        code="unknown_format",
        allowed=", ".join(FORM_FORMATS),
        found=fmt,
    )
