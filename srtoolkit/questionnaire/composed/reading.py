"""Reads and checks questionnaires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from srtoolkit.errors import ContentError, Problem, ShelfError, SrtoolkitError
from srtoolkit.questionnaire.composed.parts import Parts, find_parts
from srtoolkit.questionnaire.composed.questionnaire import (
    Block,
    Question,
    Questionnaire,
)
from srtoolkit.questionnaire.composing.fitting import fit_schema, joined
from srtoolkit.questionnaire.draft import Draft
from srtoolkit.questionnaire.examining import is_warning
from srtoolkit.questionnaire.instrument import Item
from srtoolkit.questionnaire.instrument_file import InstrumentFile, instrument_file
from srtoolkit.questionnaire.reading import LoadedInstrument
from srtoolkit.questionnaire.rules import (
    file_rules,
    language_rules,
    order_rules,
    questionnaire_rules,
)
from srtoolkit.questionnaire.scenarios.cells import Cell, cells, control_cell
from srtoolkit.questionnaire.scenarios.reading import LoadedScenario
from srtoolkit.shelves import Content, ShelfItem, find_item, read_content, study_folder

FILE_RULES = (
    file_rules.name_problems,
    file_rules.translation_problems,
    language_rules.language_problems,
)
RULES = (
    questionnaire_rules.block_problems,
    questionnaire_rules.rule_problems,
    questionnaire_rules.assignment_problems,
    order_rules.check_warnings,
    order_rules.expectation_warnings,
    order_rules.control_group_warnings,
)


@dataclass(frozen=True, slots=True)
class LoadedQuestionnaire:
    """A questionnaire with everything it names.

    Attributes
    ----------
    questionnaire : Questionnaire
    instruments : tuple of LoadedInstrument
        In the order named.
    scenarios : mapping of str to LoadedScenario
    sha256 : str
        Hash of the file's bytes.
    origin : str
        ``bundled``, ``study`` or ``path``.
    """

    questionnaire: Questionnaire
    instruments: tuple[LoadedInstrument, ...]
    scenarios: Mapping[str, LoadedScenario]
    sha256: str
    origin: Literal["bundled", "study", "path"]

    def items_of(self, block: Block) -> tuple[Item | Question, ...]:
        """Return what a block asks, in the order written."""
        asked: list[Item | Question] = []
        names = [each.instrument.name for each in self.instruments]
        by_name = dict(
            zip(self.questionnaire.instruments, self.instruments, strict=True)
        )
        by_name |= dict(zip(names, self.instruments, strict=True))
        parts = Parts(by_name, self.scenarios)
        questions = {each.id: each for each in self.questionnaire.questions}
        for element in block.show:
            if element.instrument is not None:
                asked += by_name[element.instrument].instrument.items
            if element.scale is not None:
                asked += parts.scales[element.scale].items
            if element.question is not None:
                asked.append(questions[element.question])
            asked += [parts.items[name] for name in element.items]
        return tuple(asked)

    def cell(self, label: str) -> Cell:
        """Return the story of one condition.

        Raises
        ------
        ShelfError
            When no cell has that label.
        """
        assignment = self.questionnaire.assignment
        for cell in assignment.cells if assignment else ():
            if cell.label == label:
                scenario = self.scenarios[cell.scenario].scenario
                if cell.control:
                    return control_cell(scenario)
                factors = list(cell.levels)
                found = cells(scenario, factors)
                return next(one for one in found if dict(one.levels) == cell.levels)
        known = ", ".join(assignment.labels) if assignment else ""
        raise ShelfError(
            f'no cell is labelled "{label}"', code="unknown_condition", allowed=known
        )

    def pages(self, condition: str | None = None) -> tuple[tuple[Block, ...], ...]:
        """Return the blocks page by page, as one condition sees them."""
        pages: list[list[Block]] = []
        for block in self.questionnaire.blocks:
            if block.shown_in(condition):
                if block.new_page or not pages:
                    pages.append([])
                pages[-1].append(block)
        return tuple(tuple(page) for page in pages)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers: the condition, then what is asked."""
        assignment = self.questionnaire.assignment
        first = [assignment.column] if assignment else []
        asked = [
            item.id
            for block in self.questionnaire.blocks
            for item in self.items_of(block)
        ]
        return (*first, *asked)


def read_questionnaire(
    questionnaire: ShelfItem | Path | str, study: Path | None = None
) -> LoadedQuestionnaire:
    """Read one questionnaire by name, path or shelf item.

    Raises
    ------
    ShelfError
        When there is no such questionnaire.
    FileError
        When the file cannot be read.
    ContentError
        With every mistake of the file, each with line and column.
    """
    if isinstance(questionnaire, str):
        questionnaire = find_item(
            "instruments", questionnaire, study, kind="questionnaire"
        )
    file = instrument_file(questionnaire, "questionnaire")
    content = read_content(file.path, file.shown)
    found, parts, problems = _examine(content, file, study)
    if found is None:
        raise ContentError([each for each in problems if not is_warning(each)])
    return LoadedQuestionnaire(
        found,
        tuple(parts.instruments[name] for name in found.instruments),
        parts.scenarios,
        content.sha256,
        file.origin,
    )


def check_questionnaire(
    questionnaire: ShelfItem | Path, study: Path | None = None
) -> list[Problem]:
    """Return every error and warning of one questionnaire, by line."""
    file = instrument_file(questionnaire, "questionnaire")
    try:
        content = read_content(file.path, file.shown)
    except SrtoolkitError as error:
        return list(error.problems)
    return _examine(content, file, study)[2]


def _examine(
    content: Content, file: InstrumentFile, study: Path | None
) -> tuple[Questionnaire | None, Parts, list[Problem]]:
    questionnaire, mismatches = fit_schema(content, Questionnaire)
    draft = Draft(content, file.folder_name)
    folder = file.path.resolve().parent
    parts, found = find_parts(draft, folder, study or study_folder(folder))
    found += [problem for rule in FILE_RULES for problem in rule(draft)]
    found += [problem for rule in RULES for problem in rule(draft, parts)]
    problems = joined(mismatches, found)
    sound = all(is_warning(problem) for problem in problems)
    return (questionnaire if sound else None), parts, problems
