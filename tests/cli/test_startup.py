"""Help and lists answer without the heavy libraries."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("pandas", "scipy", "statsmodels", "semopy", "pingouin", "matplotlib")
PROBE = """
import sys, json
from srtoolkit.cli.main import srtoolkit
try:
    srtoolkit({arguments!r}, standalone_mode=False)
finally:
    print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["instruments", "list"],
        ["instruments", "list", "--json"],
        ["plans", "list"],
        ["plans", "list", "--json"],
        ["analyze", "--help"],
    ],
    ids=" ".join,
)
def test_no_heavy_library_is_loaded(arguments: list[str]):
    code = PROBE.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )

    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_importing_the_package_loads_none_either():
    code = f"import sys, srtoolkit; print([n for n in {HEAVY!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.strip() == "[]"
