"""Composes a questionnaire from what a plan needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from srtoolkit.errors import ContentError
from srtoolkit.questionnaire.composed.questionnaire import Questionnaire
from srtoolkit.questionnaire.composing import texts
from srtoolkit.questionnaire.composing.blocks import BlockMaker
from srtoolkit.questionnaire.composing.cells import ComposedDesign, assigned_cells
from srtoolkit.questionnaire.composing.minutes import answering_minutes
from srtoolkit.questionnaire.reading import LoadedInstrument, load_instruments
from srtoolkit.questionnaire.scenarios.reading import read_scenario
from srtoolkit.questionnaire.text import Text
from srtoolkit.results import refuse_overwriting, write_files

_NEUTRAL_TITLE = (
    "Respondents read a title that does not tell what is studied; keep it so."
)
_CONSENT_NOTE = (
    "The consent says that it takes about {minutes} minutes, from the times the "
    "instruments state; try it out, and fill in the researcher's name and address."
)


@dataclass(frozen=True, slots=True)
class Composition:
    """A questionnaire that was composed and what its author has to look at.

    Attributes
    ----------
    questionnaire : Questionnaire
    study_title : Text
        What the study is about; stands in the README only, as respondents who
        read a hypothesis may answer to it.
    notes : tuple of str
        What was put in or could not be, and why; English sentences.
    """

    questionnaire: Questionnaire
    study_title: Text
    notes: tuple[str, ...]

    def to_yaml(self) -> str:
        """Return the content of ``questionnaire.yaml``."""
        content = self.questionnaire.model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
        return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def compose_questionnaire(
    *,
    name: str,
    title: Text,
    instruments: Sequence[str],
    variables: Collection[str] = (),
    design: ComposedDesign | None = None,
    study: Path | None = None,
) -> Composition:
    """Put together what a plan's tests need, in the order it must be asked.

    Parameters
    ----------
    name : str
        Name of the questionnaire and of its folder.
    title : Text
        Of the study; respondents read a neutral one.
    instruments : sequence of str
        Instruments the plan uses.
    variables : collection of str
        Scales and items the plan names; other scales are left out.
    design : ComposedDesign, optional
        Conditions of a scenario experiment; without it, a survey.
    study : Path, optional

    Raises
    ------
    ShelfError, ContentError
        When an instrument or scenario is not there or not sound.
    OptionError
        When a condition's label does not tell its cell.
    """
    loaded = load_instruments(instruments, study)
    _refuse_described(loaded)
    scenario = read_scenario(design.scenario, study).scenario if design else None
    cells = assigned_cells(design, scenario) if design and scenario else ()
    maker = BlockMaker(loaded, variables, scenario, cells, study)
    blocks = maker.blocks()
    minutes = answering_minutes(blocks, load_instruments(list(maker.used), study))
    content: dict[str, Any] = {
        "schema": 1,
        "name": name,
        "version": "0.1.0",
        "title": texts.TITLE,
        "introduction": texts.INTRODUCTION,
        "thanks": texts.THANKS,
        "consent": {
            "text": texts.consent(minutes),
            "agree": texts.AGREE,
            "decline": texts.DECLINE,
        },
        "instruments": list(maker.used),
        "questions": [
            {"id": "COMMENT", "text": texts.COMMENT, "asks": texts.COMMENT_ASKS}
        ],
        "blocks": blocks,
    }
    if design:
        content["assignment"] = {
            "column": design.column,
            "seed": design.seed,
            "cells": cells,
        }
    notes = (_NEUTRAL_TITLE, _CONSENT_NOTE.format(minutes=minutes), *maker.notes)
    return Composition(Questionnaire.model_validate(content), title, notes)


def write_composition(
    composition: Composition, folder: Path, *, force: bool = False
) -> list[Path]:
    """Write ``questionnaire.yaml`` and a ``README.md`` that lists the notes.

    Raises
    ------
    FileError
        When a file would be overwritten, unless `force`.
    """
    title = composition.study_title
    notes = "\n".join(f"- {note}" for note in composition.notes)
    readme = f"# {title.en}\n\n{title.zh}\n\nTo look at before fielding:\n\n{notes}\n"
    contents = {
        "questionnaire.yaml": composition.to_yaml().encode(),
        "README.md": readme.encode(),
    }
    refuse_overwriting([folder / name for name in contents], force=force)
    return write_files(folder, contents)


def _refuse_described(loaded: Sequence[LoadedInstrument]) -> None:
    described = [
        each.instrument.name for each in loaded if each.instrument.kind == "described"
    ]
    if described:
        raise ContentError(
            f"{', '.join(described)} describes a published study and has no sentences "
            "to ask",
            code="described_not_fielded",
            advice="Compose from a plan whose instruments are questionnaires.",
        )
