"""How well each structural equation model fits, and whether it may be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Note, Paragraph, Row, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.evidence.found import category_name
from srtoolkit.document.sections.fit_values import (
    fit_cell,
    fit_value,
    version_notes,
)

Values = Mapping[str, Any]

#: Parameters named of one inadmissible solution.
_MOST = 6


def build_fit(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the fit indices and every reason a solution is not admissible."""
    models = writing.models("sem")
    if not models:
        return []
    columns = [
        writing.column("model", "left"),
        writing.column("n"),
        writing.column("chisq"),
        writing.column("df"),
        writing.column("p"),
        writing.column("cfi"),
        writing.column("tli"),
        writing.column("rmsea"),
        writing.column("rmsea_ci", "center"),
        writing.column("srmr"),
        writing.column("admissible", "center"),
    ]
    notes = [writing.say("guide.fit"), writing.say("guide.fit_limits")]
    notes += _half_notes(writing, models)
    notes += version_notes(writing, [model.get("glance") or {} for model in models])
    table = writing.table(
        "fit", columns, [_row(writing, model) for model in models], notes=notes
    )
    opening = writing.say("fit.opening", table=table.label)
    return [Paragraph(opening), table, *inadmissible_notes(writing, "sem")]


def inadmissible_notes(writing: Manuscript, kind: str) -> list[Block]:
    """Say why a model's solution may not be read."""
    notes: list[Block] = []
    for model in writing.models(kind):
        status = model["status"]
        if status["admissible"]:
            continue
        title = writing.words.plain(
            "note.not_admissible", model=model_name(writing, model)
        )
        worded = writing.words.plain(f"status.{status['code']}")
        body = writing.say("note.status", status=worded)
        details = _details(writing, status.get("details") or {})
        if details:
            body = (*body, *writing.say("note.status_details", details=details))
        notes.append(Note(title, (*body, *writing.say("note.no_verdict"))))
    return notes


def model_name(writing: Manuscript, model: Values) -> str:
    """Name a model in the report's language: as the plan does, else by its part."""
    if model.get("kind") == "regression":
        return _regression_name(writing, model)
    further = (writing.plan.get("models") or {}).get(model["id"]) or {}
    if further.get("title"):
        return writing.local(further["title"])
    found = writing.words.name_of("model", model["id"])
    return "".join(span.text for span in found)


def _regression_name(writing: Manuscript, model: Values) -> str:
    """Name a regression by the plan's title, else by its outcome.

    Several of one outcome are counted in the order of the plan.
    """
    stated = writing.plan.get("regressions") or {}
    own = stated.get(model["id"]) or {}
    if own.get("title"):
        return writing.local(own["title"])
    outcome = str(own.get("outcome") or model["tidy"][0]["outcome"])
    alike = [name for name, other in stated.items() if other["outcome"] == outcome]
    if len(alike) < 2 or model["id"] not in alike:
        return writing.words.plain("word.regression_of", outcome=outcome)
    number = alike.index(model["id"]) + 1
    return writing.words.plain(
        "word.regression_of_several", outcome=outcome, number=number
    )


def _half_notes(writing: Manuscript, models: Sequence[Values]) -> list[Text]:
    """Say which models were fitted to one random half of the respondents."""
    found = []
    for model in models:
        further = (writing.plan.get("models") or {}).get(model["id"]) or {}
        if further.get("half"):
            name = model_name(writing, model)
            found.append(writing.say(f"fit.{further['half']}_half", model=name))
    return found


def _details(writing: Manuscript, details: Mapping[str, Any]) -> list[str]:
    """Name what is at fault: parameters with their values, terms, further faults."""
    pairs = zip(
        details.get("parameters") or (), details.get("values") or (), strict=False
    )
    shown = [
        f"{writing.labels.path(name)} = {writing.numbers.number(value)}"
        for name, value in pairs
    ]
    if len(shown) > _MOST:
        shown = [*shown[:_MOST], "…"]
    also = [
        writing.words.plain(f"status.{code}")
        for code in dict.fromkeys(details.get("also") or ())
    ]
    terms = [category_name(writing, term) for term in details.get("terms") or ()]
    return [*shown, *terms, *also]


def _row(writing: Manuscript, model: Values) -> Row:
    glance = model.get("glance") or {}
    numbers = writing.numbers
    low, high = (fit_value(glance, f"rmsea_ci_{end}") for end in ("low", "high"))
    first = ("chisq", "df", "p", "cfi", "tli", "rmsea")
    return row(
        model_name(writing, model),
        numbers.count(glance.get("n")),
        *(fit_cell(writing, glance, code) for code in first),
        numbers.interval(low, high, bounded=True),
        fit_cell(writing, glance, "srmr"),
        writing.words.plain("word.yes" if model["status"]["admissible"] else "word.no"),
    )
