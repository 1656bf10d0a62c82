"""Runs the command line as a user does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ran:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str


def run_srtoolkit(*arguments: object, cwd: Path, **environment: str) -> Ran:
    """Run ``python -m srtoolkit`` with UTF-8 output and no study around."""
    done = subprocess.run(
        [sys.executable, "-m", "srtoolkit", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "SRTOOLKIT_LANG": "en", **environment},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
