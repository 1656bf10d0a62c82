"""Every manipulated factor is held against its own and every other check."""

import itertools

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import ModelError, ResponsesError
from srtoolkit.recovery import manipulation_checks
from srtoolkit.responses import responses_from_frame

#: Both are least squares on the same rows; only rounding separates them.
RTOL = 1e-8
CHECKS = {"locus": "MC_LOCUS", "stability": "MC_STA", "controllability": "MC_CON"}


def answers(n_per_cell, leak, seed=1, own=2.0):
    """Eight cells; the story of locus moves the check of controllability."""
    generator = np.random.default_rng(seed)
    cells = np.array(list(itertools.product([0.5, -0.5], repeat=3)))
    rows = np.repeat(cells, n_per_cell, axis=0)
    means = 4 + rows @ np.diag([own, 2.0, 2.0])
    means[:, 2] += leak * rows[:, 0]
    scores = np.clip(np.rint(means + generator.normal(0, 1, rows.shape)), 1, 7)
    frame = pd.DataFrame(scores, columns=list(CHECKS.values()))
    return responses_from_frame(
        frame.assign(**dict(zip(CHECKS, rows.T, strict=True))), ["manipulation-checks"]
    )


def codes(result):
    return [note.code for note in result.notes]


def test_effects_are_differences_of_means_over_balanced_cells():
    responses = answers(30, 0.6)
    result = manipulation_checks(responses, checks=CHECKS)
    table = result.tidy().set_index(["outcome", "predictor"])

    for check, factor in itertools.product(CHECKS.values(), CHECKS):
        means = responses.answers.groupby(factor)[check].mean()
        found = table.loc[(check, factor)]
        np.testing.assert_allclose(found.est, means[0.5] - means[-0.5], rtol=RTOL)


def test_errors_are_those_of_statsmodels():
    import statsmodels.api as sm

    responses = answers(30, 0.6)
    data = responses.answers
    factors = data[list(CHECKS)]
    products = [
        factors[list(names)].prod(axis=1)
        for size in (2, 3)
        for names in itertools.combinations(CHECKS, size)
    ]
    x = sm.add_constant(np.column_stack([factors, *products]))
    fit = sm.OLS(data["MC_CON"], x).fit(cov_type="HC3", use_t=True)
    table = manipulation_checks(responses, checks=CHECKS).tidy()
    row = table[(table.outcome == "MC_CON") & (table.predictor == "locus")].iloc[0]

    np.testing.assert_allclose(row.se, fit.bse.iloc[1], rtol=RTOL)
    np.testing.assert_allclose(row.effect, row.est / fit.mse_resid**0.5, rtol=RTOL)
    low, high = fit.conf_int().iloc[1]
    np.testing.assert_allclose([row.ci_low, row.ci_high], [low, high], rtol=RTOL)


def test_a_leak_is_named_with_its_share():
    result = manipulation_checks(answers(60, 0.7), checks=CHECKS)

    (note,) = [n for n in result.notes if n.code == "manipulation_leaks"]
    assert (note.values["factor"], note.values["check"]) == ("locus", "MC_CON")
    assert 0.2 < note.values["share"] < 0.5


def test_a_manipulation_nobody_notices_is_named():
    result = manipulation_checks(answers(40, 0.0, own=0.0), checks=CHECKS)

    assert "manipulation_not_noticed" in codes(result)


def test_a_leak_as_large_as_the_other_factor_confounds_them():
    result = manipulation_checks(answers(60, 2.6), checks=CHECKS)

    assert "manipulation_confounded" in codes(result)


def test_any_two_values_code_a_factor():
    responses = answers(30, 0.6)
    recoded = responses_from_frame(
        responses.answers.assign(locus=responses.answers["locus"] * 8 + 10),
        ["manipulation-checks"],
    )

    ours, same = (
        manipulation_checks(r, checks=CHECKS).tidy() for r in (responses, recoded)
    )
    np.testing.assert_allclose(ours["est"], same["est"], rtol=RTOL)


def test_a_fraction_of_the_cells_gives_main_effects():
    frame = answers(40, 0.0).answers
    half = frame[frame[list(CHECKS)].prod(axis=1) > 0]
    responses = responses_from_frame(half, ["manipulation-checks"])

    assert len(manipulation_checks(responses, checks=CHECKS).effects) == 9


def test_a_factor_of_three_values_is_refused():
    frame = answers(5, 0.0).answers
    frame.loc[0, "locus"] = 0.1
    responses = responses_from_frame(frame, ["manipulation-checks"])

    with pytest.raises(ModelError, match='"locus" has 3 different values'):
        manipulation_checks(responses, checks=CHECKS)


def test_no_factor_is_refused():
    with pytest.raises(ModelError, match="no manipulated factor"):
        manipulation_checks(answers(5, 0.0), checks={})


def test_an_absent_check_is_refused():
    with pytest.raises(ResponsesError, match="MC_NOTHING"):
        manipulation_checks(answers(5, 0.0), checks={"locus": "MC_NOTHING"})


def test_checks_without_leaks_are_seldom_said_to_leak():
    found = sum(
        "manipulation_leaks"
        in codes(manipulation_checks(answers(25, 0.0, s), checks=CHECKS))
        for s in range(60)
    )

    assert found <= 9  # 5 % of 60 is 3; ten or more happen once in 1,500
