"""Correlations against R."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import (
    correlate,
    correlation,
    correlation_bayes_factor,
    correlation_table,
    correlations,
    partial_correlation,
)
from srtoolkit.errors import OptionError, ScoresError

RTOL = 1e-8
#: BayesFactor sums a hypergeometric series, and so does scipy.
FACTOR_RTOL = 1e-9

R = stored_reference("comparison/comparisons")
AFTER, BEFORE = (np.array(R[name], dtype=float) for name in ("after", "before"))


@pytest.mark.parametrize("method", ["pearson", "spearman", "kendall"])
def test_correlations_agree_with_r(method):
    found, stored = correlate(BEFORE, AFTER, method=method), R["correlation"][method]

    assert_allclose(found.est, stored["est"], rtol=RTOL)
    assert_allclose(found.p, stored["p"], rtol=RTOL)
    if "ci" in stored:
        assert_allclose([found.ci_low, found.ci_high], stored["ci"], rtol=RTOL)


@pytest.mark.parametrize(
    "case", R["correlation"]["bf10"], ids=lambda case: f"r={case['r']:.2f}"
)
def test_bayes_factors_agree_with_r(case):
    r = correlate(BEFORE, AFTER).est

    found = correlation_bayes_factor(r, len(AFTER), scale=case["r"])
    assert_allclose(found, case["bf10"], rtol=FACTOR_RTOL)


def test_a_partial_correlation_is_that_of_residuals():
    generator = np.random.default_rng(1)
    given = generator.normal(size=(80, 2))
    x, y = (given @ generator.normal(size=2) + generator.normal(size=80) for _ in "ab")
    inverse = np.linalg.inv(np.cov(np.column_stack([x, y, given]), rowvar=False))

    found = partial_correlation(x, y, given)
    expected = -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])
    assert_allclose(found.est, expected)
    assert found.df == 76


def test_constant_and_short_variables_are_refused():
    with pytest.raises(ScoresError, match="have no correlation"):
        correlate(np.ones(9), np.arange(9.0))
    with pytest.raises(ScoresError, match="five or more complete pairs"):
        correlate(np.arange(4.0), np.arange(4.0))
    with pytest.raises(ScoresError, match="held constant determine one of the two"):
        partial_correlation(AFTER, BEFORE, BEFORE[:, None])
    with pytest.raises(OptionError, match="1 variables with the method pearson"):
        correlation_table(pd.DataFrame({"a": AFTER}))


def test_the_plan_step_and_the_hypothesis_take_scales():
    scores = list(np.clip(AFTER, 1, 7))
    responses = grouped_responses({"a": scores}, age=list(BEFORE))
    table = correlations(responses, variables=["OSAT", "age"])
    evidence = correlation(responses, outcome="OSAT", other="age")

    assert_allclose(table.pairs[0].est, R["correlation"]["pearson"]["est"], rtol=RTOL)
    assert {"first", "second", "est", "p", "p_holm"} <= set(table.tidy())
    assert evidence.primary.method == "correlation_pearson"
    assert [e.role for e in evidence.estimates] == [
        "primary",
        "robustness",
        "robustness",
    ]
    assert_allclose(evidence.primary.p, R["correlation"]["pearson"]["p"] / 2, rtol=RTOL)


@pytest.mark.shared
def test_attitude_correlations_agree_with_r():
    reference = shared_path("reference/attitude_correlations.json")
    stored = json.loads(reference.read_text(encoding="utf-8"))["expected"]["extra"]
    data = pd.read_csv(shared_path("data/attitude_complaints.csv"))
    names = stored["matrix"]["rows"]
    data = data[names]

    for method in ("pearson", "spearman", "kendall"):
        found = correlate(*data[["rating", "complaints"]].to_numpy().T, method=method)
        assert_allclose(found.est, stored[method]["r"], rtol=1e-9)
        assert_allclose(found.p, stored[method]["p"], rtol=1e-6)
        if stored[method]["ci"]:
            limits = [found.ci_low, found.ci_high]
            assert_allclose(limits, stored[method]["ci"], rtol=1e-8)
        if method == "pearson":
            assert_allclose(found.bf10, stored["bf10"], rtol=FACTOR_RTOL)
    tables = correlation_table(data), correlation_table(data, partial=True)
    holm_p = np.array(stored["holm_p"]["values"])
    for table, key in zip(tables, ("matrix", "partial"), strict=True):
        values = np.array(stored[key]["values"])
        for pair, p_holm in zip(table.pairs, table.p_holm, strict=True):
            i, j = names.index(pair.first), names.index(pair.second)
            assert_allclose(pair.est, values[i, j], rtol=1e-8, atol=1e-12)
            if key == "matrix":
                # psych puts adjusted p above and plain p below the diagonal
                assert_allclose(
                    [p_holm, pair.p], [holm_p[i, j], holm_p[j, i]], rtol=1e-6
                )
