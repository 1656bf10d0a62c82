"""The rows of a REDCap data dictionary: one a field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srtoolkit.platforms.form.letters import LETTER, letters
from srtoolkit.platforms.form.logic import expression
from srtoolkit.platforms.form.parts import (
    Form,
    FormBlock,
    Matrix,
    MultiSelect,
    Note,
    Part,
    Question,
    Story,
)
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.redcap_form.branching import Branching
from srtoolkit.platforms.redcap_form.names import RECORD, choices_of, label_of
from srtoolkit.platforms.safety.cells import safe_cell
from srtoolkit.questionnaire import Language, Text

HEADER = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type",
    "Field Label", "Choices, Calculations, OR Slider Labels", "Field Note",
    "Text Validation Type OR Show Slider Number", "Text Validation Min",
    "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
    "Required Field?", "Custom Alignment", "Question Number (surveys only)",
    "Matrix Group Name", "Matrix Ranking?", "Field Annotation",
)  # fmt: skip
(
    _NAME, _FORM, _SECTION, _TYPE, _LABEL, _CHOICES, _NOTE, _VALIDATION, _MIN, _MAX,
    _, _BRANCHING, _REQUIRED, _, _, _MATRIX, _, _,
) = HEADER  # fmt: skip
Row = dict[str, str]
_UNIT = Text(zh="单位：{unit}", en="In {unit}")
RECORD_LABEL = Text(zh="记录编号", en="Record ID")


class RowWriter:
    """Writes one form in one language, and notes what a dictionary cannot hold.

    Parameters
    ----------
    names : mapping of str to str
        Field of each question.
    """

    def __init__(
        self, form: Form, language: Language, names: Mapping[str, str]
    ) -> None:
        self.form, self.language, self.names = form, language, names
        self.branching = Branching(form, names)
        self.losses: list[Loss] = []

    def rows(self) -> list[Row]:
        """Return the record's own field, then every field in its order."""
        found = [self._row(RECORD, "text", RECORD_LABEL)]
        if self.form.assignment:
            found.append(self._letter())
        for block in self.form.blocks:
            found += self._block(block)
        if self.form.thanks:
            found.append(self._row("thanks", "descriptive", self.form.thanks))
        return found

    def _letter(self) -> Row:
        assert self.form.assignment is not None
        given = enumerate(letters(self.form.assignment), start=1)
        choices = " | ".join(f"{place}, {letter}" for place, letter in given)
        row = self._row(self.form.assignment.column, "radio", LETTER)
        return row | {_CHOICES: choices, _REQUIRED: "y"}

    def _block(self, block: FormBlock) -> list[Row]:
        """Return a block's fields: the first bears its title and instructions."""
        shown = expression(block.shown, self.branching)
        rows = [row for part in block.parts for row in self._part(part)]
        told = [text for text in (block.title, block.instructions) if text]
        if told and rows:
            texts = (text.in_language(self.language) for text in told)
            rows[0][_SECTION] = self._safe(block.id, "\n\n".join(texts))
        for row in rows:
            both = [each for each in (shown, row.get(_BRANCHING, "")) if each]
            row[_BRANCHING] = self.branching.all_of(both) if both[1:] else "".join(both)
        return rows

    def _part(self, part: Part) -> Iterator[Row]:
        if isinstance(part, Note):
            yield self._row(part.id, "descriptive", part.text)
        elif isinstance(part, Story):
            for number, (label, text) in enumerate(part.texts.items(), start=1):
                row = self._row(f"{part.id}_{number}", "descriptive", text)
                yield row | {_BRANCHING: self.branching.condition([label])}
        elif isinstance(part, Matrix):
            group = self.names[f"{part.id}_rows"]
            for item in part.rows:
                yield self._question(item) | {_MATRIX: group}
        elif isinstance(part, MultiSelect):
            yield self._multi_select(part)
        else:
            yield self._question(part)

    def _multi_select(self, select: MultiSelect) -> Row:
        texts = [option.text.in_language(self.language) for option in select.options]
        for option, text in zip(select.options, texts, strict=True):
            self._lose_sign(option.id, text)
        pairs = enumerate(map(label_of, texts), start=1)
        choices = " | ".join(f"{place}, {label}" for place, label in pairs)
        required = "y" if select.required else ""
        row = self._row(select.id, "checkbox", select.text)
        return row | {_CHOICES: choices, _REQUIRED: required}

    def _question(self, question: Question) -> Row:
        kind = {"choice": "radio", "number": "text", "text": "notes"}[question.kind]
        row = self._row(question.id, kind, question.text)
        row[_REQUIRED] = "y" if question.required else ""
        if question.kind == "choice":
            row[_CHOICES] = choices_of(question, self.language)
            self._lose_signs(question)
        elif question.kind == "number":
            row |= self._limits(question)
        if question.unit:
            unit = question.unit.in_language(self.language)
            row[_NOTE] = _UNIT.in_language(self.language).format(unit=unit)
            self.losses.append(Loss(question.id, "unit_in_text"))
        return row

    def _lose_signs(self, question: Question) -> None:
        for choice in question.choices:
            self._lose_sign(question.id, question.label(choice, self.language))
            if choice.value < 0:
                values = {"old": str(choice.value), "new": f"m{-choice.value}"}
                self.losses.append(Loss(question.id, "answer_recoded", values))

    def _lose_sign(self, item: str, text: str) -> None:
        if label_of(text) != text:
            values = {"old": text, "new": label_of(text)}
            self.losses.append(Loss(item, "option_changed", values))

    def _limits(self, question: Question) -> Row:
        if question.step != 1:
            self.losses.append(
                Loss(question.id, "step_dropped", {"step": question.step})
            )
        return {
            _VALIDATION: "integer",
            _MIN: "" if question.low is None else str(question.low),
            _MAX: "" if question.high is None else str(question.high),
        }

    def _row(self, name: str, kind: str, text: Text) -> Row:
        label = self._safe(name, text.in_language(self.language))
        return {
            _NAME: self.names[name],
            _FORM: self.form.name.replace("-", "_"),
            _TYPE: kind,
            _LABEL: label,
        }

    def _safe(self, item: str, text: str) -> str:
        shown = str(safe_cell(text))
        if shown != text:
            self.losses.append(Loss(item, "cell_neutralised", {"text": text}))
        return shown
