"""The columns that ODK and KoboToolbox give back for an XLSForm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from srtoolkit.platforms.export import ExportOptions
from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.manifest.columns import (
    codes_and_labels,
    condition_column,
    joined_column,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.xlsform_parts.sheets import escaped
from srtoolkit.questionnaire import Language, Text
from srtoolkit.responses.personal.headings import Personal

#: Between group and question in a heading, as the user chose; the dash is ODK's.
_SEPARATORS = {"slash": "/", "colons": "::", "dot": ".", "dash": "-"}
_METADATA = (
    "_id", "_index", "_validation_status", "_notes", "_status", "__version__", "_tags",
    "meta/rootUuid", "meta/instanceID", "meta-instanceID", "instanceID",
    "meta/instanceName", "formhub/uuid", "_xform_id_string", "_attachments",
    "_submission_time", "SubmissionDate", "ReviewState", "Edits", "FormVersion",
    "AttachmentsPresent", "AttachmentsExpected", "Status",
    "_parent_table_name", "_parent_index",
)  # fmt: skip
#: What the interfaces give as objects: keys joined by dots.
_DETAILS = ("__system.*", "meta.*", "_validation_status.*", "_attachments.*")
_PERSONAL: Mapping[str, Personal] = {
    "_submitted_by": "name",
    "SubmitterName": "name",
    "SubmitterID": "other",
    "DeviceID": "device",
    "deviceid": "device",
    "username": "name",
    "phonenumber": "phone",
    "email": "email",
    "_geolocation": "location",
}


def download_columns(
    form: Form, options: ExportOptions, paths: Mapping[str, Sequence[str]]
) -> Iterator[Column]:
    """Yield every column a download can have.

    Parameters
    ----------
    paths : mapping of str to sequence of str
        Groups each question stands in.
    """
    languages = options.languages
    yield other_column("started", "started", {"code": "start"})
    yield other_column("ended", "ended", {"code": "end"})
    if form.assignment:
        yield condition_column(form.assignment, {"code": form.assignment.column})
        yield other_column(f"{form.assignment.column}_draw", "metadata")
    for part in form.parts:
        if isinstance(part, Question):
            yield _question(part, paths, languages)
        elif isinstance(part, Matrix):
            head = f"{part.id}_head"
            groups = paths[part.first.id]
            heading = {"code": head, **_paths(groups, head)}
            yield other_column(head, "metadata", heading)
            for row in part.rows:
                yield _question(row, paths, languages)
        elif isinstance(part, MultiSelect):
            yield from _multi_select(part, paths, languages)
    yield other_column(
        "respondent_id", "respondent", {"code": ("_uuid", "KEY", "__id")}
    )
    yield other_column("details", "metadata", {"glob": _DETAILS})
    for name in _METADATA:
        yield other_column(name, "metadata")
    for name, personal in _PERSONAL.items():
        yield other_column(name, "identifier", personal=personal)


def _question(
    question: Question,
    paths: Mapping[str, Sequence[str]],
    languages: Sequence[Language],
) -> Column:
    headings = _headings(question.id, question.text, paths[question.id], languages)
    if question.kind != "choice":
        return question_column(question, headings)
    labels = {
        each: [escaped(label) for label in question.labels(each)] for each in languages
    }
    written = codes_and_labels(question, languages=languages, labels=labels)
    return question_column(question, headings, written=written)


def _multi_select(
    select: MultiSelect,
    paths: Mapping[str, Sequence[str]],
    languages: Sequence[Language],
) -> Iterator[Column]:
    """Yield the joined column and one a option; a download has either or both."""
    groups = paths[select.id]
    yield joined_column(
        select,
        _headings(select.id, select.text, groups, languages),
        separators=(" ",),
        written={
            item.id: {"code": item.id}
            | {f"label:{e}": escaped(item.text.in_language(e)) for e in languages}
            for item in select.options
        },
        optional=True,
    )
    for item in select.options:
        headings = {
            mode: f"{heading}/{_of_option(item, mode)}"
            for mode, heading in _headings(
                select.id, select.text, groups, languages
            ).items()
        }
        yield option_column(
            item, select, headings, ticked=("1", "True"), not_ticked=("0", "False")
        )


def _of_option(item: Question, mode: str) -> str:
    language = mode.rpartition(":")[2]
    if language in ("zh", "en"):
        return escaped(item.text.in_language(language))  # type: ignore[arg-type]
    return item.id


def _headings(
    name: str, text: Text, groups: Sequence[str], languages: Sequence[Language]
) -> dict[str, str]:
    """Return a column's headings: name or label, alone or behind its groups."""
    found = {"code": name, **_paths(groups, name)}
    for each in languages:
        label = escaped(text.in_language(each))
        found[f"label:{each}"] = label
        found |= {
            f"{mode}_label:{each}": heading
            for mode, heading in _paths(groups, label).items()
        }
    return found


def _paths(groups: Sequence[str], name: str) -> dict[str, str]:
    if not groups:
        return {}
    return {
        mode: separator.join((*groups, name)) for mode, separator in _SEPARATORS.items()
    }
