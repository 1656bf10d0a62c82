"""What the run noticed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Bullets, Text, plain
from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]


def build_diagnostics(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """List the diagnostics of the run and its tests, and a missing font."""
    texts, ids = _of_hypotheses(writing)
    items = [
        text
        for text in worded(writing, writing["diagnostics"])
        if plain(text) not in texts
    ]
    items += [
        (*writing.say("word.of_hypotheses", ids=ids[shown]), *text)
        for shown, text in texts.items()
    ]
    if writing.lang == "zh" and not _has_chinese_font():
        items.append(writing.say("diagnostic.no_chinese_font"))
    return [Bullets(tuple(items))] if items else []


def _of_hypotheses(
    writing: Manuscript,
) -> tuple[dict[str, Text], dict[str, list[str]]]:
    """Word what the tests noticed, each once, and say in which hypotheses."""
    texts: dict[str, Text] = {}
    ids: dict[str, list[str]] = {}
    for found in writing["hypotheses"]:
        for text in worded(writing, found["details"].get("diagnostics") or ()):
            texts[plain(text)] = text
            ids.setdefault(plain(text), []).append(found["id"])
    return texts, ids


def worded(writing: Manuscript, found: Iterable[Values]) -> list[Text]:
    """Word diagnostics and notes, each once."""
    texts = [_text(writing, note["code"], note.get("values") or {}) for note in found]
    return list({plain(text): text for text in texts}.values())


def _text(writing: Manuscript, code: str, values: Values) -> Text:
    known = dict(values)
    status = known.get("status")
    if status is not None:
        known["status"] = writing.words.plain(f"status.{status}")
    if writing.words.has(f"level.{known.get('level')}"):
        known["level"] = writing.words.plain(f"level.{known['level']}")
    if writing.words.has(f"rival.{known.get('model')}"):
        known["model"] = writing.words.plain(f"rival.{known['model']}")
    of_scale = f"diagnostic.{code}_of_scale"
    if "scale" in known and writing.words.has(of_scale):
        return writing.say(of_scale, **known)
    return writing.say(f"diagnostic.{code}", **known)


def _has_chinese_font() -> bool:
    from srtoolkit.document.figures.fonts import chinese_family

    return chinese_family() is not None
