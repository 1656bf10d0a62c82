"""Full-information maximum likelihood meets mathematics, and misuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from incomplete_references import incomplete_answers
from numpy.testing import assert_allclose

from srtoolkit import sem
from srtoolkit.errors import ModelError
from srtoolkit.sem.incomplete.em import saturated_moments
from srtoolkit.sem.incomplete.expectation import expect_missing
from srtoolkit.sem.incomplete.information import (
    casewise_scores,
    expected_information,
    observed_information,
)
from srtoolkit.sem.incomplete.objective import parameter_scores
from srtoolkit.sem.incomplete.patterns import sort_patterns
from srtoolkit.sem.incomplete.refits import incomplete_refit

MODEL = """
Q =~ q1 + q2 + q3
T =~ t1 + t2 + t3
Q ~ age
T ~ Q + age
"""
ITEMS = ["q1", "q2", "q3", "t1", "t2", "t3"]
#: Differences over steps of 1e-5 leave about this, relative to the greatest.
DIFFERENCE_RTOL = 1e-6
#: Rounding.
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def fitted():
    return sem.fit(MODEL, incomplete_answers(), missing="fiml", group="school")


@pytest.fixture(scope="module")
def answers():
    rows = incomplete_answers()[ITEMS].to_numpy()
    return rows[~np.isnan(rows).all(axis=1)]


def moved(fit):
    """Return a vector away from the optimum."""
    vector = fit.solution.vector.copy()
    noise = np.random.default_rng(3).standard_normal(fit.specification.n_free)
    vector[: len(noise)] += 0.02 * noise
    return vector


def differences(function, vector, n_free, step=1e-5):
    columns = []
    for index in range(n_free):
        shift = np.zeros_like(vector)
        shift[index] = step
        columns.append((function(vector + shift) - function(vector - shift)) / 2 / step)
    return np.array(columns)


def assert_close(ours, differenced):
    assert_allclose(ours, differenced, atol=DIFFERENCE_RTOL * np.abs(ours).max())


def test_gradient_meets_differences(fitted):
    objective, vector = fitted.estimated.objective, moved(fitted)

    halves = differences(
        lambda v: objective.at(v, information=False).value / 2, vector, objective.n_free
    )

    assert_close(objective.at(vector).gradient, halves)


def test_observed_information_meets_differences(fitted):
    objective, vector = fitted.estimated.objective, moved(fitted)

    slopes = differences(
        lambda v: objective.at(v, information=False).gradient, vector, objective.n_free
    )

    assert_close(objective.observed(vector), slopes)


def test_scores_add_up_to_the_gradient(fitted):
    vector = moved(fitted)
    patterns = fitted.observed.incomplete.patterns

    scores = parameter_scores(fitted.layout, patterns, vector)

    total = sum(part.sum(axis=0) for part in scores)
    assert_allclose(total, -fitted.estimated.objective.at(vector).gradient, rtol=1e-8)


def test_saturated_moments_have_no_slope_left(answers):
    patterns = sort_patterns(answers)
    moments = saturated_moments(patterns)
    expected = expect_missing(patterns, moments.means, moments.covariance)

    scores = casewise_scores(patterns, expected)

    information = observed_information(patterns, expected)
    step = np.linalg.solve(information, scores.sum(axis=0))
    assert moments.converged
    assert np.abs(step).max() < 1e-7


def test_without_holes_the_saturated_moments_are_the_sample_s(answers):
    complete = answers[~np.isnan(answers).any(axis=1)]

    moments = saturated_moments(sort_patterns(complete))

    assert_allclose(moments.means, complete.mean(axis=0), rtol=ROUNDING)
    assert_allclose(
        moments.covariance, np.cov(complete.T, bias=True), rtol=1e-8, atol=ROUNDING
    )


def test_without_holes_observed_and_expected_information_agree(answers):
    patterns = sort_patterns(answers[~np.isnan(answers).any(axis=1)])
    moments = saturated_moments(patterns)
    expected = expect_missing(patterns, moments.means, moments.covariance)

    assert_allclose(
        observed_information(patterns, expected),
        expected_information(patterns, expected),
        atol=1e-7 * patterns.n,
    )


@pytest.mark.parametrize("weigh", [False, True])
def test_compressed_answers_have_the_same_likelihood(answers, weigh):
    patterns = sort_patterns(answers)
    if weigh:
        weights = np.random.default_rng(1).poisson(1.5, len(answers)).astype(float)
        patterns = patterns.weighted(weights)
    means, covariance = np.full(6, 5.0), 2 * np.eye(6) + 0.5

    whole = expect_missing(patterns, means, covariance)
    few = expect_missing(patterns.compressed(), means, covariance)

    assert len(patterns.compressed().unit) < len(patterns.unit)
    assert few.minus_two_loglik == pytest.approx(whole.minus_two_loglik, rel=ROUNDING)
    assert_allclose(few.products, whole.products, rtol=ROUNDING)
    assert_allclose(few.sums, whole.sums, rtol=1e-7, atol=1e-7)


def test_weights_count_respondents_as_often(answers):
    weights = np.random.default_rng(2).integers(0, 4, len(answers))
    means, covariance = np.full(6, 5.0), 2 * np.eye(6) + 0.5

    weighted = sort_patterns(answers).weighted(weights.astype(float))
    repeated = sort_patterns(np.repeat(answers, weights, axis=0))

    ours = expect_missing(weighted, means, covariance)
    theirs = expect_missing(repeated, means, covariance)
    assert weighted.n == weights.sum()
    assert ours.minus_two_loglik == pytest.approx(theirs.minus_two_loglik, rel=ROUNDING)


def test_complete_answers_give_the_estimates_of_maximum_likelihood():
    complete = incomplete_answers().dropna()

    with_holes = sem.fit(MODEL, complete, missing="fiml")
    plain = sem.fit(MODEL, complete, mean_structure=True)

    assert with_holes.indices.chisq == pytest.approx(plain.indices.chisq, abs=1e-6)
    assert_allclose(with_holes.estimates, plain.estimates, atol=1e-6)


def test_units_of_a_column_change_nothing():
    data = incomplete_answers()
    units = {"q1": 1e-3, "t2": 1e3, "age": 1e2}
    scaled = data.assign(**{name: data[name] * unit for name, unit in units.items()})

    before = sem.fit(MODEL, data, missing="fiml", estimator="MLR").fit_indices()
    after = sem.fit(MODEL, scaled, missing="fiml", estimator="MLR").fit_indices()

    for name in ("chisq", "chisq_scaled", "cfi_robust", "rmsea_robust", "srmr"):
        assert after[name] == pytest.approx(before[name], abs=1e-5), name


@pytest.mark.parametrize("group", [None, "school"])
def test_a_draw_is_the_fit_of_its_rows(group):
    fit = sem.fit(MODEL, incomplete_answers(), missing="fiml", group=group)
    drawn = np.sort(np.random.default_rng(5).integers(0, fit.n, fit.n))
    table = pd.DataFrame(fit.observed.rows[drawn], columns=list(fit.observed.names))
    table["school"] = np.array(fit.group_labels)[fit.observed.row_groups[drawn]]
    table = table.sort_values(
        "school", key=lambda c: c.map(list(fit.group_labels).index), kind="stable"
    )

    refitted = incomplete_refit(fit)(drawn)
    whole = sem.fit(MODEL, table, missing="fiml", group=group)

    assert refitted.converged
    units = np.sqrt(np.diagonal(whole.covariance))
    assert (
        np.abs(refitted.vector[: len(units)] - whole.estimates) < 1e-3 * units
    ).all()
    assert_allclose(refitted.vector[len(units) :], whole.solution.vector[len(units) :])


def test_bootstrap_gives_the_same_draws_again():
    options = {"missing": "fiml", "estimator": "MLR", "bootstrap": 60, "seed": 4}
    first = sem.fit(MODEL, incomplete_answers(), **options)
    again = sem.fit(MODEL, incomplete_answers(), **options, jobs=2)

    assert_allclose(first.bootstrap.vectors, again.bootstrap.vectors)
    assert first.bootstrap.n_failed == 0


def test_every_respondent_is_reported(fitted):
    table, glance = fitted.missing_patterns(), fitted.glance().iloc[0]
    data = incomplete_answers()

    assert table["n"].sum() == fitted.n == glance["n"]
    assert glance["n_patterns"] == len(table)
    assert glance["n_with_holes"] == table.loc[table["n_missing"] > 0, "n"].sum()
    assert glance["n_without_exogenous"] + glance["n_empty"] == len(data) - fitted.n
    assert 0 < glance["least_coverage"] < 1


def test_listwise_fits_have_one_pattern_a_group():
    fit = sem.fit(MODEL, incomplete_answers(), group="school")

    table = fit.missing_patterns()

    assert list(table["n"]) == [group.n for group in fit.observed.groups]
    assert (table["n_missing"] == 0).all()


def test_two_items_never_answered_together_still_give_a_scaled_test():
    data = incomplete_answers()[ITEMS]
    data.loc[::2, "q2"] = np.nan
    data.loc[1::2, "t2"] = np.nan
    model = "F =~ q1 + q2 + q3\nG =~ t1 + t2 + t3"

    fit = sem.fit(model, data, missing="fiml", estimator="MLR")

    # lavaan 0.6-14 leaves their covariance out of the information, as we do
    assert fit.glance()["least_coverage"].iloc[0] == 0
    assert fit.indices.chisq == pytest.approx(5.257368, abs=1e-5)
    assert fit.fit_indices()["chisq_scaled"] == pytest.approx(6.284655, abs=1e-5)


@pytest.mark.parametrize("estimator", ["MLM", "GLS", "WLS", "ULS"])
def test_only_likelihoods_can_use_rows_with_holes(estimator):
    with pytest.raises(
        ModelError, match=f'missing="fiml" with estimator="{estimator}"'
    ):
        sem.fit(MODEL, incomplete_answers(), missing="fiml", estimator=estimator)


def test_moments_have_no_holes():
    covariance = incomplete_answers()[[*ITEMS, "age"]].cov()

    with pytest.raises(ModelError, match="needs the answers"):
        sem.fit(
            MODEL, covariance=covariance, means=covariance.iloc[0], n=99, missing="fiml"
        )


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("q1", lambda data: data["q1"].where(data["q1"].isna(), 3.0), "same value 3"),
        ("q1", lambda data: data["q1"] * np.nan, "no answer"),
        ("q1", lambda data: 2 * data["q2"] + 1, "carry the same"),
        ("q1", lambda data: data["q2"].fillna(1) + data["t1"].fillna(2), "add up"),
        ("q1", lambda data: "often", "holds text"),
    ],
)
def test_columns_that_cannot_be_used_are_named(column, values, message):
    data = incomplete_answers()
    data["q2"] = data["q2"].fillna(1)
    data["t1"] = data["t1"].fillna(2)

    with pytest.raises(ModelError, match=message):
        sem.fit(MODEL, data.assign(**{column: values(data)}), missing="fiml")


def test_too_few_rows_are_refused():
    with pytest.raises(ModelError, match="too few"):
        sem.fit(MODEL, incomplete_answers().head(6), missing="fiml")
