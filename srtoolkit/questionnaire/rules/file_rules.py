"""Rules for the file as a whole: name, translations, what nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft


def name_problems(draft: Draft) -> Iterator[Problem]:
    """Find a name that is not the folder's."""
    name = draft.root.text("name")
    if name is not None and name != draft.folder:
        yield draft.problem(
            ("name",),
            f'"{name}" is not the name of the folder, "{draft.folder}"',
            "name_not_folder",
            advice="Rename one of them.",
        )


def translation_problems(draft: Draft) -> Iterator[Problem]:
    """Find texts that say the same in both languages, so that one is missing."""
    for text in draft.texts():
        chinese, english = text.text("zh"), text.text("en")
        if chinese is None or english is None or chinese.strip() != english.strip():
            continue
        if any(letter.isalpha() for letter in chinese):
            yield draft.problem(
                (*text.place, "en"),
                f'the Chinese and the English text are the same: "{chinese[:40]}"',
                "translation_identical",
                advice="Translate one of them.",
            )


def fielding_problems(draft: Draft) -> Iterator[Problem]:
    """Find what a questionnaire needs before it can be fielded."""
    if draft.described:
        return
    for key in ("instructions", "minutes"):
        if draft.root.data and draft.root.data.get(key) is None:
            yield draft.problem(
                (key,), "is missing; a questionnaire needs it", f"{key}_missing"
            )


def unused_warnings(draft: Draft) -> Iterator[Problem]:
    """Find response formats and references that nothing uses."""
    used_formats = {item.text("response") for item in draft.items}
    for name in draft.format_names:
        if name not in used_formats:
            yield draft.warning(
                ("responses", name), "no item uses this format", "format_unused"
            )
    used_sources = {key for scale in draft.scales for _, key in scale.listed("source")}
    for key in draft.reference_keys:
        if key not in used_sources:
            yield draft.warning(
                ("references", key), "no scale names this reference", "reference_unused"
            )
