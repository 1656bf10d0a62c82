"""Reports of four studies, in both languages and both formats."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import Any

import pytest
from docx import Document
from report_examples import STUDIES, example

from srtoolkit.document import FORMATS, build_report, render_report
from srtoolkit.document.blocks import Figure, Table
from srtoolkit.errors import ContentError, OptionError
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item

LANGUAGES = ("zh", "en")
MARKS = {"zh": "模拟数据", "en": "simulated data"}


@cache
def html_of(name: str, lang: Any) -> str:
    return html(example(name), lang)


@cache
def docx_of(name: str, lang: Any) -> Any:
    return docx(example(name), lang)


def html(results: StudyResults, lang: Any) -> str:
    return render_report(results, lang=lang, fmt="html").decode("utf-8")


def docx(results: StudyResults, lang: Any) -> Any:
    return Document(io.BytesIO(render_report(results, lang=lang, fmt="docx")))


def docx_text(document: Any) -> str:
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def blocks_of(name: str, lang: Any, kind: type) -> list[Any]:
    report = build_report(
        example(name), lang=lang, report=find_item("reports", "standard")
    )
    return [block for block in report.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_html_names_every_hypothesis_and_loads_nothing(name, lang):
    shown = html_of(name, lang)

    for hypothesis in example(name)["hypotheses"]:
        assert hypothesis["id"] in shown
        assert hypothesis["claim"][lang].split("（")[0] in shown
    assert not re.search(r"https?://", shown)
    assert not re.search(r"<(?:script|link|img|iframe|object|embed)\b", shown)
    assert not re.search(r"(?:src|href|xlink:href)\s*=\s*\"(?!#)", shown)
    assert not re.search(r"url\((?!#)|@import", shown)
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_docx_opens_and_holds_every_table_and_figure(name, lang):
    document = docx_of(name, lang)

    assert len(document.tables) == len(blocks_of(name, lang, Table))
    assert len(document.inline_shapes) == len(blocks_of(name, lang, Figure))
    for hypothesis in example(name)["hypotheses"]:
        assert hypothesis["id"] in docx_text(document)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_docx_tables_and_figures_stay_within_the_margins(lang):
    for name in STUDIES:
        document = docx_of(name, lang)
        section = document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        for table in document.tables:
            assert sum(cell.width for cell in table.rows[0].cells) <= room * 1.001
        for shape in document.inline_shapes:
            assert shape.width <= room


@pytest.mark.parametrize("name", STUDIES)
def test_html_is_the_same_twice(name):
    for lang in LANGUAGES:
        assert html_of(name, lang) == html(example(name), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_id_stands_twice_in_html(lang):
    for name in STUDIES:
        ids = re.findall(r'\bid="([^"]+)"', html_of(name, lang))
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_simulated_data_are_marked_in_every_caption_and_on_every_page(lang):
    mark = MARKS[lang]
    shown = html_of("paradox", lang)
    captions = re.findall(r"<caption>.*?</caption>|<figcaption>.*?</figcaption>", shown)
    document = docx_of("paradox", lang)
    styled = [p.text for p in document.paragraphs if p.style.name == "Caption"]

    assert len(captions) == len(styled) > 10
    assert all(mark in caption for caption in [*captions, *styled])
    assert f'<div class="mark" role="note">{mark}</div>' in shown
    assert ".mark { position: fixed" in shown  # print repeats it on every page
    assert f'@top-center {{ content: "{mark}"' in shown
    for section in document.sections:
        assert mark in section.header.paragraphs[0].text
    for figure in blocks_of("paradox", lang, Figure):
        assert figure.drawing.mark == mark


@pytest.mark.parametrize("lang", LANGUAGES)
def test_real_data_carry_no_mark(lang):
    assert MARKS[lang] not in html_of("ecsi", lang)
    assert (
        MARKS[lang] not in docx_of("ecsi", lang).sections[0].header.paragraphs[0].text
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inadmissible_model_gives_a_reason_and_no_verdict(lang):
    reason = {
        "zh": "潜变量协方差矩阵非正定",
        "en": "the covariance matrix of the latent variables is not positive definite",
    }[lang]
    shown = html_of("inadmissible", lang)
    tables = blocks_of("inadmissible", lang, Table)

    assert shown.count(reason) >= 3  # the model's note, and each hypothesis
    assert {"zh": "不可检验", "en": "not testable"}[lang] in shown
    for word in {"zh": ["假设成立</td>"], "en": ["supported</td>"]}[lang]:
        assert word not in shown
    assert {found.key for found in blocks_of("inadmissible", lang, Figure)} <= {"flow"}
    assert {"zh": "标准化系数为", "en": "Standardised: "}[lang] not in shown
    assert "paths_not_admissible" in {table.key for table in tables}
    assert "loadings" not in {table.key for table in tables}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inconclusive_result_never_claims_absence(lang):
    shown = html_of("ecsi", lang)

    said = {
        "zh": ["未显示出预期方向的效应", "不断言没有效应"],
        "en": ["No effect in the expected direction was shown", "is not claimed"],
    }[lang]
    for sentence in said:
        assert sentence in shown
    assert "equivalent</td>" not in shown
    assert "等效</td>" not in shown


def test_a_survey_is_not_read_causally():
    assert "associated" in html_of("ecsi", "en")
    assert "不作因果解读" in html_of("ecsi", "zh")
    assert "no causal reading" not in html_of("paradox", "en")


def test_published_figures_are_printed_to_three_decimals():
    shown = re.sub(r"<[^>]+>", " ", html_of("ecsi", "en")).replace("&lt;", "<")

    for number in ("124.138", ".950", ".065", ".715", "−.030", "< .001"):
        assert number in shown
    assert "0.950" in html_of("ecsi", "zh")


@pytest.mark.parametrize("fmt", FORMATS)
def test_user_text_is_escaped(fmt):
    results = example("paradox")
    nasty = '<script>alert("x")</script> & {{ 7*7 }} $\\frac{1}{2}$ *a*\x0b\x00'
    results.content["hypotheses"][0]["claim"] = {"zh": nasty, "en": nasty}
    results.content["plan"]["content"]["title"] = {"zh": nasty, "en": nasty}
    scale = results.content["instruments"][0]["content"]["scales"][0]
    scale["title"] = {"zh": nasty, "en": nasty}
    scale["items"][0]["text"] = {"zh": nasty, "en": nasty}
    results.content["hypotheses"][0]["details"]["groups"][0]["group"] = nasty
    written = render_report(results, lang="en", fmt=fmt)

    if fmt == "html":
        shown = written.decode("utf-8")
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        assert "{{ 7*7 }}" in shown
        assert "\x0b" not in shown and "\x00" not in shown
    else:
        assert '<script>alert("x")</script>' in docx_text(Document(io.BytesIO(written)))


def test_docx_names_chinese_fonts_repeats_heads_and_describes_pictures():
    with zipfile.ZipFile(
        io.BytesIO(render_report(example("ecsi"), lang="zh", fmt="docx"))
    ) as parts:
        styles = parts.read("word/styles.xml").decode("utf-8")
        body = parts.read("word/document.xml").decode("utf-8")
        footers = [parts.read(n).decode() for n in parts.namelist() if "footer" in n]

    assert 'w:eastAsia="宋体"' in styles and 'w:eastAsia="黑体"' in styles
    assert body.count("<w:tblHeader") == len(blocks_of("ecsi", "zh", Table))
    assert body.count('descr="') == len(blocks_of("ecsi", "zh", Figure))
    assert any("PAGE" in footer for footer in footers)


def test_only_works_that_are_cited_are_listed():
    shown = html_of("paradox", "en")

    assert "Colquitt, J. A. (2001)" in shown
    assert "Never cited" not in shown
    assert "Lakens, D., Scheel" in shown
    assert "Fornell" not in shown


def test_unknown_languages_and_formats_are_refused():
    with pytest.raises(OptionError, match=r'language "fr".*zh, en'):
        render_report(example("ecsi"), lang="fr", fmt="html")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r'format "pdf".*html, docx'):
        render_report(example("ecsi"), lang="en", fmt="pdf")  # type: ignore[arg-type]


def test_an_unknown_code_is_an_error_that_names_the_key():
    results = example("ecsi")
    results.content["diagnostics"] = [{"code": "never_worded", "values": {}}]

    with pytest.raises(ContentError, match=r"diagnostic\.never_worded"):
        html(results, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tests_and_steps_are_worded_with_their_diagnostics(lang):
    results = example("paradox")
    first = results.content["hypotheses"][0]
    first["details"]["diagnostics"] = [
        {
            "code": "control_ceiling",
            "values": {"outcome": "OSAT", "share": 0.061, "top": 7.0, "room": 1.99},
        },
        {"code": "unequal_variances", "values": {"outcome": "OSAT", "sd_ratio": 1.075}},
    ]
    notes = [{"code": "item_constant", "values": {"scale": "OSAT", "items": ["OSAT1"]}}]
    results.content["steps"].append(
        {"step": "psychometrics.reliability", "tidy": [], "glance": [], "notes": notes}
    )
    shown = html(results, lang)

    assert "6.1%" in shown
    assert {"zh": "OSAT1 的答案没有变化", "en": "answers to OSAT1 do not vary"}[
        lang
    ] in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_selected_treatment_prints_the_gap_that_selection_makes(lang):
    results = example("paradox")
    values = {
        "basis": "RSAT",
        "expected_gap": 0.561,
        "expected_gap_sd": 0.5,
        "mean_z": 1.4,
    }
    results.content["hypotheses"][0].update(
        verdict="not testable", why={"code": "treatment_selected", "values": values}
    )

    assert "0.561" in html(results, lang)


def test_a_step_that_no_section_knows_is_printed_as_it_came():
    results = example("moderation")
    results.content["steps"].append(
        {"step": "room.unheard_of", "tidy": [{"thing": "a", "odd": 1.5}], "glance": []}
    )

    assert "room.unheard of" in html(results, "zh")
