"""The columns of Qualtrics' downloads, in each of their heading rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.form.stems import stem_of
from srtoolkit.platforms.importing.json_answers import LIST_SEPARATOR
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    joined_column,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column, ColumnKind
from srtoolkit.platforms.qualtrics_form.words import LANGUAGE_CODES, with_unit
from srtoolkit.questionnaire import Language, Text
from srtoolkit.responses.personal.headings import Personal

#: Kind, heading, text, ImportId, heading in the older kind of download.
_OWN: tuple[tuple[ColumnKind, str, str, str, str], ...] = (
    ("started", "StartDate", "Start Date", "startDate", "V8"),
    ("ended", "EndDate", "End Date", "endDate", "V9"),
    ("status", "Status", "Response Type", "status", "V7"),
    ("identifier", "IPAddress", "IP Address", "ipAddress", "V6"),
    ("metadata", "Progress", "Progress", "progress", ""),
    ("duration", "Duration (in seconds)", "Duration (in seconds)", "duration", ""),
    ("finished", "Finished", "Finished", "finished", "V10"),
    ("metadata", "RecordedDate", "Recorded Date", "recordedDate", ""),
    ("respondent", "ResponseId", "Response ID", "_recordId", "V1"),
    ("identifier", "RecipientLastName", "Recipient Last Name", "recipientLastName", "V3"),
    ("identifier", "RecipientFirstName", "Recipient First Name",
     "recipientFirstName", ""),
    ("identifier", "RecipientEmail", "Recipient Email", "recipientEmail", "V5"),
    ("identifier", "ExternalReference", "External Data Reference",
     "externalDataReference", "V4"),
    ("identifier", "LocationLatitude", "Location Latitude", "locationLatitude", ""),
    ("identifier", "LocationLongitude", "Location Longitude", "locationLongitude", ""),
    ("metadata", "DistributionChannel", "Distribution Channel",
     "distributionChannel", ""),
    ("language", "UserLanguage", "User Language", "userLanguage", ""),
    ("metadata", "ResponseSet", "ResponseSet", "responseSet", "V2"),
)  # fmt: skip
_PERSONAL: dict[str, Personal] = {
    "IPAddress": "ip",
    "RecipientLastName": "name",
    "RecipientFirstName": "name",
    "RecipientEmail": "email",
    "ExternalReference": "other",
    "LocationLatitude": "location",
    "LocationLongitude": "location",
}
#: Code, words, and what it means, as files of Qualtrics' own label them.
_STATUSES = (
    (0, "IP Address", "answer"),
    (1, "Survey Preview", "preview"),
    (2, "Survey Test", "preview"),
    (4, "Imported", "answer"),
    (8, "Spam", "spam"),
    (9, "Survey Preview Spam", "preview"),
    (12, "Imported Spam", "spam"),
    (16, "Offline", "answer"),
    (17, "Offline Survey Preview", "preview"),
    (32, "EX", "answer"),
    (40, "EX Spam", "spam"),
    (48, "EX Offline", "answer"),
)
_STATUS = {
    shown: meant for code, words, meant in _STATUSES for shown in (str(code), words)
}
_FINISHED = {"1": "yes", "True": "yes", "0": "no", "False": "no"}
#: Columns for which no name is known beforehand: orders, clicks, points.
_ORDERS = ("*_DO", "*_DO_*", "displayedFields", "displayedValues.*")
_CLICKS = ("*_First Click", "*_Last Click", "*_Page Submit", "*_Click Count", "SC_*")
_QUALITY = (
    "Q_RecaptchaScore", "Q_StraightliningCount", "Q_StraightliningPercentage",
    "Q_StraightliningQuestions", "Q_UnansweredPercentage", "Q_UnansweredQuestions",
    "Q_RelevantIDDuplicate", "Q_RelevantIDDuplicateScore", "Q_RelevantIDFraudScore",
    "Q_RelevantIDLastStartDate", "Q_BallotBoxStuffing", "Q_DuplicateRespondent",
    "Q_AmbiguousTextPresent",
)  # fmt: skip
#: Written for a question that was seen and not answered, where that is asked for.
MISSING = {"-99": "not_answered"}
#: Number of a question for its ImportId; empty where it is not known.
Number = Callable[[str], str]
Headings = dict[str, str | tuple[str, ...]]


class Columns:
    """Makes the columns of one form.

    Parameters
    ----------
    tags : callable
        Export tag of a question, matrix or multiple choice.
    row_tags : callable
        What stands behind a matrix's tag: the row's own tag, or its number.
    numbers : callable
        ``QID1`` of a question, or "" where numbers are not known.
    """

    def __init__(
        self,
        languages: Sequence[Language],
        *,
        tags: Callable[[str], str],
        row_tags: Callable[[str, int], str],
        numbers: Number,
    ) -> None:
        self.languages, self.tags = languages, tags
        self.row_tags, self.numbers = row_tags, numbers

    def of(self, form: Form) -> Iterator[Column]:
        """Yield every column a download can have."""
        yield from self._own()
        for block in form.blocks:
            for part in block.parts:
                if isinstance(part, Question):
                    yield self._alone(part)
                elif isinstance(part, Matrix):
                    yield from self._matrix(part, stem_of(block, part))
                elif isinstance(part, MultiSelect):
                    yield from self._multi_select(part)
        if form.assignment:
            name = form.assignment.column
            headings = {"name": name, "text": name, "import_id": _import_id(name)}
            yield condition_column(form.assignment, headings)
        yield other_column("display_order", "order", {"glob": _ORDERS})
        yield other_column("clicks", "metadata", {"glob": _CLICKS})
        yield other_column("responseId", "metadata")
        yield other_column("own_words", "other_text", {"glob": ("*_TEXT",)})
        for name in _QUALITY:
            yield other_column(name, "metadata")

    def _own(self) -> Iterator[Column]:
        meanings: dict[str, dict[str, str]] = {
            "Status": _STATUS,
            "Finished": _FINISHED,
            "UserLanguage": {LANGUAGE_CODES[e]: str(e) for e in self.languages},
        }
        for kind, name, text, own, older in _OWN:
            headings: Headings = {
                "name": (name, older) if older else name,
                "text": (text, name),
                "import_id": _import_id(own),
                "internal": own,
            }
            yield other_column(
                name,
                kind,
                headings,
                meanings=meanings.get(name),
                personal=_PERSONAL.get(name),
                unit="s" if kind == "duration" else None,
            )

    def _alone(self, question: Question) -> Column:
        number = self.numbers(question.id)
        ids = [f"{number}_TEXT", number] if question.kind != "choice" else [number]
        headings = self._headings(self.tags(question.id), ids, with_unit(question))
        return question_column(question, headings, languages=self.languages)

    def _matrix(self, matrix: Matrix, stem: Text) -> Iterator[Column]:
        number = self.numbers(matrix.id)
        for place, row in enumerate(matrix.rows, start=1):
            name = f"{self.tags(matrix.id)}_{self.row_tags(row.id, place)}"
            ids = [f"{number}_{place}", f"{number}-{place}"]
            headings = self._headings(name, ids, stem, row.text)
            headings |= {f"row:{e}": row.text.in_language(e) for e in self.languages}
            yield question_column(row, headings, languages=self.languages)

    def _multi_select(self, select: MultiSelect) -> Iterator[Column]:
        """Yield the joined column and one an option; a download has either."""
        number, tag = self.numbers(select.id), self.tags(select.id)
        written = {
            option.id: {
                "code": str(place),
                **{f"label:{e}": option.text.in_language(e) for e in self.languages},
            }
            for place, option in enumerate(select.options, start=1)
        }
        yield joined_column(
            select,
            self._headings(tag, [number], select.text),
            separators=(",", LIST_SEPARATOR),
            written=written,
            optional=True,
        )
        for place, option in enumerate(select.options, start=1):
            headings = self._headings(f"{tag}_{place}", [], select.text, option.text)
            if number:
                headings["import_id"] = (
                    f'{{"ImportId":"{number}","choiceId":"{place}"}}',
                    _import_id(f"{number}_{place}"),
                )
                headings["internal"] = f"{number}_{place}"
            ticked = tuple(written[option.id].values())
            # 0 where options seen and not ticked are to be coded
            yield option_column(option, select, headings, ticked=ticked)

    def _headings(self, name: str, ids: Sequence[str], *texts: Text) -> Headings:
        found: Headings = {"name": name}
        for each in self.languages:
            parts = [text.in_language(each) for text in texts]
            found[f"text:{each}"] = (
                " - ".join(parts),
                " - ".join([parts[0], "Selected Choice", *parts[1:]]),
            )
        if ids and ids[0].startswith("QID"):
            found["import_id"] = tuple(_import_id(each) for each in ids)
            found["internal"] = tuple(ids)
        return found


def _import_id(name: str) -> str:
    return json.dumps({"ImportId": name}, separators=(",", ":"))
