"""Reads and checks scenarios of the instruments shelf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from srtoolkit.errors import ContentError, Problem, SrtoolkitError
from srtoolkit.questionnaire.composing.fitting import fit_schema, joined
from srtoolkit.questionnaire.draft import Draft
from srtoolkit.questionnaire.examining import is_warning
from srtoolkit.questionnaire.instrument_file import InstrumentFile, instrument_file
from srtoolkit.questionnaire.reading import read_instrument
from srtoolkit.questionnaire.rules import file_rules, language_rules, scenario_rules
from srtoolkit.questionnaire.scenarios.cells import control_cell, unequal_lengths
from srtoolkit.questionnaire.scenarios.scenario import Scenario
from srtoolkit.questionnaire.text import LANGUAGES
from srtoolkit.shelves import Content, ShelfItem, find_item, list_items, read_content

RULES = (
    file_rules.name_problems,
    file_rules.translation_problems,
    language_rules.language_problems,
    scenario_rules.control_problems,
    scenario_rules.factor_problems,
    scenario_rules.passage_problems,
)


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A scenario and where it came from.

    Attributes
    ----------
    scenario : Scenario
    sha256 : str
        Hash of the file's bytes.
    origin : str
        ``bundled``, ``study`` or ``path``.
    shadows : bool
        True when a study's scenario stands before a bundled one.
    """

    scenario: Scenario
    sha256: str
    origin: Literal["bundled", "study", "path"]
    shadows: bool


def read_scenario(
    scenario: ShelfItem | Path | str, study: Path | None = None
) -> LoadedScenario:
    """Read one scenario by name, path or shelf item.

    Raises
    ------
    ShelfError
        When there is no such scenario.
    FileError
        When the file cannot be read.
    ContentError
        With every mistake of the file, each with line and column.
    """
    if isinstance(scenario, str):
        scenario = find_item("instruments", scenario, study, kind="scenario")
    file = instrument_file(scenario, "scenario")
    content = read_content(file.path, file.shown)
    found, problems = _examine(content, file, study)
    if found is None:
        raise ContentError([each for each in problems if not is_warning(each)])
    return LoadedScenario(found, content.sha256, file.origin, file.shadows)


def check_scenario(
    scenario: ShelfItem | Path, study: Path | None = None
) -> list[Problem]:
    """Return every error and warning of one scenario, by line."""
    file = instrument_file(scenario, "scenario")
    try:
        content = read_content(file.path, file.shown)
    except SrtoolkitError as error:
        return list(error.problems)
    return _examine(content, file, study)[1]


def list_scenarios(study: Path | None = None) -> list[dict[str, Any]]:
    """Return one row a scenario: name, case, title, factors, length of the control.

    Raises
    ------
    ContentError
        With every mistake of all files on the shelves.
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for item in list_items("instruments", study, kind="scenario"):
        try:
            rows.append(_row(read_scenario(item, study).scenario))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return rows


def _row(scenario: Scenario) -> dict[str, Any]:
    control = control_cell(scenario)
    return {
        "name": scenario.name,
        "case": scenario.case,
        "title": scenario.title.model_dump(),
        "factors": [
            {"id": factor.id, "levels": [level.id for level in factor.levels]}
            for factor in scenario.factors
        ],
        "control_length": {name: control.length(name) for name in LANGUAGES},
    }


def _examine(
    content: Content, file: InstrumentFile, study: Path | None
) -> tuple[Scenario | None, list[Problem]]:
    scenario, mismatches = fit_schema(content, Scenario)
    draft = Draft(content, file.folder_name)
    found = [problem for rule in RULES for problem in rule(draft)]
    found += scenario_rules.check_item_problems(draft, _known_checks(draft, study))
    if scenario is not None and not found:
        found += _length_warnings(scenario, draft)
    problems = joined(mismatches, found)
    sound = all(is_warning(problem) for problem in problems)
    return (scenario if sound else None), problems


def _known_checks(draft: Draft, study: Path | None) -> list[str]:
    """Items of the instrument that holds the checks; none when it is not sound."""
    name = draft.root.text("checks_from") or "manipulation-checks"
    try:
        loaded = read_instrument(find_item("instruments", name, study))
    except SrtoolkitError:
        return []
    return [item.id for item in loaded.instrument.items]


def _length_warnings(scenario: Scenario, draft: Draft) -> Iterator[Problem]:
    ids = [factor.id for factor in scenario.factors]
    for one in unequal_lengths(scenario):
        counts = ", ".join(f"{level} {length}" for level, length in one.lengths.items())
        unit = "characters" if one.language == "zh" else "words"
        yield draft.warning(
            ("factors", ids.index(one.factor), "levels"),
            f"levels differ in length by {one.share:.0%} in {one.language} "
            f"({counts} {unit}); {scenario.length_share:.0%} is allowed",
            "levels_unequal_length",
        )
