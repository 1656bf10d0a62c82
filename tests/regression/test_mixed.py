"""Mixed models against lme4."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError
from srtoolkit.regression import fit_mixed

#: lme4 stops when its deviance is flat to 1e-8 or so; variances are flatter.
ESTIMATE_RTOL, VARIANCE_RTOL, LOGLIK_ATOL = 1e-5, 2e-4, 1e-5

#: Far enough that sums of squares of the raw column lose all digits.
OFFSET = 1e8
#: Searches by deviance end this far from each other; variances are flatter.
SAME_MODEL, VARIANCES = 1e-6, 1e-4

R = stored_reference("regression/surfaces_and_shares")
LONG = pd.DataFrame(R["long"])


@pytest.mark.parametrize("reml", [True, False], ids=["reml", "ml"])
@pytest.mark.parametrize("slopes", [["time"], []], ids=["slope", "intercept"])
def test_group_by_time_agrees_with_lmer(reml, slopes):
    case = R["mixed"]["reml" if reml else "ml"]["slope" if slopes else "intercept"]
    found = fit_mixed(
        LONG,
        outcome="sat",
        predictors=["time", "group"],
        interactions=[("time", "group")],
        subject="id",
        random_slopes=slopes,
        reml=reml,
        centre=False,
    )
    rows = found.random_effects()
    ours = list(rows[rows["second"] == ""]["vcov"])
    ours = ours[:-1] + list(rows[rows["second"] != ""]["vcov"]) + ours[-1:]

    assert_allclose(found.estimates, case["est"], rtol=ESTIMATE_RTOL)
    assert_allclose(found.tidy()["se"], case["se"], rtol=ESTIMATE_RTOL)
    assert_allclose(ours, case["vc"], rtol=VARIANCE_RTOL)
    for name in ("loglik", "aic", "bic"):
        assert_allclose(found.glance()[name][0], case[name], atol=LOGLIK_ATOL)
    assert found.n_excluded == 2


@pytest.mark.shared
def test_every_field_of_sleepstudy():
    case = json.loads(shared_path("reference/sleepstudy_mixed.json").read_text())
    stored = case["expected"]["extra"]
    data = pd.read_csv(shared_path(case["data"]))
    roles = {"outcome": "Reaction", "predictors": ["Days"], "subject": "Subject"}
    found = fit_mixed(data, **roles, random_slopes=["Days"])
    row = found.glance().iloc[0]
    fixed = pd.DataFrame(stored["fixef"])

    assert_allclose(found.estimates, fixed["est"], rtol=ESTIMATE_RTOL)
    assert_allclose(found.tidy()["se"], fixed["se"], rtol=ESTIMATE_RTOL)
    rows = found.random_effects().set_index(["group", "first", "second"])
    for wanted in stored["varcomp"]:
        group = "residual" if wanted["grp"] == "Residual" else "Subject"
        key = (group, wanted["var1"] or "", wanted["var2"] or "")
        vcov, shown = rows.loc[key, ["vcov", "sd_or_r"]]
        assert_allclose(vcov, wanted["vcov"], rtol=VARIANCE_RTOL)
        assert_allclose(shown, wanted["sdcor"], rtol=VARIANCE_RTOL)
    assert_allclose(found.deviance, stored["reml_crit"], atol=LOGLIK_ATOL)
    assert_allclose(row["loglik_ml"], stored["loglik_ml"], atol=LOGLIK_ATOL)
    null, larger = stored["lrt"]
    assert_allclose(row["loglik_null"], null["logLik"], atol=LOGLIK_ATOL)
    assert_allclose(row["chisq"], larger["Chisq"], atol=1e-4)
    assert_allclose(row["p"], larger["Pr(>Chisq)"], rtol=1e-4)
    assert row["df"] == larger["Df"]
    ml = fit_mixed(data, **roles, random_slopes=["Days"], reml=False).glance().iloc[0]
    assert_allclose(ml["aic"], larger["AIC"], atol=1e-4)
    assert_allclose(ml["bic"], larger["BIC"], atol=1e-4)
    assert_allclose(row["icc"], stored["icc"], rtol=ESTIMATE_RTOL)
    intercept = fit_mixed(data, **roles)
    assert_allclose(
        intercept.estimates, list(stored["ri"]["fixef"].values()), rtol=ESTIMATE_RTOL
    )
    variances = list(intercept.random_effects()["vcov"])
    assert_allclose(variances, stored["ri"]["vc"], rtol=VARIANCE_RTOL)


def test_balanced_intercepts_are_the_classical_variance_components():
    generator = np.random.default_rng(3)
    between = generator.normal(size=50)
    y = between[:, None] * 1.5 + generator.normal(size=(50, 4))
    time = np.tile(np.arange(4.0), 50)
    data = pd.DataFrame({"id": np.repeat(np.arange(50), 4), "t": time, "y": y.ravel()})
    found = fit_mixed(data, outcome="y", predictors=["t"], subject="id")
    slope = ((y - y.mean(axis=1, keepdims=True)) * (np.arange(4) - 1.5)).sum() / 250
    rest = y - y.mean(axis=1, keepdims=True) - slope * (np.arange(4) - 1.5)
    within = (rest**2).sum() / (150 - 1)

    assert_allclose(found.estimates[1], slope, rtol=1e-8)
    assert_allclose(found.residual_variance, within, rtol=1e-5)
    assert_allclose(
        found.random_covariance[0, 0],
        y.mean(axis=1).var(ddof=1) - within / 4,
        rtol=1e-5,
    )


def test_no_variance_between_subjects_is_said():
    generator = np.random.default_rng(8)
    y = generator.normal(size=(40, 3))
    y -= y.mean(axis=1, keepdims=True)
    data = pd.DataFrame({"id": np.repeat(np.arange(40), 3), "y": y.ravel()})
    data["t"] = np.tile([0.0, 1, 2], 40)
    found = fit_mixed(data, outcome="y", predictors=["t"], subject="id")

    assert found.status.code == "singular_random_effects"
    assert found.notes[0].code == "singular_random_effects"
    assert found.syntax == "y ~ t + (1 | id)"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"subject": "nobody"}, "no column that can name respondents"),
        ({"random_slopes": ["sat"]}, "random slopes"),
        ({"subject": "row"}, "two rows"),
    ],
)
def test_misuse_is_told(options, message):
    data = LONG.assign(row=range(len(LONG)))
    with pytest.raises(ModelError, match=message):
        fit_mixed(
            data,
            **({"outcome": "sat", "predictors": ["time"], "subject": "id"} | options),
        )


@pytest.mark.parametrize("slopes", [(), ("time",)])
@pytest.mark.parametrize("reml", [True, False])
def test_offsets_of_predictor_and_outcome_do_not_matter(slopes, reml):
    """Seconds since 1970, say: the model is the same in other words."""
    generator = np.random.default_rng(3)
    time, subject = np.tile(np.arange(5.0), 40), np.repeat(np.arange(40), 5)
    person = generator.normal(size=(40, 2)) @ np.diag([1.0, 0.5])
    noise = generator.normal(size=200)
    score = 3 + 0.4 * time + person[subject, 0] + person[subject, 1] * time + noise
    data = pd.DataFrame({"time": time, "subject": subject, "score": score})
    near, far = (
        fit_mixed(
            data.assign(time=data["time"] + offset, score=data["score"] - offset),
            outcome="score",
            predictors=["time"],
            subject="subject",
            random_slopes=slopes,
            reml=reml,
        )
        for offset in (0.0, OFFSET)
    )
    assert near.status.code == far.status.code == "converged"
    assert_allclose(far.estimates[1], near.estimates[1], rtol=SAME_MODEL)
    assert_allclose(far.covariance[1, 1], near.covariance[1, 1], rtol=SAME_MODEL)
    assert_allclose(far.deviance, near.deviance, rtol=SAME_MODEL)
    assert_allclose(far.residual_variance, near.residual_variance, rtol=SAME_MODEL)
    shifted = far.estimates[0] + OFFSET * (1 + far.estimates[1])
    assert_allclose(shifted, near.estimates[0], rtol=SAME_MODEL)
    if slopes:
        found = far.random_covariance[1, 1], near.random_covariance[1, 1]
        assert_allclose(*found, rtol=VARIANCES)
