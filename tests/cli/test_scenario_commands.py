"""The commands for scenarios, questionnaires, translators and experts."""

import json
import os
import subprocess
import sys
from pathlib import Path

HEAVY = ["pandas", "scipy", "statsmodels", "semopy", "pingouin", "matplotlib"]
HEAVY += ["numpy", "xlsxwriter", "python_calamine"]


def run(*arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "srtoolkit", "instruments", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ
        | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_help_and_lists_load_nothing_heavy():
    code = (
        "import sys; from click.testing import CliRunner; "
        "from srtoolkit.cli.main import srtoolkit as root; "
        "CliRunner().invoke(root, ['instruments', 'compose', '--help']); "
        "CliRunner().invoke(root, ['instruments', 'scenario', 'list']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert done.stdout.strip() == "[]"


def test_scenario_show_prints_every_cell_and_the_control_with_lengths():
    shown = run(
        "scenario", "show", "scenario-hotel-check-in",
        "--factors", "stability,recovery", "--lang", "zh",
    )  # fmt: skip

    assert shown.count(" characters") == 7
    assert "[no_failure] control" in shown
    assert "[unstable_excellent] stability: unstable, recovery: excellent" in shown
    rows = json.loads(
        run(
            "scenario",
            "show",
            "scenario-hotel-check-in",
            "--factors",
            "recovery",
            "--hold",
            "severity=major",
            "--json",
        )
    )
    assert [row["label"] for row in rows] == ["no_failure", "none", "poor", "excellent"]
    assert "三个小时" in rows[1]["text"]["zh"]
    assert "FACTOR=LEVEL" in run(
        "scenario", "show", "scenario-hotel-check-in", "--hold", "major", code=2
    )


def test_compose_takes_a_plan_s_conditions_and_check_finds_nothing(tmp_path):
    out = tmp_path / "paradox-experiment"
    run("compose", "recovery-paradox", "-o", str(out))

    text = (out / "questionnaire.yaml").read_text("utf-8")
    for label in ("no_failure", "excellent_recovery", "poor_recovery"):
        assert f"label: {label}" in text
    assert "no problems" in run("check", str(out))
    assert "would overwrite" in run(
        "compose", "recovery-paradox", "-o", str(out), code=2
    )
    run(
        "compose", "recovery-paradox", "-o", str(out), "--force",
        "--cell", "excellent_recovery=recovery:excellent,severity:major",
    )  # fmt: skip
    assert "severity: major" in (out / "questionnaire.yaml").read_text("utf-8")


def test_sheets_and_forms_go_out_and_come_back(tmp_path):
    sheet, form = tmp_path / "sheet.xlsx", tmp_path / "form.xlsx"
    run("translation-sheet", "write", "attribution", "-o", str(sheet))
    assert "no differences" in run(
        "translation-sheet", "read", "attribution", str(sheet)
    )
    run("translation-sheet", "read", "failure-severity", str(sheet), code=1)
    run("cvi", "form", "attribution", "-o", str(form))
    assert "needs two" in run("cvi", "compute", str(form), str(form), code=2)
