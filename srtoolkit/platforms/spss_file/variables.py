"""Variables as SPSS knows them: names, labels, values, measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from srtoolkit.platforms.form.parts import Form, Question
from srtoolkit.platforms.losses import Loss, Value
from srtoolkit.platforms.naming import (
    NameRule,
    cut_bytes,
    fitted_names,
    free_name,
)
from srtoolkit.questionnaire import LANGUAGES, Assignment, Language, Text

if TYPE_CHECKING:
    from pyreadstat.pyclasses import MissingRange

#: Most bytes of UTF-8 that SPSS keeps.
NAME_BYTES, LABEL_BYTES, VALUE_LABEL_BYTES = 64, 255, 120
#: Most single values a variable may declare as missing.
_MOST_MISSING = 3
#: Most bytes of an open answer.
TEXT_BYTES = 2000
#: Words no variable can be called.
_RESERVED = frozenset(
    ("ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH")
)
_NOMINAL = frozenset({"nominal", "multiple"})
_OWN = {
    "respondent_id": Text(zh="答卷编号", en="Respondent"),
    "language": Text(zh="作答语言", en="Language of the answers"),
    "condition": Text(zh="实验条件", en="Experimental condition"),
}
_LANGUAGE_NAMES = {
    "zh": Text(zh="中文", en="Chinese"),
    "en": Text(zh="英文", en="English"),
}

Measure = Literal["nominal", "ordinal", "scale"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable in one language.

    Attributes
    ----------
    label : str
        At most 255 bytes of UTF-8.
    labels : mapping of int to str
        Value labels, at most 120 bytes each.
    missing : tuple of int, or of one range
        Values that stand for "no answer".
    format : str
        As SPSS writes it: ``F2.0``, ``A2000``.
    width : int
        Letters a column shows.
    """

    name: str
    label: str
    measure: Measure
    format: str
    width: int = 8
    labels: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[int | MissingRange, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it holds words."""
        return self.format.startswith("A")

    @property
    def text_bytes(self) -> int:
        """Most bytes of the words it holds; 0 for a number."""
        return int(self.format[1:]) if self.is_text else 0


class Variables:
    """The variables of one form; collects what had to be renamed or cut."""

    def __init__(self, form: Form) -> None:
        self.form = form
        ids = [question.id for question in form.questions]
        self.assignment = form.assignment
        if self.assignment:
            ids.append(self.assignment.column)
        rule = NameRule(r"[^A-Za-z0-9_]", NAME_BYTES)
        wanted = {
            name: f"{name}1" if name.upper() in _RESERVED else name for name in ids
        }
        fitted, _ = fitted_names(list(wanted.values()), rule)
        self.names = {old: fitted[new] for old, new in wanted.items()}
        self.renamed = tuple(
            Loss(old, "renamed", {"old": old, "new": new})
            for old, new in self.names.items()
            if old != new
        )
        taken = {name.casefold() for name in self.names.values()}
        self.respondent = free_name("respondent_id", taken)
        self.language = free_name("language", taken)
        self.cut: list[Loss] = []

    @property
    def language_labels(self) -> dict[str, str]:
        """Language by its label, as a table saved with labels has it."""
        return {
            name.in_language(shown): language
            for language, name in _LANGUAGE_NAMES.items()
            for shown in LANGUAGES
        }

    def in_language(self, language: Language) -> Iterator[Variable]:
        """Yield every variable, in the order of the file."""
        yield self._own("respondent_id", self.respondent, language, "A36", "nominal")
        codes = {
            code: _LANGUAGE_NAMES[each].in_language(language)
            for code, each in enumerate(LANGUAGES, start=1)
        }
        yield self._own("language", self.language, language, "F1.0", "nominal", codes)
        if self.assignment:
            yield self._condition(self.assignment, language)
        for question in self.form.questions:
            yield self._asked(question, language)

    def _own(
        self,
        key: str,
        name: str,
        language: Language,
        form: str,
        measure: Measure,
        labels: Mapping[int, str] | None = None,
    ) -> Variable:
        label = _OWN[key].in_language(language)
        return Variable(name, label, measure, form, labels=labels or {})

    def _condition(self, assignment: Assignment, language: Language) -> Variable:
        labels = {
            code: self._short(assignment.column, label)
            for code, label in enumerate(assignment.labels, start=1)
        }
        name = self.names[assignment.column]
        return self._own("condition", name, language, "F2.0", "nominal", labels)

    def _asked(self, question: Question, language: Language) -> Variable:
        text = " ".join(question.text.in_language(language).split())
        label = cut_bytes(text, LABEL_BYTES)
        if label != text:
            self._lose(question.id, "label_cut", LABEL_BYTES, label)
        found = Variable(self.names[question.id], label, "scale", "F8.0")
        if question.kind == "text":
            return replace(found, measure="nominal", format=f"A{TEXT_BYTES}", width=20)
        found = replace(found, missing=_missing(question))
        if question.kind == "number":
            return found
        shown = zip(question.values, question.labels(language), strict=True)
        labels = {value: self._short(question.id, words) for value, words in shown}
        kind = question.scale_kind
        nominal = question.origin == "consent" or kind in _NOMINAL
        measure: Measure = "nominal" if nominal else "ordinal"
        digits = max(len(str(value)) for value in (*labels, *question.missing_codes))
        return replace(found, measure=measure, format=f"F{digits}.0", labels=labels)

    def _short(self, item: str, words: str) -> str:
        label = cut_bytes(words, VALUE_LABEL_BYTES)
        if label != words:
            self._lose(item, "value_label_cut", VALUE_LABEL_BYTES, label)
        return label

    def _lose(self, item: str, code: str, limit: int, label: str) -> None:
        values: dict[str, Value] = {"limit": limit, "unit": "bytes", "label": label}
        if (loss := Loss(item, code, values)) not in self.cut:
            self.cut.append(loss)


def _missing(question: Question) -> tuple[int | MissingRange, ...]:
    """Return the missing values: three at most, or all as one range.

    A range is taken only where no answer lies in it.
    """
    codes = sorted(question.missing_codes)
    if len(codes) <= _MOST_MISSING:
        return tuple(codes)
    low, high = codes[0], codes[-1]
    if any(low <= value <= high for value in question.values):
        return tuple(codes[:_MOST_MISSING])
    return ({"lo": low, "hi": high},)
