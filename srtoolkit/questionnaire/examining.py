"""Holds an instrument's file against the schema and against some rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.composing.fitting import fit_schema, joined
from srtoolkit.questionnaire.draft import Draft
from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.instrument_file import InstrumentFile
from srtoolkit.shelves import Content

FileRule = Callable[[Draft], Iterable[Problem]]


def is_warning(problem: Problem) -> bool:
    """Tell a warning, which does not keep an instrument from use, from an error."""
    return problem.pieces.get("severity") == "warning"


def examine(
    content: Content, file: InstrumentFile, rules: Sequence[FileRule]
) -> tuple[Instrument | None, list[Problem]]:
    """Return the instrument, unless it has an error, and all problems by line."""
    instrument, mismatches = fit_schema(content, Instrument)
    draft = Draft(content, file.folder_name)
    found = [problem for rule in rules for problem in rule(draft)]
    problems = joined(mismatches, found)
    sound = all(is_warning(problem) for problem in problems)
    return (instrument if sound else None), problems
