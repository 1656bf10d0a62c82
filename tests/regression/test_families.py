"""Families of regression against R: glm, glm.nb, polr, multinom, survreg, tobit."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression import FAMILIES, coefficient, fit, marginal_effects

#: Both sides iterate to the same maximum.
RTOL = 1e-6
#: polr, multinom and glm.nb stop earlier, and their Hessians are numerical.
LOOSE = 2e-4

R = stored_reference("regression/families")
DATA = pd.DataFrame(R["data"])
TERMS = ["(Intercept)", "x", "w", "age", "sex[male]", "sex[other]", "x:w"]
R_TERMS = ["(Intercept)", "xc", "wc", "age", "sexmale", "sexother", "xc:wc"]


def fitted(family, outcome, **options):
    return fit(
        DATA,
        family=family,
        outcome=outcome,
        predictors=["x", "w"],
        interactions=[("x", "w")],
        covariates=["age", "sex"],
        **options,
    )


def in_our_order(case, values):
    """R puts products last and categories in order of the formula."""
    return pd.Series(values, index=case["term"]).loc[
        [term for term in R_TERMS if term in case["term"]]
    ]


@pytest.mark.parametrize(
    ("family", "outcome"), [("logistic", "buy"), ("poisson", "tied")]
)
def test_generalised_linear_models_agree_with_glm(family, outcome):
    case = R[family]
    found = fitted(family, outcome, errors="classic")

    assert list(found.terms) == TERMS
    assert_allclose(found.estimates, in_our_order(case, case["est"]), rtol=RTOL)
    assert_allclose(found.tidy()["se"], in_our_order(case, case["se"]), rtol=RTOL)
    for name in ("loglik", "aic", "bic"):
        assert_allclose(found.glance()[name][0], case[name], rtol=RTOL)
    for kind, se in case["hc"].items():
        robust = fitted(family, outcome, errors=kind).tidy()["se"]
        assert_allclose(robust, in_our_order(case, se), rtol=RTOL)


def test_how_well_a_logistic_regression_tells_apart():
    case = R["logistic"]
    row = fitted("logistic", "buy").glance().iloc[0]

    assert_allclose(row["loglik_null"], case["null"], rtol=RTOL)
    assert_allclose(row["hosmer_lemeshow"], case["hl"], rtol=RTOL)
    assert_allclose(row["hosmer_lemeshow_p"], case["hl_p"], rtol=RTOL)
    assert_allclose(
        row[["auc_low", "auc", "auc_high"]].astype(float), case["auc_ci"], rtol=RTOL
    )


@pytest.mark.parametrize(("term", "key"), [("x", "ame_xc"), ("age", "ame_age")])
def test_average_marginal_effects_agree_with_moving_the_column(term, key):
    rows = marginal_effects(fitted("logistic", "buy")).set_index("term")

    assert_allclose(
        rows.loc[term, ["est", "se"]].astype(float), R["logistic"][key], rtol=1e-5
    )


def test_negative_binomial_agrees_with_glm_nb():
    case = R["negative_binomial"]
    found = fitted("negative_binomial", "told")

    assert_allclose(found.estimates, in_our_order(case, case["est"]), rtol=LOOSE)
    assert_allclose(found.tidy()["se"], in_our_order(case, case["se"]), rtol=LOOSE)
    assert_allclose(found.ancillary["theta"], case["theta"], rtol=LOOSE)
    assert_allclose(found.ancillary["theta_se"], case["theta_se"], rtol=LOOSE)
    assert_allclose(found.aic, case["aic"], rtol=RTOL)


def test_ordinal_agrees_with_polr():
    case = R["ordinal"]
    found = fitted("ordinal", "grade")
    ours = found.tidy().set_index("term")

    assert_allclose(
        ours["est"][TERMS[1:]], in_our_order(case, case["est"]), rtol=LOOSE, atol=1e-6
    )
    assert_allclose(ours["est"][["1|2", "2|3", "3|4"]], case["thresholds"], rtol=LOOSE)
    se = in_our_order(case, case["se"][: len(case["term"])])
    assert_allclose(ours["se"][TERMS[1:]], se, rtol=LOOSE)
    assert_allclose(found.aic, case["aic"], rtol=RTOL)


def test_multinomial_agrees_with_multinom():
    case = R["multinomial"]
    found = fitted("multinomial", "choice")

    for index, name in enumerate(("2", "3")):
        part = found.part(name)
        est = in_our_order(case, case["est"][index])
        assert_allclose(part.estimates, est, rtol=LOOSE, atol=1e-5)
        se = in_our_order(case, case["se"][index])
        assert_allclose(part.tidy()["se"], se, rtol=LOOSE)
    assert_allclose(found.glance()["aic"][0], case["aic"], rtol=RTOL)


@pytest.mark.parametrize(
    ("outcome", "key", "limits"),
    [("ask", "tobit", {}), ("capped", "tobit_both", {"upper": 120.0})],
)
def test_tobit_agrees_with_survreg(outcome, key, limits):
    case = R[key]
    found = fitted("tobit", outcome, **limits)

    assert_allclose(found.estimates, in_our_order(case, case["est"]), rtol=RTOL)
    assert_allclose(found.tidy()["se"], in_our_order(case, case["se"]), rtol=1e-5)
    assert_allclose(found.ancillary["sigma"], case["sigma"], rtol=RTOL)
    assert_allclose(found.ancillary["log_sigma_se"], case["log_sigma_se"], rtol=1e-5)
    assert_allclose(found.loglik, case["loglik"], rtol=RTOL)
    assert_allclose(found.loglik_null, case["loglik_null"], rtol=RTOL)


def test_two_part_is_a_logit_and_a_regression_of_what_is_above_zero():
    case = R["two_part"]
    found = fitted("two_part", "ask", errors="HC3")
    amount = dict(case["amount"], term=case["any"]["term"])

    assert_allclose(
        found.part("any").estimates,
        in_our_order(case["any"], case["any"]["est"]),
        rtol=RTOL,
    )
    assert_allclose(
        found.part("amount").estimates, in_our_order(amount, amount["est"]), rtol=RTOL
    )
    se = found.part("amount").tidy()["se"]
    assert_allclose(se, in_our_order(amount, amount["hc3"]), rtol=RTOL)


def test_gamma_amounts_agree_with_glm():
    case = dict(R["two_part"]["gamma"], term=R["two_part"]["any"]["term"])
    for errors, key in (("classic", "se"), ("HC0", "hc0")):
        found = fitted("two_part", "ask", errors=errors, amount="gamma").part("amount")
        assert_allclose(found.estimates, in_our_order(case, case["est"]), rtol=RTOL)
        assert_allclose(found.tidy()["se"], in_our_order(case, case[key]), rtol=RTOL)


@pytest.mark.shared
def test_every_field_of_the_stored_complaint_logit():
    case = json.loads(shared_path("reference/acsi_complaint_logit.json").read_text())
    stored = case["expected"]["extra"]
    data = pd.read_csv(shared_path(case["data"]))
    options = {
        "family": "logistic",
        "outcome": "COMP",
        "predictors": ["OVERALLQ", "WRONGQ"],
        "covariates": ["AGE", "GENDER", "EDUCAT", "INDUSTRY"],
        "categories": ["GENDER", "EDUCAT", "INDUSTRY"],
    }
    found = fit(data, **options)
    table, rows = found.tidy(), pd.DataFrame(stored["coef"])

    assert found.n == stored["n"]
    names = {"est": "est", "se": "se", "statistic": "z", "p": "p", "odds_ratio": "or"}
    names |= {"odds_ratio_low": "or_lo", "odds_ratio_high": "or_hi"}
    for ours, theirs in names.items():
        # R's glm stops at 1e-8 of the deviance, which far tails of p magnify
        assert_allclose(table[ours], rows[theirs], rtol=LOOSE if ours == "p" else RTOL)
    glance = found.glance().iloc[0]
    for ours, theirs in (("loglik", "loglik"), ("loglik_null", "ll0"), ("aic", "aic")):
        assert_allclose(glance[ours], stored[theirs], rtol=RTOL)
    assert_allclose(glance["mcfadden"], stored["mcfadden"], rtol=RTOL)
    robust = fit(data, errors="HC0", **options).tidy()["se"]
    assert_allclose(robust, list(stored["hc0"].values()), rtol=RTOL)
    slopes = marginal_effects(found).set_index("term")["est"]
    assert_allclose(slopes["OVERALLQ"], stored["ame_OVERALLQ"], rtol=RTOL)


def test_separation_gives_no_estimates_and_no_verdict():
    data = pd.DataFrame({"y": [0, 0, 0, 1, 1, 1], "x": [1.0, 2, 3, 4, 5, 6]})
    found = fit(data, family="logistic", outcome="y", predictors=["x"])
    evidence = coefficient(found, term="x", expect="positive")

    assert found.status.code == "separation"
    assert evidence.guard is not None
    assert evidence.guard.code == "model_not_admissible"


def test_a_hypothesis_reads_the_part_it_names():
    found = fitted("two_part", "ask")
    evidence = coefficient(found, term="x:w", part="any", expect="any")

    assert_allclose(evidence.estimates[0].est, found.part("any").estimates[-1])
    assert len(evidence.details["simple_slopes"]) == 2  # w has two values
    with pytest.raises(ModelError, match="any, amount"):
        coefficient(found, term="x", expect="any")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_has_the_columns_of_a_results_file(family):
    outcome = {
        "linear": "x", "logistic": "buy", "poisson": "tied", "negative_binomial": "told",
        "gamma": "age", "ordinal": "grade", "multinomial": "choice", "tobit": "ask",
        "two_part": "ask",
    }[family]  # fmt: skip
    found = fit(DATA, family=family, outcome=outcome, predictors=["w"])
    columns = [
        "outcome",
        "term",
        "est",
        "se",
        "statistic",
        "df",
        "p",
        "ci_low",
        "ci_high",
        "std",
        "ci_level",
    ]

    assert set(columns) <= set(found.tidy().columns)
    assert len(found.glance()) == 1
    assert found.status.admissible
    assert found.syntax
    assert found.to_dict()["outcome"] == outcome


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"family": "logit"}, OptionError, 'no family "logit"'),
        ({"family": "tobit", "errors": "HC3"}, OptionError, "tobit"),
        ({"family": "logistic", "lower": 1}, OptionError, "no option lower"),
        ({"family": "logistic"}, ModelError, "different values"),
        ({"family": "poisson"}, ModelError, "not a count"),
        ({"family": "tobit"}, ModelError, "limits"),
        ({"family": "two_part"}, ModelError, "at zero"),
        ({"family": "ordinal"}, ModelError, "different values"),
        ({"family": "multinomial"}, ModelError, "categories"),
    ],
)
def test_a_family_says_what_outcome_it_takes(options, error, message):
    with pytest.raises(error, match=message):
        fit(DATA, outcome="x", predictors=["w"], **options)


def test_numbers_that_are_names_become_dummies():
    found = fit(
        DATA,
        outcome="x",
        predictors=["w"],
        covariates=["choice"],
        categories=["choice"],
    )
    assert found.terms == ("(Intercept)", "w", "choice[2]", "choice[3]")
    assert np.isnan(found.standardised[2:]).all()
