"""Several hypotheses: the declared sequence and Holm."""

from __future__ import annotations

import pytest

from srtoolkit.inference import Estimate, Evidence, Reason, wald_estimate
from srtoolkit.plans import Plan
from srtoolkit.plans.verdicts import give_verdicts, interval_alpha

TEXT = {"zh": "文", "en": "text"}


def make_plan(multiplicity: str, *families: str, expect: str = "positive") -> Plan:
    hypotheses = {
        f"H{number}": {"claim": TEXT, "test": "sem.path", "expect": expect, "family": f}
        for number, f in enumerate(families, start=1)
    }
    content = {
        "schema": 1,
        "theory": ["T4"],
        "title": TEXT,
        "question": TEXT,
        "instruments": ["overall-satisfaction"],
        "multiplicity": multiplicity,
        "hypotheses": hypotheses,
    }
    return Plan.model_validate(content)


def evidence(estimate: Estimate | None, guard: Reason | None = None) -> Evidence:
    estimates = () if estimate is None else (estimate,)
    return Evidence("y", "y ~ x", estimates, guard)


def wald(z: float, alpha: float) -> Evidence:
    estimate = wald_estimate(z, 1.0, expect="positive", alpha=alpha, method="ml")
    return evidence(estimate)


def test_a_sequence_stops_at_the_first_that_is_not_supported():
    plan = make_plan("sequence", "all", "all", "all", "all")
    guard = evidence(None, Reason("no_control"))
    found = {"H1": wald(3, 0.05), "H2": wald(1, 0.05), "H3": wald(9, 0.05), "H4": guard}
    verdicts = give_verdicts(plan, found)

    assert [v.verdict for v in verdicts.values()] == [
        "supported",
        "inconclusive",
        "not tested",
        "not testable",
    ]
    assert verdicts["H3"].why.values == {"stopped_by": "H2"}


def test_families_do_not_stop_each_other():
    plan = make_plan("sequence", "a", "b")
    verdicts = give_verdicts(plan, {"H1": wald(1, 0.05), "H2": wald(3, 0.05)})

    assert verdicts["H2"].verdict == "supported"


def test_holm_intervals_are_simultaneous_within_a_family():
    plan = make_plan("holm", "a", "a", "b")

    assert interval_alpha(plan, "H1") == pytest.approx(0.025)
    assert interval_alpha(plan, "H3") == pytest.approx(0.05)
    assert interval_alpha(make_plan("sequence", "a", "a"), "H1") == 0.05


def test_holm_supports_what_bonferroni_leaves_open():
    """z = 1.8 has p = .036: above .05 / 2, below .05 once the first is gone."""
    plan = make_plan("holm", "a", "a")
    verdicts = give_verdicts(plan, {"H1": wald(4, 0.025), "H2": wald(1.8, 0.025)})

    assert verdicts["H1"].verdict == "supported"
    assert verdicts["H2"].verdict == "supported"
    assert verdicts["H2"].why.code == "adjusted_p_below_alpha"


def test_holm_leaves_both_open_when_the_first_is():
    plan = make_plan("holm", "a", "a")
    verdicts = give_verdicts(plan, {"H1": wald(1.8, 0.025), "H2": wald(1.8, 0.025)})

    assert {v.verdict for v in verdicts.values()} == {"inconclusive"}


def test_holm_finds_the_opposite_side_too():
    plan = make_plan("holm", "a", "a")
    verdicts = give_verdicts(plan, {"H1": wald(-4, 0.025), "H2": wald(-1.8, 0.025)})

    assert {v.verdict for v in verdicts.values()} == {"opposite"}
