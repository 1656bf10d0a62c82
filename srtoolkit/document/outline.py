"""Reads a report's outline: its sections in order, with their options."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from srtoolkit.document.sections import BUILDERS
from srtoolkit.errors import ContentError, did_you_mean
from srtoolkit.shelves import ShelfItem, read_content, validate_content


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Localised(_Frozen):
    """A text in both languages."""

    zh: str
    en: str


class OutlineSection(_Frozen):
    """One section: its builder, and options that builder knows."""

    section: str
    title: Localised | None = None
    options: dict[str, Any] = Field(default_factory=dict)


class Outline(_Frozen):
    """The content of ``outline.yaml``."""

    schema_: int = Field(alias="schema")
    title: Localised
    description: Localised
    chapter: int | None = None
    sections: tuple[OutlineSection, ...]


def read_outline(report: ShelfItem) -> Outline:
    """Read and check a report's outline.

    Raises
    ------
    ContentError
        With every key that does not fit and every section without a builder.
    """
    content = read_content(report.file)
    outline = validate_content(content, Outline)
    unknown = [
        content.problem(
            ("sections", index, "section"),
            f'there is no section "{part.section}"',
            code="unknown_section",
            allowed=", ".join(BUILDERS),
            advice=did_you_mean(part.section, BUILDERS),
        )
        for index, part in enumerate(outline.sections)
        if part.section not in BUILDERS
    ]
    if unknown:
        raise ContentError(unknown)
    return outline
