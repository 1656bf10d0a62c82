"""The page of steps says what a plan can really name."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from srtoolkit.cli.main import srtoolkit
from srtoolkit.errors import PlanError
from srtoolkit.plans import describe_step, describe_steps, step_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_page_is_what_the_command_gives():
    committed = (ROOT / "docs" / "steps.md").read_text(encoding="utf-8")

    assert committed == step_page(), "run: srtoolkit plans steps -o docs --force"


def test_every_step_says_what_it_does():
    described = describe_steps()

    assert len({one.name for one in described}) == len(described)
    for one in described:
        assert one.summary.endswith("."), one.name
        assert "arameters" in one.documentation or not one.optional, one.name


def test_keys_of_the_run_are_not_keys_of_a_plan():
    for one in describe_steps():
        keys = {*one.required, *one.optional}
        assert not keys & {"responses", "fit", "alpha", "expect", "seed", "jobs"}


def test_one_step_is_described_in_full():
    one = describe_step("sem.parameter")
    shown = CliRunner().invoke(srtoolkit, ["plans", "steps", "sem.parameter"])

    assert one.required == ("parameter",)
    assert shown.output.strip() == one.documentation.strip()


def test_an_unknown_step_names_the_nearest():
    with pytest.raises(
        PlanError, match=r'Did you mean "sem.parameter"|"sem.parameter"'
    ):
        describe_step("sem.parametr")


def test_the_list_is_there_as_json():
    shown = CliRunner().invoke(srtoolkit, ["plans", "steps", "--json"])

    rows = json.loads(shown.output)
    assert {row["kind"] for row in rows} == {"step", "hypothesis", "robustness"}


def test_the_rooms_are_walked_through_once(monkeypatch):
    from srtoolkit.plans import steps

    walked = []
    monkeypatch.setattr(
        steps, "import_module", lambda name: walked.append(name) or import_module(name)
    )
    steps._every_step.cache_clear()
    for kind in ("step", "hypothesis", "robustness"):
        steps.known_steps(kind)
    for name in ("sem.parametr", "sem.pat"):
        with pytest.raises(PlanError):
            describe_step(name)

    assert walked == [f"srtoolkit.{room}" for room in steps.STEP_ROOMS]
