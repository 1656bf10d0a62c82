"""The form as the page's script reads it: texts, answers, conditions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from srtoolkit.platforms.export import ExportOptions
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
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Rule, Text

#: Phrases of ``html_page`` that the script says.
_SAID = (
    "answer_missing",
    "back",
    "clear",
    "next",
    "not_kept",
    "number_outside",
    "number_wrong",
    "progress",
    "remove",
    "remove_sure",
    "restart",
    "save_csv",
    "save_hint",
    "save_json",
    "staff",
    "staff_count",
    "still_missing",
)


class Tree:
    """Writes conditions as JSON lists, which the script walks through."""

    def __init__(self, codes: dict[str, int]) -> None:
        self.codes = codes

    def test(self, rule: Rule) -> str:
        """Write a test; the script takes it as false for an unanswered item."""
        return json.dumps([rule.operator, rule.item, rule.value])

    def condition(self, labels: Sequence[str]) -> str:
        """Write that the respondent is in one of some conditions."""
        return json.dumps(["in", [self.codes[label] for label in labels]])

    def all_of(self, parts: Sequence[str]) -> str:
        """Join conditions that must all hold."""
        return f'["all", {", ".join(parts)}]'

    def negated(self, part: str) -> str:
        """Write that a condition does not hold."""
        return f'["not", {part}]'


def condition_codes(form: Form) -> dict[str, int]:
    """Number the conditions: their labels would tell what is studied."""
    labels = form.assignment.labels if form.assignment else ()
    return {label: number for number, label in enumerate(labels, start=1)}


class Definition:
    """Makes the definition of one form."""

    def __init__(self, form: Form, options: ExportOptions) -> None:
        self.form, self.options = form, options
        self.codes = condition_codes(form)
        self.tree = Tree(self.codes)
        self.formats: list[dict[str, Any]] = []

    def content(self) -> dict[str, Any]:
        """Return the definition as plain values; nothing of scoring is in it."""
        form = self.form
        numbers = {block.id: n for n, block in enumerate(form.blocks, start=1)}
        pages = [
            [self._block(block, numbers[block.id]) for block in page.blocks]
            for page in form.pages
        ]
        return {
            "languages": list(self.options.languages),
            "title": self._of(form.title),
            "thanks": self._of(form.thanks),
            "words": self._words(),
            "column": form.assignment.column if form.assignment else None,
            "conditions": len(self.codes),
            "repeats": form.assignment.repeats if form.assignment else 0,
            "back": form.assignment is None,
            "columns": [question.id for question in form.questions],
            "pages": pages,
            "formats": self.formats,
        }

    def _words(self) -> dict[str, dict[str, str]]:
        wanted: dict[str, dict[str, str]] = {key: {} for key in _SAID}
        for language in self.options.languages:
            words = Words(language)
            for key in _SAID:
                # the script fills in what stands in braces
                wanted[key][language] = words.say(
                    f"html_page.{key}",
                    **{name: f"{{{name}}}" for name in ("n", "open", "low", "high")},
                )
        return wanted

    def _block(self, block: FormBlock, number: int) -> dict[str, Any]:
        shown = expression(block.shown, self.tree)
        return {
            "number": number,
            "title": self._of(block.title),
            "text": self._of(block.instructions),
            "shuffle": block.shuffle,
            "shown": json.loads(shown) if shown else None,
            "slots": [self._slot(part) for part in block.parts],
        }

    def _slot(self, part: Part) -> dict[str, Any]:
        if isinstance(part, Note):
            return {"note": self._of(part.text)}
        if isinstance(part, Story):
            stories = {self.codes[c]: self._of(text) for c, text in part.texts.items()}
            return {"story": stories}
        return {"units": list(self._units(part))}

    def _units(self, part: Question | Matrix | MultiSelect) -> Iterator[dict[str, Any]]:
        if isinstance(part, MultiSelect):
            options = [{"id": o.id, "text": self._of(o.text)} for o in part.options]
            unit = {"id": part.id, "text": self._of(part.text), "options": options}
            yield unit | {"required": part.required}
            return
        rows = part.rows if isinstance(part, Matrix) else (part,)
        for question in rows:
            yield self._question(question) | {"row": isinstance(part, Matrix)}

    def _question(self, question: Question) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": question.id,
            "text": self._of(question.text),
            "kind": question.kind,
            "required": question.required,
        }
        if question.kind == "choice":
            found["format"] = self._format(question)
        if question.kind == "number":
            limits = {
                "low": question.low,
                "high": question.high,
                "step": question.step,
            }
            found["limits"] = {k: v for k, v in limits.items() if v is not None}
            found["unit"] = self._of(question.unit)
        return found

    def _format(self, question: Question) -> int:
        """Return the number of a question's answers among all formats."""
        languages = self.options.languages
        ends = None
        if all(choice.label is None for choice in question.choices):
            low, high = question.low_label, question.high_label
            ends = {
                each: [end.in_language(each) if end else "" for end in (low, high)]
                for each in languages
            }
        found = {
            "values": list(question.values),
            "labels": {each: list(question.labels(each)) for each in languages},
            "ends": ends,
        }
        if found not in self.formats:
            self.formats.append(found)
        return self.formats.index(found)

    def _of(self, text: Text | None) -> dict[str, str] | None:
        if text is None:
            return None
        return {each: text.in_language(each) for each in self.options.languages}
