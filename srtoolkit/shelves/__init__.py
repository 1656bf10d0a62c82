"""Finds content on the shelves and reads YAML with line and column."""

from srtoolkit.shelves.content import Content, parse_content, read_content
from srtoolkit.shelves.locate import (
    KIND_FILES,
    SHELF_FILES,
    Kind,
    Shelf,
    ShelfItem,
    bundled_library,
    find_item,
    list_items,
    study_folder,
)
from srtoolkit.shelves.schema import Content_T, problems_of, validate_content

__all__ = [
    "KIND_FILES",
    "SHELF_FILES",
    "Content",
    "Content_T",
    "Kind",
    "Shelf",
    "ShelfItem",
    "bundled_library",
    "find_item",
    "list_items",
    "parse_content",
    "problems_of",
    "read_content",
    "study_folder",
    "validate_content",
]
