"""Regression by roles against R's lm and sandwich."""

import json

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression import coefficient_covariance, fit_linear

#: Both solve the same least squares by QR; R prints 15 digits.
RTOL = 1e-8

R = stored_reference("regression/linear")
DATA = pd.DataFrame(R["data"])
#: Ours to R's names of coefficients, in the order of ours.
TERMS = {
    "(Intercept)": "(Intercept)",
    "sta": "s",
    "con": "c",
    "age": "age",
    "sex[male]": "sexmale",
    "sex[other]": "sexother",
    "sta:con": "s:c",
}
KINDS = {"classic": "const"} | {f"HC{k}": f"HC{k}" for k in range(5)}


def moderated(**options):
    return fit_linear(
        DATA,
        outcome="rsat",
        predictors=["sta", "con"],
        interactions=[("sta", "con")],
        covariates=["age", "sex"],
        **options,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_coefficients_agree_with_r(kind):
    table = moderated(errors=kind).tidy()
    stored = pd.DataFrame(R["tables"][KINDS[kind]]).set_index("term")
    stored = stored.loc[list(TERMS.values())]

    assert list(table["term"]) == list(TERMS)
    for column in ("est", "se", "statistic", "p", "ci_low", "ci_high"):
        assert_allclose(table[column], stored[column], rtol=RTOL, atol=1e-12)


def test_glance_agrees_with_r():
    row = moderated(errors="classic").glance().iloc[0]

    for name in ("r2", "adj_r2", "sigma", "f", "df1", "df2", "aic", "bic", "loglik"):
        assert_allclose(row[name], R[name], rtol=RTOL)
    assert (row["n"], row["n_excluded"], row["se_type"]) == (78, 2, "classic")


def test_the_f_test_uses_the_errors_of_the_fit():
    assert_allclose(moderated().f, R["f_hc3"], rtol=RTOL)


def test_standardised_coefficients_belong_to_standardised_predictors():
    table = moderated().tidy().set_index("term")["std"]

    assert_allclose(table["sta"], R["std"]["sta"], rtol=RTOL)
    assert_allclose(table["con"], R["std"]["con"], rtol=RTOL)
    assert_allclose(table["sta:con"], R["std"]["product"], rtol=RTOL)
    assert table[["(Intercept)", "sex[male]"]].isna().all()


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_robust_errors_agree_with_statsmodels(kind):
    generator = np.random.default_rng(1)
    design = np.column_stack([np.ones(40), generator.normal(size=(40, 3))])
    outcome = generator.normal(size=40) * (1 + design[:, 1] ** 2)
    fit = sm.OLS(outcome, design).fit(cov_type=kind)

    ours = coefficient_covariance(design, np.asarray(fit.resid), kind)

    assert_allclose(ours, fit.cov_params(), rtol=1e-10)


def test_centring_changes_first_order_slopes_only():
    centred, raw = moderated(), moderated(centre=False)

    assert_allclose(centred.r2, raw.r2)
    product = centred.position("sta:con")
    assert_allclose(centred.estimates[product], raw.estimates[product])
    assert abs(centred.estimates[1] - raw.estimates[1]) > 0.1
    assert raw.centres == {}


def test_terms_are_found_in_any_order():
    fit = moderated()

    assert fit.has("con:sta") and fit.has("con : sta")
    assert fit.position("con:sta") == fit.position("sta:con")
    assert fit.syntax == "rsat ~ sta + con + age + sex[male] + sex[other] + sta:con"
    with pytest.raises(ModelError, match=r'has no term "stab".*Did you mean "sta"'):
        fit.position("stab")


def test_a_simulated_sample_gives_back_its_coefficients():
    generator = np.random.default_rng(8)
    a, b = generator.normal(3, 1, size=(2, 200_000))
    y = 1 + 0.5 * a - 0.3 * b + 0.2 * a * b + generator.normal(size=200_000)
    fit = fit_linear(
        pd.DataFrame({"a": a, "b": b, "y": y}),
        outcome="y",
        predictors=["a", "b"],
        interactions=[("a", "b")],
        centre=False,
    )

    errors = np.sqrt(np.diag(fit.covariance))
    assert (np.abs(fit.estimates - [1, 0.5, -0.3, 0.2]) < 4 * errors).all()


def test_a_name_is_never_evaluated():
    data = DATA.dropna().rename(columns={"sta": "__import__('os').getcwd()"})
    fit = fit_linear(
        data, outcome="rsat", predictors=["__import__('os').getcwd()", "con"]
    )

    assert fit.terms[1] == "__import__('os').getcwd()"


def test_to_dict_is_plain():
    content = moderated().to_dict()

    assert content["outcome"] == "rsat"
    assert len(content["tidy"]) == 7


#: A column whose values repeat those of others, and what is wrong with it.
BAD = DATA.dropna().assign(
    twice=lambda data: 2 * data["sta"] + data["con"], constant=3.0, words="one"
)


@pytest.mark.parametrize(
    ("roles", "code", "message"),
    [
        ({"predictors": ["stta"]}, "column_missing", 'no column "stta".*Did you mean'),
        (
            {"predictors": ["sex"]},
            "column_text",
            'column "sex" holds text, for example "other".*one dummy a category',
        ),
        (
            {"predictors": ["constant"]},
            "column_constant",
            'column "constant" is the same, 3.0, in all 78 complete rows',
        ),
        (
            {"predictors": ["sta"], "covariates": ["words"]},
            "column_constant",
            'column "words" is the same, one',
        ),
        (
            {"predictors": ["sta", "con", "twice"]},
            "columns_collinear",
            '"twice" is determined by "sta", "con"',
        ),
        ({"predictors": ["sta", "sta"]}, "role_twice", '"sta" is named 2 times'),
        ({"predictors": ["rsat"]}, "role_twice", '"rsat" is named 2 times'),
        ({"predictors": []}, "no_predictors", "has no predictor"),
        (
            {"predictors": ["sta"], "interactions": [("sta", "con")]},
            "interaction_without_parts",
            '"sta:con" stands without "con"',
        ),
        (
            {"predictors": ["sta"], "interactions": [("sta", "sta")]},
            "interaction_unclear",
            '"sta:sta" does not join different columns',
        ),
    ],
)
def test_mistakes_in_roles_and_columns_are_told(roles, code, message):
    with pytest.raises(ModelError, match=message) as raised:
        fit_linear(BAD, outcome="rsat", **roles)

    assert raised.value.code == code


def test_columns_of_one_name_are_told():
    doubled = pd.concat([DATA, DATA[["sta"]]], axis=1)
    with pytest.raises(ModelError, match='2 columns are named "sta"'):
        fit_linear(doubled, outcome="rsat", predictors=["sta"])


def test_fewer_rows_than_coefficients_are_told():
    with pytest.raises(ModelError, match="3 complete rows are too few for 3 coeff"):
        fit_linear(DATA.iloc[:3], outcome="rsat", predictors=["sta", "con"])


def test_all_mistakes_are_told_at_once():
    with pytest.raises(ModelError) as raised:
        fit_linear(BAD, outcome="rsat", predictors=["constant", "sex"])
    assert {problem.code for problem in raised.value.problems} == {
        "column_constant",
        "column_text",
    }


def test_unknown_errors_are_refused():
    with pytest.raises(OptionError, match='no standard errors "HC9"'):
        moderated(errors="HC9")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("kind", "block"),
    [("classic", "coef")] + [(f"HC{k}", f"hc{k}") for k in range(5)],
)
def test_attitude_regression_agrees_with_r(kind, block):
    path = shared_path("reference/attitude_complaints_ols.json")
    stored = json.loads(path.read_text(encoding="utf-8"))["expected"]["extra"]
    data = pd.read_csv(shared_path("data/attitude_complaints.csv"))
    fit = fit_linear(
        data, outcome="rating", predictors=list(data.columns[1:]), errors=kind
    )
    table, expected = fit.tidy(), pd.DataFrame(stored[block])

    assert list(table["term"]) == list(expected["term"])
    names = {"statistic": "t", "ci_low": "lo", "ci_high": "hi"}
    for column in ("est", "se", "p", *names):
        theirs = expected[names.get(column, column)]
        assert_allclose(table[column], theirs, rtol=RTOL)
    assert_allclose(table["std"][1:], list(stored["std_beta"].values()), rtol=RTOL)
    for name in ("r2", "adj_r2", "sigma", "aic", "bic", "loglik"):
        assert_allclose(getattr(fit, name), stored[name], rtol=RTOL)
    if kind == "classic":
        assert_allclose(fit.f, stored["F"]["value"], rtol=RTOL)
        assert (fit.df1, fit.df2) == (stored["F"]["numdf"], stored["F"]["dendf"])
