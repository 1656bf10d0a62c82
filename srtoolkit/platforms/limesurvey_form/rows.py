"""The rows of LimeSurvey's tab-separated form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srtoolkit.platforms.export import ExportOptions
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
from srtoolkit.platforms.form.stems import stem_of, told_before
from srtoolkit.platforms.limesurvey_form.expression import Expression
from srtoolkit.platforms.limesurvey_form.names import (
    LANGUAGE_CODES,
    answer_codes,
    escaped,
)
from srtoolkit.platforms.losses import Loss
from srtoolkit.questionnaire import Language, Text

Row = dict[str, str]
#: Settings of every survey: a page is a group that bears no name, times are kept.
_SETTINGS = {
    "format": "G",
    "anonymized": "Y",
    "datestamp": "Y",
    "savetimings": "Y",
    "ipaddr": "N",
    "showwelcome": "N",
    "showgroupinfo": "X",
}
_UNIT = Text(zh="单位：{unit}", en="In {unit}")


class RowWriter:
    """Writes one form, and notes what LimeSurvey cannot carry.

    Parameters
    ----------
    codes : mapping of str to str
        Code of each question, row and option.
    """

    def __init__(
        self, form: Form, options: ExportOptions, codes: Mapping[str, str]
    ) -> None:
        self.form, self.options, self.codes = form, options, codes
        self.expression = Expression(form, codes)
        self.losses: list[Loss] = []
        self.language: Language = options.first

    def rows(self) -> list[Row]:
        """Return settings, then all groups once for each language."""
        self._lose_whole()
        found = list(self._settings())
        for language in self.options.languages:
            self.language = language
            for number, page in enumerate(self.form.pages, start=1):
                found += self._page(page, number)
        return found

    def _lose_whole(self) -> None:
        if len(self.options.languages) == 1:
            self._lose("", "one_language", language=self.options.first)
        self._lose("", "untested", platform="limesurvey")
        if self.form.assignment:
            self._lose(self.form.assignment.column, "assignment_simple")

    def _settings(self) -> Iterator[Row]:
        first, *others = (LANGUAGE_CODES[each] for each in self.options.languages)
        settings = {"language": first, "additional_languages": " ".join(others)}
        for name, value in (settings | _SETTINGS).items():
            yield {"class": "S", "name": name, "text": value}
        for each in self.options.languages:
            texts = {"surveyls_title": self.form.title}
            if self.form.thanks:
                texts["surveyls_endtext"] = self.form.thanks
            for name, text in texts.items():
                yield {
                    "class": "SL",
                    "name": name,
                    "text": escaped(text.in_language(each)),
                    "language": LANGUAGE_CODES[each],
                }

    def _page(self, page: FormPage, number: int) -> Iterator[Row]:
        more = {"type/scale": str(number), "relevance": "1"}
        yield self._row("G", name=str(number), **more)
        if number == 1 and self.form.assignment:
            yield self._drawn()
        for block in page.blocks:
            yield from self._block(block)

    def _drawn(self) -> Row:
        """Draw the condition once, by its number, out of sight."""
        assert self.form.assignment is not None
        name = self.codes[self.form.assignment.column]
        draw = drawing(name, len(self.form.assignment.labels))
        return self._row("Q", name=name, text=draw, hidden="1", **{"type/scale": "*"})

    def _block(self, block: FormBlock) -> Iterator[Row]:
        shown = expression(block.shown, self.expression) or "1"
        told = told_before(block)
        if told:
            yield self._told(f"{block.id}_head", told, shown)
        asked = [part for part in block.parts if not isinstance(part, Note | Story)]
        if block.shuffle and len(asked) > 1:
            self._lose(block.id, "shuffle_partly")
        for part in block.parts:
            yield from self._part(block, part, shown)

    def _part(self, block: FormBlock, part: Part, shown: str) -> Iterator[Row]:
        if isinstance(part, Note):
            yield self._told(part.id, part.text, shown)
        elif isinstance(part, Story):
            yield from self._story(part, shown)
        elif isinstance(part, Matrix):
            yield from self._matrix(block, part, shown)
        elif isinstance(part, MultiSelect):
            yield from self._multi_select(block, part, shown)
        else:
            yield from self._question(part, shown)

    def _story(self, story: Story, shown: str) -> Iterator[Row]:
        for number, (label, text) in enumerate(story.texts.items(), start=1):
            told = self.expression.condition([label])
            relevant = told if shown == "1" else self.expression.all_of([shown, told])
            yield self._told(f"{story.id}_{number}", text, relevant)

    def _told(self, name: str, text: Text, shown: str) -> Row:
        return self._asked(self.codes[name], "X", text, shown)

    def _matrix(self, block: FormBlock, matrix: Matrix, shown: str) -> Iterator[Row]:
        self._lose_ends(matrix.id, matrix.first)
        if not matrix.required and any(row.required for row in matrix.rows):
            self._lose(matrix.id, "required_dropped")
        more = {"random_order": "1"} if block.shuffle else {}
        required = "Y" if matrix.required else "N"
        code, stem = self.codes[matrix.id], stem_of(block, matrix)
        yield self._asked(code, "F", stem, shown, mandatory=required, **more)
        for row in matrix.rows:
            yield self._sub(self.codes[row.id], row.text)
        yield from self._answers(matrix.first)

    def _multi_select(
        self, block: FormBlock, select: MultiSelect, shown: str
    ) -> Iterator[Row]:
        self._lose(select.id, "ticked_only")
        more = {"random_order": "1"} if block.shuffle else {}
        required = "Y" if select.required else "N"
        code = self.codes[select.id]
        yield self._asked(code, "M", select.text, shown, mandatory=required, **more)
        for option in select.options:
            yield self._sub(self.codes[option.id], option.text)

    def _question(self, question: Question, shown: str) -> Iterator[Row]:
        more = {"mandatory": "Y" if question.required else "N"}
        kind = {"choice": "L", "number": "N", "text": "T"}[question.kind]
        if question.kind == "number":
            more |= self._limits(question)
        if question.unit:
            unit = _UNIT.in_language(self.language)
            more["help"] = escaped(
                unit.format(unit=question.unit.in_language(self.language))
            )
            self._lose(question.id, "unit_in_text")
        yield self._asked(self.codes[question.id], kind, question.text, shown, **more)
        if question.kind == "choice":
            self._lose_ends(question.id, question)
            yield from self._answers(question)

    def _limits(self, question: Question) -> Row:
        if question.step != 1:
            self._lose(question.id, "step_dropped", step=question.step)
        limits = {
            "min_num_value_n": question.low,
            "max_num_value_n": question.high,
            "num_value_int_only": 1,
        }
        return {name: str(each) for name, each in limits.items() if each is not None}

    def _answers(self, question: Question) -> Iterator[Row]:
        codes = answer_codes(question)
        labels = question.labels(self.language)
        for choice, label in zip(question.choices, labels, strict=True):
            code = codes[choice.value]
            if code != str(choice.value):
                self._lose(
                    question.id, "answer_recoded", old=str(choice.value), new=code
                )
            yield self._row("A", name=code, text=escaped(label), **{"type/scale": "0"})

    def _sub(self, code: str, text: Text) -> Row:
        shown = escaped(text.in_language(self.language))
        more = {"type/scale": "0", "relevance": "1"}
        return self._row("SQ", name=code, text=shown, **more)

    def _asked(self, code: str, kind: str, text: Text, shown: str, **more: str) -> Row:
        words = escaped(text.in_language(self.language))
        more |= {"type/scale": kind, "relevance": shown}
        return self._row("Q", name=code, text=words, **more)

    def _row(self, kind: str, **cells: str) -> Row:
        return {"class": kind, "language": LANGUAGE_CODES[self.language], **cells}

    def _lose_ends(self, item: str, question: Question) -> None:
        if question.low_label or question.high_label:
            self._lose(item, "ends_in_labels")

    def _lose(self, item: str, code: str, **values: str | int) -> None:
        """Note a loss; the languages that follow the first lose the same."""
        if self.language == self.options.first:
            self.losses.append(Loss(item, code, values))


def drawing(code: str, n_conditions: int) -> str:
    """Return the expression that draws a number once and then keeps it."""
    name = f"{code}.NAOK"
    return f"{{if(is_empty({name}), rand(1, {n_conditions}), {name})}}"
