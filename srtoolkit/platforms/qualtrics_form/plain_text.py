"""The lines of Qualtrics' Advanced TXT: tags in double brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
from srtoolkit.platforms.naming import NameRule
from srtoolkit.platforms.qualtrics_form.words import escaped, with_unit
from srtoolkit.questionnaire import Language, Text

#: Export tags of questions; one source says 15 characters at most.
RULE = NameRule(forbidden=r"[^A-Za-z0-9_]", longest=15)


class PlainTextWriter:
    """Writes one form in one language.

    Parameters
    ----------
    tags : mapping of str to str
        Export tag of each question, matrix and multiple choice.
    """

    def __init__(self, form: Form, language: Language, tags: Mapping[str, str]) -> None:
        self.form, self.language, self.tags = form, language, tags

    def text(self) -> str:
        """Return the whole form."""
        lines = ["[[AdvancedFormat]]", ""]
        for number, page in enumerate(self.form.pages):
            if number:
                lines += ["[[PageBreak]]", ""]
            for block in page.blocks:
                lines += self._block(block)
        if self.form.thanks:
            lines += self._told(self.form.thanks)
        return "\n".join(lines)

    def _block(self, block: FormBlock) -> Iterator[str]:
        yield f"[[Block:{_in_brackets(self._name(block))}]]"
        yield ""
        told = told_before(block)
        if told:
            yield from self._told(told)
        for part in block.parts:
            yield from self._part(block, part)

    def _name(self, block: FormBlock) -> str:
        return block.title.in_language(self.language) if block.title else block.id

    def _part(self, block: FormBlock, part: Part) -> Iterator[str]:
        if isinstance(part, Note):
            yield from self._told(part.text)
        elif isinstance(part, Story):
            for text in part.texts.values():
                yield from self._told(text)
        elif isinstance(part, Matrix):
            yield from self._matrix(part, stem_of(block, part))
        elif isinstance(part, MultiSelect):
            yield from self._head("MC:MultipleAnswer:Vertical", part.id, part.text)
            yield "[[Choices]]"
            yield from (self._line(option.text) for option in part.options)
            yield ""
        else:
            yield from self._question(part)

    def _told(self, text: Text) -> list[str]:
        return ["[[Question:DB]]", self._line(text), ""]

    def _matrix(self, matrix: Matrix, stem: Text) -> Iterator[str]:
        yield from self._head("Matrix", matrix.id, stem)
        yield "[[Choices]]"
        yield from (self._line(row.text) for row in matrix.rows)
        yield "[[AdvancedAnswers]]"
        yield from self._points(matrix.first, "Answer")
        yield ""

    def _question(self, question: Question) -> Iterator[str]:
        kind = {
            "choice": "MC:SingleAnswer:Vertical",
            "number": "TE:SingleLine",
            "text": "TextEntry:Essay",
        }[question.kind]
        yield from self._head(kind, question.id, with_unit(question))
        if question.kind == "choice":
            yield "[[AdvancedChoices]]"
            yield from self._points(question, "Choice")
        yield ""

    def _head(self, kind: str, name: str, text: Text) -> list[str]:
        tag = self.tags[name]
        return [f"[[Question:{kind}]]", f"[[ID:{tag}]]", self._line(text)]

    def _points(self, question: Question, tag: str) -> Iterator[str]:
        """Yield each answer behind its code, so that codes are the values."""
        labels = question.labels(self.language)
        for choice, label in zip(question.choices, labels, strict=True):
            yield f"[[{tag}:{choice.value}]]"
            yield line(label)

    def _line(self, text: Text) -> str:
        return line(text.in_language(self.language))


def line(text: str) -> str:
    """Return a text in one line that does not begin like a tag."""
    shown = escaped(text)
    return f"&#91;{shown[1:]}" if shown.startswith("[[") else shown


def _in_brackets(text: str) -> str:
    return " ".join(text.replace("[", "(").replace("]", ")").split())
