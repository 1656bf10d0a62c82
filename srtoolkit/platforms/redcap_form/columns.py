"""The columns of REDCap's downloads, raw and with labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srtoolkit.platforms.form.letters import LETTER, letters
from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.manifest.columns import (
    codes_and_labels,
    condition_column,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.platforms.redcap_form.names import RECORD, answer_codes, label_of
from srtoolkit.platforms.redcap_form.rows import RECORD_LABEL
from srtoolkit.questionnaire import Language

#: Field, and what stands above it in a download with labels.
_METADATA = {
    "redcap_event_name": "Event Name",
    "redcap_repeat_instrument": "Repeat Instrument",
    "redcap_repeat_instance": "Repeat Instance",
    "redcap_data_access_group": "Data Access Group",
}
_COMPLETE = {
    "0": "no", "1": "no", "2": "yes",
    "Incomplete": "no", "Unverified": "no", "Complete": "yes",
}  # fmt: skip


def download_columns(
    form: Form, language: Language, names: Mapping[str, str]
) -> Iterator[Column]:
    """Yield every column a download can have.

    Parameters
    ----------
    names : mapping of str to str
        Field of each question.
    """
    record = {"code": RECORD, "label": RECORD_LABEL.in_language(language)}
    yield other_column("respondent_id", "respondent", record)
    for name, label in _METADATA.items():
        yield other_column(name, "metadata", {"code": name, "label": label})
    survey = {"code": "redcap_survey_identifier", "label": "Survey Identifier"}
    yield other_column("survey_identifier", "identifier", survey, personal="other")
    own = form.name.replace("-", "_")
    times = {"code": f"{own}_timestamp", "label": "Survey Timestamp"}
    yield other_column("ended", "ended", times, meanings={"[not completed]": "no"})
    if form.assignment:
        written = {
            code: label
            for place, (letter, label) in enumerate(
                zip(letters(form.assignment), form.assignment.labels, strict=True),
                start=1,
            )
            for code in (str(place), letter)
        }
        headings = {
            "code": names[form.assignment.column],
            "label": LETTER.in_language(language),
        }
        yield condition_column(form.assignment, headings, written=written)
    for part in form.parts:
        if isinstance(part, Matrix):
            yield from (_question(row, language, names) for row in part.rows)
        elif isinstance(part, Question):
            yield _question(part, language, names)
        elif isinstance(part, MultiSelect):
            yield from _options(part, language, names)
    complete = {"code": f"{own}_complete", "label": "Complete?"}
    yield other_column("finished", "finished", complete, meanings=_COMPLETE)


def _question(
    question: Question, language: Language, names: Mapping[str, str]
) -> Column:
    headings = {
        "code": names[question.id],
        "label": question.text.in_language(language),
    }
    if question.kind != "choice":
        return question_column(question, headings)
    labels = {language: [label_of(label) for label in question.labels(language)]}
    written = codes_and_labels(
        question, codes=answer_codes(question), languages=(language,), labels=labels
    )
    return question_column(question, headings, written=written)


def _options(
    select: MultiSelect, language: Language, names: Mapping[str, str]
) -> Iterator[Column]:
    """Yield a column an option; REDCap writes 0 where nothing was answered, too."""
    stem = select.text.in_language(language)
    for place, option in enumerate(select.options, start=1):
        label = label_of(option.text.in_language(language))
        headings = {
            "code": f"{names[select.id]}___{place}",
            "label": f"{stem} (choice={label})",
        }
        ticked = ("1", "Checked")
        column = option_column(option, select, headings, ticked=ticked, not_ticked=())
        yield column.model_copy(update={"missing": ("0", "Unchecked")})
