"""The columns of LimeSurvey's response export, in each of its heading modes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from srtoolkit.platforms.export import ExportOptions
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
from srtoolkit.platforms.limesurvey_form.names import LANGUAGE_CODES, answer_codes
from srtoolkit.platforms.limesurvey_form.rows import drawing
from srtoolkit.platforms.manifest.columns import (
    codes_and_labels,
    condition_column,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.questionnaire import Language, Text
from srtoolkit.responses.personal.headings import Personal

#: Characters of an abbreviated heading, and what stands for the rest.
_ABBREVIATED, _REST = 15, ".. "
#: Between code and text; the user may choose another.
_SEPARATORS = (". ", ": ", " - ", "; ", ", ", " | ", "|", " ")
_METADATA = (
    *("lastpage", "seed", "datestamp", "tid", "emailstatus", "sent", "remindersent"),
    *("remindercount", "completed", "usesleft", "validfrom", "validuntil", "mpid"),
)
#: What stands above columns of its own where texts are asked for.
_OWN_TEXTS: Mapping[str, str] = {
    "id": "Response ID",
    "submitdate": "Date submitted",
    "lastpage": "Last page",
    "startlanguage": "Start language",
    "seed": "Seed",
    "startdate": "Date started",
    "datestamp": "Date last action",
    "token": "Access code",
    "ipaddr": "IP address",
    "refurl": "Referrer URL",
    "interviewtime": "Total time",
}
#: Written for the time in a survey that keeps none.
_UNDATED = ("1980-01-01 00:00:00", "1980-01-01T00:00:00")
_PERSONAL: Mapping[str, Personal] = {
    "token": "other",
    "ipaddr": "ip",
    "refurl": "other",
    "firstname": "name",
    "lastname": "name",
    "email": "email",
}
#: Seconds for each page and question; their numbers are not known beforehand.
_TIMINGS = ("groupTime*", "*Time", "Group time: *", "Question time: *")
#: What an option holds that is not ticked, where it is not left empty.
_NOT_TICKED = ("N", "2", "0", "No", "否")


def download_columns(
    form: Form, options: ExportOptions, codes: Mapping[str, str]
) -> Iterator[Column]:
    """Yield every column a response export can have.

    Parameters
    ----------
    codes : mapping of str to str
        Code of each question, row and option.
    """
    return _Columns(options.languages, codes).of(form)


class _Columns:
    def __init__(self, languages: Sequence[Language], codes: Mapping[str, str]) -> None:
        self.languages, self.codes = languages, codes

    def of(self, form: Form) -> Iterator[Column]:
        yield from self._own()
        if form.assignment:
            count = len(form.assignment.labels)
            code = self.codes[form.assignment.column]
            drawn = drawing(code, count)
            yield condition_column(
                form.assignment,
                self._headings(code, None, Text(zh=drawn, en=drawn)),
                written={
                    str(place): label
                    for place, label in enumerate(form.assignment.labels, start=1)
                },
            )
        for block in form.blocks:
            told = told_before(block)
            if told:
                yield self._told(f"{block.id}_head", told)
            for part in block.parts:
                yield from self._part(block, part)
        yield other_column(
            "interviewtime", "duration", _own_headings("interviewtime"), unit="s"
        )
        yield other_column("timings", "metadata", {"glob": _TIMINGS})

    def _own(self) -> Iterator[Column]:
        """Yield what LimeSurvey adds; an answer without a date is unfinished."""
        yield other_column("respondent_id", "respondent", _own_headings("id"))
        yield other_column(
            "ended",
            "ended",
            _own_headings("submitdate"),
            meanings={"": "no"},
            missing=_UNDATED,
        )
        languages = {LANGUAGE_CODES[each]: each for each in self.languages}
        yield other_column(
            "language", "language", _own_headings("startlanguage"), meanings=languages
        )
        yield other_column(
            "started", "started", _own_headings("startdate"), missing=_UNDATED
        )
        for name in _METADATA:
            yield other_column(name, "metadata", _own_headings(name))
        for name, personal in _PERSONAL.items():
            yield other_column(
                name, "identifier", _own_headings(name), personal=personal
            )
        told = {"glob": ("attribute_*",)}
        yield other_column("attributes", "identifier", told, personal="other")

    def _part(self, block: FormBlock, part: Part) -> Iterator[Column]:
        if isinstance(part, Note):
            yield self._told(part.id, part.text)
        elif isinstance(part, Story):
            for number, text in enumerate(part.texts.values(), start=1):
                yield self._told(f"{part.id}_{number}", text)
        elif isinstance(part, Matrix):
            stem = stem_of(block, part)
            for row in part.rows:
                yield self._question(row, self.codes[part.id], (stem, row.text))
        elif isinstance(part, MultiSelect):
            for option in part.options:
                headings = self._headings(
                    self.codes[part.id], self.codes[option.id], part.text, option.text
                )
                column = option_column(
                    option,
                    part,
                    headings,
                    ticked=("Y", "1", "Yes", "是"),
                    not_ticked=(),
                )
                yield column.model_copy(update={"missing": _NOT_TICKED})
        else:
            yield self._question(part, None, (part.text,))

    def _question(
        self, question: Question, matrix: str | None, texts: Sequence[Text]
    ) -> Column:
        own = self.codes[question.id]
        headings = (
            self._headings(matrix, own, *texts)
            if matrix
            else self._headings(own, None, *texts)
        )
        if question.kind != "choice":
            return question_column(question, headings)
        written = codes_and_labels(
            question, codes=answer_codes(question), languages=self.languages
        )
        return question_column(question, headings, written=written)

    def _told(self, name: str, text: Text) -> Column:
        """Return the empty column that a text to read may bring."""
        code = self.codes[name]
        joined = Text(zh=text.zh.replace("\n", ""), en=text.en.replace("\n", ""))
        headings = self._headings(code, None, text)
        for mode, more in self._headings(code, None, joined).items():
            headings[mode] = (*headings[mode], *more)
        return other_column(code, "metadata", headings)

    def _headings(
        self, code: str, sub: str | None, *texts: Text
    ) -> dict[str, tuple[str, ...]]:
        """Return the headings by mode: codes, texts, abbreviated, code and text."""
        bracketed = f"{code}[{sub}]" if sub else code
        joined = f"{code}_{sub}" if sub else code
        found: dict[str, tuple[str, ...]] = {"code": (bracketed,), "em_code": (joined,)}
        for each in self.languages:
            parts = [text.in_language(each) for text in texts]
            full = _with_sub(parts)
            short = _with_sub([_abbreviated(part) for part in parts])
            found[f"text:{each}"] = _underscored(full)
            found[f"short:{each}"] = _underscored(short)
            found[f"code_text:{each}"] = tuple(
                f"{shown}{separator}{full}"
                for separator in _SEPARATORS
                for shown in dict.fromkeys((bracketed, joined))
            )
        return found


def _own_headings(name: str) -> dict[str, tuple[str, ...]]:
    """Return the headings of a column of LimeSurvey's own."""
    found: dict[str, tuple[str, ...]] = {"code": (name,)}
    text = _OWN_TEXTS.get(name)
    if text is not None:
        found["text"] = _underscored(text)
        joined = [f"{name}{separator}{text}" for separator in _SEPARATORS]
        found["code_text"] = tuple(joined)
    return found


def _underscored(heading: str) -> tuple[str, ...]:
    """Return a heading, and what it is when blanks are to be underscores."""
    return tuple(dict.fromkeys((heading, heading.replace(" ", "_"))))


def _with_sub(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{parts[0]} [{parts[1]}]"


def _abbreviated(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _ABBREVIATED else text[:_ABBREVIATED] + _REST
