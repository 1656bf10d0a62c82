"""SurveyJS: the JSON that its free form library shows, and its answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.logic import expression
from srtoolkit.platforms.form.parts import (
    Form,
    FormBlock,
    FormPage,
    Matrix,
    MultiSelect,
    Note,
    Part,
    Question,
    Story,
)
from srtoolkit.platforms.importing.json_answers import LIST_SEPARATOR
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    joined_column,
    manifest_of,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.surveyjs_parts import Expression, Words, assigning_script
from srtoolkit.questionnaire import Language

PLATFORM = "surveyjs"
_LOCALES: Mapping[Language, str] = {"zh": "zh-cn", "en": "en"}
_MEANINGS = {"zh-cn": "zh", "zh": "zh", "en": "en", "default": "en"}


def export_surveyjs(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.json``, with a script that draws the condition.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    SurveyJS survey-core 2.5 (MIT), definition of the survey JSON.
    """
    writer = _Writer(form, options)
    content = json.dumps(writer.survey(), ensure_ascii=False, indent=1)
    files = {f"{form.name}.json": f"{content}\n".encode()}
    if form.assignment:
        files[f"{form.name}-assign.js"] = assigning_script(form.assignment)
    columns = _columns(form, options)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    return Export(files, manifest, tuple(writer.losses))


class _Writer:
    def __init__(self, form: Form, options: ExportOptions) -> None:
        self.form, self.options = form, options
        self.words = Words(options.languages)
        self.expression = Expression(form)
        self.losses: list[Loss] = []

    def survey(self) -> dict[str, Any]:
        """Return the survey; keys in the order people read them."""
        form = self.form
        if len(self.options.languages) == 1:
            self._lose("", "one_language", language=self.options.first)
        found: dict[str, Any] = {
            "title": self.words.of(form.title),
            "locale": _LOCALES[self.options.first],
            "clearInvisibleValues": "onHidden",
            "showQuestionNumbers": "off",
            "widthMode": "responsive",
            "calculatedValues": [
                {
                    "name": "language",
                    "expression": "{locale}",
                    "includeIntoResult": True,
                }
            ],
            "pages": [self._page(page) for page in form.pages],
        }
        if form.thanks:
            found["completedHtml"] = self.words.html(form.thanks)
        if form.assignment:
            self._lose(form.assignment.column, "assignment_simple")
            file = f"{form.name}-assign.js"
            self._lose(form.assignment.column, "assignment_by_page", file=file)
        return found

    def _page(self, page: FormPage) -> dict[str, Any]:
        blocks = [self._block(block) for block in page.blocks]
        return {"name": page.id, "elements": blocks}

    def _block(self, block: FormBlock) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "panel", "name": block.id}
        if block.title:
            found["title"] = self.words.of(block.title)
        if block.instructions:
            found["description"] = self.words.of(block.instructions)
        shown = expression(block.shown, self.expression)
        if shown:
            found["visibleIf"] = shown
        asked = [part for part in block.parts if not isinstance(part, Note | Story)]
        if block.shuffle and len(asked) > 1:
            self._lose(block.id, "shuffle_partly")
        found["elements"] = [
            element
            for part in block.parts
            for element in self._part(part, block.shuffle)
        ]
        return found

    def _part(self, part: Part, shuffle: bool) -> Iterator[dict[str, Any]]:
        if isinstance(part, Note):
            yield {"type": "html", "name": part.id, "html": self.words.html(part.text)}
        elif isinstance(part, Story):
            for number, (label, text) in enumerate(part.texts.items(), start=1):
                yield {
                    "type": "html",
                    "name": f"{part.id}_{number}",
                    "visibleIf": self.expression.condition([label]),
                    "html": self.words.html(text),
                }
        elif isinstance(part, Matrix):
            yield self._matrix(part, shuffle)
        elif isinstance(part, MultiSelect):
            yield self._multi_select(part, shuffle)
        else:
            yield self._question(part)

    def _matrix(self, matrix: Matrix, shuffle: bool) -> dict[str, Any]:
        first = matrix.first
        if first.low_label or first.high_label:
            self._lose(matrix.id, "ends_in_labels")
        found: dict[str, Any] = {
            "type": "matrix",
            "name": matrix.id,
            "titleLocation": "hidden",
            "columns": self._choices(first),
            "rows": [
                {"value": row.id, "text": self.words.of(row.text)}
                for row in matrix.rows
            ],
        }
        if matrix.required:
            found["isAllRowRequired"] = True
        elif any(row.required for row in matrix.rows):
            self._lose(matrix.id, "required_dropped")
        return found | ({"rowOrder": "random"} if shuffle else {})

    def _multi_select(self, select: MultiSelect, shuffle: bool) -> dict[str, Any]:
        self._lose(select.id, "ticked_only")
        found: dict[str, Any] = {
            "type": "checkbox",
            "name": select.id,
            "title": self.words.of(select.text),
            "choices": [
                {"value": option.id, "text": self.words.of(option.text)}
                for option in select.options
            ],
        }
        found |= {"isRequired": True} if select.required else {}
        return found | ({"choicesOrder": "random"} if shuffle else {})

    def _question(self, question: Question) -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "comment",
            "name": question.id,
            "title": self.words.of(question.text),
        }
        if question.required:
            found["isRequired"] = True
        if question.kind == "number":
            found |= {"type": "text", "inputType": "number", **_limits(question)}
            if question.unit:
                found["description"] = self.words.of(question.unit)
        elif question.kind == "choice" and question.choices[0].label is None:
            found |= {"type": "rating", "rateValues": list(question.values)}
            if question.low_label:
                found["minRateDescription"] = self.words.of(question.low_label)
            if question.high_label:
                found["maxRateDescription"] = self.words.of(question.high_label)
        elif question.kind == "choice":
            found |= {"type": "radiogroup", "choices": self._choices(question)}
        return found

    def _choices(self, question: Question) -> list[dict[str, Any]]:
        return [
            {
                "value": choice.value,
                "text": self.words.each(
                    {lang: question.label(choice, lang) for lang in ("zh", "en")}
                ),
            }
            for choice in question.choices
        ]

    def _lose(self, item: str, code: str, **values: str) -> None:
        self.losses.append(Loss(item, code, values))


def _limits(question: Question) -> dict[str, int]:
    limits = {"min": question.low, "max": question.high, "step": question.step}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _columns(form: Form, options: ExportOptions) -> Iterator[Column]:
    """Yield what an answer can hold; nested keys are joined by dots."""
    languages: Sequence[Language] = options.languages
    if form.assignment:
        yield condition_column(form.assignment, {"code": form.assignment.column})
    yield other_column("language", "language", meanings=_MEANINGS)
    yield other_column("comments", "other_text", {"glob": ("*-Comment",)})
    for part in form.parts:
        if isinstance(part, Question):
            yield _absent(question_column(part, {"code": part.id}, languages=languages))
        elif isinstance(part, Matrix):
            for row in part.rows:
                heading = {"code": f"{part.id}.{row.id}"}
                yield _absent(question_column(row, heading, languages=languages))
        elif isinstance(part, MultiSelect):
            yield joined_column(
                part,
                {"code": part.id},
                separators=(LIST_SEPARATOR,),
                languages=languages,
                optional=True,
            )


def _absent(column: Column) -> Column:
    """Let a column lack: nobody's answer holds what nobody answered."""
    return column.model_copy(update={"optional": True})
