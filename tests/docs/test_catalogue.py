"""The committed catalogue is what the generator gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from srtoolkit.cli.main import srtoolkit
from srtoolkit.questionnaire import read_instrument
from srtoolkit.shelves import list_items

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("catalogue.md", "catalogue.zh.md")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("catalogue")
    command = ["instruments", "catalogue", "-o", str(out), "--study", str(ROOT)]
    result = CliRunner().invoke(srtoolkit, command)
    assert result.exit_code == 0, result.exception
    return out


@pytest.mark.parametrize("page", PAGES)
def test_the_committed_page_is_what_the_generator_gives(page, made):
    committed = (ROOT / "docs" / page).read_bytes()

    assert committed == (made / page).read_bytes(), (
        "run: srtoolkit instruments catalogue -o docs --force"
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_item_stands_there_in_both_languages(page, made):
    text = (made / page).read_text("utf-8")
    for item in list_items("instruments"):
        instrument = read_instrument(item).instrument
        assert f"`{instrument.name}`" in text
        for each in instrument.items:
            said = each.text or each.role
            assert f"| `{each.id}` | {said.zh} | {said.en} |" in text


def test_plans_and_sources_are_named(made):
    text = (made / "catalogue.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if "#overall-satisfaction)" in line)

    assert "`recovery-paradox`" in row and "`OSAT`" in row
    assert "Construct source: Folkes, 1984" in text


def test_a_study_s_instruments_are_in_its_catalogue(tmp_path):
    folder = tmp_path / "instruments" / "my-severity"
    folder.mkdir(parents=True)
    (tmp_path / "srtoolkit.yaml").touch()
    source = next(i for i in list_items("instruments") if i.name == "failure-severity")
    text = source.file.read_text("utf-8").replace("failure-severity", "my-severity")
    (folder / "instrument.yaml").write_text(text.replace("SEV", "MYSEV"), "utf-8")
    command = ["instruments", "catalogue", "--study", str(tmp_path)]
    result = CliRunner().invoke(srtoolkit, [*command, "-o", str(tmp_path / "docs")])

    assert result.exit_code == 0, result.exception
    assert "`my-severity`" in (tmp_path / "docs/catalogue.zh.md").read_text("utf-8")
