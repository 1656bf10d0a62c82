"""results.json is plain, sorted, stable and checked when read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import FileError
from srtoolkit.results import dump_results, plain, read_results, write_atomically


def test_values_become_plain():
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, np.nan], "c": ["x", None]})
    value = {"f": frame, "n": np.float64("nan"), "i": np.int64(3), "t": (1, np.True_)}

    assert plain(value) == {
        "f": [{"a": 1, "b": 0.5, "c": "x"}, {"a": 2, "b": None, "c": None}],
        "n": None,
        "i": 3,
        "t": [1, True],
    }


def test_infinity_and_missing_values_become_null():
    assert plain([float("inf"), pd.NA, pd.NaT, np.array([1.0, np.nan])]) == [
        None,
        None,
        None,
        [1.0, None],
    ]


def test_bytes_are_sorted_utf8_with_lf():
    content = dump_results({"b": 0.1 + 0.2, "a": "补救"})

    assert content == '{\n "a": "补救",\n "b": 0.30000000000000004\n}\n'.encode()


def test_a_foreign_file_is_refused(tmp_path: Path):
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"schema": 99}), encoding="utf-8")

    with pytest.raises(FileError, match=r"not a results.json.*schema 99"):
        read_results(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(FileError, match=r"not a results.json"):
        read_results(path)
    with pytest.raises(FileError, match="no such file"):
        read_results(tmp_path / "none.json")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch):
    path = tmp_path / "a.txt"
    write_atomically(path, b"old")

    def refuse(self: Path, target: Path) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(FileError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
