"""What was measured: constructs with their sources, and every item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row, Text, text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.numbers import MISSING

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


def build_measures(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print a table of constructs and a table of items."""
    pairs = list(_scales(writing))
    if not pairs:
        return []
    blocks: list[Block] = [_construct_table(writing, pairs)]
    if options.get("items", True):
        blocks.append(_item_table(writing, pairs))
    return blocks


def _scales(writing: Manuscript) -> Iterator[Pair]:
    for instrument in writing["instruments"]:
        for scale in instrument["content"].get("scales", ()):
            if scale["id"] in instrument["scales_used"]:
                yield instrument["content"], scale


def _construct_table(writing: Manuscript, pairs: list[Pair]) -> Block:
    columns = [
        writing.column("construct", "left"),
        writing.column("definition", "left"),
        writing.column("n_items"),
        writing.column("response", "left"),
        writing.column("source", "left"),
    ]
    rows = [_construct_row(writing, *pair) for pair in pairs]
    notes = [
        writing.say("table_note.instrument", name=item["name"], sha=item["sha256"][:12])
        for item in writing["instruments"]
    ]
    drafts = [
        writing.local(instrument["content"].get("title"))
        for instrument in writing["instruments"]
        if (instrument["content"].get("translation") or {}).get("status") == "draft"
    ]
    if drafts:
        notes.append(writing.say("table_note.draft_translation", names=drafts))
    return writing.table("constructs", columns, rows, notes=notes)


def _construct_row(
    writing: Manuscript, instrument: Mapping[str, Any], scale: Mapping[str, Any]
) -> Row:
    name = f"{writing.local(scale['title'])} ({scale['id']})"
    if writing.lang == "zh":
        name = f"{writing.local(scale['title'])}（{scale['id']}）"
    formats = sorted({item["response"] for item in scale["items"]})
    ranges = [_range(instrument, found) for found in formats]
    return row(
        name,
        writing.local(scale.get("definition")) or MISSING,
        writing.numbers.count(len(scale["items"])),
        writing.words.formats[""](ranges),
        _source(writing, instrument, scale),
    )


def _range(instrument: Mapping[str, Any], name: str) -> str:
    found = (instrument.get("responses") or {}).get(name) or {}
    options = [option["value"] for option in found.get("options") or ()]
    low = min(options) if options else found.get("low")
    high = max(options) if options else found.get("high")
    return f"{low}–{high}" if low is not None else name


def _source(
    writing: Manuscript, instrument: Mapping[str, Any], scale: Mapping[str, Any]
) -> str:
    known = instrument.get("references") or {}
    keys = [key for key in scale.get("source") or () if key in known]
    if not keys:
        return MISSING
    return writing.citations.cite(keys).strip("()（）")


def _item_table(writing: Manuscript, pairs: list[Pair]) -> Block:
    columns = [
        writing.column("item", "left", wraps=False),
        writing.column("item_text", "left"),
        writing.column("wording", "center"),
    ]
    rows: list[Row] = []
    for _, scale in pairs:
        rows.append(group_row(writing.local(scale["title"])))
        rows += [_item_row(writing, item) for item in scale["items"]]
    described = any(pair[0].get("kind") == "described" for pair in pairs)
    notes = [writing.say("table_note.reverse")]
    if described:
        notes.append(writing.say("table_note.described"))
    return writing.table("items", columns, rows, notes=notes)


def _item_row(writing: Manuscript, item: Mapping[str, Any]) -> Row:
    shown: Text = text(writing.labels.item(item["id"]) or MISSING)
    if item.get("reverse"):
        shown = (*shown, *writing.say("word.reverse_mark"))
    return row(item["id"], shown, writing.words.name_of("wording", item["wording"]))
