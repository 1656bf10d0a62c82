"""Reads a plan from its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from srtoolkit.plans.listing import plan_label
from srtoolkit.plans.schema import Plan
from srtoolkit.shelves import (
    Content,
    ShelfItem,
    find_item,
    read_content,
    validate_content,
)


@dataclass(frozen=True, slots=True)
class LoadedPlan:
    """A plan and where it came from.

    Attributes
    ----------
    name : str
        The folder's name.
    plan : Plan
    content : Content
        The file with every value's line and column.
    origin : {"bundled", "study", "path"}
    shadows : bool
        True when a study's plan stands before a bundled one of that name.
    folder : Path
    study : Path or None
        The study whose shelves are searched first.
    """

    name: str
    plan: Plan
    content: Content
    origin: Literal["bundled", "study", "path"]
    shadows: bool
    folder: Path
    study: Path | None

    @property
    def sha256(self) -> str:
        """Hash of the plan's bytes."""
        return self.content.sha256


def read_plan(plan: str | Path | ShelfItem, study: Path | None = None) -> LoadedPlan:
    """Read a plan by name, path or shelf item; its schema is checked here.

    Raises
    ------
    ShelfError
        When there is no such plan.
    FileError, ContentError
        When the file cannot be read or does not fit the schema.
    """
    item = (
        plan if isinstance(plan, ShelfItem) else find_item("analyses", str(plan), study)
    )
    content = read_content(item.file, plan_label(item))
    return LoadedPlan(
        item.name,
        validate_content(content, Plan),
        content,
        item.origin,
        item.shadows,
        item.folder,
        study,
    )
