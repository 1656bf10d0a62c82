"""REDCap: the data dictionary it imports, and its downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from srtoolkit.platforms import unsupported
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.letters import letters_loss
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import manifest_of
from srtoolkit.platforms.redcap_form.columns import download_columns
from srtoolkit.platforms.redcap_form.names import fitted
from srtoolkit.platforms.redcap_form.rows import HEADER, RowWriter

PLATFORM = "redcap"


def export_redcap(
    form: Form,
    *,
    options: ExportOptions = ExportOptions(),  # noqa: B008
) -> Export:
    """Write a form as ``<name>.csv``, a data dictionary of one instrument.

    Rows of a matrix are radio fields with one group name, and branching logic
    shows what is meant for a respondent. The field of the condition is filled
    by hand or by REDCap's own randomisation.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    The eighteen columns are those of REDCap's dictionary; what they hold could
    not be tried on REDCap itself.
    """
    names, renamed = fitted(form)
    writer = RowWriter(form, options.first, names)
    stream = io.StringIO()
    table = csv.DictWriter(stream, HEADER, lineterminator="\r\n")
    table.writeheader()
    table.writerows(writer.rows())
    columns = download_columns(form, options.first, names)
    manifest = manifest_of(form, PLATFORM, columns, languages=(options.first,))
    losses = (*_losses(form, options), *renamed, *writer.losses)
    return Export({f"{form.name}.csv": stream.getvalue().encode()}, manifest, losses)


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    yield Loss("", "untested", {"platform": PLATFORM})
    yield Loss("", "title_dropped")
    yield Loss("", "one_language", {"language": options.first})
    if len(form.pages) > 1:
        yield Loss("", "pages_merged")
    if form.assignment:
        yield letters_loss(form.assignment)
    yield from unsupported.shuffle_losses(form)
    yield from unsupported.end_losses(form)
    yield from unsupported.ticked_losses(form)
