"""SPSS: an empty data file that knows every variable, label and missing value."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from srtoolkit.platforms.described_losses import (
    asking_losses,
    logic_losses,
    range_losses,
    reading_losses,
    step_losses,
)
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form, MultiSelect, questions_of
from srtoolkit.platforms.losses import Loss, Value
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    manifest_of,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.naming import cut_bytes
from srtoolkit.platforms.spss_file.variables import TEXT_BYTES, Variable, Variables
from srtoolkit.questionnaire import LANGUAGES

PLATFORM = "spss"
#: Places in the header: eight-byte units of a case, number of cases, and when
#: it was made; what ours tells of that.
_CASE_UNITS_AT, _CASES_AT, _MADE_AT = 68, 80, 92
_MADE = b"01 Jan 0000:00:00"
#: Most bytes of the title of a file.
_TITLE_BYTES = 64


def export_spss(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.zh.sav`` and ``<name>.en.sav``, without cases.

    A SAV file has labels in one language, so there is one for each; both have
    the same variables. Answers typed or merged into either come back through
    the manifest.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    Free Software Foundation. PSPP developer's guide, "System File Format".
    """
    variables, losses = Variables(form), list(_losses(form, options))
    files = {}
    for language in options.languages:
        title = form.title.in_language(language)
        label = cut_bytes(title, _TITLE_BYTES)
        if label != title:
            values: dict[str, Value] = {
                "limit": _TITLE_BYTES,
                "unit": "bytes",
                "label": label,
            }
            losses.append(Loss("", "label_cut", values))
        found = list(variables.in_language(language))
        files[f"{form.name}.{language}.sav"] = _sav(found, label)
    columns = _columns(form, variables, options)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    return Export(files, manifest, (*variables.renamed, *losses, *variables.cut))


def _sav(variables: Sequence[Variable], title: str) -> bytes:
    import pandas as pd
    import pyreadstat

    # a text is as wide as the widest, so one case stands there and is taken out
    case = {e.name: ["x" * e.text_bytes if e.is_text else None] for e in variables}
    kinds = {e.name: "object" if e.is_text else "float64" for e in variables}
    frame = pd.DataFrame(case).astype(kinds)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.sav"
        pyreadstat.write_sav(
            frame,
            file,
            file_label=title,
            column_labels={each.name: each.label for each in variables},
            variable_value_labels={
                each.name: {float(value): text for value, text in each.labels.items()}
                for each in variables
                if each.labels
            },
            missing_ranges={e.name: list(e.missing) for e in variables if e.missing},
            variable_measure={each.name: each.measure for each in variables},
            variable_format={each.name: each.format for each in variables},
            variable_display_width={each.name: each.width for each in variables},
        )
        content = bytearray(file.read_bytes())
    content[_MADE_AT : _MADE_AT + len(_MADE)] = _MADE
    return bytes(_without_case(content))


def _without_case(content: bytearray) -> bytearray:
    """Take out the one case of an uncompressed file; data stand at its end."""
    (units,) = struct.unpack_from("<i", content, _CASE_UNITS_AT)
    struct.pack_into("<i", content, _CASES_AT, 0)
    del content[-8 * units :]
    return content


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    """Yield what a table of data has no place for."""
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    else:
        yield Loss("", "file_each_language")
    yield from reading_losses(form)
    yield from logic_losses(form)
    yield from asking_losses(form)
    for question in form.questions:
        yield from range_losses(question)
        yield from step_losses(question)
        if question.unit:
            yield Loss(question.id, "unit_dropped")
        if question.kind == "text":
            yield Loss(question.id, "text_cut", {"limit": TEXT_BYTES})
        if question.kind == "choice" and question.choices[0].label is None:
            yield Loss(question.id, "ends_in_labels")


def _columns(
    form: Form, variables: Variables, options: ExportOptions
) -> Iterator[Column]:
    languages = options.languages
    yield other_column(variables.respondent, "respondent")
    meanings: dict[str, str] = {
        str(code): each for code, each in enumerate(LANGUAGES, start=1)
    }
    meanings |= {each: each for each in LANGUAGES}
    meanings |= variables.language_labels
    yield other_column(variables.language, "language", meanings=meanings)
    if form.assignment:
        written = {
            str(code): label
            for code, label in enumerate(form.assignment.labels, start=1)
        }
        heading = {"code": variables.names[form.assignment.column]}
        yield condition_column(form.assignment, heading, written=written)
    for part in form.parts:
        for question in questions_of(part):
            heading = {"code": variables.names[question.id]}
            if isinstance(part, MultiSelect):
                yield option_column(question, part, heading)
            else:
                yield question_column(question, heading, languages=languages)
