"""What the tests of responses share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from answer_files import csv_text, write_instrument

from srtoolkit.responses import Responses, read_responses


@pytest.fixture
def small(tmp_path: Path) -> str:
    return write_instrument(tmp_path)


@pytest.fixture
def read(tmp_path: Path, small: str) -> Callable[..., Responses]:
    """Write text (or bytes) to a file and read it as answers."""

    def write_then_read(
        content: str | bytes | None = None, **options: object
    ) -> Responses:
        path = tmp_path / "answers.csv"
        content = csv_text() if content is None else content
        raw = content.encode("utf-8") if isinstance(content, str) else content
        path.write_bytes(raw)
        return read_responses(path, [small], **options)  # type: ignore[arg-type]

    return write_then_read
