"""Difference in differences, reliable change and quantiles."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import norm
from scipy.stats.mstats import hdquantiles
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    difference_in_differences_of,
    quantile_differences,
    reliable_change_shares,
)
from srtoolkit.errors import OptionError, ScoresError

RTOL = 1e-9

R = stored_reference("comparison/comparisons")["did"]
BEFORE, AFTER = (np.array(R[name], dtype=float) for name in ("pre", "post"))
TREATED = np.array(R["who"]) == "treated"


def test_three_answers_agree_with_r():
    found = difference_in_differences_of(AFTER, BEFORE, TREATED, expect="any")
    welch, cluster, ancova = found.rows

    for name in ("est", "se", "df", "p"):
        assert_allclose(getattr(welch, name), R[name], rtol=1e-8)
    assert_allclose([cluster.est, cluster.se], [R["est"], R["cluster_se"]], rtol=1e-8)
    assert_allclose([ancova.est, ancova.se], [R["ancova"], R["ancova_se"]], rtol=1e-8)
    assert [row.method for row in found.rows] == [
        "did_welch",
        "did_cluster",
        "did_ancova",
    ]
    assert found.notes[0].code == "lords_paradox"


def test_lords_paradox():
    # nobody changes on average, and the groups differ from the beginning
    generator = np.random.default_rng(2)
    treated = np.arange(4000) < 2000
    trait = np.where(treated, 1.0, 0.0) + generator.normal(size=4000)
    before, after = (trait + generator.normal(size=4000) for _ in range(2))
    welch, _, ancova = difference_in_differences_of(after, before, treated).rows

    assert abs(welch.est) < 3 * welch.se
    assert ancova.est > 5 * ancova.se


def test_labels_must_fit_the_pairs():
    with pytest.raises(ScoresError, match="3 group labels stand beside 60 pairs"):
        difference_in_differences_of(AFTER, BEFORE, TREATED[:3])


def test_error_alone_gives_the_expected_share():
    generator = np.random.default_rng(4)
    trait = generator.normal(size=200_000) * np.sqrt(0.8)
    before, after = (
        trait + generator.normal(size=200_000) * np.sqrt(0.2) for _ in range(2)
    )
    found = reliable_change_shares(after, before, reliability=0.8)

    assert_allclose(found.expected_by_error, norm.sf(1.645))
    assert_allclose([found.improved, found.worsened], 0.05, atol=2e-3)
    assert_allclose(found.threshold, 1.645 * np.sqrt(2) * found.sem)


def test_reliable_change_tables():
    found = reliable_change_shares(AFTER, BEFORE, reliability=0.7, outcome="OSAT")

    assert list(found.tidy()["direction"]) == ["improved", "worsened"]
    assert found.glance()["n"][0] == 60
    assert found.notes[0].code == "reliable_change"
    assert found.improved_low <= found.improved <= found.improved_high
    with pytest.raises(OptionError, match="give no error of measurement"):
        reliable_change_shares(AFTER, BEFORE, reliability=1.0)


def test_quantiles_agree_with_scipy():
    rows = quantile_differences(AFTER[TREATED], AFTER[~TREATED], draws=200)
    expected = hdquantiles(AFTER[TREATED]) - hdquantiles(AFTER[~TREATED])

    assert_allclose([row["est"] for row in rows], expected, rtol=1e-6)
    assert all(row["ci_low"] <= row["est"] <= row["ci_high"] for row in rows)
    with pytest.raises(OptionError, match="the quantiles are"):
        quantile_differences(AFTER, BEFORE, quantiles=(1.5,))
