"""Files that lie beside the checkout and are not part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def shared_path(relative: str) -> Path:
    """Return a shared file; skip the test, or fail it in CI, when it is absent."""
    path = _SHARED / relative
    if not path.exists():
        reason = f"../shared/{relative} is not on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
