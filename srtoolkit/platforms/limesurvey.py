"""LimeSurvey: the tab-separated form it imports, and its response export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.limesurvey_form.columns import download_columns
from srtoolkit.platforms.limesurvey_form.names import fitted
from srtoolkit.platforms.limesurvey_form.rows import Row, RowWriter
from srtoolkit.platforms.manifest.columns import manifest_of

PLATFORM = "limesurvey"
_HEADER = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help",
    "language", "validation", "mandatory", "encrypted", "other", "default",
    "same_default", "same_script", "hidden", "random_order", "min_num_value_n",
    "max_num_value_n", "num_value_int_only",
)  # fmt: skip


def export_limesurvey(
    form: Form,
    *,
    options: ExportOptions = ExportOptions(),  # noqa: B008
) -> Export:
    """Write a form as ``<name>.txt``, for "import a survey" of LimeSurvey.

    A page is a group, a matrix an array, and a block is shown where it is
    relevant. The condition is drawn once by a hidden equation.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    LimeSurvey 6, function ``TSVImportSurvey`` (rules of the form) and class
    ``Writer`` of the response export (headings).
    """
    codes, renamed = fitted(form)
    writer = RowWriter(form, options, codes)
    rows = writer.rows()
    columns = download_columns(form, options, codes)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    told = {question.id for question in form.questions} | {p.id for p in form.parts}
    losses = (
        *(loss for loss in renamed if loss.item in told),
        *writer.losses,
    )
    return Export({f"{form.name}.txt": _written(rows)}, manifest, losses)


def _written(rows: Iterable[Row]) -> bytes:
    """Write the rows; a question keeps its number in every language."""
    numbers: dict[Sequence[str], int] = {}
    stream = io.StringIO()
    table = csv.DictWriter(stream, _HEADER, delimiter="\t", lineterminator="\r\n")
    table.writeheader()
    asked = ""
    for row in rows:
        if row["class"] == "Q":
            asked = row["name"]
        if row["class"] not in ("S", "SL"):
            parent = asked if row["class"] in ("SQ", "A") else ""
            key = (row["class"], parent, row["name"])
            row = row | {"id": str(numbers.setdefault(key, len(numbers) + 1))}
        table.writerow(row)
    return stream.getvalue().encode()
