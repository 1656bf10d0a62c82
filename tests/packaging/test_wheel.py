"""What the wheel holds is what stands on the shelves."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELVES = ("instruments", "analyses", "reports")


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    subprocess.run([*command, "--wheel-dir", str(out), str(ROOT)], check=True)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def content_files(folder: Path) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_file_of_a_shelf_is_in_the_wheel(shelf: str, wheel_names: set[str]):
    prefix = "srtoolkit/_library/"
    packed = {
        name.removeprefix(prefix)
        for name in wheel_names
        if name.startswith(f"{prefix}{shelf}/")
    }

    assert packed == content_files(ROOT / shelf)
    assert packed


def test_every_module_is_in_the_wheel_and_tests_are_not(wheel_names: set[str]):
    assert content_files(ROOT / "srtoolkit") <= wheel_names
    assert not [name for name in wheel_names if name.startswith("tests/")]
