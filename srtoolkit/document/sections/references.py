"""The works that this report cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, ReferenceList
from srtoolkit.document.manuscript import Manuscript


def build_references(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """List the works cited by the sections before this one."""
    entries = writing.citations.entries()
    return [ReferenceList(entries)] if entries else []
