"""The answers an import wrote, read again through the manifest of their form.

Their columns bear the names of the items and hold their values; what the form
asked of whom is known from the manifest as before.
"""

from __future__ import annotations

from srtoolkit.platforms.importing import facts
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.manifest.columns import other_column
from srtoolkit.platforms.manifest.model import Column, Manifest

#: What the manifest of the answers themselves calls their platform.
OWN = "answers"
_YES_NO = {"1": "yes", "0": "no"}
_LANGUAGES = {"zh": "zh", "en": "en"}
_FACTS = frozenset(
    {
        *(facts.RESPONDENT, facts.LANGUAGE, facts.FINISHED),
        *(facts.DURATION, facts.STARTED, facts.ENDED),
    }
)


def manifest_for(sheet: Sheet, manifest: Manifest) -> Manifest:
    """Return the manifest, or the one of `answers.csv` if that is what it is.

    It is when every item has a column by its name, no column of the consent is
    there, and the platform's own download would look otherwise.
    """
    headings = {sheet.heading(0, place) for place in range(sheet.width)}
    items = {item for column in manifest.columns for item in column.answers_to}
    if not items or not items <= headings or _is_platforms(manifest, headings):
        return manifest
    columns = (*_answers(manifest), *_facts())
    return manifest.model_copy(
        update={"platform": OWN, "columns": columns, "missing": {}}
    )


def _is_platforms(manifest: Manifest, headings: set[str]) -> bool:
    """Tell whether the headings are those of the platform's own download."""
    shown = {
        column.name: {each for given in column.headings.values() for each in given}
        for column in manifest.columns
    }
    consents = [c.name for c in manifest.columns if c.kind == "consent"]
    if any(shown[name] & headings for name in consents):
        return True
    if (headings & _FACTS) - set().union(*shown.values()):
        return False
    required = [c.name for c in manifest.columns if not c.optional]
    return all(shown[name] & headings for name in required)


def _answers(manifest: Manifest) -> list[Column]:
    found: dict[str, Column] = {}
    for column in manifest.columns:
        if column.kind == "condition":
            labels = {label: label for label in column.meanings.values()}
            update = {"headings": _named(column.name), "meanings": labels}
            found[column.name] = column.model_copy(update=update)
        for item in column.answers_to:
            found[item] = _answer(column, item)
    return list(found.values())


def _answer(column: Column, item: str) -> Column:
    if column.kind == "number":
        return column.model_copy(update={"headings": _named(item), "optional": False})
    values = {
        value for answers in column.written.values() for value in answers.values()
    }
    values = values if column.kind == "answer" else {0, 1}
    written = {"code": {str(value): value for value in sorted(values)}}
    return Column(name=item, kind="answer", headings=_named(item), written=written)


def _facts() -> list[Column]:
    """Return the columns an import hands on beside the answers."""
    return [
        other_column(facts.RESPONDENT, "respondent"),
        other_column(facts.LANGUAGE, "language", meanings=_LANGUAGES),
        other_column(facts.FINISHED, "finished", meanings=_YES_NO),
        other_column(facts.DURATION, "duration", unit="s"),
        other_column(facts.STARTED, "started"),
        other_column(facts.ENDED, "ended"),
    ]


def _named(name: str) -> dict[str, tuple[str, ...]]:
    return {"code": (name,)}
