"""The description of the data: groups of variables, then every variable."""

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
)
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Assignment, Language, Scale, Text

if TYPE_CHECKING:
    from lxml import etree

RESPONDENT, LANGUAGE = "respondent_id", "language"
_NOMINAL = frozenset({"nominal", "multiple"})


class Describing:
    """Describes the data of one form."""

    def __init__(self, form: Form, elements: Elements) -> None:
        self.form, self.elements = form, elements
        self.words = {each: Words(each) for each in elements.languages}
        self.ids = {
            question.id: f"V{number}"
            for number, question in enumerate(form.questions, start=1)
        }
        self.scales: Mapping[str, Scale] = {
            scale.id: scale
            for loaded in form.instruments
            for scale in loaded.instrument.scales
        }
        taken = {question.id.casefold() for question in form.questions}
        self.respondent = _free(RESPONDENT, taken)
        self.language = _free(LANGUAGE, taken)

    def add_to(self, codebook: etree._Element) -> None:
        """Add the description; groups must stand before variables."""
        data = self.elements.add(codebook, "dataDscr")
        self._groups(data)
        self._own(data, "VR", self.respondent, "respondent")
        language = self._own(data, "VL", self.language, "language")
        for each in self.elements.languages:
            said = {
                k: words.say(f"language_name.{each}") for k, words in self.words.items()
            }
            self._category(language, each, said)
        self.elements.add(language, "varFormat", type="character")
        if self.form.assignment:
            self._condition(data, self.form.assignment)
        for block in self.form.blocks:
            for question in block.questions:
                self._variable(data, block, question)

    def _groups(self, data: etree._Element) -> None:
        number = 0
        for scale_id, members in self._members():
            number += 1
            scale = self.scales[scale_id]
            group = self._group(data, number, "subject", scale_id, members)
            self.elements.add_each(group, "labl", scale.title)
            self.elements.add_each(group, "txt", scale.definition)
            if scale.construct_code:
                self.elements.add(group, "concept", scale.construct_code)
            self._scoring(group, scale)
        for part in self.form.parts:
            if isinstance(part, Matrix | MultiSelect):
                number += 1
                asked = part.rows if isinstance(part, Matrix) else part.options
                kind = "grid" if isinstance(part, Matrix) else "multipleResp"
                group = self._group(data, number, kind, part.id, [q.id for q in asked])
                if isinstance(part, MultiSelect):
                    self.elements.add_each(group, "labl", part.text)

    def _members(self) -> Iterator[tuple[str, Sequence[str]]]:
        for scale_id in self.scales:
            found = [q.id for q in self.form.questions if q.scale == scale_id]
            if found:
                yield scale_id, found

    def _group(
        self,
        data: etree._Element,
        number: int,
        kind: str,
        name: str,
        members: Sequence[str],
    ) -> etree._Element:
        variables = " ".join(self.ids[member] for member in members)
        return self.elements.add(
            data, "varGrp", ID=f"G{number}", type=kind, name=name, var=variables
        )

    def _scoring(self, group: etree._Element, scale: Scale) -> None:
        method = scale.scoring.method
        for lang, words in self.words.items():
            text = words.say(f"codebook.score_{method}", n=scale.scoring.min_valid)
            self.elements.add(group, "notes", text, lang=lang, type="scoring")

    def _own(
        self, data: etree._Element, number: str, name: str, key: str
    ) -> etree._Element:
        found = self.elements.add(
            data, "var", ID=number, name=name, intrvl="discrete", nature="nominal"
        )
        for lang, words in self.words.items():
            text = words.say(f"codebook.variable_{key}")
            self.elements.add(found, "labl", text, lang=lang)
        if key == "respondent":
            self.elements.add(found, "varFormat", type="character")
        return found

    def _condition(self, data: etree._Element, assignment: Assignment) -> None:
        found = self._own(data, "VC", assignment.column, "condition")
        for label in assignment.labels:
            self._category(found, label, dict.fromkeys(self.words, label))
        self.elements.add(found, "varFormat", type="character")

    def _variable(
        self, data: etree._Element, block: FormBlock, question: Question
    ) -> None:
        found = self.elements.add(
            data,
            "var",
            ID=self.ids[question.id],
            name=question.id,
            intrvl="contin" if question.kind == "number" else "discrete",
            dcml="" if question.kind == "text" else "0",
            nature=_nature(question),
            measUnit=self._unit(question.unit),
        )
        add = self.elements.add
        self.elements.add_each(found, "labl", question.asks)
        for lang in self.words:
            asked = add(found, "qstn", lang=lang)
            if block.instructions:
                add(asked, "preQTxt", block.instructions.in_language(lang))
            add(asked, "qstnLit", question.text.in_language(lang))
        self._ranges(found, question)
        for number, choice in enumerate(question.choices):
            said = {lang: question.labels(lang)[number] for lang in self.words}
            self._category(found, str(choice.value), said)
        if question.scale:
            self.elements.add_each(found, "concept", self.scales[question.scale].title)
        kind = "character" if question.kind == "text" else "numeric"
        add(found, "varFormat", type=kind)
        if question.reverse:
            for lang, words in self.words.items():
                text = words.say("codebook.reverse_note")
                add(found, "notes", text, lang=lang, type="scoring")

    def _ranges(self, variable: etree._Element, question: Question) -> None:
        if question.kind == "number":
            low, high = (
                "" if end is None else str(end) for end in (question.low, question.high)
            )
            if low or high:
                valid = self.elements.add(variable, "valrng")
                self.elements.add(valid, "range", min=low, max=high)
        if question.missing_codes:
            invalid = self.elements.add(variable, "invalrng")
            for code in question.missing_codes:
                self.elements.add(invalid, "item", VALUE=str(code))

    def _category(
        self, variable: etree._Element, value: str, labels: Mapping[Language, str]
    ) -> None:
        category = self.elements.add(variable, "catgry")
        self.elements.add(category, "catValu", value)
        for lang, label in labels.items():
            self.elements.add(category, "labl", label, lang=lang)

    def _unit(self, unit: Text | None) -> str:
        if unit is None:
            return ""
        return " / ".join(unit.in_language(lang) for lang in self.words)


def _nature(question: Question) -> str:
    if question.kind == "number":
        return "ratio" if question.low == 0 else "interval"
    if question.kind == "text" or question.scale_kind in _NOMINAL:
        return "nominal"
    return "nominal" if question.origin == "consent" else "ordinal"


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
