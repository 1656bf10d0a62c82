"""Every construct of the theory is measured, or said not to be asked."""

import re
from pathlib import Path

import pytest
from shared_files import shared_path

from srtoolkit.questionnaire import read_instrument
from srtoolkit.shelves import bundled_library, list_items, read_content

#: The construct codes of the theory map, one a line.
CODES = (Path(__file__).parent / "theory_codes.txt").read_text("utf-8").split()

KINDS = {"design factor", "observed quantity"}


def measured_codes() -> set[str]:
    """Codes that a scale of a questionnaire asks for; checks do not count."""
    return {
        scale.construct_code
        for item in list_items("instruments")
        if (instrument := read_instrument(item).instrument).kind == "questionnaire"
        for scale in instrument.scales
        if scale.kind != "check" and scale.construct_code is not None
    }


def not_asked() -> dict[str, dict]:
    path = bundled_library() / "instruments" / "not-asked.yaml"
    return read_content(path, "instruments/not-asked.yaml").data


def codes_of_map(text: str) -> list[str]:
    """Read the codes of the map's table: ``REXP (REXP_D / _P)``, ``A / B``."""
    table = text.partition("## Construct codes")[2].partition("\n## ")[0]
    codes: dict[str, None] = {}
    for line in table.splitlines():
        if not line.startswith("|") or line.startswith(("| Code", "|---")):
            continue
        code_cell, name_cell = line.split("|")[1:3]
        codes |= dict.fromkeys(_codes_in(code_cell))
        codes |= dict.fromkeys(c for c in _codes_in(name_cell) if "_" in c)
    return list(codes)


def _codes_in(cell: str) -> list[str]:
    found: list[str] = []
    for token in re.findall(r"\w+", cell):
        if token.startswith("_"):
            token = found[-1].rpartition("_")[0] + token
        found.append(token)
    return found


def test_every_code_is_measured_or_said_not_to_be_asked():
    assert set(CODES) - measured_codes() - set(not_asked()) == set()


def test_what_is_not_asked_has_a_reason_and_is_not_measured():
    listed = not_asked()

    assert set(listed) <= set(CODES)
    assert set(listed).isdisjoint(measured_codes())
    for entry in listed.values():
        assert entry["kind"] in KINDS
        assert set(entry["reason"]) == {"zh", "en"}


def test_the_shelf_readme_names_what_is_not_asked():
    text = (bundled_library() / "instruments" / "README.md").read_text("utf-8")

    for code, entry in not_asked().items():
        assert f"| {code} | {entry['kind']} | {entry['reason']['en']} |" in text


def test_no_scale_uses_a_code_the_map_does_not_have():
    assert measured_codes() <= set(CODES)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("REXP (REXP_D / _P / _I)", ["REXP", "REXP_D", "REXP_P", "REXP_I"]),
        ("PWOM / NWOM (eWOM)", ["PWOM", "NWOM", "eWOM"]),
        ("LOSS_econ, LOSS_time", ["LOSS_econ", "LOSS_time"]),
    ],
)
def test_codes_are_read_as_the_map_writes_them(cell, codes):
    assert codes_of_map(f"## Construct codes\n| {cell} | a name | – |\n") == codes


@pytest.mark.shared
def test_the_stored_codes_are_those_of_the_map():
    text = shared_path("domain/theory-map.md").read_text("utf-8")

    assert codes_of_map(text) == CODES
