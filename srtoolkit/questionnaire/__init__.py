"""Instruments: what is asked, of which construct, with which answers."""

from srtoolkit.questionnaire.checking import check_instrument, is_warning
from srtoolkit.questionnaire.instrument import (
    Instrument,
    Item,
    Scale,
    Scoring,
    Translation,
)
from srtoolkit.questionnaire.reading import (
    LoadedInstrument,
    list_instruments,
    load_instruments,
    read_instrument,
)
from srtoolkit.questionnaire.response_format import Option, ResponseFormat
from srtoolkit.questionnaire.text import LANGUAGES, Language, Text

__all__ = [
    "LANGUAGES",
    "Instrument",
    "Item",
    "Language",
    "LoadedInstrument",
    "Option",
    "ResponseFormat",
    "Scale",
    "Scoring",
    "Text",
    "Translation",
    "check_instrument",
    "is_warning",
    "list_instruments",
    "load_instruments",
    "read_instrument",
]
