"""Ordinal models against mathematics and against misuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from ordinal_references import ORDERED, ordinal_answers, ordinal_cases

from srtoolkit import sem
from srtoolkit.errors import ModelError
from srtoolkit.sem.ordinal.bivariate_normal import (
    bivariate_cdf,
    bivariate_density,
    density_slope,
)
from srtoolkit.sem.ordinal.jacobian import (
    ordinal_state,
    state_jacobian,
    state_moments,
)

#: Central differences with steps of 1e-6.
GRADIENT_ATOL = 1e-6
#: The distribution function has all digits.
CDF_ATOL = 1e-13
#: Newton's method stops when nothing changes any more.
EXACT = 1e-9


@pytest.mark.parametrize("rho", [-0.97, -0.5, 0.0, 0.2, 0.7, 0.9, 0.93, 0.999])
def test_bivariate_normal_cdf_meets_scipy(rho):
    from scipy.integrate import quad
    from scipy.stats import norm

    h, k = np.array([-1.2, 0.3, 1.5, 0.31]), np.array([0.4, -0.8, 1.4, 0.3])
    root = np.sqrt(1 - rho**2)
    for mine, a, b in zip(bivariate_cdf(h, k, np.full(4, rho)), h, k, strict=True):
        inner, _ = quad(
            lambda z, b=b: norm.pdf(z) * norm.cdf((b - rho * z) / root),
            -12,
            a,
            epsabs=1e-14,
            points=[b / rho] if rho and -12 < b / rho < a else None,
            limit=400,
        )
        assert_allclose(mine, inner, atol=CDF_ATOL * 10)


def test_bivariate_normal_derivatives_meet_differences():
    h, k, rho, step = np.array([0.3, -1.0]), np.array([-0.5, 0.7]), 0.6, 1e-6
    low, high = np.full(2, rho - step), np.full(2, rho + step)
    first = (bivariate_cdf(h, k, high) - bivariate_cdf(h, k, low)) / (2 * step)
    density = bivariate_density(h, k, np.array(rho))
    assert_allclose(density, first, atol=GRADIENT_ATOL)
    second = (bivariate_density(h, k, high) - bivariate_density(h, k, low)) / (2 * step)
    bent = density * density_slope(h, k, np.array(rho))
    assert_allclose(bent, second, atol=GRADIENT_ATOL)


@pytest.mark.parametrize("case", ordinal_cases(), ids=str)
def test_derivatives_of_the_moments_meet_differences(case):
    fit = sem.fit(
        case.syntax, ordinal_answers(case.answers), ordered=ORDERED, **case.settings
    )
    objective = fit.estimated.objective
    n_free, frame = objective.n_free, objective.frame
    generator = np.random.default_rng(3)
    vector = fit.solution.vector.copy()
    vector[:n_free] *= 1 + 0.05 * generator.standard_normal(n_free)

    def moments(number, values):
        return state_moments(ordinal_state(fit.layout, number, values), frame)

    for number in range(len(fit.layout.groups)):
        state = ordinal_state(fit.layout, number, vector)
        jacobian = state_jacobian(state, frame, n_free)
        for index in range(n_free):
            step = 1e-6 * np.eye(len(vector))[index]
            change = moments(number, vector + step) - moments(number, vector - step)
            assert_allclose(jacobian[:, index], change / 2e-6, atol=GRADIENT_ATOL)


def test_delta_and_theta_are_the_same_model():
    answers = ordinal_answers()
    fits = [
        sem.fit(
            "f =~ u1 + u2 + u3 + u4\nf ~ x1",
            answers,
            estimator="WLSMV",
            ordered=ORDERED,
            parameterization=which,
        )
        for which in ("delta", "theta")
    ]
    first, second = (fit.fit_indices() for fit in fits)
    assert_allclose(first["chisq_scaled"], second["chisq_scaled"], rtol=1e-6)
    assert_allclose(*(fit.tidy()["std"] for fit in fits), atol=1e-6)


def test_the_order_and_numbering_of_answers_do_not_matter():
    answers = ordinal_answers()
    other = answers.sample(frac=1, random_state=1)
    other["u1"] = other["u1"].map({1: -7, 2: 0, 3: 2, 4: 30, 5: 31})
    model = "f =~ u1 + u2 + u3 + u4"
    first, second = (
        sem.fit(model, table, estimator="WLSMV", ordered=True)
        for table in (answers, other)
    )
    assert_allclose(first.estimates, second.estimates, rtol=EXACT)
    assert_allclose(first.covariance, second.covariance, rtol=1e-6)


def test_an_ordered_mediator_has_total_variance_one():
    answers = ordinal_answers()
    fit = sem.fit("t1 ~ u1\nt2 ~ t1\nb1 ~ t2", answers, estimator="WLSMV", ordered=True)
    ordered = [fit.specification.variables.index(name) for name in ("t1", "t2", "b1")]
    implied = fit.implied()[0]
    slopes = implied.total[ordered, fit.specification.variables.index("u1")]
    given = np.diagonal(implied.joint)[ordered] - slopes**2 * answers["u1"].var()
    assert_allclose(given, 1, rtol=EXACT)


def test_a_continuous_variable_with_two_values_has_errors():
    answers = ordinal_answers()
    fit = sem.fit(
        "f =~ u1 + u2 + u3 + u4\nf ~ x2\nx2 ~~ x2",
        answers,
        estimator="WLSMV",
        ordered=ORDERED,
    )
    table = fit.tidy().set_index(["lhs", "op"])
    expected = answers["x2"].std() / np.sqrt(len(answers))
    assert_allclose(table.loc[("x2", "~1"), "se"], expected, rtol=0.01)


@pytest.mark.parametrize(
    ("change", "settings", "code"),
    [
        ({}, {"estimator": "ML"}, "not_available"),
        ({}, {"estimator": "WLSMV", "missing": "fiml"}, "not_available"),
        ({}, {"estimator": "WLSMV", "ordered": ("u1", "u9")}, "column_missing"),
        ({"u1": "x1"}, {"estimator": "WLSMV"}, "too_many_categories"),
        ({"u1": 3}, {"estimator": "WLSMV"}, "constant_column"),
    ],
)
def test_what_cannot_be_done_is_refused(change, settings, code):
    answers = ordinal_answers()
    for column, source in change.items():
        answers[column] = answers[source] if isinstance(source, str) else source
    with pytest.raises(ModelError) as caught:
        sem.fit("f =~ u1 + u2 + u3", answers, **{"ordered": True} | settings)

    assert caught.value.code == code


def test_a_category_that_one_group_lacks_is_named():
    answers = ordinal_answers()
    answers.loc[(answers["region"] == "south") & (answers["u2"] == 5), "u2"] = 4
    with pytest.raises(ModelError, match='nobody in group "south" chose 5') as caught:
        sem.fit(
            "f =~ u1 + u2 + u3",
            answers,
            estimator="WLSMV",
            ordered=True,
            group="region",
        )

    assert caught.value.code == "category_empty"


def test_wls_says_when_respondents_are_too_few():
    answers = ordinal_answers().iloc[:41]
    with pytest.raises(ModelError, match="too few for WLS"):
        sem.fit(
            "f =~ u1 + u2 + u3 + u4\ng =~ b1 + b2 + t1",
            answers,
            estimator="WLS",
            ordered=True,
        )


def test_pairwise_keeps_rows_with_holes():
    answers = ordinal_answers("holes")
    model = "f =~ u1 + u2 + u3 + u4"
    listwise, pairwise = (
        sem.fit(model, answers, estimator="WLSMV", ordered=True, missing=how)
        for how in ("listwise", "pairwise")
    )
    complete = answers[["u1", "u2", "u3", "u4"]].notna()
    assert listwise.n == complete.all(axis=1).sum()
    assert pairwise.n == complete.any(axis=1).sum()
    table = pairwise.missing_patterns()
    assert table["n"].sum() == pairwise.n
    assert table["n"].iloc[0] == complete.all(axis=1).sum()
    glance = pairwise.glance().iloc[0]
    assert glance["n_with_holes"] == pairwise.n - complete.all(axis=1).sum()


def test_ordered_categoricals_are_read_in_their_order():
    answers = ordinal_answers()
    words = ["never", "seldom", "sometimes", "often", "always"]
    named = answers.assign(
        u1=pd.Categorical.from_codes(answers["u1"] - 1, words, ordered=True)
    )
    model = "f =~ u1 + u2 + u3 + u4"
    first, second = (
        sem.fit(model, table, estimator="WLSMV", ordered=True)
        for table in (answers, named)
    )
    assert_allclose(first.estimates, second.estimates, rtol=EXACT)


@pytest.mark.parametrize("unit", [1e-3, 1e6])
def test_the_unit_of_a_continuous_variable_does_not_matter(unit):
    # lavaan 0.6-14 leaves answers out of a polyserial likelihood whose density,
    # which has a unit, is below 1.5e-8
    answers = ordinal_answers()
    model = "f =~ u1 + u2 + u3 + c3\nf ~ x1"
    first, second = (
        sem.fit(model, table, estimator="WLSMV", ordered=ORDERED)
        for table in (answers, answers.assign(c3=answers["c3"] * unit))
    )
    ours, scaled = first.fit_indices(), second.fit_indices()
    assert second.status.code == first.status.code
    assert_allclose(ours["chisq_scaled"], scaled["chisq_scaled"], rtol=1e-6)
    assert_allclose(first.tidy()["std"], second.tidy()["std"], atol=1e-6)


def test_draws_refit_thresholds_and_weights():
    answers = ordinal_answers()
    fit = sem.fit(
        "f =~ u1 + u2 + u3 + u4",
        answers,
        estimator="WLSMV",
        ordered=True,
        bootstrap=200,
        seed=4,
    )
    draws = fit.tidy()
    plain = sem.fit("f =~ u1 + u2 + u3 + u4", answers, estimator="WLSMV", ordered=True)
    free = draws["free"]
    ratio = draws["se"][free] / plain.tidy()["se"][free]
    # 200 draws leave an error of 5 % in each; the mean over 20 has little
    assert_allclose(ratio.mean(), 1, atol=0.06)
    assert fit.glance()["n_draws_failed"].item() == 0


def test_a_refit_of_fewer_variables_is_that_of_their_answers():
    answers = ordinal_answers()
    settings = {"estimator": "WLSMV", "ordered": ORDERED, "group": "region"}
    whole = sem.fit("f =~ u1 + u2 + u3 + c3\nf ~ x1 + x2", answers, **settings)
    smaller = "f =~ u2 + u1 + c3\nf ~ x2"
    refitted = sem.refit(whole, sem.parse_model(smaller))
    direct = sem.fit(smaller, answers, **settings)
    assert_allclose(refitted.estimates, direct.estimates, rtol=EXACT)
