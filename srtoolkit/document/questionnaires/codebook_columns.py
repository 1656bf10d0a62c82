"""The columns of a platform's download, for the codebook."""

from __future__ import annotations

from collections.abc import Mapping

from srtoolkit.document.questionnaires.codebook_words import CodebookWords, Sheet
from srtoolkit.platforms import Column, Manifest


def column_sheet(manifest: Manifest, words: CodebookWords) -> Sheet:
    """Return the table of the columns a manifest names.

    Parameters
    ----------
    manifest : Manifest
    words : CodebookWords
    """
    keys = ("heading", "variable", "means", "cells", "missing")
    heads = tuple(words.say(key) for key in keys)
    platform = words.say_of("platform_name", manifest.platform)
    return Sheet(
        "columns",
        words.say("columns"),
        heads,
        tuple(_row(column, manifest, words) for column in manifest.columns),
        words.say("columns_opening", platform=platform),
    )


def _row(
    column: Column, manifest: Manifest, words: CodebookWords
) -> tuple[str, str, str, str, str]:
    headings = [shown for several in column.headings.values() for shown in several]
    return (
        "\n".join(dict.fromkeys(headings)),
        column.name,
        words.say(f"kind_{column.kind}"),
        _cells(column),
        ", ".join((*column.missing, *manifest.missing)),
    )


def _cells(column: Column) -> str:
    """Tell what stands in the cells, where it is not the value itself."""
    lines = [
        f"{kind}: {_pairs(written)}"
        for kind, written in column.written.items()
        if {shown: str(value) for shown, value in written.items()}
        != {str(value): str(value) for value in written.values()}
    ]
    changed = {k: v for k, v in column.meanings.items() if k != v}
    lines += [_pairs(changed)] if changed else []
    for option in column.options:
        shown = ", ".join(dict.fromkeys(option.written.values()))
        lines.append(f"{shown} → {option.item} = 1")
    return "\n".join(lines)


def _pairs(written: Mapping[str, int] | Mapping[str, str]) -> str:
    return "; ".join(f"{shown} = {value}" for shown, value in written.items())
