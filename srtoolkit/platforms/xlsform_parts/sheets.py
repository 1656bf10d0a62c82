"""The three sheets of an XLSForm: survey, choices, settings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.workbook import Row
from srtoolkit.platforms.xlsform_parts.xpath import XPath, drawn
from srtoolkit.questionnaire import Language, Text

LANGUAGE_NAMES: Mapping[Language, str] = {"zh": "中文 (zh)", "en": "English (en)"}
#: Shown above the columns of a matrix.
_CHOOSE = Text(zh="请选择", en="Please choose")
_HINT = Text(zh="单位：{unit}", en="In {unit}")
#: Where Markdown would read emphasis, a heading, or a list.
_MARKUP = re.compile(r"([*_`\\])|^([#>+-])(?=\s)", re.MULTILINE)
_PLAIN = ("type", "name")
_REST = (
    "required", "relevant", "constraint", "calculation", "appearance", "parameters",
)  # fmt: skip
_WORDED = ("label", "hint", "constraint_message")


class SheetWriter:
    """Writes one form, and notes what XLSForm cannot carry.

    Attributes
    ----------
    paths : dict of str to tuple of str
        Names of the groups a column stands in, from the outermost.
    losses : list of Loss
    """

    def __init__(self, form: Form, options: ExportOptions) -> None:
        self.form, self.options = form, options
        self.xpath = XPath(form)
        self.rows: list[dict[str, str]] = []
        self.lists: dict[tuple[object, ...], str] = {}
        self.choices: list[dict[str, str]] = []
        self.groups: list[str] = []
        self.paths: dict[str, tuple[str, ...]] = {}
        self.losses: list[Loss] = []

    def sheets(self) -> dict[str, list[Row]]:
        """Return the rows of each sheet, headings first."""
        self._whole()
        for name in ("start", "end"):
            self._row(name, name)
        if self.form.assignment:
            assignment = self.form.assignment
            for name, calculation in drawn(assignment.column, assignment.labels):
                self._row("calculate", name, calculation=calculation)
            self.losses.append(Loss(assignment.column, "assignment_simple"))
        for page in self.form.pages:
            self._begin(page.id, "field-list")
            for block in page.blocks:
                self._block(block)
            self._end()
        if self.form.thanks:
            self._note("thanks", self.form.thanks)
        return {
            "survey": self._sheet(self.rows, _PLAIN, _WORDED, _REST),
            "choices": self._sheet(self.choices, ("list_name", "name"), ("label",), ()),
            "settings": self._settings(),
        }

    def _whole(self) -> None:
        if len(self.options.languages) == 1:
            values = {"language": self.options.first}
            self.losses.append(Loss("", "one_language", values))
        else:
            self.losses.append(Loss("", "language_unrecorded"))

    def _settings(self) -> list[Row]:
        titles = [self.form.title.in_language(each) for each in self.options.languages]
        settings = {
            "form_title": " / ".join(titles),
            "form_id": self.form.name.replace("-", "_"),
            "version": self.form.version,
            "default_language": LANGUAGE_NAMES[self.options.first],
            "style": "pages",
        }
        return [list(settings), list(settings.values())]

    def _sheet(
        self,
        rows: Sequence[Mapping[str, str]],
        first: Sequence[str],
        worded: Sequence[str],
        rest: Sequence[str],
    ) -> list[Row]:
        names = [
            f"{name}::{LANGUAGE_NAMES[each]}"
            for name in worded
            for each in self.options.languages
        ]
        header = [*first, *names, *rest]
        used = [
            name for name in header if name in first or any(name in r for r in rows)
        ]
        return [used, *([row.get(name) for name in used] for row in rows)]

    def _block(self, block: FormBlock) -> None:
        relevant = expression(block.shown, self.xpath)
        self._begin(block.id, "", relevant=relevant, label=block.title)
        if block.instructions:
            self._note(f"{block.id}_read", block.instructions)
        if block.shuffle and not self._only_ticked(block):
            self.losses.append(Loss(block.id, "shuffle_dropped"))
        for part in block.parts:
            self._part(part, shuffle=block.shuffle)
        self._end()

    def _part(self, part: Part, *, shuffle: bool) -> None:
        if isinstance(part, Note):
            self._note(part.id, part.text)
        elif isinstance(part, Story):
            for number, (label, text) in enumerate(part.texts.items(), start=1):
                relevant = self.xpath.condition([label])
                self._note(f"{part.id}_{number}", text, relevant=relevant)
        elif isinstance(part, Matrix):
            self._matrix(part)
        elif isinstance(part, MultiSelect):
            self._multi_select(part, shuffle=shuffle)
        else:
            self._question(part)

    def _matrix(self, matrix: Matrix) -> None:
        first = matrix.first
        name = self._list(first)
        self._begin(matrix.id, "field-list")
        head = f"{matrix.id}_head"
        self._row(f"select_one {name}", head, label=_CHOOSE, appearance="label")
        self.losses.append(Loss(matrix.id, "empty_column", {"column": head}))
        self._told_ends(matrix.id, first)
        for row in matrix.rows:
            self._asked(row, f"select_one {name}", "list-nolabel")
        self._end()

    def _question(self, question: Question) -> None:
        if question.kind == "choice":
            self._told_ends(question.id, question)
            name = self._list(question)
            self._asked(question, f"select_one {name}", "")
        elif question.kind == "text":
            self._asked(question, "text", "multiline")
        else:
            self._asked(question, "integer", "")

    def _multi_select(self, select: MultiSelect, *, shuffle: bool) -> None:
        name = select.id.lower()
        for option in select.options:
            self._choice(name, option.id, option.text)
        self.paths |= dict.fromkeys(
            (select.id, *(option.id for option in select.options)), tuple(self.groups)
        )
        more = {"parameters": "randomize=true"} if shuffle else {}
        self._row(
            f"select_multiple {name}",
            select.id,
            label=select.text,
            required="yes" if select.required else "",
            **more,
        )
        self.losses.append(Loss(select.id, "ticked_only"))

    def _asked(self, question: Question, kind: str, appearance: str) -> None:
        self.paths[question.id] = tuple(self.groups)
        limits = _limits(question) if question.kind == "number" else ""
        self._row(
            kind,
            question.id,
            label=question.text,
            hint=_unit(question),
            required="yes" if question.required else "",
            constraint=limits,
            constraint_message=_told_limits(question) if limits else None,
            appearance=appearance,
        )

    def _told_ends(self, item: str, question: Question) -> None:
        if question.low_label or question.high_label:
            self.losses.append(Loss(item, "ends_in_labels"))

    def _list(self, question: Question) -> str:
        """Return the list of a question's choices, made when it is new."""
        labels = tuple(question.labels(each) for each in self.options.languages)
        key = (question.values, labels)
        if key not in self.lists:
            name = f"choices{len(self.lists) + 1}"
            self.lists[key] = name
            for choice in question.choices:
                shown = Text(
                    zh=question.label(choice, "zh"), en=question.label(choice, "en")
                )
                self._choice(name, str(choice.value), shown)
        return self.lists[key]

    def _choice(self, list_name: str, name: str, label: Text) -> None:
        row = {"list_name": list_name, "name": name}
        self.choices.append(row | self._worded("label", label))

    def _note(self, name: str, text: Text, *, relevant: str = "") -> None:
        self._row("note", name, label=text, relevant=relevant)

    def _begin(
        self,
        name: str,
        appearance: str,
        *,
        relevant: str = "",
        label: Text | None = None,
    ) -> None:
        self._row(
            "begin_group", name, label=label, relevant=relevant, appearance=appearance
        )
        self.groups.append(name)

    def _end(self) -> None:
        self.groups.pop()
        self._row("end_group", "")

    def _row(self, kind: str, name: str, **cells: str | Text | None) -> None:
        row = {"type": kind, "name": name}
        for column, cell in cells.items():
            if isinstance(cell, Text):
                row |= self._worded(column, cell)
            elif cell:
                row[column] = cell
        self.rows.append(row)

    def _worded(self, column: str, text: Text) -> dict[str, str]:
        return {
            f"{column}::{LANGUAGE_NAMES[each]}": escaped(text.in_language(each))
            for each in self.options.languages
        }

    @staticmethod
    def _only_ticked(block: FormBlock) -> bool:
        asked = [part for part in block.parts if not isinstance(part, Note | Story)]
        return len(asked) == 1 and isinstance(asked[0], MultiSelect)


def escaped(text: str) -> str:
    """Escape what the platform would take for Markdown or for a reference."""
    return _MARKUP.sub(r"\\\1\2", text).replace("${", "$ {")


def _limits(question: Question) -> str:
    """Write the range of a number as a constraint."""
    tests = [f". >= {question.low}"] if question.low is not None else []
    tests += [f". <= {question.high}"] if question.high is not None else []
    if question.step != 1:
        tests.append(f"(. - {question.low or 0}) mod {question.step} = 0")
    return " and ".join(tests)


def _told_limits(question: Question) -> Text:
    low, high = question.low, question.high
    if high is None:
        return Text(zh=f"请填{low}或更大的整数", en=f"A whole number, {low} or more")
    step_zh = f"，间隔{question.step}" if question.step != 1 else ""
    step_en = f" in steps of {question.step}" if question.step != 1 else ""
    return Text(zh=f"请填{low}到{high}的整数{step_zh}", en=f"{low} to {high}{step_en}")


def _unit(question: Question) -> Text | None:
    if question.unit is None:
        return None
    return Text(
        zh=_HINT.zh.format(unit=question.unit.zh),
        en=_HINT.en.format(unit=question.unit.en),
    )
