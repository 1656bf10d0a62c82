"""XLSForm, the workbook that ODK and KoboToolbox build their forms from."""

from __future__ import annotations

from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.manifest.columns import manifest_of
from srtoolkit.platforms.workbook import write_workbook
from srtoolkit.platforms.xlsform_parts.columns import download_columns
from srtoolkit.platforms.xlsform_parts.sheets import SheetWriter

PLATFORM = "xlsform"


def export_xlsform(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.xlsx``.

    Pages are groups, matrices are groups with the appearance ``list-nolabel``,
    a condition is drawn once, and a block is shown where it is relevant. The
    order of questions cannot be random: XLSForm shuffles options only.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    XLSForm.org (2024). XLSForm specification.
    """
    writer = SheetWriter(form, options)
    sheets = writer.sheets()
    columns = download_columns(form, options, writer.paths)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    files = {f"{form.name}.xlsx": write_workbook(sheets)}
    return Export(files, manifest, tuple(writer.losses))
