"""What the tables and figures of the measurement chapter say."""

from __future__ import annotations

import pytest
from measurement_chapter import LANGUAGES, blocks, cells, step, tables, written
from measurement_study import measured

from srtoolkit.document.blocks import Figure, Paragraph, Table, plain
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.figures.drawings import PathDrawing, ScreeDrawing
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.fit_values import fit_value
from srtoolkit.results import StudyResults


def test_the_diagonal_is_the_root_of_ave_and_htmt_stands_above_it():
    matrix = cells(tables("en")["validity_matrix"])
    found = {
        (row["coefficient"], row["scale"], row["item"]): row["est"]
        for row in step("psychometrics.validity")["tidy"]
    }
    first = 3  # after the name, M and SD

    assert matrix[0][first] == short(found["sqrt_ave", "DJ", None])
    assert matrix[1][first] == short(found["correlation", "DJ", "IPJ"])
    assert matrix[0][first + 1] == short(found["htmt", "DJ", "IPJ"])
    scores = {
        s["factor"]: s for s in step("psychometrics.validity")["details"]["scores"]
    }
    assert matrix[0][1:3] == [f"{scores['DJ'][k]:.2f}" for k in ("mean", "sd")]


def short(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1).replace("-", "−")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_factors_that_are_one_are_named_in_the_text_and_marked(lang):
    table = tables(lang, 0.99)["distinguishable"]
    decided = {line[0]: line[-1] for line in cells(table)}
    names = {"zh": "人际公平 – 信息公平", "en": "Interpersonal justice – Informational"}
    said = [plain(b.text) for b in blocks(lang, 0.99) if isinstance(b, Paragraph)]
    (pair,) = [name for name in decided if name.startswith(names[lang])]

    assert decided[pair] == {"zh": "否", "en": "no"}[lang]
    assert any(pair in text and table.label in text for text in said)
    assert {line[-1] for line in cells(tables(lang)["distinguishable"])} == {
        {"zh": "是", "en": "yes"}[lang]
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_harman_is_printed_with_the_sentence_that_it_proves_nothing(lang):
    said = [plain(b.text) for b in blocks(lang) if isinstance(b, Paragraph)]
    share = step("psychometrics.method_variance")["details"]["harman"][
        "first_component"
    ]
    proves = {"zh": "什么也证明不了", "en": "proves nothing"}[lang]

    assert [t for t in said if proves in t and f"{100 * share:.1f}%" in t]


def test_loadings_stand_under_their_factor_the_largest_first():
    table = tables("en")["exploratory_pattern"]
    by_item = [r for r in table.rows if r.kind == "body" and len(plain(r.cells[0])) < 8]
    bold = [
        [span.text for cell in line.cells for span in cell if span.bold]
        for line in by_item
    ]

    assert all(
        len(found) == 1 for found in bold[: -len(("Sum", "Share", "Cumulative"))]
    )
    shown = [plain(c) for line in by_item for c in line.cells[2:-1]]
    assert "" in shown  # small cross-loadings are blank


@pytest.mark.parametrize("lang", LANGUAGES)
def test_proposed_releases_are_printed_as_proposals(lang):
    table = tables(lang)["invariance_proposals"]
    proposed = step("psychometrics.measurement_invariance")["details"]["proposals"]

    assert proposed
    assert [line[2] for line in cells(table)] == [p["parameter"] for p in proposed]
    assert {"zh": "没有放开", "en": "None was freed"}[lang] in plain(table.notes[0])
    ladder = plain(tables(lang)["invariance"].notes[0])
    assert {"zh": "0.015", "en": ".015"}[lang] in ladder


def test_the_scree_shows_observed_and_chance_eigenvalues():
    (figure,) = [
        b
        for b in blocks("zh")
        if isinstance(b, Figure) and isinstance(b.drawing, ScreeDrawing)
    ]
    scree = step("psychometrics.exploratory_factor_analysis")["details"]["scree"]

    assert [p.observed for p in figure.drawing.panels] == [
        tuple(scree[kind]["observed"]) for kind in ("components", "factors")
    ]
    png = draw(figure.drawing, kind="png", lang="zh")
    assert int.from_bytes(png[16:20]) > 1000
    assert b"http" not in draw(figure.drawing, kind="svg", lang="zh")


def test_only_the_structural_model_and_those_a_claim_names_have_paths():
    found = [b for b in blocks("en") if isinstance(b, Table) and b.key == "paths"]
    captions = [plain(table.caption) for table in found]

    assert len(found) == 3
    assert not [text for text in captions if "Without severity" in text]
    assert [text for text in captions if "The model a claim names" in text]
    groups = [plain(r.cells[0]) for r in found[-1].rows if r.kind == "group"]
    assert groups == ["female", "male"]
    drawn = [
        plain(b.caption)
        for b in blocks("en")
        if isinstance(b, Figure) and isinstance(b.drawing, PathDrawing)
    ]
    assert len(drawn) == 4
    assert [text for text in drawn if text.endswith("(Model by group · male)")]


def test_rivals_are_compared_by_the_names_the_plan_gives_them():
    table = tables("en")["comparisons"]

    assert [line[0] for line in cells(table)] == [
        "structural model",
        "Without severity",
    ]
    assert cells(table)[0][6] == MISSING
    assert cells(table)[1][7] == "1"


def test_several_comparisons_take_one_row_each():
    results = measured()
    again = [*results["steps"], step("sem.compare_models")]
    twice = StudyResults({**results.content, "steps": again})
    (table,) = [
        b
        for b in written(twice, "en")
        if isinstance(b, Table) and b.key == "comparisons"
    ]

    assert [line[:2] for line in cells(table)] == [
        ["structural model", "Without severity"]
    ] * 2
    assert {line[3] for line in cells(table)} == {"1"}


def test_loadings_on_the_general_factor_are_printed_for_every_item():
    table = tables("en")["rival_coefficients_items"]

    assert not [line for line in cells(table) if len(line) > 2 and MISSING in line[2:]]


def test_robust_versions_are_printed_and_named():
    model = measured()["models"][0]["glance"]
    table = tables("en")["fit"]

    assert fit_value(model, "chisq") == model["chisq_scaled"] != model["chisq"]
    assert f"{model['chisq_scaled']:.3f}" in cells(table)[0]
    assert any("scaled" in plain(note) for note in table.notes)
    assert fit_value({"chisq": 2.0, "cfi": 0.9}, "cfi") == 0.9


def test_of_many_pairs_only_those_near_each_other_are_listed():
    results = measured()
    found = step("psychometrics.validity")
    near = dict(found["details"]["pairs"][0])
    far = {**near, "correlation": 0.1, "ci_low": 0.0, "ci_high": 0.2}
    details = {**found["details"], "pairs": [near, *[far] * 30]}
    many = [{**found, "details": details}]
    shown = written(StudyResults({**results.content, "steps": many}), "en")
    (table,) = [b for b in shown if isinstance(b, Table) and b.key == "distinguishable"]

    assert len(table.rows) == 1
    assert "Of 31 pairs the 1 nearest" in plain(table.notes[0])


def test_an_unreliable_interval_is_marked_once_and_explained_once():
    results = measured()
    found = step("psychometrics.validity")
    note = {
        "code": "htmt_interval_unreliable",
        "values": {"first": "DJ", "second": "IPJ"},
    }
    again = [{**found, "notes": [note]}]
    shown = written(StudyResults({**results.content, "steps": again}), "en")
    (table,) = [b for b in shown if isinstance(b, Table) and b.key == "htmt"]

    assert [line[0].endswith("§") for line in cells(table)].count(True) == 1
    assert [plain(n).startswith("§") for n in table.notes].count(True) == 1
