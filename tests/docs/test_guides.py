"""The examples of the guides are run as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from srtoolkit.cli.main import srtoolkit

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("docs/guide.md", "docs/guide.zh.md")


def console_lines(text: str) -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [line[2:] for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_commands_of_a_guide_run(guide: str, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = console_lines((ROOT / guide).read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "srtoolkit"
        result = CliRunner().invoke(srtoolkit, arguments, standalone_mode=False)
        assert result.exception is None, (line, result.exception)
        assert (result.return_value or 0) == 0, line


def test_the_python_example_runs(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs/guide.md").read_text(encoding="utf-8")
    simulate = ["responses", "simulate", "recovery-paradox", "-o", "simulated.csv"]
    CliRunner().invoke(srtoolkit, simulate, standalone_mode=False)
    (example,) = re.findall(
        r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE
    )
    exec(compile(example, "guide.md", "exec"), {})

    assert (tmp_path / "python-out" / "report.en.html").is_file()


def test_the_readme_has_two_single_line_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)

    assert [len(block.splitlines()) for block in blocks] == [1, 1]
    assert all("python3 -m venv .venv && .venv/bin/pip install" in b for b in blocks)


def test_links_of_the_documents_lead_somewhere():
    for name in ("README.md", "CONTRIBUTING.md", *GUIDES):
        folder = (ROOT / name).parent
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (folder / target).exists(), (name, target)
