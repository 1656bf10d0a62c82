"""Reports of experiments name levels, weighted groups and parameters in words."""

from __future__ import annotations

from typing import Any

import pytest

from srtoolkit.document.blocks import plain
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.figures.drawings import GroupMean, MeansDrawing
from srtoolkit.document.manuscript import Manuscript, open_manuscript
from srtoolkit.document.sections.contrast_names import (
    contrast_name,
    group_contrast,
    is_weighted,
    parameter_name,
)
from srtoolkit.document.sections.manipulation import manipulation_table
from srtoolkit.document.sections.moderation import build_moderation
from srtoolkit.results import StudyResults

DESIGN = {
    "condition": {"column": "story", "labels": {}},
    "factors": {
        "stability": {
            "high": "stable",
            "low": "unstable",
            "title": {"zh": "稳定性", "en": "stability"},
            "labels": {
                "stable": {"zh": "经常发生", "en": "often"},
                "unstable": {"zh": "偶然发生", "en": "rarely"},
            },
        },
        "locus": {
            "high": "firm",
            "low": "else",
            "title": {"zh": "归属", "en": "locus"},
        },
    },
}
MODEL = {
    "id": "structural",
    "kind": "sem",
    "tidy": [
        {"lhs": "Y", "op": "~", "rhs": "A", "label": "ya"},
        {"lhs": "Y", "op": "~", "rhs": "B", "label": "yb"},
        {"lhs": "more", "op": ":=", "rhs": "ya-yb", "label": "more"},
        {"lhs": "many", "op": ":=", "rhs": "ya-more", "label": "many"},
    ],
}


def writing(lang: str, hypotheses: list[dict[str, Any]] | None = None) -> Manuscript:
    content = {
        "plan": {"content": {"design": DESIGN}},
        "instruments": [],
        "data": {"simulated": False},
        "models": [MODEL],
        "hypotheses": hypotheses or [],
    }
    return open_manuscript(StudyResults(content), lang=lang)  # type: ignore[arg-type]


def weighted(weights: dict[str, float]) -> dict[str, Any]:
    groups = [{"group": name} for name in weights]
    details = {"weights": weights, "groups": groups}
    return {"outcome": "Y", "contrast": "A - (0.3 B + 0.7 C)", "details": details}


def test_a_group_against_all_others_is_named_by_their_number():
    found = weighted({"A": 1, "B": -1 / 3, "C": -1 / 3, "D": -1 / 3})

    assert group_contrast(writing("en"), found) == "A − the mean of the other 3 groups"
    assert "其余 3 组的平均" in contrast_name(writing("zh"), found)
    assert is_weighted(found)


def test_unequal_weights_are_written_out():
    found = weighted({"A": 1, "B": -0.3, "C": -0.7})

    assert group_contrast(writing("en"), found) == "A − (0.3 B + 0.7 C)"


def test_two_equal_groups_are_named():
    found = weighted({"A": 1, "B": -0.5, "C": -0.5})

    assert group_contrast(writing("en"), found) == "A − the mean of (B; C)"
    assert not is_weighted(weighted({"A": 1, "B": -1, "C": 0}))


def test_a_parameter_goes_by_its_paths_or_by_its_hypothesis():
    claim = {"id": "H9", "details": {"parameter": "many"}}
    opened = writing("en", [claim])

    assert parameter_name(opened, "more") == "[Y ← A] − [Y ← B]"
    assert "H9" in parameter_name(opened, "many")


@pytest.mark.parametrize(("lang", "level"), [("zh", "经常发生"), ("en", "often")])
def test_a_moderator_with_two_values_has_named_levels_and_no_region(lang, level):
    slope = {
        "predictor": "X",
        "moderator": "stability",
        "slope": 0.5,
        "ci_low": 0.1,
        "ci_high": 0.9,
        "ci_level": 0.95,
    }
    slopes = [
        {**slope, "level": "lower_value", "value": -0.5},
        {**slope, "level": "upper_value", "value": 0.5},
    ]
    region = {"bounds": [0.0], "significant": "outside", "ci_level": 0.95}
    details = {"simple_slopes": slopes, "johnson_neyman": region}
    found = {"id": "H1", "outcome": "Y", "contrast": "X", "details": details}

    blocks = build_moderation(writing(lang, [found]), {})

    (table,) = blocks
    cells = [plain(cell) for line in table.rows for cell in line.cells]
    assert level in cells
    assert "0.500" in cells  # the slope
    assert "−0.500" not in cells  # no code of the level


def test_a_check_has_its_own_factor_first_and_bold():
    line = {
        "outcome": "MC",
        "est": 1.0,
        "ci_low": 0.5,
        "ci_high": 1.5,
        "ci_level": 0.95,
        "statistic": 4.0,
        "df": 90.0,
        "p": 0.01,
        "effect": 0.8,
        "eta2": 0.2,
        "share_of_own": 0.1,
    }
    rows = [
        {**line, "predictor": "locus", "kind": "other_check"},
        {**line, "predictor": "stability", "kind": "own_check"},
    ]

    table = manipulation_table(writing("en"), rows, notes=[], title="Checks")

    heading, own, other = table.rows
    assert heading.kind == "group"
    assert plain(own.cells[0]) == "stability" and own.cells[0][0].bold
    assert plain(other.cells[0]) == "locus" and not other.cells[0][0].bold
    assert "10.0%" in plain(other.cells[-1])


@pytest.mark.parametrize("n", [4, 8])
def test_many_groups_are_drawn_in_rows_that_stay_narrow(n):
    groups = tuple(
        GroupMean(f"group {at}", 4.0, 3.8, 4.2, 100, "other" if at else "control")
        for at in range(n)
    )
    drawing = MeansDrawing("mean", "control", groups, (1.0, 7.0), "")

    png = draw(drawing, kind="png", lang="en", dpi=100)

    assert int.from_bytes(png[16:20]) <= 800
