"""`fit`, its result, its bootstrap and what it refuses."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sem_references import ECSI_N, ecsi_covariance, ecsi_like_answers, model_syntax

from srtoolkit import sem
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.results import Result, plain

DESIGN_COLUMNS = [
    "lhs",
    "op",
    "rhs",
    "group",
    "group_label",
    "label",
    "free",
    "est",
    "se",
    "z",
    "p",
    "ci_low",
    "ci_high",
    "std",
    "ci_level",
]
#: 2,000 percentile limits against Wald limits of near-normal estimates, n = 250.
BOOTSTRAP_RTOL = 0.12

CFA = "Image =~ IMAG1 + IMAG2 + IMAG3\nQuality =~ PERQ1 + PERQ2 + PERQ3"


@pytest.fixture(scope="module")
def answers():
    return ecsi_like_answers()


@pytest.fixture(scope="module")
def fitted(answers):
    return sem.fit(model_syntax("ecsi13"), answers)


def test_result_keeps_the_protocol(fitted):
    assert isinstance(fitted, Result)
    assert list(fitted.tidy().columns) == DESIGN_COLUMNS
    assert len(fitted.glance()) == 1
    for column in ("chisq", "df", "p", "cfi", "tli", "rmsea", "rmsea_ci_low", "srmr"):
        assert column in fitted.glance().columns
    assert fitted.glance()["status"].iloc[0] == "converged"
    content = fitted.to_dict()
    assert content["status"]["code"] == "converged"
    assert len(content["tidy"]) == len(fitted.tidy())
    json.dumps(plain(content), allow_nan=False)
    assert fitted.parameter_names[0] == "Image =~ IMAG2"
    assert len(fitted.estimates) == len(fitted.covariance) == 31


def test_missing_answers_are_left_out_row_by_row(answers):
    holes = answers.copy()
    holes.loc[[3, 7], "IMAG1"] = np.nan
    fit = sem.fit(CFA, holes)
    kept = sem.fit(CFA, holes.dropna())

    assert fit.n == 248
    assert fit.glance()["n_incomplete"].iloc[0] == 2
    assert_allclose(fit.estimates, kept.estimates)


def test_bootstrap_is_the_same_at_any_number_of_jobs(answers):
    model = model_syntax("path_fixed_x")
    one = sem.fit(model, answers, bootstrap=120, seed=3)
    two = sem.fit(model, answers, bootstrap=120, seed=3, jobs=2)
    other = sem.fit(model, answers, bootstrap=120, seed=4)

    assert np.array_equal(one.bootstrap.vectors, two.bootstrap.vectors)
    assert not np.array_equal(one.bootstrap.vectors, other.bootstrap.vectors)


def test_bootstrap_of_normal_data_meets_the_analytic_errors(answers):
    model = "CUSA3 ~ PERQ7 + IMAG1"
    wald = sem.fit(model, answers).tidy().head(2)
    draws = sem.fit(model, answers, bootstrap=2000, seed=1).tidy().head(2)
    width = wald["ci_high"] - wald["ci_low"]

    assert_allclose(draws["est"], wald["est"], rtol=1e-6)
    assert_allclose(draws["se"], wald["se"], rtol=BOOTSTRAP_RTOL)
    assert_allclose(draws["ci_high"] - draws["ci_low"], width, rtol=BOOTSTRAP_RTOL)


def test_draws_are_counted(answers):
    fit = sem.fit(model_syntax("ecsi13"), answers.head(60), bootstrap=60, seed=2)
    row = fit.glance().iloc[0]

    assert row["n_draws"] == 60
    assert row["n_draws_failed"] == np.isnan(fit.bootstrap.vectors[:, 0]).sum()
    assert row["n_draws_inadmissible"] > 0


def test_groups_are_fitted_by_the_native_engine(answers):
    grouped = answers.assign(who=np.where(np.arange(ECSI_N) < 120, "b", "a"))
    fit = sem.fit(CFA, grouped, group="who", engine="native")
    apart = [
        sem.fit(CFA, part, mean_structure=True, engine="native")
        for _, part in grouped.groupby("who", sort=False)
    ]

    assert fit.group_labels == ("b", "a")
    assert_allclose(fit.indices.chisq, sum(f.indices.chisq for f in apart))
    assert_allclose(fit.estimates, np.concatenate([f.estimates for f in apart]))


def test_labels_across_groups_are_one_parameter(answers):
    grouped = answers.assign(who=np.arange(ECSI_N) % 2)
    model = "Image =~ IMAG1 + c(a, a)*IMAG2 + IMAG3 + IMAG4"
    fit = sem.fit(model, grouped, group="who", engine="native")
    loadings = fit.tidy().query("label == 'a'")["est"]

    assert len(loadings) == 2 and loadings.nunique() == 1
    assert fit.indices.df == 5


def test_an_unidentified_model_is_named(answers):
    fit = sem.fit("F =~ IMAG1 + IMAG2", answers)

    assert fit.status.code == "not_identified"
    assert not fit.status.admissible
    assert fit.tidy()["se"][fit.tidy()["free"]].isna().all()


def test_a_negative_variance_is_named():
    matrix = pd.DataFrame(
        [[1, 0.8, 0.75], [0.8, 1, 0.45], [0.75, 0.45, 1]],
        index=list("abc"),
        columns=list("abc"),
    )
    native = sem.fit("F =~ a + b + c", covariance=matrix, n=100, engine="native")
    semopy = sem.fit("F =~ a + b + c", covariance=matrix, n=100, engine="semopy")

    assert native.status.code == "negative_variance"
    assert native.status.details["parameters"] == ["a ~~ a"]
    assert not semopy.status.admissible
    assert semopy.status.code == "variance_near_zero"


def test_semopy_never_sees_a_users_text(monkeypatch, answers):
    import semopy

    seen = []
    original = semopy.Model.__init__

    def spy(self, description, **options):
        seen.append(description)
        original(self, description, **options)

    monkeypatch.setattr(semopy.Model, "__init__", spy)
    sem.fit(CFA, answers, engine="semopy")

    assert "IMAG" not in seen[0] and "Quality" not in seen[0]


def refused(answers, model=CFA, error=ModelError, **options):
    with pytest.raises(error) as caught:
        sem.fit(model, answers, **options)
    return str(caught.value)


def test_misspelt_column(answers):
    message = refused(answers, CFA.replace("PERQ3", "PERQ33"))
    assert 'there is no column "PERQ33"' in message
    assert 'Did you mean "PERQ3"?' in message


def test_text_in_a_column(answers):
    words = answers.astype({"IMAG1": object})
    words.loc[4, "IMAG1"] = "often"
    message = refused(words)
    assert '"IMAG1" holds text where numbers belong: "often" in row 5' in message


def test_constant_column(answers):
    message = refused(answers.assign(IMAG1=4.0))
    assert 'column "IMAG1" has the same value 4 in every row' in message


def test_copied_column(answers):
    message = refused(answers.assign(IMAG1=answers["IMAG2"]))
    assert '"IMAG1" and "IMAG2" carry the same answers' in message


def test_column_that_is_a_sum(answers):
    message = refused(answers.assign(IMAG1=answers["IMAG2"] + answers["PERQ1"]))
    assert "add up to one another exactly: IMAG1, IMAG2, PERQ1" in message


def test_infinite_value(answers):
    broken = answers.copy()
    broken.loc[[1, 2], "IMAG1"] = np.inf
    assert "infinite values in rows 2, 3" in refused(broken)


def test_columns_of_one_name(answers):
    twice = pd.concat([answers, answers[["IMAG1"]]], axis=1)
    assert '2 columns are named "IMAG1"' in refused(twice)


def test_too_few_rows(answers):
    message = refused(answers.head(6))
    assert "6 complete rows (of 6 read) are too few for 6 observed variables" in message


def test_fewer_rows_than_parameters(answers):
    message = refused(answers.head(10))
    assert "10 complete rows are fewer than the model's 13 free parameters" in message


def test_group_with_one_respondent(answers):
    grouped = answers.assign(who=["x"] + ["y"] * (ECSI_N - 1))
    message = refused(grouped, group="who", engine="native")
    assert '1 complete rows in group "x"' in message


def test_two_values_for_three_groups(answers):
    grouped = answers.assign(who=np.arange(ECSI_N) % 3)
    model = "F =~ IMAG1 + c(a, b)*IMAG2 + IMAG3"
    message = refused(grouped, model, group="who", engine="native")
    assert '"F =~ IMAG2" gives 2 values for 3 groups' in message


def test_everything_an_engine_lacks_is_named_at_once(answers):
    message = refused(
        answers,
        CFA + "\nIMAG1 ~~ a*IMAG1\na > 0",
        estimator="MLR",
        missing="fiml",
        mean_structure=True,
        engine="semopy",
    )
    for feature in ('estimator="MLR"', 'missing="fiml"', "a mean structure", "constr"):
        assert f"{feature}" in message
    assert 'is not available with engine="semopy"' in message


def test_unknown_options(answers):
    message = refused(answers, error=OptionError, estimator="MRL", engine="lavaan")
    assert 'there is no estimator "MRL"' in message and 'engine "lavaan"' in message


def test_equal_of_an_unknown_parameter(answers):
    message = refused(answers, CFA + '\nIMAG1 ~~ equal("Image=~IMAG9")*PERQ1')
    assert 'equal("Image=~IMAG9") names no parameter' in message


def test_covariance_needs_n_and_rows_need_no_covariance(answers):
    with pytest.raises(OptionError, match="needs the number of respondents"):
        sem.fit(CFA, covariance=ecsi_covariance())
    with pytest.raises(OptionError, match="either answers or a covariance"):
        sem.fit(CFA)


def test_bootstrap_needs_rows():
    with pytest.raises(ModelError, match="only a covariance matrix was given"):
        sem.fit(CFA, covariance=ecsi_covariance(), n=ECSI_N, bootstrap=10)


def test_a_wrong_covariance_matrix():
    matrix = pd.DataFrame(np.eye(3), index=list("abc"), columns=list("abc"))
    crooked = matrix.copy()
    crooked.loc["a", "b"] = 0.5
    with pytest.raises(ModelError, match="not symmetric"):
        sem.fit("F =~ a + b + c", covariance=crooked, n=50)
    beyond = matrix.copy()
    beyond.loc["a", "b"] = beyond.loc["b", "a"] = 1.5
    with pytest.raises(ModelError, match="not positive definite"):
        sem.fit("F =~ a + b + c", covariance=beyond, n=50)


def test_population_without_a_value():
    with pytest.raises(ModelError, match='"F =~ b" has no value'):
        sem.population_moments("F =~ 0.5*a + b")
    with pytest.raises(ModelError, match="imply no covariance matrix"):
        sem.population_moments("a ~~ 2*b")
