"""Reads a manifest; every mistake at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from srtoolkit.errors import ContentError, FileError, Problem
from srtoolkit.platforms.manifest.model import Column, Manifest

#: A manifest of a thousand questions in two languages has a tenth of it.
_LARGEST = 50_000_000
_NEEDS_ANSWERS = frozenset({"answer", "consent", "option"})
_NEEDS_MEANINGS = frozenset({"condition", "language", "status", "finished"})


def read_manifest(path: str | Path) -> Manifest:
    """Read a ``manifest.json``.

    Raises
    ------
    FileError
        When it is missing, too large or no JSON in UTF-8.
    ContentError
        With every value that does not fit, each with its place.
    """
    file = str(path)
    content = _json(Path(path), file)
    if not isinstance(content, dict):
        raise ContentError("is not a manifest", code="manifest_wrong", where=file)
    try:
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        problems = [_problem(dict(detail), file) for detail in error.errors()]
        raise ContentError(problems) from error
    problems = list(_contradictions(manifest, file))
    if problems:
        raise ContentError(problems)
    return manifest


def _json(path: Path, file: str) -> Any:
    if not path.is_file():
        raise FileError("there is no such file", code="file_missing", where=file)
    if path.stat().st_size > _LARGEST:
        raise FileError("is too large for a manifest", code="too_large", where=file)
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise FileError(
            "is not JSON in UTF-8",
            code="not_json",
            where=file,
            line=line,
            advice="Use the manifest.json that stands beside the exported form.",
        ) from error


def _problem(detail: dict[str, Any], file: str) -> Problem:
    place = ".".join(str(step) for step in detail["loc"]) or "the file"
    message = str(detail["msg"])
    return Problem(
        "manifest_wrong",
        f"{place}: {message[:1].lower()}{message[1:]}",
        file,
        advice="Export the form again, and leave its manifest.json as it is.",
        pieces={"place": place},
    )


def _contradictions(manifest: Manifest, file: str) -> Iterator[Problem]:
    """Find columns that say too little, or the same as another one."""
    seen: dict[tuple[str, str], str] = {}
    for number, column in enumerate(manifest.columns):
        place = f"columns.{number} ({column.name})"
        lack = _lack(column)
        if lack:
            yield Problem("manifest_wrong", f"{place}: {lack}", file)
        key = (column.kind, column.name)
        if key in seen:
            yield Problem(
                "manifest_wrong", f"{place}: stands twice, as in {seen[key]}", file
            )
        seen.setdefault(key, place)


def _lack(column: Column) -> str:
    if not any(column.headings.values()):
        return "has no headings"
    if column.kind in _NEEDS_ANSWERS and not any(column.written.values()):
        return "says not how its answers are written"
    if column.kind in _NEEDS_MEANINGS and not column.meanings:
        return "says not what its entries mean"
    if column.kind == "choices" and not (column.options and column.separators):
        return "says not how its options are joined"
    if column.kind in ("option", "choices") and column.question is None:
        return "names no question"
    return ""
