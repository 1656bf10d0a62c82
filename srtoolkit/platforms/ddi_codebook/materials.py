"""What respondents read beside the questions, as material of the study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from srtoolkit.platforms.ddi_codebook.elements import Elements
from srtoolkit.platforms.form.parts import (
    Form,
    FormBlock,
    Note,
    Part,
    Story,
    questions_of,
)
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Text

if TYPE_CHECKING:
    from lxml import etree


class Materials:
    """Adds the texts of one form, one material a language.

    The first release of DDI 2.5 lets a material have one text only, so that
    languages stand apart.
    """

    def __init__(self, form: Form, elements: Elements) -> None:
        self.form, self.elements = form, elements

    def add_to(self, codebook: etree._Element) -> None:
        """Add the texts in the order they are read; nothing where there are none."""
        for lang in self.elements.languages:
            words = Words(lang)
            texts = list(self._texts(words))
            if not texts:
                continue
            whole = self.elements.add(
                codebook, "otherMat", lang=lang, type="questionnaire", level="study"
            )
            self.elements.add(whole, "labl", words.say("codebook.texts_read"))
            for kind, label, text in texts:
                part = self.elements.add(whole, "otherMat", type=kind, level="study")
                self.elements.add(part, "labl", label)
                self.elements.add(part, "txt", text.in_language(lang))

    def _texts(self, words: Words) -> Iterator[tuple[str, str, Text]]:
        """Yield the kind, the label and the wording of every text."""
        for number, block in enumerate(self.form.blocks):
            if not block.questions:  # else they stand with the questions
                place = _within(self._place(number, 0, words), block, words)
                for text in (block.title, block.instructions):
                    if text is not None:
                        yield "text", place, text
            for order, part in enumerate(block.parts):
                place = self._place(number, order, words)
                yield from _told(block, part, place, words)
        if self.form.thanks:
            yield "closing", words.say("codebook.text_closing"), self.form.thanks

    def _place(self, number: int, order: int, words: Words) -> str:
        """Name the question that follows a part of a block."""
        parts = list(self.form.blocks[number].parts[order:])
        for later in self.form.blocks[number + 1 :]:
            parts += later.parts
        following = (question for part in parts for question in questions_of(part))
        if question := next(following, None):
            return words.say("codebook.text_before", question=question.id)
        return words.say("codebook.text_last")


def _told(
    block: FormBlock, part: Part, place: str, words: Words
) -> Iterator[tuple[str, str, Text]]:
    if isinstance(part, Note):
        kind = "introduction" if block.id == "introduction" else "text"
        yield kind, _within(place, block, words), part.text
    elif isinstance(part, Story):
        for condition, text in part.texts.items():
            yield "story", _in(place, [condition], words), text


def _within(place: str, block: FormBlock, words: Words) -> str:
    """Say in which conditions a text is read, where not in all."""
    conditions = block.shown.conditions
    return _in(place, conditions, words) if conditions else place


def _in(place: str, conditions: Sequence[str], words: Words) -> str:
    return words.say("codebook.text_in", place=place, labels=", ".join(conditions))
