"""Content is found by name or path, the study's before the bundled."""

from __future__ import annotations

from pathlib import Path

import pytest

from srtoolkit.errors import ShelfError
from srtoolkit.shelves import find_item, list_items, study_folder


def make_instrument(study: Path, name: str) -> Path:
    folder = study / "instruments" / name
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text("schema: 1\n", encoding="utf-8")
    return folder


def test_bundled_shelves_hold_items():
    for shelf in ("instruments", "analyses", "reports"):
        assert list_items(shelf)


def test_a_study_adds_and_shadows(tmp_path: Path):
    make_instrument(tmp_path, "my-scale")
    make_instrument(tmp_path, "overall-satisfaction")

    assert find_item("instruments", "my-scale", tmp_path).origin == "study"
    shadowing = find_item("instruments", "overall-satisfaction", tmp_path)
    assert (shadowing.origin, shadowing.shadows) == ("study", True)
    assert not find_item("instruments", "attribution", tmp_path).shadows


def test_an_item_can_be_named_by_path(tmp_path: Path):
    folder = make_instrument(tmp_path, "my-scale")

    for path in (folder, folder / "instrument.yaml"):
        item = find_item("instruments", str(path))
        assert (item.name, item.origin) == ("my-scale", "path")


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ShelfError, match='Did you mean "recovery-paradox"'):
        find_item("analyses", "recovery-paradoks")


def test_the_nearest_study_upwards_is_found(tmp_path: Path):
    (tmp_path / "srtoolkit.yaml").write_text("schema: 1\n", encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)

    assert study_folder(below) == tmp_path
