"""The text that 问卷星 imports: a line a question, and its options below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from srtoolkit.platforms.form.letters import LETTER, letters
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
from srtoolkit.platforms.form.stems import stem_of, told_before
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.wjx_form.lines import (
    INVISIBLE,
    asked_text,
    column_labels,
    guarded,
    in_one_line,
    point_labels,
)
from srtoolkit.questionnaire import Language, Text

#: Behind the tag of a question that may be left out.
OPTIONAL = "（选填）"
_SCALES = frozenset({"reflective", "formative", "check"})


class TextWriter:
    """Writes one form in one language, and notes what its lines cannot hold."""

    def __init__(self, form: Form, language: Language) -> None:
        self.form, self.language = form, language
        self.losses: list[Loss] = []
        self.asked = 0

    def text(self) -> str:
        """Return title, introduction, questions, and the closing words."""
        parts = [self._opening()]
        if self.form.assignment:
            parts.append(self._letter())
        opening = self._introduction()
        for number, page in enumerate(self.form.pages):
            if number:
                parts.append(["[分页栏]"])
            for block in page.blocks:
                parts += self._block(block, opening)
        if self.form.thanks:
            parts.append(self._told("", self.form.thanks))
        return "".join("\n".join(lines) + "\n\n" for lines in parts)

    def _opening(self) -> list[str]:
        title = self._guarded("", self.form.title.in_language(self.language))
        told = [part.text for part in self._introduction()]
        return [title, *(line for text in told for line in self._lines("", text))]

    def _introduction(self) -> list[Note]:
        """Return the texts before the first question: the description."""
        found: list[Note] = []
        for part in self.form.parts:
            if not isinstance(part, Note):
                break
            found.append(part)
        return found

    def _letter(self) -> list[str]:
        assert self.form.assignment is not None
        head = self._head(LETTER.in_language(self.language), "单选题", required=True)
        return [head, *letters(self.form.assignment)]

    def _block(self, block: FormBlock, opening: Sequence[Note]) -> Iterator[list[str]]:
        told = told_before(block)
        if told:
            yield self._told(block.id, told)
        for part in block.parts:
            if part not in opening:
                yield from self._part(block, part)

    def _part(self, block: FormBlock, part: Part) -> Iterator[list[str]]:
        if isinstance(part, Note):
            yield self._told(part.id, part.text)
        elif isinstance(part, Story):
            yield from (self._told(part.id, text) for text in part.texts.values())
        elif isinstance(part, Matrix):
            yield self._matrix(block, part)
        elif isinstance(part, MultiSelect):
            text = part.text.in_language(self.language)
            self._lose_brackets(part.id, text)
            options = [self._option(option.id, option.text) for option in part.options]
            yield [self._head(text, "多选题", required=part.required), *options]
        else:
            yield self._question(part)

    def _matrix(self, block: FormBlock, matrix: Matrix) -> list[str]:
        labels = column_labels(matrix.first, self.language)
        pointed = point_labels(matrix.first, self.language)
        for label, plain in zip(labels, pointed, strict=True):
            if label != plain:
                self.losses.append(Loss(matrix.id, "spaces_replaced", {"label": plain}))
        self._lose_signs(matrix.id, matrix.first)
        is_scale = matrix.first.scale_kind in _SCALES
        tag = "矩阵量表题" if is_scale else "矩阵单选题"
        stem = stem_of(block, matrix).in_language(self.language)
        self._lose_brackets(matrix.id, stem)
        return [
            self._head(stem, tag, required=matrix.required),
            guarded(" ".join(labels)),
            *(self._option(row.id, row.text) for row in matrix.rows),
        ]

    def _question(self, question: Question) -> list[str]:
        text = asked_text(question, self.language)
        self._lose_brackets(question.id, question.text.in_language(self.language))
        if question.kind != "choice":
            return [self._head(text, "问答题", required=question.required)]
        self._lose_signs(question.id, question)
        labels = point_labels(question, self.language)
        options = [self._guarded(question.id, label) for label in labels]
        return [self._head(text, "单选题", required=question.required), *options]

    def _lose_signs(self, name: str, question: Question) -> None:
        plain = question.labels(self.language)
        pointed = point_labels(question, self.language)
        for old, new in zip(plain, pointed, strict=True):
            if old != new:
                values = {"old": old, "new": new}
                self.losses.append(Loss(name, "option_changed", values))

    def _head(self, text: str, tag: str, *, required: bool) -> str:
        self.asked += 1
        end = "" if required else OPTIONAL
        return f"{self.asked}.{in_one_line(text)}[{tag}]{end}"

    def _told(self, name: str, text: Text) -> list[str]:
        self.losses.append(Loss(name, "note_page_only"))
        first, *rest = self._lines(name, text)
        return [f"{first}[段落说明]", *rest]

    def _lines(self, name: str, text: Text) -> list[str]:
        lines = text.in_language(self.language).splitlines()
        return [self._guarded(name, line) for line in lines if line.strip()]

    def _option(self, name: str, text: Text) -> str:
        return self._guarded(name, text.in_language(self.language))

    def _guarded(self, name: str, text: str) -> str:
        shown = guarded(text)
        self._lose_brackets(name, text)
        if INVISIBLE in shown:
            self.losses.append(Loss(name, "invisible_sign", {"label": text}))
        return shown

    def _lose_brackets(self, name: str, text: str) -> None:
        if "[" in text or "]" in text:
            values = {"old": text, "new": in_one_line(text)}
            self.losses.append(Loss(name, "text_changed", values))
