"""One response as the interface of Qualtrics gives it in JSON."""

from __future__ import annotations

from typing import Any

from platform_trips import Person
from qualtrics_downloads import payloads

from srtoolkit.platforms import Form, Matrix, MultiSelect, Question


def qualtrics_answer(form: Form, person: Person, number: int) -> dict[str, Any]:
    """One response as the interface's JSON holds it: values, labels, what was shown."""
    by_tag = {p["DataExportTag"]: p for p in payloads(form)}
    values: dict[str, Any] = {
        "startDate": "2026-05-01T02:00:00Z", "endDate": "2026-05-01T02:05:00Z",
        "status": 0, "ipAddress": "10.0.0.1", "progress": 100, "duration": 300,
        "finished": 1, "recordedDate": "2026-05-01T02:05:01.234Z",
        "_recordId": f"R_{number:015d}", "locationLatitude": "31.2",
        "locationLongitude": "121.4", "distributionChannel": "anonymous",
        "userLanguage": {"zh": "ZH-S", "en": "EN"}[person["language"]],
    }  # fmt: skip
    labels: dict[str, Any] = {"status": "IP Address", "finished": "True"}
    for part in form.parts:
        own = by_tag.get(part.id, {}).get("QuestionID", "")
        if isinstance(part, Matrix):
            for place, row in enumerate(part.rows, start=1):
                _put(values, labels, f"{own}_{place}", row, person)
        elif isinstance(part, MultiSelect):
            on = [n for n, o in enumerate(part.options, 1) if person[o.id] == 1]
            if on:
                values[own] = list(map(str, on))
                labels[own] = [part.options[n - 1].text.zh for n in on]
        elif isinstance(part, Question):
            key = own if part.kind == "choice" else f"{own}_TEXT"
            _put(values, labels, key, part, person)
    if form.assignment:
        values[form.assignment.column] = person["condition"]
    return {
        "responseId": f"R_{number:015d}", "values": values, "labels": labels,
        "displayedFields": [k for k in values if k.startswith("QID")],
        "displayedValues": {k: [1, 2] for k in values if k.startswith("QID")},
    }  # fmt: skip


def _put(values: Any, labels: Any, key: str, question: Any, person: Person) -> None:
    value = person[question.id]
    if value is None:
        return
    values[key] = value if question.kind == "choice" else str(value)
    if question.kind == "choice":
        labels[key] = question.labels("zh")[question.values.index(value)]
