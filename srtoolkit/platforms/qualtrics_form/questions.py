"""The questions of a QSF: one element each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.platforms.export import ExportOptions
from srtoolkit.platforms.form.parts import Matrix, MultiSelect, Question
from srtoolkit.platforms.qualtrics_form.words import (
    LANGUAGE_CODES,
    escaped,
    with_unit,
)
from srtoolkit.questionnaire import Language, Text

Payload = dict[str, Any]
#: Most characters of a question's short description.
_DESCRIBED = 100
_SHUFFLED = {"Advanced": None, "TotalRandSubset": "", "Type": "All"}


class QuestionWriter:
    """Makes payloads; every text in the first language, the others beside it."""

    def __init__(self, options: ExportOptions) -> None:
        self.first: Language = options.first
        self.others: Sequence[Language] = options.languages[1:]

    def told(self, tag: str, text: Text) -> Payload:
        """Make a text to read."""
        return self._payload(tag, text, "DB", "TB")

    def matrix(self, matrix: Matrix, stem: Text, *, shuffle: bool) -> Payload:
        """Make a matrix: rows are its choices, scale points its answers."""
        rows = {str(n): row.text for n, row in enumerate(matrix.rows, start=1)}
        points = _points(matrix.first)
        tags = {str(n): row.id for n, row in enumerate(matrix.rows, start=1)}
        found = self._payload(matrix.id, stem, "Matrix", "Likert", "SingleAnswer")
        found |= {
            "Configuration": {
                "QuestionDescriptionOption": "UseText",
                "TextPosition": "inline",
                "ChoiceColumnWidth": 25,
                "RepeatHeaders": "none",
                "WhiteSpace": "OFF",
                "MobileFirst": True,
            },
            **self._listed("Choice", rows),
            **self._listed("Answer", points),
            "RecodeValues": _recodes(matrix.first),
            "ChoiceDataExportTags": tags,
            "Language": self._translated(stem, Choices=rows, Answers=points),
        }
        found |= _validation(required=matrix.required)
        return found | ({"Randomization": _SHUFFLED} if shuffle else {})

    def multi_select(self, select: MultiSelect, *, shuffle: bool) -> Payload:
        """Make a question whose options may each be ticked."""
        options = {str(n): o.text for n, o in enumerate(select.options, start=1)}
        found = self._payload(select.id, select.text, "MC", "MAVR", "TX")
        found |= {
            **self._listed("Choice", options),
            "RecodeValues": {place: place for place in options},
            "Language": self._translated(select.text, Choices=options),
        }
        found |= _validation(required=select.required)
        return found | ({"Randomization": _SHUFFLED} if shuffle else {})

    def question(self, question: Question) -> Payload:
        """Make a question that stands alone."""
        text = with_unit(question)
        if question.kind == "choice":
            points = _points(question)
            found = self._payload(question.id, text, "MC", "SAVR", "TX")
            found |= {
                **self._listed("Choice", points),
                "RecodeValues": _recodes(question),
                "Language": self._translated(text, Choices=points),
            }
        else:
            selector = "SL" if question.kind == "number" else "ML"
            found = self._payload(question.id, text, "TE", selector)
        limits = _limits(question) if question.kind == "number" else {}
        return found | _validation(required=question.required, **limits)

    def _payload(
        self, tag: str, text: Text, kind: str, selector: str, sub: str | None = None
    ) -> Payload:
        shown = text.in_language(self.first)
        found = {
            "QuestionText": escaped(shown),
            "DefaultChoices": False,
            "DataExportTag": tag,
            "QuestionType": kind,
            "Selector": selector,
            "Configuration": {"QuestionDescriptionOption": "UseText"},
            "QuestionDescription": " ".join(shown.split())[:_DESCRIBED],
            "DataVisibility": {"Private": False, "Hidden": False},
            "GradingData": [],
            "Language": self._translated(text),
            "NextChoiceId": 1,
            "NextAnswerId": 1,
        }
        return found | ({"SubSelector": sub} if sub else {})

    def _listed(self, name: str, texts: Mapping[str, Text]) -> Payload:
        return {
            f"{name}s": self._displayed(texts, self.first),
            f"{name}Order": list(texts),
            f"Next{name}Id": len(texts) + 1,
        }

    def _translated(self, text: Text, **lists: Mapping[str, Text]) -> Any:
        """Return texts by language code; an empty list where there is one only."""
        found = {
            LANGUAGE_CODES[each]: {
                "QuestionText": escaped(text.in_language(each)),
                **{name: self._displayed(texts, each) for name, texts in lists.items()},
            }
            for each in self.others
        }
        return found or []

    @staticmethod
    def _displayed(
        texts: Mapping[str, Text], language: Language
    ) -> dict[str, dict[str, str]]:
        return {
            place: {"Display": escaped(text.in_language(language))}
            for place, text in texts.items()
        }


def _points(question: Question) -> dict[str, Text]:
    return {
        str(place): Text(
            zh=question.label(choice, "zh"), en=question.label(choice, "en")
        )
        for place, choice in enumerate(question.choices, start=1)
    }


def _recodes(question: Question) -> dict[str, str]:
    """Return the value of each choice, so that codes come back as values."""
    return {
        str(place): str(value) for place, value in enumerate(question.values, start=1)
    }


def _validation(*, required: bool, **limits: object) -> Payload:
    forced = "ON" if required else "OFF"
    settings = {"ForceResponse": forced, "ForceResponseType": "ON", "Type": "None"}
    return {"Validation": {"Settings": settings | limits}}


def _limits(question: Question) -> dict[str, object]:
    low = "" if question.low is None else str(question.low)
    high = "" if question.high is None else str(question.high)
    return {
        "Type": "ContentType",
        "MinChars": "1",
        "ContentType": "ValidNumber",
        "ValidDateType": "DateWithFormat",
        "ValidPhoneType": "ValidUSPhone",
        "ValidZipType": "ValidUSZip",
        "ValidNumber": {"Min": low, "Max": high, "NumDecimals": "0"},
    }
