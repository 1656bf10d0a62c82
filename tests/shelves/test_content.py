"""YAML is read with line and column, and every mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from srtoolkit.errors import ContentError, FileError
from srtoolkit.shelves import parse_content, read_content, validate_content


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    count: int
    name: str = ""


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    title: str
    parts: list[Part]


def test_scalars_follow_yaml_1_2():
    data = parse_content(
        "a: no\nb: on\nc: 012\nd: 1e3\ne: ~\nf: '5'\ng: true", "x"
    ).data

    assert data == {
        "a": "no",
        "b": "on",
        "c": 12,
        "d": 1000.0,
        "e": None,
        "f": "5",
        "g": True,
    }


def test_places_count_from_one():
    content = parse_content("title: t\nparts:\n  - count: 1\n  - count: x\n", "x.yaml")

    assert content.place(("parts", 1, "count")) == (4, 5)
    assert content.place(("parts", 1, "missing")) == (4, 5)


def test_every_mismatch_of_a_file_is_reported_at_once():
    text = "titel: t\nparts:\n  - count: many\n  - {count: 1, nam: b}\n"
    with pytest.raises(ContentError) as caught:
        validate_content(parse_content(text, "x.yaml"), Whole)

    message = str(caught.value)
    assert "x.yaml:1:1: titel: there is no such key" in message
    assert 'Did you mean "title"?' in message
    assert "title: is missing" in message
    assert "x.yaml:3:5: parts[0].count" in message
    assert "found 'many'" in message
    assert 'Did you mean "name"?' in message


def test_tabs_are_refused_with_their_place():
    with pytest.raises(ContentError, match=r"x\.yaml:2:1: a tab stands"):
        parse_content("a:\n\tb: 1\n\tc: 2\n", "x.yaml")


def test_duplicate_keys_are_refused_with_both_lines():
    with pytest.raises(
        ContentError, match=r'x\.yaml:3:1: the key "a" stands twice.*line 1'
    ):
        parse_content("a: 1\nb: 2\na: 3\n", "x.yaml")


def test_broken_yaml_names_its_place():
    with pytest.raises(ContentError, match=r"x\.yaml:2:\d+: not valid YAML"):
        parse_content("a: [1\nb: 2", "x.yaml")


def test_an_empty_file_has_no_keys():
    with pytest.raises(ContentError, match=r"the file holds no keys.*title, parts"):
        validate_content(parse_content("", "x.yaml"), Whole)


def test_files_that_cannot_be_read(tmp_path: Path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("a: é".encode("latin-1"))

    with pytest.raises(FileError, match="no such file"):
        read_content(tmp_path / "none.yaml")
    with pytest.raises(FileError, match="is a folder"):
        read_content(tmp_path)
    with pytest.raises(FileError, match="byte 4 is not UTF-8"):
        read_content(latin)
