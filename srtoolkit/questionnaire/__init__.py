"""Instruments, scenarios and questionnaires: what is asked, and with which answers.

All of it loads on first use: a list of the shelf needs no more than its files.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from srtoolkit.questionnaire.beginning import begin_instrument
    from srtoolkit.questionnaire.checking import check_instrument
    from srtoolkit.questionnaire.composed.questionnaire import (
        AssignedCell,
        Assignment,
        Block,
        Consent,
        Element,
        Question,
        Questionnaire,
        Rule,
    )
    from srtoolkit.questionnaire.composed.reading import (
        LoadedQuestionnaire,
        check_questionnaire,
        read_questionnaire,
    )
    from srtoolkit.questionnaire.composing.assigning import (
        assign_conditions,
    )
    from srtoolkit.questionnaire.composing.cells import (
        ComposedDesign,
    )
    from srtoolkit.questionnaire.composing.compose import (
        Composition,
        compose_questionnaire,
        write_composition,
    )
    from srtoolkit.questionnaire.examining import is_warning
    from srtoolkit.questionnaire.instrument import (
        Instrument,
        Item,
        Scale,
        Scoring,
        Translation,
    )
    from srtoolkit.questionnaire.listing import list_instruments
    from srtoolkit.questionnaire.reading import (
        LoadedInstrument,
        load_instruments,
        read_instrument,
    )
    from srtoolkit.questionnaire.response_format import Option, ResponseFormat
    from srtoolkit.questionnaire.rules.reading_level import (
        grade_level,
        text_length,
    )
    from srtoolkit.questionnaire.scenarios.cells import (
        Cell,
        CellPart,
        UnequalLength,
        cells,
        control_cell,
        unequal_lengths,
    )
    from srtoolkit.questionnaire.scenarios.reading import (
        LoadedScenario,
        check_scenario,
        list_scenarios,
        read_scenario,
    )
    from srtoolkit.questionnaire.scenarios.scenario import (
        Control,
        Factor,
        Level,
        Passage,
        Scenario,
    )
    from srtoolkit.questionnaire.sheets.cvi import (
        ContentValidity,
        ItemValidity,
        content_validity,
        modified_kappa,
    )
    from srtoolkit.questionnaire.sheets.rating_form import (
        read_rating_forms,
        write_rating_form,
    )
    from srtoolkit.questionnaire.sheets.translation import (
        TranslationDifference,
        TranslationReading,
        TranslationRow,
        read_translation_sheet,
        translation_rows,
        write_translation_sheet,
    )
    from srtoolkit.questionnaire.shelf_checking import (
        check_shelf,
        find_any,
    )
    from srtoolkit.questionnaire.text import LANGUAGES, Language, Text

__all__ = [
    "LANGUAGES",
    "AssignedCell",
    "Assignment",
    "Block",
    "Cell",
    "CellPart",
    "ComposedDesign",
    "Composition",
    "Consent",
    "ContentValidity",
    "Control",
    "Element",
    "Factor",
    "Instrument",
    "Item",
    "ItemValidity",
    "Language",
    "Level",
    "LoadedInstrument",
    "LoadedQuestionnaire",
    "LoadedScenario",
    "Option",
    "Passage",
    "Question",
    "Questionnaire",
    "ResponseFormat",
    "Rule",
    "Scale",
    "Scenario",
    "Scoring",
    "Text",
    "Translation",
    "TranslationDifference",
    "TranslationReading",
    "TranslationRow",
    "UnequalLength",
    "assign_conditions",
    "begin_instrument",
    "cells",
    "check_instrument",
    "check_questionnaire",
    "check_scenario",
    "check_shelf",
    "compose_questionnaire",
    "content_validity",
    "control_cell",
    "find_any",
    "grade_level",
    "is_warning",
    "list_instruments",
    "list_scenarios",
    "load_instruments",
    "modified_kappa",
    "read_instrument",
    "read_questionnaire",
    "read_rating_forms",
    "read_scenario",
    "read_translation_sheet",
    "text_length",
    "translation_rows",
    "unequal_lengths",
    "write_composition",
    "write_rating_form",
    "write_translation_sheet",
]

#: Where each name comes from.
_FILES = {
    name: file
    for file, names in {
        "beginning": ("begin_instrument",),
        "checking": ("check_instrument",),
        "examining": ("is_warning",),
        "listing": ("list_instruments",),
        "composed.questionnaire": (
            "AssignedCell",
            "Assignment",
            "Block",
            "Consent",
            "Element",
            "Question",
            "Questionnaire",
            "Rule",
        ),
        "composed.reading": (
            "LoadedQuestionnaire",
            "check_questionnaire",
            "read_questionnaire",
        ),
        "composing.assigning": ("assign_conditions",),
        "composing.cells": ("ComposedDesign",),
        "composing.compose": (
            "Composition",
            "compose_questionnaire",
            "write_composition",
        ),
        "instrument": ("Instrument", "Item", "Scale", "Scoring", "Translation"),
        "reading": (
            "LoadedInstrument",
            "load_instruments",
            "read_instrument",
        ),
        "response_format": ("Option", "ResponseFormat"),
        "rules.reading_level": ("grade_level", "text_length"),
        "scenarios.cells": (
            "Cell",
            "CellPart",
            "UnequalLength",
            "cells",
            "control_cell",
            "unequal_lengths",
        ),
        "scenarios.reading": (
            "LoadedScenario",
            "check_scenario",
            "list_scenarios",
            "read_scenario",
        ),
        "scenarios.scenario": ("Control", "Factor", "Level", "Passage", "Scenario"),
        "sheets.cvi": (
            "ContentValidity",
            "ItemValidity",
            "content_validity",
            "modified_kappa",
        ),
        "sheets.rating_form": ("read_rating_forms", "write_rating_form"),
        "sheets.translation": (
            "TranslationDifference",
            "TranslationReading",
            "TranslationRow",
            "read_translation_sheet",
            "translation_rows",
            "write_translation_sheet",
        ),
        "shelf_checking": ("check_shelf", "find_any"),
        "text": ("LANGUAGES", "Language", "Text"),
    }.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    if name not in _FILES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
