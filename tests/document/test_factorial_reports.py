"""Factorial designs and courses over occasions: their tables, figures and words."""

from __future__ import annotations

from typing import Any

import pytest

from srtoolkit.document.blocks import Figure, Table, plain
from srtoolkit.document.figures.canvas import drawing_style
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.figures.profile_drawings import ProfilesDrawing
from srtoolkit.document.figures.profiles import draw_profiles
from srtoolkit.document.manuscript import Manuscript, open_manuscript
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.further import build_further
from srtoolkit.document.sections.groups import build_groups
from srtoolkit.results import StudyResults

LANGUAGES = ("zh", "en")
FACTORS = {
    name: {
        "high": f"high_{name}",
        "low": f"low_{name}",
        "title": {"zh": f"因素{name}", "en": f"factor {name}"},
        "labels": {
            f"high_{name}": {"zh": f"高{name}", "en": f"{name} is high"},
            f"low_{name}": {"zh": f"低{name}", "en": f"{name} is low"},
        },
    }
    for name in "abc"
}
CONDITION = {
    "column": "story",
    "control": "none",
    "labels": {
        "none": {"zh": "无失败", "en": "no failure"},
        "US": {"zh": "先差后好", "en": "first bad"},
    },
}


def writing(lang: str, **content: Any) -> Manuscript:
    design = {"condition": CONDITION, "factors": FACTORS, "manipulated": True}
    results = {
        "plan": {"content": {"design": design, **content.pop("plan", {})}},
        "instruments": [],
        "data": {"simulated": False},
        "models": [],
        "steps": [],
        "hypotheses": [],
        **content,
    }
    return open_manuscript(StudyResults(results), lang=lang)  # type: ignore[arg-type]


