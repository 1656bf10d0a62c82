"""Planned contrasts and comparisons with one control against R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import dunnett as scipy_dunnett
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    GroupSummary,
    dunnett_comparisons,
    mean_contrast,
    welch_difference,
)
from srtoolkit.comparison.means.many_to_one import critical_t
from srtoolkit.errors import OptionError, ScoresError

#: Closed forms; R prints 15 digits.
RTOL = 1e-9
#: multcomp integrates by quasi-random points; about 1e-7 is left in its p.
R_P_ATOL = 1e-6
#: multcomp ends the search for its critical value about here.
R_LIMIT_ATOL = 1e-4

R = stored_reference("comparison/comparisons")
SCORE, GROUP = np.array(R["score"], dtype=float), np.array(R["group"])
GROUPS = {
    name: SCORE[name == GROUP] for name in ("none", "poor", "middling", "excellent")
}
WEIGHTS = {
    "excellent_none": {"excellent": 1, "none": -1},
    "treated_none": {"poor": 0.333, "middling": 0.333, "excellent": 0.333, "none": -1},
    "linear": {"poor": -1, "excellent": 1},
}


@pytest.mark.parametrize(
    "stored", R["contrast_pooled"], ids=lambda row: row["contrast"]
)
def test_pooled_contrasts_agree_with_emmeans(stored):
    found = mean_contrast(
        GROUPS, WEIGHTS[stored["contrast"]], equal_variances=True, expect="zero"
    )

    assert_allclose(found.est, stored["estimate"], rtol=RTOL)
    assert_allclose(found.se, stored["SE"], rtol=RTOL)
    assert_allclose(found.p, stored["p.value"], rtol=RTOL)
    assert found.df == stored["df"]
    assert_allclose(
        [found.ci_low, found.ci_high], [stored["lower.CL"], stored["upper.CL"]]
    )


@pytest.mark.parametrize("name", WEIGHTS)
def test_contrasts_with_own_variances_agree_with_r(name):
    found = mean_contrast(GROUPS, WEIGHTS[name], expect="any")
    stored = R["contrast_welch"][name]

    for ours, theirs in (("est", "est"), ("se", "se"), ("df", "df"), ("p", "p")):
        assert_allclose(getattr(found, ours), stored[theirs], rtol=RTOL)


def test_a_contrast_of_two_groups_is_welch():
    pair = {name: GROUPS[name] for name in ("excellent", "none")}
    contrast = mean_contrast(pair, {"excellent": 1, "none": -1})
    welch = welch_difference(GROUPS["excellent"], GROUPS["none"])

    assert contrast.contrast == "excellent - none"
    for name in ("est", "se", "df", "p", "ci_low", "ci_high"):
        assert_allclose(getattr(contrast, name), getattr(welch, name), rtol=RTOL)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"excellent": 1, "none": -0.5}, "weights of the contrast sum to 0.5"),
        ({"excellent": 0, "none": 0}, "weights of the contrast sum to 0"),
        ({"excellent": 1, "nine": -1}, 'weighs "nine", but there is no such group'),
    ],
)
def test_weights_that_are_no_contrast_are_refused(weights, message):
    with pytest.raises(OptionError, match=message):
        mean_contrast(GROUPS, weights)


@pytest.mark.parametrize(
    ("expect", "side"),
    [("any", "two.sided"), ("positive", "greater"), ("negative", "less")],
)
def test_dunnett_agrees_with_multcomp(expect, side):
    family = dunnett_comparisons(GROUPS, "none", expect=expect)
    stored = R["dunnett"][side]

    assert [row.contrast for row in family.rows] == [
        "poor - none",
        "middling - none",
        "excellent - none",
    ]
    assert_allclose([row.est for row in family.rows], stored["est"], rtol=RTOL)
    assert_allclose([row.se for row in family.rows], stored["se"], rtol=RTOL)
    assert_allclose([row.p for row in family.rows], stored["p"], atol=R_P_ATOL)
    if expect != "negative":
        lows = [row.ci_low for row in family.rows]
        assert_allclose(lows, stored["low"], atol=R_LIMIT_ATOL)
    if expect != "positive":
        highs = [row.ci_high for row in family.rows]
        assert_allclose(highs, stored["high"], atol=R_LIMIT_ATOL)


def test_dunnett_agrees_with_scipy():
    others = [GROUPS[name] for name in ("poor", "middling", "excellent")]
    test = scipy_dunnett(*others, control=GROUPS["none"], rng=np.random.default_rng(1))
    family = dunnett_comparisons(GROUPS, "none")

    # scipy draws random points
    assert_allclose([row.p for row in family.rows], test.pvalue, atol=1e-3)


@pytest.mark.parametrize(
    ("k", "df", "critical"),
    # Dunnett (1964), Biometrics 20, 482-491, two-sided .05, equal sizes
    [(2, 10, 2.57), (3, 20, 2.54), (5, 30, 2.66)],
)
def test_critical_values_are_those_of_dunnetts_table(k, df, critical):
    found = critical_t(0.95, np.full(k, np.sqrt(0.5)), df, two_sided=True)

    assert round(found, 2) == critical


def test_unequal_variances_agree_with_r():
    family = dunnett_comparisons(GROUPS, "none", equal_variances=False)
    stored = R["dunnett_unequal"]

    assert family.method == "dunnett_welch"
    for name in ("est", "se", "df", "p"):
        assert_allclose(
            [getattr(r, name) for r in family.rows], stored[name], rtol=1e-7
        )


def test_one_comparison_is_the_ordinary_test():
    pair = {name: GROUPS[name] for name in ("excellent", "none")}
    (row,) = dunnett_comparisons(pair, "none", equal_variances=False, expect="any").rows
    welch = welch_difference(GROUPS["excellent"], GROUPS["none"], expect="any")

    for name in ("est", "se", "df", "p", "ci_low", "ci_high"):
        assert_allclose(getattr(row, name), getattr(welch, name), rtol=1e-8)


def test_the_family_has_the_columns_of_every_comparison():
    family = dunnett_comparisons(GROUPS, "none", outcome="OSAT")

    assert len(family.tidy()) == 3
    assert set(family.tidy()["outcome"]) == {"OSAT"}
    assert family.glance()["n"][0] == len(SCORE)
    assert family.to_dict()["details"]["control"] == "none"
    assert family.notes[0].code == "dunnett"


def test_the_control_must_be_there():
    with pytest.raises(OptionError, match='no control group "nobody"'):
        dunnett_comparisons(GROUPS, "nobody")


def test_groups_without_spread_are_refused():
    constant = {name: GroupSummary(10, 3.0, 0.0) for name in ("a", "b")}
    with pytest.raises(ScoresError, match="the same, so there is no error"):
        dunnett_comparisons(constant, "a")
