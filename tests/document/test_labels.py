"""Names of variables, products, paths and groups, with the language's marks."""

from __future__ import annotations

import pytest

from srtoolkit.document.labels import read_labels

INSTRUMENT = {
    "scales": [
        {
            "id": name,
            "title": {"zh": zh, "en": en},
            "items": [{"id": f"{name}1"}, {"id": f"{name}2"}],
        }
        for name, zh, en in (
            ("STA", "稳定性", "Stability"),
            ("CON", "可控性", "Controllability"),
            ("SAT", "满意", "Satisfaction"),
        )
    ]
}
DESIGN = {
    "condition": {
        "column": "story",
        "labels": {"best": {"zh": "出色补救", "en": "excellent recovery"}},
    }
}


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("STAxCON", "稳定性 × 可控性", "Stability × Controllability"),
        ("STA:CON", "稳定性 × 可控性", "Stability × Controllability"),
        ("best", "出色补救", "excellent recovery"),
        ("STAx", "STAx", "STAx"),
        ("nothing_known", "nothing_known", "nothing_known"),
    ],
)
def test_a_variable_is_named_with_its_sides_or_as_a_group(written, zh, en):
    assert read_labels("zh", [INSTRUMENT], DESIGN).variable(written) == zh
    assert read_labels("en", [INSTRUMENT], DESIGN).variable(written) == en


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        (
            "SAT ~ STA x CON",
            "满意 ← 稳定性 × 可控性",
            "Satisfaction ← Stability × Controllability",
        ),
        (
            "SAT ~ STA, CON: a3",
            "满意 ← 稳定性、可控性：a3",
            "Satisfaction ← Stability, Controllability: a3",
        ),
        (
            "(STA -> SAT) - (CON -> SAT)",
            "（稳定性 → 满意） − （可控性 → 满意）",
            "(Stability → Satisfaction) − (Controllability → Satisfaction)",
        ),
    ],
)
def test_a_path_has_the_marks_of_its_language(written, zh, en):
    assert read_labels("zh", [INSTRUMENT]).path(written) == zh
    assert read_labels("en", [INSTRUMENT]).path(written) == en
