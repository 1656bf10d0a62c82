"""What the measurement steps found stops the hypotheses that need it, no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import PLAN, write_study

from srtoolkit.inference import Reason, Warrant
from srtoolkit.plans import check_plan
from srtoolkit.plans.warrants import found_despite_leave, missing_warrant

ONE_FACTOR = Reason("not_distinguishable", {"first": "DJ", "second": "PJ"})
SHIFTED = Reason("scalar_fails", {"scale": "OSAT"})


def indistinct(*names: str, holds: bool = False) -> Warrant:
    return Warrant("unique_effects", holds, frozenset(names), ONE_FACTOR)


def means(*names: str, holds: bool, group: str = "condition") -> Warrant:
    return Warrant("means", holds, frozenset(names), SHIFTED, group)


@pytest.mark.parametrize(
    ("hypothesis", "stopped"),
    [
        ("H1a", True),  # RSAT ~ DJ
        ("H1b", True),  # RSAT ~ PJ
        ("H1c", False),  # RSAT ~ IPJ: its own effect can be told from either
        ("H2a", False),  # LOY ~ RSAT: neither facet is in the equation
        ("H3a", True),  # DJ -> RSAT -> LOY runs over the first
        ("H3c", False),
    ],
)
def test_two_facets_that_are_one_stop_only_what_needs_them_apart(hypothesis, stopped):
    checked = check_plan("justice-satisfaction")

    found = missing_warrant(checked, hypothesis, [indistinct("DJ", "PJ")])

    assert (found == ONE_FACTOR) is stopped


def test_an_outcome_close_to_its_predictor_is_told_but_stops_nothing():
    checked = check_plan("justice-satisfaction")

    assert missing_warrant(checked, "H2a", [indistinct("RSAT", "LOY")]) is None


def test_facets_that_can_be_told_apart_stop_nothing():
    checked = check_plan("justice-satisfaction")

    assert missing_warrant(checked, "H1a", [indistinct("DJ", "PJ", holds=True)]) is None


def test_a_defined_parameter_needs_every_path_it_is_made_of():
    checked = check_plan("justice-priority")

    assert missing_warrant(checked, "H1", [indistinct("DJ", "PJ")]) == ONE_FACTOR
    assert missing_warrant(checked, "H1", [indistinct("IPJ", "IFJ")]) is None


def without_leave(folder: Path) -> Path:
    leave = "allow_without_invariance: {zh: 理由, en: a reason}\n"
    assert leave in PLAN
    return write_study(folder, PLAN.replace(leave, ""))


def test_means_need_scalar_invariance_of_their_outcome(tmp_path):
    checked = check_plan(without_leave(tmp_path))

    untested = missing_warrant(checked, "H1", [])
    shifted = missing_warrant(checked, "H1", [means("OSAT", holds=False)])
    held = missing_warrant(checked, "H1", [means("OSAT", "LOY", holds=True)])
    other_group = [means("OSAT", holds=True, group="GENDER")]

    assert untested == Reason("invariance_not_tested")
    assert shifted == SHIFTED
    assert held is None
    assert missing_warrant(checked, "H1", other_group) == untested


def paired(folder: Path, lines: str) -> Path:
    plan = PLAN.replace("allow_without_invariance: {zh: 理由, en: a reason}\n", "")
    plan = plan.replace("recovery.paradox_between", lines.splitlines()[0].strip())
    for line in lines.splitlines()[1:]:
        plan = plan.replace(
            "    outcome: OSAT\n", f"    outcome: OSAT\n    {line.strip()}\n"
        )
    return write_study(folder, plan)


def test_any_column_of_groups_needs_its_own_invariance(tmp_path):
    lines = """comparison.mean_difference
        group: GENDER
        first: a
        second: b"""
    checked = check_plan(paired(tmp_path, lines))
    untested = Reason("invariance_not_tested")

    assert missing_warrant(checked, "H1", [means("OSAT", holds=True)]) == untested
    held = [means("OSAT", holds=True, group="GENDER")]
    assert missing_warrant(checked, "H1", held) is None


def test_occasions_need_invariance_over_occasions(tmp_path):
    checked = check_plan(
        paired(tmp_path, "comparison.paired_difference\nbefore: OSAT1")
    )
    over_time = Warrant("means", True, frozenset({"OSAT"}), SHIFTED, None)

    assert missing_warrant(checked, "H1", []) == Reason("invariance_not_tested")
    assert missing_warrant(checked, "H1", [over_time]) is None


def test_leave_lifts_invariance_and_says_what_was_found(tmp_path):
    checked = check_plan(write_study(tmp_path))
    warrants = [means("OSAT", holds=False), indistinct("OSAT", "LOY")]

    assert missing_warrant(checked, "H1", warrants) is None
    assert found_despite_leave(checked, warrants) == [SHIFTED]
