"""Qualtrics Advanced TXT: questions as plain text, and their downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srtoolkit.platforms import unsupported
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import manifest_of
from srtoolkit.platforms.naming import fitted_names
from srtoolkit.platforms.qualtrics_form.columns import MISSING, Columns
from srtoolkit.platforms.qualtrics_form.plain_text import RULE, PlainTextWriter

PLATFORM = "qualtrics-txt"


def export_qualtrics_txt(
    form: Form,
    *,
    options: ExportOptions = ExportOptions(),  # noqa: B008
) -> Export:
    """Write a form as ``<name>.txt`` in Qualtrics' Advanced TXT.

    Carries questions, matrices, codes of answers, blocks and pages; the rows of
    a matrix come back by number. Logic, limits, required answers, random order
    and a second language have to be set in Qualtrics; the QSF carries them.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    Tags that at least two independent generators of the format write.
    """
    asked = [
        part.id
        for part in form.parts
        if isinstance(part, Question | Matrix | MultiSelect)
    ]
    tags, renamed = fitted_names(asked, RULE)
    text = PlainTextWriter(form, options.first, tags).text()
    columns = Columns(
        (options.first,),
        tags=lambda name: tags[name],
        row_tags=lambda _, place: str(place),
        numbers=lambda _: "",
    )
    manifest = manifest_of(
        form,
        PLATFORM,
        columns.of(form),
        languages=(options.first,),
        missing=MISSING,
    )
    losses = (*_losses(form, options, tags), *renamed)
    return Export({f"{form.name}.txt": f"{text}\n".encode()}, manifest, losses)


def _losses(
    form: Form, options: ExportOptions, tags: Mapping[str, str]
) -> Iterator[Loss]:
    yield Loss("", "format_inferred", {"platform": PLATFORM})
    yield Loss("", "title_dropped")
    yield Loss("", "one_language", {"language": options.first})
    if form.assignment:
        column = form.assignment.column
        yield Loss(column, "assignment_by_flow", {"column": column})
    yield from unsupported.logic_losses(form)
    yield from unsupported.shuffle_losses(form)
    yield from unsupported.required_losses(form)
    yield from unsupported.number_losses(form)
    yield from unsupported.end_losses(form)
    yield from unsupported.ticked_losses(form)
    for part in form.parts:
        if isinstance(part, Matrix):
            names = (f"{tags[part.id]}_{n}" for n in range(1, len(part.rows) + 1))
            pairs = zip((row.id for row in part.rows), names, strict=True)
            shown = ", ".join(f"{row} → {name}" for row, name in pairs)
            yield Loss(part.id, "rows_by_number", {"columns": shown})
