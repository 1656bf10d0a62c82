"""Qualtrics: the survey file (QSF) it imports, and its downloads."""

from __future__ import annotations

import json
from collections.abc import Iterator

from srtoolkit.platforms import unsupported
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import manifest_of
from srtoolkit.platforms.qualtrics_form.columns import MISSING, Columns
from srtoolkit.platforms.qualtrics_form.survey import SurveyWriter
from srtoolkit.platforms.qualtrics_form.words import LANGUAGE_CODES

PLATFORM = "qualtrics"


def export_qualtrics(
    form: Form,
    *,
    options: ExportOptions = ExportOptions(),  # noqa: B008
) -> Export:
    """Write a form as ``<name>.qsf``.

    Answers are recoded to the instrument's values, rows bear the items' codes,
    the flow draws the condition evenly and keeps its label as embedded data,
    and branches lead past blocks that are not shown.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    Written after surveys that Qualtrics exported; the format is not published.
    Translations follow the R package qsf.
    """
    writer = SurveyWriter(form, options)
    content = json.dumps(writer.survey(), ensure_ascii=False, indent=1)
    columns = Columns(
        options.languages,
        tags=lambda name: name,
        row_tags=lambda name, _: name,
        numbers=lambda name: writer.numbers[name],
    )
    manifest = manifest_of(
        form,
        PLATFORM,
        columns.of(form),
        languages=options.languages,
        missing=MISSING,
    )
    losses = (*_losses(form, options), *writer.losses)
    return Export({f"{form.name}.qsf": f"{content}\n".encode()}, manifest, losses)


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    yield Loss("", "format_inferred", {"platform": PLATFORM})
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    if "zh" in options.languages:
        yield Loss("", "language_code_untested", {"code": LANGUAGE_CODES["zh"]})
    if any(len(page.blocks) > 1 for page in form.pages):
        yield Loss("", "blocks_paged")
    if form.assignment:
        yield Loss(form.assignment.column, "assignment_even")
    yield from unsupported.mixed_losses(form)
    yield from unsupported.end_losses(form)
    yield from unsupported.ticked_losses(form)
    for asked in form.questions:
        if asked.unit:
            yield Loss(asked.id, "unit_in_text")
