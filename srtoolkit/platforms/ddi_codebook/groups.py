"""Groups of variables: sections, scales, matrices, options to be ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from srtoolkit.platforms.ddi_codebook.elements import Elements
from srtoolkit.platforms.form.parts import (
    Form,
    FormBlock,
    Matrix,
    MultiSelect,
    Question,
    questions_of,
)
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Language, Scale

if TYPE_CHECKING:
    from lxml import etree

#: The vocabulary codes of constructs come from.
VOCABULARY = "srtoolkit constructs"


class Groups:
    """Adds the groups of one form, numbered in their order.

    Parameters
    ----------
    form : Form
    elements : Elements
    ids : mapping of str to str
        Identifiers of the variables, by question.
    scales : mapping of str to Scale
    words : mapping of {"zh", "en"} to Words
    """

    def __init__(
        self,
        form: Form,
        elements: Elements,
        *,
        ids: Mapping[str, str],
        scales: Mapping[str, Scale],
        words: Mapping[Language, Words],
    ) -> None:
        self.form, self.elements = form, elements
        self.ids, self.scales, self.words = ids, scales, words
        self.number = 0

    def add_to(self, data: etree._Element) -> None:
        """Add every group: sections, then scales, then matrices."""
        for block in self.form.blocks:
            if block.title and block.questions:
                section = self._group(data, "section", block.id, block.questions)
                self.elements.add_each(section, "labl", block.title)
        for scale, members in self._members():
            self._scale(data, scale, members)
        for block in self.form.blocks:
            for part in block.parts:
                if isinstance(part, Matrix):
                    self._grid(data, block, part)
                elif isinstance(part, MultiSelect):
                    group = self._group(data, "multipleResp", part.id, part.options)
                    self.elements.add_each(group, "labl", part.text)

    def _members(self) -> Iterator[tuple[Scale, Sequence[Question]]]:
        for scale_id, scale in self.scales.items():
            found = [q for q in self.form.questions if q.scale == scale_id]
            if found:
                yield scale, found

    def _group(
        self, data: etree._Element, kind: str, name: str, members: Sequence[Question]
    ) -> etree._Element:
        self.number += 1
        variables = " ".join(self.ids[member.id] for member in members)
        return self.elements.add(
            data, "varGrp", ID=f"G{self.number}", type=kind, name=name, var=variables
        )

    def _scale(
        self, data: etree._Element, scale: Scale, members: Sequence[Question]
    ) -> None:
        group = self._group(data, "subject", scale.id, members)
        self.elements.add_each(group, "labl", scale.title)
        self.elements.add_each(group, "txt", scale.definition)
        if scale.construct_code:
            code = scale.construct_code
            self.elements.add(group, "concept", code, vocab=VOCABULARY)
        # of a scale that is asked in part, no more than that can be answered
        least = min(scale.scoring.min_valid, len(members))
        for lang, words in self.words.items():
            text = words.say(f"codebook.score_{scale.scoring.method}", n=least)
            self.elements.add(group, "notes", text, lang=lang, type="scoring")

    def _grid(self, data: etree._Element, block: FormBlock, matrix: Matrix) -> None:
        group = self._group(data, "grid", matrix.id, tuple(questions_of(matrix)))
        asked = dict.fromkeys(row.scale for row in matrix.rows)
        titles = [self.scales[name].title for name in asked if name]
        for lang in self.words:
            label = " / ".join(title.in_language(lang) for title in titles)
            self.elements.add(group, "labl", label, lang=lang)
        self.elements.add_each(group, "txt", block.instructions)
