"""Tables printed as they come name the categories of a choice without order."""

import pytest

from srtoolkit.document.blocks import plain
from srtoolkit.document.manuscript import open_manuscript
from srtoolkit.document.sections.cells import name_cell
from srtoolkit.questionnaire import load_instruments
from srtoolkit.results import StudyResults


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "A system"), ("en", "Cause"), ("zh", "设备")]
)
def test_a_term_names_its_category(lang, words):
    instruments = [
        {"name": one.instrument.name, "content": one.instrument.to_dict()}
        for one in load_instruments(["failure-context"])
    ]
    content = {"plan": {"content": {}}, "instruments": instruments, "data": {}}
    writing = open_manuscript(StudyResults(content), lang=lang)

    shown = plain(name_cell(writing, "term", "CAUSE51[4]"))
    assert words.lower() in shown.lower()
    assert "[" not in shown
