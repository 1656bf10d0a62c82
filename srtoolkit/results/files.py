"""Files are written whole or not at all, and never over others unasked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from srtoolkit.errors import FileError


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside `path`, then rename: the file is whole or not there.

    Raises
    ------
    FileError
        When it cannot be written there.
    """
    try:
        _write(path, content)
    except OSError as error:
        raise FileError(
            f"cannot be written: {error.strerror or error}",
            code="not_writable",
            where=str(path),
            advice="Choose another place with -o.",
        ) from error


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_files(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Write each file of a folder, which is made when it is not there.

    Raises
    ------
    FileError
        When a file stands where the folder should be.
    """
    if folder.exists() and not folder.is_dir():
        raise FileError("is a file, not a folder", code="not_folder", where=str(folder))
    for name, content in contents.items():
        write_atomically(folder / name, content)
    return [folder / name for name in contents]


def refuse_overwriting(paths: Sequence[Path], *, force: bool) -> None:
    """Stop before any work when a file would be overwritten.

    Raises
    ------
    FileError
        Naming the files that are there, unless `force`.
    """
    there = [str(path) for path in paths if path.exists()]
    if there and not force:
        raise FileError(
            f"would overwrite {', '.join(there)}",
            code="file_exists",
            advice="Choose another place with -o, or pass --force.",
        )
