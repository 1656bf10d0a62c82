"""What the field's own questions show: every table, figure and word is there."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose
from report_evidence import FAMILIES, evidence_study, scores

from srtoolkit.document import build_report
from srtoolkit.document.blocks import Bullets, Figure, Report, Table, plain
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.figures.evidence_drawings import (
    BalanceDrawing,
    BarsDrawing,
    CeilingsDrawing,
    ForestDrawing,
    OccasionsDrawing,
    RegionDrawing,
    SurfaceDrawing,
)
from srtoolkit.document.figures.spacing import spread_apart
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.evidence.region import slope_curve
from srtoolkit.document.sections.moderation import region_code
from srtoolkit.regression import TwoWayInteraction, fit
from srtoolkit.shelves import find_item

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
#: The curve is the same arithmetic in another order.
RTOL = 1e-9
DRAWINGS = (
    BalanceDrawing,
    BarsDrawing,
    CeilingsDrawing,
    ForestDrawing,
    OccasionsDrawing,
    RegionDrawing,
    SurfaceDrawing,
)


@cache
def report(lang: Lang) -> Report:
    folder = find_item("reports", "standard")
    return build_report(evidence_study(), lang=lang, report=folder)


def blocks(lang: Lang, kind: type) -> list[Any]:
    return [block for block in report(lang).blocks if isinstance(block, kind)]


def table(lang: Lang, key: str) -> Table:
    return next(found for found in blocks(lang, Table) if found.key == key)


def shown(found: Table) -> list[list[str]]:
    return [[plain(cell) for cell in line.cells] for line in found.rows]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", DRAWINGS)
def test_every_kind_of_drawing_is_drawn_as_lines_and_as_points(kind, lang):
    found = [f for f in blocks(lang, Figure) if isinstance(f.drawing, kind)]

    assert found
    for figure in found[:1]:
        svg = draw(figure.drawing, kind="svg", lang=lang)
        png = draw(figure.drawing, kind="png", lang=lang, dpi=80)
        assert svg.startswith(b"<svg")
        assert b"<image" not in svg  # lines, no picture inside
        assert int.from_bytes(png[16:20]) > 300
        assert figure.alt


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_tables_are_there(lang):
    keys = {found.key for found in blocks(lang, Table)}

    assert keys >= {
        "balance",
        "bayes_factors",
        "bottleneck",
        "change_means",
        "conditional",
        "description",
        "importance",
        "importance_pairs",
        "latent_slopes",
        "levels",
        "necessity",
        "pooled",
        "simple_slopes",
        "surface",
        "surface_rivals",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_behind_a_guard_numbers_describe_and_nothing_is_read_from_them(lang):
    words = {"zh": "不检验任何假设", "en": "they test nothing"}[lang]
    description = table(lang, "description")
    hypotheses = shown(table(lang, "hypotheses"))
    (verdict,) = [line for line in shown(table(lang, "summary")) if line[0] == "G1"]

    assert "0.200" in [line[1] for line in shown(description)]
    assert words in plain(description.notes[0])
    assert any(words in line[0] and "0.200" in line[0] for line in hypotheses)
    assert verdict[2] == MISSING
    # no hypothesis has a smallest effect: the verdict is the only reading
    assert verdict[-1] == {"zh": "不可检验", "en": "not testable"}[lang]


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ["did not complain", "their own judgement", "0.300 without", "−0.120"]),
        ("zh", ["没有抱怨", "他们自己的评价", "不含补救期望时差异为0.300", "−0.120"]),
    ],
)
def test_the_summary_says_in_plain_words_why_nothing_was_tested(lang, parts):
    reasons, sign = (plain(text) for text in blocks(lang, Bullets)[0].items)

    for part in parts[:2]:
        assert part in reasons
    for part in parts[2:]:
        assert part in sign


@pytest.mark.parametrize(
    ("lang", "held"),
    [
        ("en", ("without Recovery expectation", "with Recovery expectation")),
        ("zh", ("不含补救期望", "含补救期望")),
    ],
)
def test_runs_of_one_method_are_told_apart_by_their_covariates(lang, held):
    methods = [line[0] for line in shown(table(lang, "robustness"))]
    captions = [plain(t.caption) for t in blocks(lang, Table) if t.key == "balance"]

    for names in (methods, captions):
        for words in held:
            assert any(words in name for name in names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_family_is_reported_with_its_own_fit(lang):
    tables = [found for found in blocks(lang, Table) if found.key == "regression"]
    notes = dict(zip(FAMILIES, (found.notes for found in tables), strict=True))
    heads = dict(zip(FAMILIES, (found.columns for found in tables), strict=True))

    assert "R²" in plain(notes["linear"][0])
    for family in FAMILIES[1:]:
        first = plain(notes[family][0])
        assert "AIC" in first
        assert not first.endswith(MISSING)
        assert MISSING not in first.split("AIC")[0]
    for family in ("logistic", "poisson", "negative_binomial", "gamma", "ordinal"):
        ratio = plain(heads[family][-1].head)
        assert ("比" if lang == "zh" else "atio") in ratio


def test_three_simple_slopes_hold_the_whole_band():
    found = fit(
        scores(),
        outcome="LOY",
        predictors=["RSAT", "SEV"],
        interactions=[("RSAT", "SEV")],
    )
    effect = TwoWayInteraction(found, "RSAT", "SEV", 0.95)
    curve = slope_curve(effect.slope_rows(), effect.region())
    pair = [found.position("RSAT"), found.position("RSAT:SEV")]
    covariance = found.covariance[np.ix_(pair, pair)]

    assert curve is not None
    reach = effect.slope_rows()[0]
    factor = (reach["ci_high"] - reach["slope"]) / reach["se"]
    for point in (curve[0], curve[20], curve[-1]):
        weights = np.array([1.0, point.value - found.centres["SEV"]])
        se = np.sqrt(weights @ covariance @ weights)
        assert_allclose(point.est, weights @ found.estimates[pair], rtol=RTOL)
        assert_allclose(point.ci_high - point.est, factor * se, rtol=RTOL)


def test_a_moderator_of_two_values_has_no_curve():
    region = {"moderator_low": 0.0, "moderator_high": 1.0}
    rows = [{"value": v, "slope": 0.1, "se": 0.1, "ci_high": 0.3} for v in (0.0, 1.0)]

    assert slope_curve(rows, region) is None


@pytest.mark.parametrize(
    ("bounds", "where", "code"),
    [
        ([-7.0, 1.6], "outside", "above"),
        ([1.6, 9.0], "outside", "below"),
        ([1.6, 9.0], "inside", "above"),
        ([-7.0, 1.6], "inside", "below"),
        ([2.0, 3.0], "inside", "inside"),
        ([-7.0, 9.0], "outside", "nowhere"),
        ([-7.0, -2.0], "outside", "everywhere"),
        ([], "nowhere", "nowhere"),
    ],
)
def test_bounds_that_nobody_reaches_are_not_spoken_of(bounds, where, code):
    ends = {"moderator_low": 1.0, "moderator_high": 7.0}

    assert region_code({"bounds": bounds, "significant": where, **ends}) == code


@pytest.mark.parametrize(
    ("places", "least"),
    [((0.0, 0.01, 5.0), 1.0), ((3.0, 3.0, 3.0, 3.2), 0.5), ((1.0,), 1.0)],
)
def test_labels_are_moved_apart_and_keep_their_order(places, least):
    moved = spread_apart(places, least)

    gaps = np.diff(sorted(moved))
    assert (gaps >= least - 1e-12).all()
    assert list(np.argsort(moved, kind="stable")) == list(
        np.argsort(places, kind="stable")
    )
    assert_allclose(np.mean(moved), np.mean(places))
