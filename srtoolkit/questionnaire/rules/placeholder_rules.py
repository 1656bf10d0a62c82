"""Rule for what a blank instrument leaves to be written."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft

#: Begins every text of a blank instrument that its author has to write.
PLACEHOLDER = "✎"


def placeholder_problems(draft: Draft) -> Iterator[Problem]:
    """Find texts that nobody has written yet."""
    for text in draft.texts():
        for language in ("zh", "en"):
            found = text.text(language) or ""
            if PLACEHOLDER in found:
                yield draft.problem(
                    (*text.place, language),
                    f'the text is still to be written: "{found}"',
                    "placeholder_left",
                    advice=f"Write it, without the sign {PLACEHOLDER}.",
                )