def cell_step(factors: str, *, empty: bool = False) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [{}]
    for name in factors:
        cells = [{**cell, name: side} for cell in cells for side in (-0.5, 0.5)]
    described = [
        {
            "outcome": "RSAT",
            "levels": levels,
            "n": 50,
            "mean": 4.0 + sum(levels.values()),
            "sd": 1.0,
            "ci_low": 3.7 + sum(levels.values()),
            "ci_high": 4.3 + sum(levels.values()),
            "ci_level": 0.95,
        }
        for levels in cells
    ]
    if empty:
        unknown = dict.fromkeys(("mean", "sd", "ci_low", "ci_high"))
        described[0] |= {"n": 0, **unknown}
    note = {"code": "cells_without_answers", "values": {"outcome": "Y", "n_cells": 1}}
    return {
        "step": "comparison.cell_means",
        "tidy": [],
        "notes": [note] if empty else [],
        "details": {
            "factors": list(factors),
            "cells": described,
            "limits": {"RSAT": [1, 7]},
        },
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_has_its_levels_size_mean_and_spread(lang):
    table, figure = build_groups(writing(lang, steps=[cell_step("ab")]), {})

    assert isinstance(table, Table) and isinstance(figure, Figure)
    body = [[plain(cell) for cell in line.cells] for line in table.rows[1:]]
    low = {"zh": ["低a", "低b"], "en": ["a is low", "b is low"]}[lang]
    assert body[0] == [*low, "50", "3.00", "1.00", "[2.70, 3.30]"]
    assert len(body) == 4
    assert {"zh": "因素a", "en": "factor a"}[lang] == plain(table.columns[0].head)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_interaction_is_drawn_with_lines_panels_and_intervals(lang):
    _, figure = build_groups(writing(lang, steps=[cell_step("abc")]), {})

    assert isinstance(figure, Figure)
    drawing = figure.drawing
    assert isinstance(drawing, ProfilesDrawing)
    assert len(drawing.panels) == 2 and drawing.limits == (1.0, 7.0)
    assert [len(panel.lines) for panel in drawing.panels] == [2, 2]
    high = drawing.panels[1].lines[1].points
    assert [point.mean for point in high] == [4.5, 5.5]  # b and c high, a low to high
    assert high[0].ci_low == pytest.approx(4.2)
    assert {"zh": "高c", "en": "c is high"}[lang] in drawing.panels[1].title
    png = draw(drawing, kind="png", lang="en", dpi=100)
    assert int.from_bytes(png[16:20]) <= 620


def test_one_factor_has_a_table_and_no_lines():
    (table,) = build_groups(writing("en", steps=[cell_step("a")]), {})

    assert isinstance(table, Table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_cell_is_told_and_leaves_a_gap(lang):
    table, figure = build_groups(writing(lang, steps=[cell_step("ab", empty=True)]), {})

    assert isinstance(table, Table) and isinstance(figure, Figure)
    assert {"zh": "1 个单元没有作答", "en": "1 cell(s)"}[lang] in plain(table.notes[0])
    assert draw(figure.drawing, kind="svg", lang="en")


def trajectories() -> dict[str, Any]:
    mean = {"n": 80, "mean": 4.5, "se": 0.1, "ci_low": 4.3, "ci_high": 4.7}
    term = {"outcome": "OSAT", "est": 0.2, "se": 0.1, "statistic": 2.0, "p": 0.04}
    reach = {"ci_low": 0.0, "ci_high": 0.4, "ci_level": 0.95}
    codes = ("(Intercept)", "occasion_2", "US", "occasion_2:US")
    return {
        "step": "recovery.sequence_trajectories",
        "tidy": [{**term, **reach, "term": code} for code in codes],
        "glance": [{"n": 320, "n_subjects": 160, "icc": 0.4, "sigma": 0.6}],
        "notes": [],
        "details": {
            "occasions": ["1", "2"],
            "later_terms": ["occasion_2"],
            "reference": "none",
            "means": [
                {**mean, "ci_level": 0.95, "group": group, "occasion": occasion}
                for group in ("none", "US")
                for occasion in ("1", "2")
            ],
        },
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_course_has_means_a_figure_and_terms_in_words(lang):
    opened = writing(lang, steps=[trajectories()])
    means, figure, model = build_groups(opened, {})

    assert isinstance(means, Table) and isinstance(model, Table)
    assert isinstance(figure, Figure) and isinstance(figure.drawing, ProfilesDrawing)
    assert not build_further(opened, {})
    terms = [plain(line.cells[0]) for line in model.rows]
    assert len(set(terms)) == 4
    assert not [term for term in terms if "occasion_" in term or "Intercept" in term]
    assert {"zh": "先差后好", "en": "first bad"}[lang] in terms[3]
    shown = [line.label for line in figure.drawing.panels[0].lines]
    assert (
        shown == {"zh": ["无失败", "先差后好"], "en": ["no failure", "first bad"]}[lang]
    )


def test_intervals_of_two_lines_stand_side_by_side():
    _, figure = build_groups(writing("en", steps=[cell_step("ab")]), {})

    assert isinstance(figure, Figure) and isinstance(figure.drawing, ProfilesDrawing)
    with drawing_style(keep_text=False):
        sheet = draw_profiles(figure.drawing)
    bars = [
        line.get_xdata()[0] for line in sheet.axes[0].lines if line.get_marker() == "_"
    ]
    assert len(set(bars)) == 4


@pytest.mark.parametrize(("lang", "named"), [("zh", "Y的回归分析"), ("en", "of Y")])
def test_regressions_go_by_their_outcome_not_by_the_plans_ids(lang, named):
    regressions = {
        "M1": {"outcome": "Y"},
        "M2": {"outcome": "Y"},
        "emo": {"outcome": "Z"},
        "own": {"outcome": "Z2", "title": {"zh": "我的模型", "en": "my model"}},
    }
    opened = writing(lang, plan={"regressions": regressions})
    names = {
        key: model_name(opened, {"id": key, "kind": "regression"})
        for key in regressions
    }

    assert named in names["M1"] and names["M1"] != names["M2"]
    assert "2" in names["M2"] and "M2" not in names["M2"]
    assert "emo" not in names["emo"] and "Z" in names["emo"]
    assert names["own"] == {"zh": "我的模型", "en": "my model"}[lang]
