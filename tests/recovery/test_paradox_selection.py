"""Picking respondents by what they judge makes a gap by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose
from scipy.stats import norm
from score_tables import score_table
from studies import write_study

from srtoolkit.plans import check_plan, run_plan
from srtoolkit.recovery import (
    paradox_within,
)
from srtoolkit.responses import responses_from_frame

#: The domain notes print two digits.
PRINTED_ATOL = 0.005
N = 2_000
DESIGN = {"condition": "group", "control": "c", "treated": "t"}
PAIR = {"outcome": "after", "before": "before", "before_measured": "before_failure"}


def notes_example():
    """Return the example of the notes, its correlations exact: .5, .7 and .3."""
    generator = np.random.default_rng(2)
    rsat = norm.ppf((np.arange(N) + 0.5) / N)
    raw = np.column_stack([rsat, generator.normal(size=(N, 2))])
    white, _ = np.linalg.qr(raw - raw.mean(axis=0))
    white *= np.sqrt(N - 1) * np.sign(white[-1, 0])
    factor = np.linalg.cholesky([[1, 0.7, 0.3], [0.7, 1, 0.5], [0.3, 0.5, 1]])
    rsat, after, before = 4 + (white @ factor.T).T
    return score_table(rsat=rsat, after=after, before=before)


def codes(evidence):
    return [found["code"] for found in evidence.details["diagnostics"]]


def test_the_split_on_satisfaction_is_answered_with_its_own_gap():
    table = notes_example()
    top = {"column": "rsat", "at_least": float(4 + norm.isf(0.2))}
    evidence = paradox_within(table, **PAIR, selected_by=top)

    assert evidence.guard.code == "treatment_selected"
    assert evidence.primary is None
    assert {e.role for e in evidence.estimates} == {"naive"}
    gap = evidence.details["selection"]
    assert_allclose(gap["gap_sd"], 0.56, atol=PRINTED_ATOL)
    assert_allclose(evidence.guard.values["expected_gap"], gap["gap"])
    assert_allclose(gap["mean_change"], 0, atol=1e-9)
    assert gap["n"] == N
    assert gap["n_selected"] == N / 5
    everybody = next(e for e in evidence.estimates if e.method == "paired_t_unselected")
    assert_allclose(everybody.est, 0, atol=1e-9)
    assert everybody.n == N
    assert "expected_spurious_change" in codes(evidence)


def test_the_gap_is_in_points():
    table = notes_example()
    doubled = score_table(
        **{name: 2 * table.answers[name] for name in ("rsat", "after", "before")}
    )
    top = {"column": "rsat", "at_least": float(2 * (4 + norm.isf(0.2)))}
    gap = paradox_within(doubled, **PAIR, selected_by=top).details["selection"]

    assert_allclose(gap["gap"], 2 * 0.56, atol=2 * PRINTED_ATOL)
    assert_allclose(gap["gap_sd"], 0.56, atol=PRINTED_ATOL)


def test_picking_the_lowest_before_is_regression_to_the_mean():
    table = notes_example()
    lowest = {"column": "before", "at_most": 4.0}
    gap = paradox_within(table, **PAIR, selected_by=lowest).details["selection"]

    # the notes: +.40 SD for the lowest half at a correlation of .5
    assert_allclose(gap["gap_sd"], 0.40, atol=3 * PRINTED_ATOL)


SPLIT = """\
schema: 1
theory: [T11]
title: {zh: 计划, en: A plan}
question: {zh: 问题, en: A question}
instruments: [overall-satisfaction-before, overall-satisfaction, recovery-satisfaction]
allow_without_invariance: {zh: 理由, en: a reason}
hypotheses:
  H1:
    claim: {zh: 主张, en: A claim}
    test: recovery.paradox_within
    outcome: OSAT
    before: OSATB
    before_measured: after_failure
    selected_by: {column: RSAT, at_least: 5}
    expect: positive
demos:
  effect:
    n: 60
    population: |
      OSAT =~ 1*OSAT1
"""


def test_a_plan_that_splits_on_satisfaction_is_not_testable(tmp_path):
    generator = np.random.default_rng(5)
    latent = generator.multivariate_normal(
        np.full(3, 4.0), [[1, 0.5, 0.3], [0.5, 1, 0.7], [0.3, 0.7, 1]], 300
    )
    frame = pd.DataFrame(
        {
            f"{scale}{item}": np.clip(np.rint(latent[:, place]), 1, 7)
            for place, scale in enumerate(("OSATB", "OSAT", "RSAT"))
            for item in range(1, 5)
        }
    )
    checked = check_plan(write_study(tmp_path, SPLIT))
    results = run_plan(checked, responses_from_frame(frame, checked.instruments))
    (found,) = results["hypotheses"]

    assert found["verdict"] == "not testable"
    assert found["why"]["code"] == "treatment_selected"
    assert found["why"]["values"]["expected_gap"] > 0.3
    told = [d["code"] for d in found["details"]["diagnostics"]]
    assert {"expected_spurious_change", "contaminated_before"} <= set(told)


def test_an_event_may_pick_respondents():
    table = notes_example()
    complained = score_table(
        after=table.answers["after"],
        before=table.answers["before"],
        group=np.where(np.arange(N) % 2 == 0, "t", "x"),
    )
    evidence = paradox_within(
        complained, **PAIR, condition="group", treated="t", manipulated=True
    )

    assert evidence.guard is None
    assert evidence.primary.n == N / 2
