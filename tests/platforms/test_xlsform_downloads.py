"""ODK and KoboToolbox: archives, interfaces and odd settings of their downloads."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from platform_trips import Person, check_trip, experiment, respondents
from tiny_xlsx import write_xlsx
from xlsform_downloads import kobo, write_csv

from srtoolkit.errors import FileError, ResponsesError
from srtoolkit.platforms import (
    PLATFORMS,
    Form,
    Imported,
    ImportOptions,
    Matrix,
    MultiSelect,
    read_form,
)

#: What ODK Central puts around the answers.
BEFORE = ("SubmissionDate", "start", "end")
AFTER = (
    "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
    "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
)  # fmt: skip


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    study = experiment(tmp_path_factory.mktemp("study"))
    return [read_form(study), read_form("complaint-responses", multi_select=True)]


def trip(form: Form, path: Path, **how: Any) -> Imported:
    return check_trip(form, PLATFORMS["xlsform"](form), respondents(form), path, **how)


def central(form: Form, *, groups: bool, split: bool) -> list[list[Any]]:
    """Rows as ODK Central writes them: groups joined by dashes, or none."""
    options = "both" if split else "joined"
    rows = kobo(
        form, respondents(form), groups="-" if groups else None, options=options
    )
    tail = rows[0].index("_id")
    rows = [row[2:tail] for row in rows]
    made = [[*BEFORE, *rows[0], *AFTER]]
    for number, row in enumerate(rows[1:]):
        key = f"uuid:{number:08d}-aaaa-bbbb-cccc-0123456789ab"
        times = [f"2026-05-01T04:{number:02d}:10.123Z", "2026-05-01T04:00:00.000Z"]
        after = [key, key, "17", "A. Interviewer", "0", "0", "", "", "dev:1", "0", "1"]
        made.append([*times, f"2026-05-01T04:{number:02d}:00.000Z", *row, *after])
    return made


@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("split", [True, False])
def test_an_archive_of_central_with_media(forms, tmp_path, groups, split):
    for form in forms:
        rows = central(form, groups=groups, split=split)
        plain = write_csv(tmp_path / "form.csv", rows, delimiter=",")
        path = tmp_path / "central.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, "form.csv")
            archive.writestr("media/photo.jpg", b"\xff\xd8")
            archive.writestr("media/", b"")

        found = trip(form, path)

        assert found.responses.answers["respondent_id"].is_unique
        gone = {c.heading: c.personal for c in found.report.columns if c.personal}
        assert {"SubmitterID", "SubmitterName", "DeviceID"} <= set(gone)


def test_two_tables_in_an_archive_are_named(forms, tmp_path):
    path = tmp_path / "central.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("form.csv", "KEY\n1\n")
        archive.writestr("form-repeat.csv", "KEY\n1\n")

    with pytest.raises(FileError, match=r"2 files of answers: form.csv, form-repeat"):
        trip(forms[0], path)


def submission(form: Form, person: Person, number: int, nested: bool) -> dict[str, Any]:
    """One submission as the interfaces give it: paths as keys, or as objects."""
    found: dict[str, Any] = {}
    if form.assignment:
        found[form.assignment.column] = person["condition"]
        found[f"{form.assignment.column}_draw"] = "0.25"
    for page in form.pages:
        for block in page.blocks:
            for part in block.parts:
                path = [page.id, block.id]
                path += [part.id] if isinstance(part, Matrix) else []
                for name, value in _answers(part, person).items():
                    _place(found, [*path, name], value, nested)
    return {"start": "2026-05-01T12:00:00.000+08:00",
            "end": f"2026-05-01T12:{number:02d}:00.000+08:00", **found}  # fmt: skip


def _answers(part: Any, person: Person) -> dict[str, Any]:
    if isinstance(part, MultiSelect):
        ticked = " ".join(o.id for o in part.options if person[o.id] == 1)
        return {part.id: ticked} if ticked else {}
    rows = part.rows if isinstance(part, Matrix) else [part]
    ids = [row.id for row in rows if row.id in person]
    return {name: str(person[name]) for name in ids if person[name] is not None}


def _place(found: dict[str, Any], path: list[str], value: Any, nested: bool) -> None:
    if not nested:
        found["/".join(path)] = value
        return
    for step in path[:-1]:
        found = found.setdefault(step, {})
    found[path[-1]] = value


def test_the_interface_of_kobo(forms, tmp_path):
    for form in forms:
        results = [
            {
                "_id": 1000 + number, "formhub/uuid": "abc", "__version__": "vX1",
                "meta/instanceID": f"uuid:{number}", "_xform_id_string": "a1",
                "_uuid": f"u-{number}", "meta/rootUuid": f"uuid:{number}",
                "_attachments": [], "_status": "submitted_via_web",
                "_geolocation": [None, None], "_submission_time": "2026-05-01T04:00:00",
                "_tags": [], "_notes": [], "_submitted_by": None,
                "_validation_status": {"uid": "x", "label": "Approved"},
                **submission(form, person, number, nested=False),
            }
            for number, person in enumerate(respondents(form))
        ]  # fmt: skip
        path = tmp_path / "data.json"
        count = {"count": len(results), "next": None, "previous": None}
        path.write_text(json.dumps({**count, "results": results}), encoding="utf-8")

        trip(form, path)


def test_the_interface_of_central(forms, tmp_path):
    for form in forms:
        value = [
            {
                "__id": f"uuid:{number}",
                "__system": {"submissionDate": "2026-05-01T04:00:00Z",
                             "submitterName": "A. I.", "edits": 0, "deviceId": None},
                "meta": {"instanceID": f"uuid:{number}"},
                **submission(form, person, number, nested=True),
            }
            for number, person in enumerate(respondents(form))
        ]  # fmt: skip
        path = tmp_path / "Submissions.json"
        context = {"@odata.context": "https://example.org/$metadata#Submissions"}
        path.write_text(json.dumps({"value": value, **context}), encoding="utf-8")

        found = trip(form, path)

        assert "A. I." not in found.responses.answers.to_csv()


def test_labels_with_html_and_numbers_as_text_in_a_workbook(forms, tmp_path):
    for form in forms:
        rows = kobo(form, respondents(form), heading="label", answers="labels")
        rows = [rows[0], *[[_text(cell) for cell in row] for row in rows[1:]]]
        rows[0] = [f"<span>{name}</span>" for name in rows[0]]

        trip(form, write_xlsx(tmp_path / "kobo.xlsx", {"form": rows}))


def _text(cell: Any) -> Any:
    return None if cell is None else str(cell)


def test_columns_of_another_version_are_named_and_can_be_left_out(forms, tmp_path):
    form = forms[0]
    rows = kobo(form, respondents(form), groups="/")
    rows = [
        [*row, more] for row, more in zip(rows, ["P1/OLD1", *["4"] * 42], strict=True)
    ]
    path = write_csv(tmp_path / "kobo.csv", rows)

    with pytest.raises(ResponsesError, match=r'"P1/OLD1" is none of the form'):
        trip(form, path)
    trip(form, path, options=ImportOptions(leave_out=("P1/OLD1",)))


def test_a_sheet_beside_the_answers_has_to_be_chosen(forms, tmp_path):
    form = forms[0]
    rows = kobo(form, respondents(form))
    sheets = {"form": rows, "repeat": [["_index"], [1]]}
    path = write_xlsx(tmp_path / "kobo.xlsx", sheets)

    with pytest.raises(FileError, match="repeat"):
        trip(form, path)
    trip(form, path, sheet="form")
