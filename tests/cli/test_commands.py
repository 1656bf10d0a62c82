"""Commands print what they found and end with the right exit code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from studies import PLAN, write_study
from terminal import run_srtoolkit

from srtoolkit.cli.main import srtoolkit as root


def leaves(command: click.Command, name: str = "srtoolkit") -> dict[str, click.Command]:
    """Return every command that does something, by what one types."""
    if not isinstance(command, click.Group):
        return {name: command}
    found: dict[str, click.Command] = {}
    for word, inner in command.commands.items():
        found |= leaves(inner, f"{name} {word}")
    return found


@pytest.mark.parametrize("typed", leaves(root))
def test_every_command_helps_with_an_example_on_its_own_line(typed: str):
    shown = CliRunner().invoke(root, [*typed.split()[1:], "--help"]).output

    examples = shown.partition("\n  Example")[2]
    assert re.search(rf"^    {typed}", examples, flags=re.MULTILINE)
    assert "\\b" not in shown


@pytest.mark.parametrize("group", ["", "instruments", "plans", "responses"])
def test_a_group_tells_what_each_command_does_uncut(group: str):
    shown = CliRunner().invoke(root, [*group.split(), "--help"]).output

    assert "..." not in shown.partition("\nCommands:")[2]


def test_lists_as_json_have_the_designs_columns(tmp_path: Path):
    instruments = json.loads(
        run_srtoolkit("instruments", "list", "--json", cwd=tmp_path).out
    )
    plans = json.loads(run_srtoolkit("plans", "list", "--json", cwd=tmp_path).out)

    assert all(
        set(row) == {"name", "measures", "languages", "scales"} for row in instruments
    )
    assert all(
        set(scale) == {"id", "kind", "n_items"}
        for row in instruments
        for scale in row["scales"]
    )
    assert all(set(row) == {"name", "theory", "instruments"} for row in plans)


def test_instruments_and_plans_are_shown_in_both_languages(tmp_path: Path):
    for lang, word in (("zh", "程序公平"), ("en", "Procedural justice")):
        ran = run_srtoolkit(
            "instruments", "show", "justice-four-facets", "--lang", lang, cwd=tmp_path
        )
        assert word in ran.out
    ran = run_srtoolkit(
        "plans", "show", "recovery-paradox", "--lang", "zh", cwd=tmp_path
    )
    assert "服务补救悖论" in ran.out


def test_a_plan_with_mistakes_is_checked_with_exit_1(tmp_path: Path):
    folder = write_study(tmp_path, PLAN.replace("outcome: OSAT", "outcome: OSTA"))
    ran = run_srtoolkit("plans", "check", folder, cwd=tmp_path)

    assert ran.code == 1
    assert 'no scale or item is named "OSTA"' in ran.out


def test_a_plan_is_locked_once_and_the_report_tells(tmp_path: Path):
    study = tmp_path / "study"
    made = run_srtoolkit("new", study, "--plan", "recovery-paradox", cwd=tmp_path)
    assert made.code == 0
    plan = study / "analyses" / "recovery-paradox"
    locked = run_srtoolkit("plans", "lock", plan, cwd=tmp_path)
    again = run_srtoolkit("plans", "lock", plan, cwd=tmp_path)
    text = (plan / "plan.yaml").read_text(encoding="utf-8")
    (plan / "plan.yaml").write_text(text + "\n# changed\n", encoding="utf-8")
    ran = run_srtoolkit(
        "analyze",
        "recovery-paradox",
        "--demo",
        "-o",
        "out",
        "--format",
        "html",
        cwd=study,
    )
    results = json.loads((study / "out/results.json").read_text(encoding="utf-8"))

    assert (locked.code, again.code, ran.code) == (0, 2, 0)
    assert "the plan is locked already" in again.err
    assert results["plan"]["locked"]["changed"] == ["plan"]
    assert results["plan"]["locked"]["before_first_answer"] is None
    assert (results["plan"]["origin"], results["plan"]["shadows"]) == ("study", True)
    assert "recovery-paradox" in (study / "out/report.en.html").read_text(
        encoding="utf-8"
    )


def test_a_bundled_plan_cannot_be_locked_in_place(tmp_path: Path):
    ran = run_srtoolkit("plans", "lock", "recovery-paradox", cwd=tmp_path)

    assert ran.code == 2
    assert "belongs to srtoolkit" in ran.err


def test_a_study_is_not_begun_over_files(tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("", encoding="utf-8")

    assert run_srtoolkit("new", "full", cwd=tmp_path).code == 2


def test_answers_are_checked_scored_and_simulated(tmp_path: Path):
    simulate = ("responses", "simulate", "recovery-paradox", "-o", "a.csv")
    assert run_srtoolkit(*simulate, cwd=tmp_path).code == 0
    assert "would overwrite a.csv" in run_srtoolkit(*simulate, cwd=tmp_path).err
    chosen = ("--instruments", "overall-satisfaction")
    check = run_srtoolkit("responses", "check", "a.csv", *chosen, cwd=tmp_path)
    score = run_srtoolkit(
        "responses", "score", "a.csv", *chosen, "-o", "s.csv", cwd=tmp_path
    )

    assert (check.code, score.code) == (0, 0)
    assert "1550 respondents" in check.out
    assert (tmp_path / "s.csv").read_text(encoding="utf-8-sig").startswith("OSAT\n")


def test_a_check_says_all_it_found_and_a_score_is_traced(tmp_path: Path):
    simulate = ("responses", "simulate", "recovery-paradox", "-o", "a.csv")
    assert run_srtoolkit(*simulate, cwd=tmp_path).code == 0
    chosen = ("a.csv", "--instruments", "overall-satisfaction,loyalty-word-of-mouth")
    said = run_srtoolkit("responses", "check", *chosen, "--lang", "en", cwd=tmp_path)
    found = run_srtoolkit("responses", "check", *chosen, "--json", cwd=tmp_path)
    traced = run_srtoolkit("responses", "score", *chosen, "--trace", "3", cwd=tmp_path)
    lost = run_srtoolkit("responses", "score", *chosen, cwd=tmp_path)

    for title in ("Screening of responses", "Indices of careless", "Audit of reverse"):
        assert title in said.out
    steps = {step["step"]: step for step in json.loads(found.out)["steps"]}
    assert "review" in steps["responses.screening"]["details"]
    assert steps["responses.missing_data"]["glance"][0]["n_patterns"] == 1
    assert "OSAT1" in traced.out
    assert lost.code == 2
    assert "nowhere to write" in lost.err


def test_analyze_as_json_puts_one_object_on_stdout(tmp_path: Path):
    ran = run_srtoolkit(
        "analyze", write_study(tmp_path), "--demo", "-o", "out", "--json",
        "--format", "html", cwd=tmp_path,
    )  # fmt: skip
    content = json.loads(ran.out)

    assert content["simulated"] is True
    assert content["hypotheses"][0]["id"] == "H1"


def test_nothing_is_overwritten_without_force(tmp_path: Path):
    command = (
        "analyze",
        write_study(tmp_path),
        "--demo",
        "-o",
        "out",
        "--format",
        "html",
    )
    first = run_srtoolkit(*command, cwd=tmp_path)
    before = (tmp_path / "out/results.json").read_bytes()
    second = run_srtoolkit(*command, "--seed", "9", cwd=tmp_path)

    assert (first.code, second.code) == (0, 2)
    assert "results.json" in second.err and "--force" in second.err
    assert (tmp_path / "out/results.json").read_bytes() == before
    assert run_srtoolkit(*command, "--seed", "9", "--force", cwd=tmp_path).code == 0
    assert (tmp_path / "out/results.json").read_bytes() != before


def test_a_report_is_rendered_again_from_results(tmp_path: Path):
    plan = write_study(tmp_path)
    run_srtoolkit(
        "analyze", plan, "--demo", "-o", "a", "--format", "html", cwd=tmp_path
    )
    ran = run_srtoolkit(
        "report", "a/results.json", "-o", "b", "--format", "html", cwd=tmp_path
    )

    assert ran.code == 0
    name = "report.en.html"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["analyze", "recovery-paradox", "-o", "out"], "neither a file of answers nor"),
        (
            ["analyze", "recovery-paradox", "a.csv", "--demo", "-o", "out"],
            "a demo simul",
        ),
        (["analyze", "nothing", "--demo", "-o", "out"], 'no plan named "nothing"'),
        (
            ["analyze", "recovery-paradox", "--population", "efect", "-o", "out"],
            'Did you mean "effect"?',
        ),
        (
            ["analyze", "recovery-paradox", "--demo", "-o", "out", "--format", "pfd"],
            'no report format "pfd"',
        ),
        (
            ["analyze", "recovery-paradox", "--demo", "-o", "out", "--bootstrap", "-1"],
            "bootstrap is -1",
        ),
        (["analyze", "recovery-paradox", "--demo"], "Missing option"),
        (["report", "none.json", "-o", "out"], "no such file"),
        (["instruments", "show", "overal-satisfaction"], "Did you mean"),
    ],
)
def test_wrong_options_end_with_exit_2_and_nothing_written(
    arguments: list[str], message: str, tmp_path: Path
):
    ran = run_srtoolkit(*arguments, cwd=tmp_path)

    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


def test_an_error_as_json_is_one_object(tmp_path: Path):
    ran = run_srtoolkit(
        "analyze", "nothing", "--demo", "-o", "out", "--json", cwd=tmp_path
    )

    assert ran.code == 2
    assert json.loads(ran.out)["error"][0]["code"] == "unknown_plan"


def test_a_terminal_without_chinese_letters_does_not_stop_the_work(tmp_path: Path):
    ran = run_srtoolkit(
        "plans", "list", "--lang", "zh", cwd=tmp_path, PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
    )  # fmt: skip

    assert ran.code == 0
    assert "recovery-paradox" in ran.out


def test_the_language_follows_option_then_environment(tmp_path: Path):
    by_environment = run_srtoolkit(
        "plans", "list", cwd=tmp_path, SRTOOLKIT_LANG="zh_CN"
    )
    by_option = run_srtoolkit(
        "plans", "list", "--lang", "en", cwd=tmp_path, SRTOOLKIT_LANG="zh"
    )

    assert "服务补救悖论" in by_environment.out
    assert "service recovery paradox" in by_option.out
