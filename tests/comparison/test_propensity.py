"""Propensity weighting against R's glm and stacked estimating equations."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import (
    doubly_robust,
    e_value,
    mean_difference_e_value,
    propensity_weighted,
    risk_ratio_e_value,
    weighted_difference,
)
from srtoolkit.errors import ModelError, OptionError, PlanError

#: glm stops at 1e-14 of the deviance, we at 1e-10 of the score.
RTOL = 1e-7
#: numDeriv's jacobian in the reference.
SE_RTOL = 1e-6

R = stored_reference("comparison/propensity")
DATA = pd.DataFrame(R["data"])
SCORES = DATA["score"].to_numpy()
IS_TREATED = DATA["treated"].to_numpy() == 1
COVARIATES = DATA[["age", "female", "region"]]
MORE = {"interactions": [("age", "female")], "squares": ["age"]}


@pytest.mark.parametrize("estimand", ["att", "ate", "overlap"])
@pytest.mark.parametrize("model", ["main", "more"])
def test_weighted_difference_agrees_with_r(model, estimand):
    stored = R[model][estimand]
    result = weighted_difference(
        SCORES,
        IS_TREATED,
        COVARIATES,
        estimand=estimand,
        bootstrap=0,
        **(MORE if model == "more" else {}),
    )

    assert_allclose(result.difference.est, stored["est"], rtol=RTOL)
    assert_allclose(result.sandwich_se, stored["se"], rtol=SE_RTOL)
    assert_allclose(result.group_table()["n_effective"], stored["ess"], rtol=RTOL)
    balance = result.balance_table()
    assert balance["covariate"].tolist() == [
        "age",
        "female",
        "region[east]",
        "region[north]",
        "region[south]",
    ]
    assert_allclose(balance["smd_before"], stored["smd_before"], rtol=RTOL)
    assert_allclose(balance["smd_after"], stored["smd_after"], rtol=RTOL, atol=1e-8)
    ratios = balance.loc[0, ["variance_ratio_before", "variance_ratio_after"]]
    expected = stored["age_ratio_before"], stored["age_ratio_after"]
    assert_allclose(ratios.to_numpy(dtype=float), expected, rtol=RTOL)


@pytest.mark.parametrize("estimand", ["att", "ate"])
@pytest.mark.parametrize("model", ["main", "more"])
def test_doubly_robust_agrees_with_r(model, estimand):
    stored = R[model][estimand]
    result = weighted_difference(
        SCORES,
        IS_TREATED,
        COVARIATES,
        estimand=estimand,
        is_doubly_robust=True,
        bootstrap=0,
        **(MORE if model == "more" else {}),
    )

    assert_allclose(result.difference.est, stored["dr_est"], rtol=RTOL)
    assert_allclose(result.sandwich_se, stored["dr_se"], rtol=SE_RTOL)


def test_bootstrap_refits_the_model_and_meets_the_sandwich():
    result = weighted_difference(
        SCORES, IS_TREATED, COVARIATES, bootstrap=2_000, seed=3
    )
    one_job = weighted_difference(SCORES, IS_TREATED, COVARIATES, bootstrap=60, seed=3)
    two_jobs = weighted_difference(
        SCORES, IS_TREATED, COVARIATES, bootstrap=60, seed=3, jobs=2
    )

    assert result.n_failed == 0
    assert result.bootstrap_se == pytest.approx(result.sandwich_se, rel=0.1)
    assert result.difference.se == result.bootstrap_se
    assert one_job.difference == two_jobs.difference


def test_numbers_that_are_labels_become_categories():
    coded = COVARIATES.assign(
        region=COVARIATES["region"].map({"east": 1, "north": 2, "south": 5})
    )
    as_text = weighted_difference(SCORES, IS_TREATED, COVARIATES, bootstrap=0)
    as_numbers = weighted_difference(
        SCORES, IS_TREATED, coded, categories=["region"], bootstrap=0
    )

    assert as_numbers.difference.est == as_text.difference.est
    assert as_numbers.covariates == ("age", "female", "region[2]", "region[5]")


def test_controls_in_a_category_without_treated_get_no_weight():
    region = np.where(
        (np.arange(400) % 9 == 0) & ~IS_TREATED, "west", COVARIATES["region"]
    )
    result = weighted_difference(
        SCORES, IS_TREATED, COVARIATES.assign(region=region), bootstrap=0
    )
    left_out = region != "west"
    without = weighted_difference(
        SCORES[left_out], IS_TREATED[left_out], COVARIATES[left_out], bootstrap=0
    )

    assert result.difference.est == without.difference.est
    assert result.notes[0].code == "controls_without_counterpart"


def test_trimming_and_truncating_limit_the_weights():
    plain = weighted_difference(
        SCORES, IS_TREATED, COVARIATES, estimand="ate", bootstrap=0
    )
    trimmed = weighted_difference(
        SCORES, IS_TREATED, COVARIATES, estimand="ate", trim=0.2, bootstrap=0
    )
    truncated = weighted_difference(
        SCORES, IS_TREATED, COVARIATES, estimand="ate", truncate=0.9, bootstrap=0
    )

    assert trimmed.group_table()["n_without_weight"].sum() > 0
    assert max(truncated.weights) < max(plain.weights)


def test_a_covariate_that_determines_the_group_is_refused():
    with pytest.raises(ModelError, match="the covariates determine the group"):
        weighted_difference(
            SCORES, IS_TREATED, pd.DataFrame({"x": IS_TREATED + 0.1 * SCORES / 100})
        )
    only = np.where(
        IS_TREATED & (np.arange(400) % 5 == 0), "west", COVARIATES["region"]
    )
    with pytest.raises(ModelError, match=r"region\[west\]: \d+ treated and 0 control"):
        weighted_difference(SCORES, IS_TREATED, COVARIATES.assign(region=only))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"estimand": "atc"}, OptionError, 'no estimand "atc"'),
        ({"trim": 0.7}, OptionError, "outside its range"),
        (
            {"is_doubly_robust": True, "estimand": "overlap"},
            OptionError,
            'knows no estimand "overlap"',
        ),
        ({"is_doubly_robust": True, "trim": 0.1}, OptionError, "takes no trimming"),
        ({"interactions": [("age", "sex")]}, ModelError, '"sex" is not one of'),
        ({"estimand": "ate", "trim": 0.499}, ModelError, "trimming leaves"),
        ({"squares": ["region"]}, ModelError, 'square of "region" is not defined'),
    ],
)
def test_options_that_cannot_be(options, error, message):
    with pytest.raises(error, match=message):
        weighted_difference(SCORES, IS_TREATED, COVARIATES, **options)


def plan_responses():
    whole = np.clip(np.round(SCORES), 1, 7)
    groups = {"yes": whole[IS_TREATED], "no": whole[~IS_TREATED]}
    order = np.r_[np.flatnonzero(IS_TREATED), np.flatnonzero(~IS_TREATED)]
    columns = {name: COVARIATES[name].to_numpy()[order].tolist() for name in COVARIATES}
    return grouped_responses(groups, **columns)


PLAN = {
    "outcome": "OSAT",
    "condition": "condition",
    "control": "no",
    "treated": "yes",
    "covariates": ("age", "female", "region"),
}


def test_plan_steps_return_a_companion_with_balance():
    responses = plan_responses()
    weighted = propensity_weighted(responses, **PLAN, bootstrap=50, seed=1)
    without = propensity_weighted(responses, **PLAN, without=["age"], bootstrap=0)
    robust = doubly_robust(responses, **PLAN, bootstrap=0)

    (row,) = weighted.estimates
    assert (row.method, row.role) == ("propensity_weighted_att", "robustness")
    assert len(weighted.details["balance"]) == 5
    assert weighted.details["summary"]["n_draws"] == 50
    assert without.details["covariates"] == ["female", "region"]
    assert without.estimates[0].est != row.est
    assert robust.estimates[0].method == "doubly_robust_att"


def test_plan_steps_need_covariates():
    with pytest.raises(PlanError, match="none is left"):
        propensity_weighted(plan_responses(), **(PLAN | {"covariates": ()}))
    with pytest.raises(PlanError, match='"income", which is not one'):
        propensity_weighted(plan_responses(), **PLAN, without=["income"])


def test_e_values_of_the_paper():
    # VanderWeele & Ding (2017): RR 3.9 (1.8 to 8.7) gives 7.26 and 3.0.
    found = risk_ratio_e_value(3.9, 1.8, 8.7)

    assert found.e_value == pytest.approx(7.26, abs=0.005)
    assert found.e_value_limit == pytest.approx(3.0, abs=0.005)
    assert risk_ratio_e_value(1 / 3.9).e_value == pytest.approx(found.e_value)
    assert risk_ratio_e_value(1.2, 0.9, 1.6).e_value_limit == 1


def test_e_value_of_a_mean_difference():
    found = mean_difference_e_value(-0.5, 0.1, 1.0)
    ratio = np.exp(0.455)

    assert found.e_value == pytest.approx(ratio + np.sqrt(ratio * (ratio - 1)))
    assert found.risk_ratio_high == pytest.approx(np.exp(-0.455 + 0.178))
    with pytest.raises(ModelError, match="needs a spread"):
        mean_difference_e_value(0.5, 0.1, 0.0)
    (row,) = e_value(plan_responses(), **PLAN).estimates
    assert row.est is None and row.effect_name == "e_value" and row.effect >= 1


@pytest.mark.shared
@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
@pytest.mark.parametrize("extra", [(), ("OVERALLX",)])
def test_excellent_handling_agrees_with_r(outcome, extra):
    stored = stored_reference("comparison/propensity_acsi")["+".join((outcome, *extra))]
    data = pd.read_csv(shared_path("data/acsi2015.csv"))
    excellent = (data["COMP"] == 1) & (data["HANDLE"] >= 9)
    both = data[excellent | (data["COMP"] == 0)]
    covariates = both[["AGE", "GENDER", "EDUCAT", "INDUSTRY", *extra]]

    def found(**options):
        return weighted_difference(
            both[outcome].to_numpy(dtype=float),
            excellent[both.index].to_numpy(),
            covariates,
            categories=["EDUCAT", "INDUSTRY"],
            bootstrap=0,
            **options,
        )

    att, robust = found(), found(is_doubly_robust=True)
    age = att.balance_table().iloc[0]
    groups = att.group_table()
    assert att.difference.n == stored["n"]
    assert groups.loc[0, "n"] == stored["n_treated"]
    assert_allclose(att.difference.est, stored["att"], rtol=RTOL)
    assert_allclose(found(estimand="ate").difference.est, stored["ate"], rtol=RTOL)
    assert_allclose(robust.difference.est, stored["att_doubly_robust"], rtol=RTOL)
    assert_allclose(groups.loc[1, "n_effective"], stored["ess_control"], rtol=RTOL)
    assert_allclose(age["smd_before"], stored["age_before"], rtol=RTOL)
    assert_allclose(age["smd_after"], stored["age_after"], rtol=RTOL, atol=1e-7)
