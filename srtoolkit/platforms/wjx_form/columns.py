"""The columns of 问卷星's downloads: by text, by number, by score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from srtoolkit.platforms.form.letters import LETTER, letters
from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.form.stems import stem_of
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    joined_column,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.wjx_form.lines import (
    asked_text,
    column_labels,
    guarded,
    in_one_line,
    point_labels,
)
from srtoolkit.platforms.wjx_form.writing import OPTIONAL
from srtoolkit.questionnaire import Language

#: What stands for "no answer": numbers in downloads by number, words in others.
MISSING = {
    "-3": "skipped",
    "-2": "not_answered",
    "(跳过)": "skipped",
    "(空)": "not_answered",
}
#: Between the number of a question and its text.
_AFTER_NUMBER = ("、", ".", "：", ":", "．")
#: Between the options that are ticked.
_SEPARATORS = ("┋", "|")
_SCALES = frozenset({"reflective", "formative", "check"})


def download_columns(form: Form, language: Language) -> Iterator[Column]:
    """Yield every column a download can have, in its order."""
    yield from _own()
    number = 0
    if form.assignment:
        number += 1
        given = letters(form.assignment)
        written = dict(zip(given, form.assignment.labels, strict=True))
        written |= {
            str(place): label
            for place, label in enumerate(form.assignment.labels, start=1)
        }
        text = in_one_line(LETTER.in_language(language))
        yield condition_column(
            form.assignment,
            {"code": form.assignment.column, **_headings(number, text)},
            written=written,
        )
    for block in form.blocks:
        for part in block.parts:
            if isinstance(part, Question | Matrix | MultiSelect):
                number += 1
            if isinstance(part, Question):
                text = asked_text(part, language)
                yield _question(part, _headings(number, text), language)
            elif isinstance(part, Matrix):
                stem = in_one_line(stem_of(block, part).in_language(language))
                for row in part.rows:
                    told = row.text.in_language(language)
                    yield _question(row, _sub_headings(number, stem, told), language)
            elif isinstance(part, MultiSelect):
                yield from _multi_select(part, number, language)


def _own() -> Iterator[Column]:
    """Yield the columns that stand before the questions."""
    yield other_column("序号", "respondent")
    yield other_column("提交答卷时间", "ended")
    yield other_column("所用时间", "duration", unit="s")
    yield other_column("来源", "metadata")
    yield other_column("来源详情", "identifier", personal="other")
    yield other_column("来自IP", "identifier", personal="ip")
    yield other_column("总分", "metadata")


def _question(
    question: Question, headings: Mapping[str, Sequence[str]], language: Language
) -> Column:
    if question.kind != "choice":
        return question_column(question, headings)
    return question_column(question, headings, written=_written(question, language))


def _written(question: Question, language: Language) -> dict[str, dict[str, int]]:
    """Return what cells hold: labels, places, and points of a rating scale.

    The text form sets no points, so that those of a scale count from 1 in the
    order shown, and other questions have none.
    """
    values = question.values
    labels = dict(zip(point_labels(question, language), values, strict=True))
    labels |= zip(column_labels(question, language), values, strict=True)
    places = {str(place): value for place, value in enumerate(values, start=1)}
    found = {f"label:{language}": labels, "number": places}
    return found | ({"score": places} if question.scale_kind in _SCALES else {})


def _multi_select(
    select: MultiSelect, number: int, language: Language
) -> Iterator[Column]:
    """Yield the joined column and one an option; a download has either."""
    text = in_one_line(select.text.in_language(language))
    written = {
        option.id: {
            f"label:{language}": in_one_line(option.text.in_language(language)),
            "number": str(place),
        }
        for place, option in enumerate(select.options, start=1)
    }
    yield joined_column(
        select,
        _headings(number, text),
        separators=_SEPARATORS,
        written=written,
        optional=True,
    )
    for option in select.options:
        told = option.text.in_language(language)
        headings = _sub_headings(number, text, told)
        column = option_column(option, select, headings, ticked=("1",), not_ticked=())
        yield column.model_copy(update={"missing": ("0",)})


def _headings(number: int, text: str) -> dict[str, tuple[str, ...]]:
    """Return a question's headings: behind its number, or as a SAV label."""
    texts = (text, f"{text}{OPTIONAL}")
    numbered = [f"{number}{sign}{each}" for sign in _AFTER_NUMBER for each in texts]
    return {"numbered": tuple(numbered), "text": texts}


def _sub_headings(number: int, stem: str, text: str) -> dict[str, tuple[str, ...]]:
    """Return the headings of a row or an option, older and newer ones.

    A text counts as it was written for the platform, and as it stands in the
    instrument: a designer may have typed it.
    """
    texts = dict.fromkeys((in_one_line(text), guarded(text), " ".join(text.split())))
    stems = (stem, f"{stem}{OPTIONAL}")
    found: list[str] = []
    plain: list[str] = []
    for each in texts:
        own = [f"({each})", f"（{each}）"]
        own += [
            f"{told}{behind}"
            for told in stems
            for behind in (f"—{each}", f"({each})", f"（{each}）")
        ]
        found += [f"第{number}题{shown}" for shown in own[:2]]
        found += [f"{number}{sign}{shown}" for sign in _AFTER_NUMBER for shown in own]
        plain += [each, *own[2:]]
    return {"numbered": tuple(found), "text": tuple(plain)}
