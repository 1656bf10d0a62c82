"""The paradox between customers: estimates, guards, details."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from acsi_survey import acsi_groups
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import ancova_difference, welch_difference, welch_equivalence
from srtoolkit.errors import ResponsesError
from srtoolkit.inference import SmallestEffect, decide
from srtoolkit.recovery import is_evaluation, paradox_between
from srtoolkit.results import is_plan_step

R = stored_reference("comparison/two_groups")
TREATED = np.array(R["treated"], dtype=float)
CONTROL = np.array(R["control"], dtype=float)
ROLES = {"outcome": "OSAT", "condition": "group", "control": "none", "treated": "best"}
N = len(TREATED) + len(CONTROL)


def responses(**options):
    made = grouped_responses({"best": TREATED, "none": CONTROL}, **options)
    return renamed(made)


def renamed(made):
    names = {"condition": "group"}
    return replace(
        made,
        answers=made.answers.rename(columns=names),
        keyed=made.keyed.rename(columns=names),
    )


def with_recovery_satisfaction(rsat):
    columns = {f"RSAT{item}": rsat for item in range(1, 5)}
    both = ("overall-satisfaction", "recovery-satisfaction")
    return responses(instruments=both, **columns)


def test_an_experiment_is_read_from_welchs_difference():
    evidence = paradox_between(responses(), **ROLES, manipulated=True)
    expected = welch_difference(TREATED, CONTROL, outcome="OSAT")

    assert evidence.guard is None
    assert evidence.contrast == "best - none"
    assert evidence.primary == expected.as_estimate("primary")
    assert_allclose(evidence.primary.p, R["p_greater"], rtol=1e-9)
    assert evidence.primary.effect_name == "hedges_g"
    (naive,) = [e for e in evidence.estimates if e.role == "naive"]
    assert naive.method == "student"
    assert_allclose(naive.p, R["student"]["p"], rtol=1e-9)
    assert naive.ci_level == 0.95


def test_a_survey_is_read_from_the_adjusted_difference():
    made = responses(age=R["age"], region=R["region"])
    evidence = paradox_between(
        made, **ROLES, manipulated=False, covariates=("age", "region")
    )

    assert evidence.guard is None
    assert evidence.primary.method == "ancova_hc3"
    assert_allclose(evidence.primary.est, R["ancova"]["est"], rtol=1e-9)
    assert_allclose(evidence.primary.se, R["ancova"]["se"], rtol=1e-9)
    assert [e.method for e in evidence.estimates] == ["ancova_hc3", "welch", "student"]


def test_covariates_of_an_experiment_do_not_change_its_primary_estimate():
    made = responses(age=R["age"])
    evidence = paradox_between(made, **ROLES, manipulated=True, covariates=("age",))

    assert evidence.primary.method == "welch"


def test_details_of_both_readings():
    evidence = paradox_between(
        responses(),
        **ROLES,
        manipulated=True,
        smallest_effect=SmallestEffect(0.4, "points"),
    )
    details = evidence.details
    tost = welch_equivalence(TREATED, CONTROL, delta=0.4)

    assert details["equivalence"]["p"] == details["equivalence_p"] == tost.p
    assert details["equivalence"]["p_lower"] == tost.p_lower
    assert details["equivalence"]["delta"] == 0.4
    assert details["non_inferiority_p"] == tost.non_inferiority_p
    assert details["minimal_effect_p"] == tost.minimal_effect_p
    assert details["outcome_range"] == [1, 7]
    assert_allclose(details["sd_control"], CONTROL.std(ddof=1))
    assert_allclose(
        details["sd_ratio"], TREATED.std(ddof=1) / CONTROL.std(ddof=1), rtol=1e-12
    )
    assert details["control_at_top"] == np.mean(CONTROL == 7)
    codes = [found["code"] for found in details["diagnostics"]]
    assert codes == ["control_ceiling", "unequal_variances", "no_attrition"]
    ceiling = details["diagnostics"][0]["values"]
    assert ceiling["top"] == 7
    assert_allclose(ceiling["room"], 7 - CONTROL.mean())


def test_a_smallest_effect_in_sd_uses_the_control_group():
    evidence = paradox_between(
        responses(),
        **ROLES,
        manipulated=True,
        smallest_effect=SmallestEffect(0.2, "sd_control"),
    )

    assert_allclose(evidence.smallest_effect, 0.2 * CONTROL.std(ddof=1))


def test_without_a_smallest_effect_nothing_is_said_about_equivalence():
    evidence = paradox_between(responses(), **ROLES, manipulated=True)

    assert evidence.smallest_effect is None
    assert not {"equivalence", "equivalence_p"} & set(evidence.details)
    verdict = decide(evidence.primary, "positive", None)
    assert verdict.practical == "no smallest effect stated"


def test_all_groups_are_described():
    made = renamed(
        grouped_responses({"poor": [1, 2, 2], "best": TREATED, "none": CONTROL})
    )
    groups = paradox_between(made, **ROLES, manipulated=True).details["groups"]

    assert [(g["group"], g["role"]) for g in groups] == [
        ("none", "control"),
        ("best", "treated"),
        ("poor", "other"),
    ]
    assert [g["n"] for g in groups] == [len(CONTROL), len(TREATED), 3]
    assert_allclose(groups[0]["mean"], CONTROL.mean())
    assert groups[0]["ci_low"] < groups[0]["mean"] < groups[0]["ci_high"]
    assert groups[0]["ci_level"] == 0.95


def test_a_negative_expectation_asks_the_other_side():
    roles = ROLES | {"control": "best", "treated": "none"}
    evidence = paradox_between(
        responses(), **roles, manipulated=True, expect="negative"
    )

    assert_allclose(evidence.primary.p, R["p_greater"], rtol=1e-9)


def test_numbers_may_name_the_groups():
    made = grouped_responses({"1": TREATED, "0": CONTROL})
    assert made.answers["condition"].dtype == float
    roles = ROLES | {"condition": "condition", "control": "0", "treated": "1"}

    assert paradox_between(made, **roles, manipulated=True).guard is None


@pytest.mark.parametrize("control", [None, "no_failure"])
def test_without_a_control_group_there_is_no_verdict(control):
    roles = ROLES | {"control": control}
    evidence = paradox_between(responses(), **roles, manipulated=True)

    assert evidence.guard.code == "no_control"
    assert evidence.guard.values == {
        "condition": "group",
        "control": control,
        "groups": ["best", "none"],
    }
    assert evidence.primary is None
    assert evidence.estimates == ()


@pytest.mark.parametrize(
    ("scores", "n", "code"),
    [
        ([5.0], 1, "group_too_small"),
        ([], 0, "group_too_small"),
        ([5.0, 5.0, 5.0], 3, "group_without_spread"),
    ],
)
def test_a_group_that_is_too_small_or_constant_gives_no_verdict(scores, n, code):
    made = renamed(grouped_responses({"best": scores, "none": CONTROL}))
    evidence = paradox_between(made, **ROLES, manipulated=True)

    assert evidence.guard.code == code
    assert evidence.guard.values["group"] == "best"
    assert evidence.guard.values["n"] == n
    assert evidence.primary is None
    assert evidence.details["groups"][1]["n"] == n


def test_a_survey_without_covariates_gives_no_verdict():
    evidence = paradox_between(responses(), **ROLES, manipulated=False)

    assert evidence.guard.code == "not_manipulated_no_covariates"
    assert evidence.guard.values == {"condition": "group"}
    assert evidence.primary is None
    assert [(e.method, e.role) for e in evidence.estimates] == [
        ("welch", "naive"),
        ("student", "naive"),
    ]


def test_a_treatment_selected_on_an_evaluation_gives_description():
    generator = np.random.default_rng(2)
    pool = np.clip(np.rint(4 + generator.normal(size=400)), 1, 7)
    outcome = np.clip(np.rint((pool + 4 + generator.normal(size=400)) / 2), 1, 7)
    best = pool >= 6
    groups = {"best": outcome[best], "some": outcome[~best], "none": CONTROL}
    rsat = np.concatenate([pool[best], pool[~best], np.full(len(CONTROL), np.nan)])
    made = renamed(
        grouped_responses(
            groups,
            instruments=("overall-satisfaction", "recovery-satisfaction"),
            **{f"RSAT{item}": rsat for item in range(1, 5)},
        )
    )
    evidence = paradox_between(
        made, **ROLES, manipulated=False, covariates=(), treatment_basis="RSAT"
    )
    values = evidence.guard.values

    assert evidence.guard.code == "treatment_selected"
    assert evidence.primary is None
    assert values["basis"] == "RSAT"
    mean_z = (pool[best].mean() - pool.mean()) / pool.std(ddof=1)
    slope = np.cov(pool, outcome)[0, 1] / pool.std(ddof=1)
    assert_allclose(values["mean_z"], mean_z)
    assert_allclose(values["expected_gap"], slope * mean_z)
    assert_allclose(values["expected_gap_sd"], slope * mean_z / outcome.std(ddof=1))
    assert (values["n_selected"], values["n"]) == (best.sum(), 400)
    diagnostic = evidence.details["diagnostics"][-1]
    assert diagnostic["code"] == "expected_spurious_gap"
    assert_allclose(diagnostic["values"]["gap"], values["expected_gap"])
    assert_allclose(
        diagnostic["values"]["observed"], outcome[best].mean() - CONTROL.mean()
    )


def test_the_gap_is_unknown_when_only_the_selected_were_asked():
    rsat = [*TREATED, *[np.nan] * len(CONTROL)]
    made = with_recovery_satisfaction(rsat)
    evidence = paradox_between(
        made, **ROLES, manipulated=False, treatment_basis="RSAT2"
    )

    assert evidence.guard.code == "treatment_selected"
    assert evidence.guard.values["expected_gap"] is None


def test_a_basis_that_no_instrument_declares_is_taken_for_an_evaluation():
    made = responses(handled=["well"] * N)
    evidence = paradox_between(
        made, **ROLES, manipulated=False, treatment_basis="handled"
    )

    assert evidence.guard.code == "treatment_selected"
    assert evidence.guard.values["expected_gap"] is None


def test_a_condition_that_is_itself_an_answer_is_selected():
    roles = {"outcome": "OSAT", "condition": "RSAT1", "control": "2", "treated": "6"}
    answers = [6.0] * len(TREATED) + [2.0] * len(CONTROL)
    evidence = paradox_between(
        with_recovery_satisfaction(answers), **roles, manipulated=False
    )

    assert evidence.guard.code == "treatment_selected"
    assert evidence.guard.values["basis"] == "RSAT1"


def test_assignment_beats_what_the_basis_is_called():
    evidence = paradox_between(
        responses(), **ROLES, manipulated=True, treatment_basis="OSAT"
    )

    assert evidence.guard is None


def test_a_missing_variable_is_told():
    with pytest.raises(ResponsesError, match=r'named "OSATT".*Did you mean "OSAT"'):
        paradox_between(responses(), **ROLES | {"outcome": "OSATT"}, manipulated=True)


def test_evaluations_are_told_from_events():
    made = with_recovery_satisfaction([3.0, 4.0] * (N // 2) + [5.0])

    assert is_evaluation(made, "RSAT")
    assert is_evaluation(made, "OSAT1")
    assert not is_evaluation(made, "group")


def test_a_plan_may_name_it():
    assert is_plan_step(paradox_between, "hypothesis")


@pytest.mark.shared
@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
def test_acsi_reading_of_both_outcomes(outcome):
    stored, treated, control = acsi_groups(outcome)
    difference = welch_difference(treated, control)
    verdict = decide(difference.as_estimate("primary"), "positive", 0.5)

    assert_allclose(difference.p, stored["welch"]["p_greater"], rtol=1e-8)
    # a difference above zero that is also inside +-0.5: both are said
    practical = {"SATIS": "equivalent", "REPUR": "non-inferior"}
    assert (verdict.verdict, verdict.practical) == ("supported", practical[outcome])


def test_ancova_without_a_confounder_agrees_with_welch():
    generator = np.random.default_rng(4)
    noise = generator.normal(size=N)
    scores = np.concatenate([TREATED, CONTROL])
    adjusted = ancova_difference(
        scores, np.arange(N) < len(TREATED), pd.DataFrame({"noise": noise})
    )
    raw = welch_difference(TREATED, CONTROL)

    assert abs(adjusted.est - raw.est) < raw.se
