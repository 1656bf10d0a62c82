"""Every design of the paradox against R on one data set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import stored_reference

from srtoolkit.recovery import (
    double_deviation,
    latent_change,
    latent_change_difference,
    paradox_change,
    paradox_latent,
    paradox_moderated,
    paradox_within,
    sequence_trajectories,
)
from srtoolkit.responses import Responses, responses_from_frame

R = stored_reference("recovery/paradox_designs")
DATA = Path(__file__).parents[1] / "references" / "recovery" / "paradox_designs.csv"
DESIGN = {
    "condition": "condition",
    "control": "none",
    "treated": "best",
    "manipulated": True,
}
#: Closed forms: only rounding separates us.
RTOL = 1e-9
#: Iterative fits stop at different gradients: the agreed part of an error.
FIT_RTOL = 1e-4


@pytest.fixture(scope="module")
def answers() -> Responses:
    instruments = ["overall-satisfaction", "overall-satisfaction-before"]
    return responses_from_frame(pd.read_csv(DATA), instruments)


def within(answers, **options):
    return paradox_within(
        answers,
        outcome="OSAT",
        before="OSATB",
        before_measured="before_failure",
        **options,
    )


def change(answers, **options):
    return paradox_change(
        answers,
        outcome="OSAT",
        before="OSATB",
        before_measured="before_failure",
        **DESIGN | options,
    )


def agree(found, reference, rtol=RTOL):
    assert_allclose(found.est, reference["est"], rtol=rtol)
    assert_allclose(found.se, reference["se"], rtol=rtol)
    if "df" in reference and found.df is not None:
        assert_allclose(found.df, reference["df"], rtol=rtol)


def test_within_is_the_paired_t_test_of_the_treated(answers):
    evidence = within(answers, condition="condition", treated="best", manipulated=True)

    assert evidence.guard is None
    agree(evidence.primary, R["within"])


def test_change_by_design(answers):
    assigned, found = change(answers), change(answers, manipulated=False)

    assert assigned.primary.method == "did_ancova"
    agree(assigned.primary, R["ancova"])
    assert found.primary.method == "did_welch"
    agree(found.primary, R["did"])
    others = {e.method: e for e in assigned.estimates}
    assert others["did_welch"].role == "robustness"
    assert others["welch"].role == "naive"


def moderated(answers, **options):
    return paradox_moderated(
        answers,
        outcome="OSAT",
        moderator="SEVX",
        moderator_manipulated=True,
        **DESIGN,
        **options,
    )


def test_moderator_in_both_groups(answers):
    reference = R["moderated_both"]

    agree(moderated(answers).primary, reference)
    low = moderated(answers, at="low").primary
    agree(low, reference["low"])


def test_moderator_that_the_control_does_not_have(answers):
    none = answers.answers["condition"] == "none"
    frame = answers.answers.assign(SEVX=answers.answers["SEVX"].mask(none))
    alone = responses_from_frame(
        frame, ["overall-satisfaction", "overall-satisfaction-before"]
    )
    reference = R["moderated_treated"]
    evidence = moderated(alone)

    agree(evidence.primary, reference)
    agree(moderated(alone, at="low").primary, reference["low"])
    low = evidence.details["simple_slopes"][0]
    assert_allclose(low["value"], reference["low_value"], rtol=RTOL)
    assert_allclose(low["slope"], reference["low"]["est"], rtol=RTOL)
    codes = [found["code"] for found in evidence.details["diagnostics"]]
    assert "moderator_only_treated" in codes


def test_latent_means_in_points(answers):
    (estimate,) = paradox_latent(
        answers,
        outcome="OSAT",
        condition="condition",
        control="none",
        treated="best",
    ).estimates

    agree(estimate, R["latent_mean"], FIT_RTOL)


@pytest.mark.parametrize("name", ["latent_change", "latent_change_difference"])
def test_latent_change_is_mcardles(answers, name):
    given = {"outcome": "OSAT", "before": "OSATB", "condition": "condition"}
    if name == "latent_change":
        found = latent_change(answers, **given, treated="best")
    else:
        found = latent_change_difference(
            answers, **given, control="none", treated="best"
        )
    reference = R[name]

    agree(found.estimates[0], reference, FIT_RTOL)
    change_found = found.details["latent_change"]
    assert_allclose(change_found["variance"], reference["variance"], rtol=FIT_RTOL)
    assert_allclose(
        change_found["covariance_with_before"], reference["covariance"], rtol=FIT_RTOL
    )
    assert_allclose(found.details["fit"]["chisq"], reference["chisq"], rtol=FIT_RTOL)
    assert found.details["fit"]["df"] == reference["df"]


def test_a_contrast_of_sequences(answers):
    labels = {"UU": "poor", "SU": "best", "US": "none"}
    evidence = double_deviation(
        answers,
        outcome="OSAT",
        **DESIGN,
        question="second_deviation",
        sequences=labels,
    )

    agree(evidence.primary, R["contrast"])
    assert_allclose(sum(evidence.details["weights"].values()), 0, atol=RTOL)


def test_course_over_occasions_is_lme4s(answers):
    fit = sequence_trajectories(
        answers, condition="condition", control="none", occasions=("OSATB", "OSAT")
    )
    rows = fit.tidy().set_index("term")
    named = {
        "o2": "occasion_2",
        "best": "best",
        "poor": "poor",
        "o2:best": "occasion_2:best",
        "o2:poor": "occasion_2:poor",
    }

    for theirs, ours in named.items():
        assert_allclose(rows.loc[ours, "est"], R["mixed"]["est"][theirs], rtol=FIT_RTOL)
        assert_allclose(rows.loc[ours, "se"], R["mixed"]["se"][theirs], rtol=FIT_RTOL)
    assert_allclose(np.sqrt(fit.residual_variance), R["mixed"]["sigma"], rtol=FIT_RTOL)


def test_means_over_occasions_are_those_of_the_answers(answers):
    fit = sequence_trajectories(
        answers, condition="condition", control="none", occasions=("OSATB", "OSAT")
    )
    groups = answers.answers["condition"]

    assert fit.reference == "none" and fit.occasions == ("OSATB", "OSAT")
    for found in fit.means:
        own = answers.variable(found.occasion)[groups == found.group]
        # every group has its own mean at every occasion, and all are complete
        assert_allclose(found.mean, own.mean(), rtol=FIT_RTOL)
        assert found.n == own.notna().sum()
        total = fit.random_covariance[0, 0] + fit.residual_variance
        assert_allclose(found.se, np.sqrt(total / found.n), rtol=FIT_RTOL)
        assert found.ci_low < found.mean < found.ci_high
    assert fit.details["means"][0]["group"] == "none"


def test_long_data_give_the_same_course(answers):
    long = pd.concat(
        [
            pd.DataFrame(
                {
                    "condition": answers.answers["condition"],
                    "who": range(answers.n),
                    "time": float(time),
                    "score": answers.variable(name),
                }
            )
            for time, name in enumerate(("OSATB", "OSAT"), start=1)
        ],
        ignore_index=True,
    )
    table = responses_from_frame(long, [])
    wide, found = (
        sequence_trajectories(
            answers, condition="condition", control="none", occasions=("OSATB", "OSAT")
        ),
        sequence_trajectories(
            table,
            condition="condition",
            control="none",
            outcome="score",
            subject="who",
            occasion="time",
        ),
    )

    assert_allclose(found.estimates, wide.estimates, rtol=FIT_RTOL)
