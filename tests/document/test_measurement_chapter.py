"""The measurement chapter: every step has its tables, worded in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from measurement_chapter import LANGUAGES, blocks, cells, step, tables, written
from measurement_study import measured

import srtoolkit.psychometrics
from srtoolkit.document import render_report
from srtoolkit.document.blocks import Table, plain
from srtoolkit.document.manuscript import open_manuscript
from srtoolkit.document.phrases import read_phrases
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.document.writers.docx_tables import fitted_widths
from srtoolkit.document.writers.widths import least_widths
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item, read_content, validate_content

#: Tables of the chapter in the order a thesis has them.
CHAPTER = [
    *("item_shape", "item_analysis", "inter_item", "deleted_items"),
    *("normality", "mardia", "suitability", "exploratory_pattern"),
    *("factor_correlations", "reliability", "reliability_further", "fit"),
    *("loadings", "validity", "validity_matrix", "distinguishable", "htmt"),
    *("rival_fit", "rival_coefficients", "rival_coefficients_items"),
    *("method_fit", "method_shares", "method_paths", "invariance_fit"),
    *("invariance", "invariance_factors", "invariance_proposals"),
    *("invariance_consequences", "latent_means", "formative", "single_items"),
    *("test_retest", "coder_agreement", "comparisons", "paths"),
]
#: Decisions of ``psychometrics.invariance.rule`` and of single factors.
DECISIONS = [
    *("baseline", "holds", "no_restriction", "holds_partially"),
    *("holds_approximately", "does_not_hold", "differ", "rests_on_failed"),
    *("not_admissible", "no_difference_test", "too_few_items"),
    *("too_few_invariant_items", "indices_change", "no_partial_model"),
    *("verdict_differs", "not_compared"),
]
LEVELS = [
    *("configural", "thresholds", "metric", "scalar", "strict"),
    *("latent_variances", "latent_covariances", "latent_means"),
]
#: Type no smaller than this is read without a glass.
SMALLEST_TYPE = 6.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_stand_in_the_order_of_a_thesis(lang):
    shown = [b.key for b in blocks(lang) if isinstance(b, Table)]

    assert [key for key in dict.fromkeys(shown) if key in CHAPTER] == CHAPTER
    assert not {"step", "step_items"} & set(shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_rows_a_caption_and_fits_the_page(lang):
    folder = find_item("reports", "standard").folder
    style = validate_content(read_content(folder / "docx.yaml"), PageStyle)

    for key, table in tables(lang).items():
        assert table.rows and plain(table.caption), key
        assert len({len(r.cells) for r in table.rows if r.kind == "body"}) == 1
        widths, size = fitted_widths(table, style)
        assert sum(widths) <= style.text_width * 1.001
        assert size >= SMALLEST_TYPE
        assert len(table.columns) <= 13
        assert least_widths(table.columns, table.rows)


def test_codes_of_the_steps_never_reach_the_reader():
    codes = re.compile(r"\b[a-z]+_[a-z_]+\b")
    own = {"without_severity", "by_group", "first_time", "second_time"}

    for table in tables("en").values():
        if table.key not in CHAPTER:
            continue
        texts = [plain(table.caption), *map(plain, table.notes)]
        texts += [cell for line in cells(table) for cell in line]
        for text in texts:
            assert set(codes.findall(text)) <= own, (table.key, text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_of_a_decision_and_a_level_is_worded(lang):
    phrases = read_phrases(lang)

    assert {f"decision.{code}" for code in DECISIONS} <= set(phrases)
    assert {f"level.{level}" for level in LEVELS} <= set(phrases)
    for model in {f["model"] for f in step("psychometrics.method_variance")["glance"]}:
        assert f"method_model.{model}" in phrases


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_the_measurement_steps_is_worded(lang):
    phrases = read_phrases(lang)
    room = Path(srtoolkit.psychometrics.__file__).parent
    codes = {
        code
        for path in room.rglob("*.py")
        if "missing" not in path.name
        for code in re.findall(r'Reason\(\s*"([a-z_]+)"', path.read_text("utf-8"))
    } - {"distinguishable"}  # of a warrant that holds; nobody is told

    assert len(codes) > 40
    worded = {c for c in codes if {f"diagnostic.{c}", f"why.{c}"} & set(phrases)}
    assert codes == worded


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_section_without_its_step_is_left_out(lang):
    results = measured()
    bare = StudyResults({**results.content, "steps": []})
    keys = {b.key for b in written(bare, lang) if isinstance(b, Table)}

    assert not keys & (set(CHAPTER) - {"fit", "loadings", "paths"})


def test_a_step_named_twice_is_printed_twice():
    results = measured()
    again = [*results["steps"], step("psychometrics.coder_agreement")]
    twice = StudyResults({**results.content, "steps": again})
    writing = open_manuscript(twice, lang="en")

    assert len(writing.steps("psychometrics.coder_agreement")) == 2
    (table,) = [
        b
        for b in written(twice, "en")
        if isinstance(b, Table) and b.key == "coder_agreement"
    ]
    assert len([r for r in table.rows if r.kind == "group"]) == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_formats_hold_the_chapter(lang):
    shown = render_report(measured(), lang=lang, fmt="html").decode("utf-8")

    assert shown.count("<caption>") == len(
        [b for b in blocks(lang) if isinstance(b, Table)]
    )
    assert render_report(measured(), lang=lang, fmt="docx")[:2] == b"PK"
