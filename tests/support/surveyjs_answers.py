"""Answers as ``survey.data`` of SurveyJS holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import Form, Matrix, MultiSelect, Question

LOCALES = {"zh": "zh-cn", "en": "en"}


def answers(form: Form, people: Sequence[Person]) -> list[dict[str, Any]]:
    """Lay answers out as ``survey.data`` holds them; what is unanswered is absent."""
    found = []
    for person in people:
        data: dict[str, Any] = {"language": LOCALES[person["language"]]}
        if form.assignment:
            data[form.assignment.column] = person["condition"]
        for part in form.parts:
            if isinstance(part, Question) and person[part.id] is not None:
                data[part.id] = person[part.id]
            elif isinstance(part, Matrix):
                rows = {
                    r.id: person[r.id] for r in part.rows if person[r.id] is not None
                }
                data |= {part.id: rows} if rows else {}
            elif isinstance(part, MultiSelect):
                ticked = [o.id for o in part.options if person[o.id] == 1]
                data |= {part.id: ticked[::-1]} if ticked else {}
        found.append(data)
    return found
