"""Lists the plans of the shelves without building them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from srtoolkit.errors import ContentError, Problem
from srtoolkit.questionnaire import Text
from srtoolkit.shelves import ShelfItem, list_items, read_content, validate_content


class _Head(BaseModel):
    """What a list says of a plan."""

    model_config = ConfigDict(frozen=True, strict=True)

    title: Text
    theory: tuple[str, ...] = Field(strict=False)
    instruments: tuple[str, ...] = Field(strict=False)


def plan_label(item: ShelfItem) -> str | None:
    """Return how messages name a plan's file; None: by its path."""
    return f"analyses/{item.name}/plan.yaml" if item.origin != "path" else None


def list_plans(study: Path | None = None) -> list[dict[str, Any]]:
    """Return one row a plan: ``name, title, theory, instruments, origin``.

    A list answers at once, so a file is held against the schema for what the
    row says; `check_plan` looks for all other mistakes.

    Raises
    ------
    ContentError
        With every mistake of each file on the shelves that cannot be listed.
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for item in list_items("analyses", study):
        try:
            head = validate_content(read_content(item.file, plan_label(item)), _Head)
        except ContentError as error:
            problems += error.problems
            continue
        rows.append(
            {
                "name": item.name,
                "title": head.title.model_dump(),
                "theory": list(head.theory),
                "instruments": list(head.instruments),
                "origin": item.origin,
            }
        )
    if problems:
        raise ContentError(problems)
    return rows
