"""What a user says about a download."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from srtoolkit.platforms.importing.fates import Privacy


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a user says about a download.

    Attributes
    ----------
    accept : bool
        Whether matches by wording, and other doubts a message has shown, are
        taken as they are.
    answers : str or None
        How answers are written: code, label, number, score.
    matches : mapping of str to str
        Name in the form by heading, or by ``#3`` for the third column.
    leave_out : tuple of str
        Headings, or ``#3``, of columns to leave out.
    language : {"zh", "en"} or None
        Language of every respondent, where no column tells it.
    finished_only : bool
        Whether responses that did not reach the end are left out.
    missing_codes : tuple of float or str
        Answers that stand for "no answer" in every question, beside those that the
        manifest and the instruments name.
    privacy : Privacy
        What is done with what can name a person.
    """

    accept: bool = False
    answers: str | None = None
    matches: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    language: str | None = None
    finished_only: bool = False
    missing_codes: tuple[float | str, ...] = ()
    privacy: Privacy = field(default_factory=Privacy)
