"""The description of the data: groups of variables, then every variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from srtoolkit.platforms.ddi_codebook.asking import routing_texts, universe_text
from srtoolkit.platforms.ddi_codebook.elements import Elements
from srtoolkit.platforms.ddi_codebook.groups import Groups
from srtoolkit.platforms.form.parts import Form, FormBlock, Question
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
        Groups(
            self.form, self.elements, ids=self.ids, scales=self.scales, words=self.words
        ).add_to(data)
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
        self.elements.add_each(found, "labl", question.asks)
        self._asked(found, block, question)
        self._ranges(found, question)
        for lang, words in self.words.items():
            if universe := universe_text(block, words):
                self.elements.add(found, "universe", universe, lang=lang)
        self._categories(found, question)
        if question.scale:
            self.elements.add_each(found, "concept", self.scales[question.scale].title)
        kind = "character" if question.kind == "text" else "numeric"
        self.elements.add(found, "varFormat", type=kind)
        if question.reverse:
            self._note(found, "scoring", "codebook.reverse_note")
        if question.instructed_answer is not None:
            value = str(question.instructed_answer)
            self._note(found, "attention check", "codebook.instructed", value=value)

    def _asked(
        self, variable: etree._Element, block: FormBlock, question: Question
    ) -> None:
        """Add what is read, in each language; rules stand after the last question."""
        add = self.elements.add
        for lang in self.words:
            asked = add(variable, "qstn", lang=lang)
            if block.instructions:
                add(asked, "preQTxt", block.instructions.in_language(lang))
            add(asked, "qstnLit", question.text.in_language(lang))
            if question is block.questions[-1]:
                for text in routing_texts(self.form, block, lang):
                    add(asked, "postQTxt", text)

    def _note(
        self, variable: etree._Element, kind: str, key: str, **values: str
    ) -> None:
        for lang, words in self.words.items():
            text = words.say(key, **values)
            self.elements.add(variable, "notes", text, lang=lang, type=kind)

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

    def _categories(self, variable: etree._Element, question: Question) -> None:
        for number, choice in enumerate(question.choices):
            said = {lang: question.labels(lang)[number] for lang in self.words}
            self._category(variable, str(choice.value), said)
        if question.kind != "number":
            return
        ends = (
            (question.low, question.low_label),
            (question.high, question.high_label),
        )
        for value, label in ends:
            if value is not None and label is not None:
                said = {lang: label.in_language(lang) for lang in self.words}
                self._category(variable, str(value), said)

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
        # a rating from 0 to 100 begins at a word, an amount at nothing
        is_amount = question.low == 0 and question.low_label is None
        return "ratio" if is_amount else "interval"
    if question.kind == "text" or question.scale_kind in _NOMINAL:
        return "nominal"
    return "nominal" if question.origin == "consent" else "ordinal"


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
