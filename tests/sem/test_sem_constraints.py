"""Constraints and equality over groups: mathematics and misuse."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sem_references import ecsi_covariance, ecsi_like_answers

from srtoolkit import sem
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.structure.constraints import null_space, rank

CFA = "Image =~ IMAG1 + a*IMAG2 + b*IMAG3\nQuality =~ PERQ1 + c*PERQ2 + PERQ3\n"


@pytest.fixture(scope="module")
def answers():
    return ecsi_like_answers()


@pytest.fixture(scope="module")
def grouped(answers):
    return answers.assign(half=np.arange(len(answers)) % 2)


def estimates(fit):
    table = fit.tidy()
    return dict(zip(table["label"], table["est"], strict=True))


def test_an_equality_by_constraint_is_the_equality_by_label(answers):
    label = CFA.replace("b*", "a*")
    first = sem.fit(CFA + "a == b", answers)
    second = sem.fit(label, answers)

    assert_allclose(first.indices.chisq, second.indices.chisq, rtol=1e-10)
    assert first.indices.df == second.indices.df == 9
    assert first.indices.npar == second.indices.npar == 12
    assert_allclose(first.tidy()["se"], second.tidy()["se"], rtol=1e-6)


@pytest.mark.parametrize("estimator", ["ML", "MLR", "MLM", "GLS"])
def test_a_nonlinear_equality_holds_and_costs_one_parameter(answers, estimator):
    fit = sem.fit(CFA + "a * b == 1\n", answers, estimator=estimator)
    values = estimates(fit)

    assert fit.solution.converged
    assert_allclose(values["a"] * values["b"], 1.0, rtol=1e-8)
    assert fit.indices.df == sem.fit(CFA, answers, estimator=estimator).indices.df + 1


def test_an_equality_written_without_its_linear_form_is_the_same(answers):
    linear = sem.fit(CFA + "a == 2 * b", answers)
    curved = sem.fit(CFA + "log(a) == log(2 * b)", answers)

    assert_allclose(curved.indices.chisq, linear.indices.chisq, rtol=1e-9)
    assert_allclose(curved.tidy()["est"], linear.tidy()["est"], rtol=1e-5)
    assert_allclose(curved.tidy()["se"], linear.tidy()["se"], rtol=1e-5)


def test_an_active_inequality_stands_at_its_bound(answers):
    free = estimates(sem.fit(CFA, answers))
    bound = free["a"] + 0.2
    held = sem.fit(CFA + f"a > {bound}", answers)
    equal = sem.fit(CFA + f"a == {bound}", answers)

    assert_allclose(estimates(held)["a"], bound, rtol=1e-7)
    assert_allclose(held.indices.chisq, equal.indices.chisq, rtol=1e-7)
    assert held.indices.df == equal.indices.df - 1


def test_constraints_do_not_depend_on_the_scale_of_a_variable(answers):
    moved = answers.assign(IMAG2=answers["IMAG2"] * 1000)
    first = sem.fit(CFA + "a * b == 1", answers)
    second = sem.fit(CFA + "a * b == 1000", moved)

    assert_allclose(second.indices.chisq, first.indices.chisq, rtol=1e-8)


def test_contradicting_equalities_are_refused(answers):
    with pytest.raises(ModelError, match="contradict one another"):
        sem.fit(CFA + "a == 1\na == 2", answers)


def test_a_constraint_of_fixed_values_that_fails_is_refused(answers):
    model = "Image =~ IMAG1 + a*IMAG2 + IMAG3 + 0.5*PERQ1\nPERQ1 ~~ v*PERQ1"
    with pytest.raises(ModelError, match="can never hold"):
        sem.fit(model.replace("v*PERQ1", "1*PERQ1 + k*PERQ1") + "\nk > 2", answers)


def test_equal_needs_groups_and_known_kinds(answers, grouped):
    with pytest.raises(ModelError, match="equal= without group="):
        sem.fit(CFA, answers, equal=["loadings"])
    with pytest.raises(OptionError, match='Did you mean "loadings"'):
        sem.fit(CFA, grouped, group="half", equal=["loading"])
    with pytest.raises(OptionError, match='partial names "Image =~ IMAG9"'):
        sem.fit(
            CFA.replace("a*", "").replace("b*", "").replace("c*", ""),
            grouped,
            group="half",
            equal=["loadings"],
            partial=["Image =~ IMAG9"],
        )


def test_equal_intercepts_free_the_later_latent_means(grouped):
    model = "Image =~ IMAG1 + IMAG2 + IMAG3"
    fit = sem.fit(model, grouped, group="half", equal=["loadings", "intercepts"])
    means = fit.tidy().query("op == '~1' and lhs == 'Image'")

    assert list(means["free"]) == [False, True]
    assert fit.indices.df == 4


def test_estimators_that_need_answers_say_so():
    with pytest.raises(ModelError, match="needs the answers"):
        sem.fit(CFA, covariance=ecsi_covariance(), n=250, estimator="MLR")


def test_options_that_clash_are_named(answers):
    with pytest.raises(ModelError, match='missing="fiml" with estimator="GLS"'):
        sem.fit(CFA, answers, estimator="GLS", missing="fiml")
    with pytest.raises(ModelError, match='likelihood="wishart" with estimator="ULS"'):
        sem.fit(CFA, answers, estimator="ULS", likelihood="wishart")


def test_too_few_respondents_for_wls(answers):
    with pytest.raises(ModelError, match="too few for WLS: 21 moments"):
        sem.fit(CFA, answers.head(20), estimator="WLS")


def test_the_null_space_keeps_the_rows_at_zero():
    rows = np.random.default_rng(0).standard_normal((4, 9))
    rows[3] = rows[0] - 2 * rows[1]
    rows *= 10.0 ** np.arange(-4, 5)
    basis = null_space(rows)

    assert rank(rows) == 3 and basis.shape == (9, 6)
    assert_allclose(rows @ basis, 0, atol=1e-9 * np.abs(rows).max())
