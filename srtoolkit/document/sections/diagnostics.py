"""What the run noticed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Bullets, Text, plain
from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]


def build_diagnostics(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """List the diagnostics of the run and its tests, and a missing font."""
    found = [*writing["diagnostics"]]
    for hypothesis in writing["hypotheses"]:
        found += hypothesis["details"].get("diagnostics") or ()
    items = worded(writing, found)
    if writing.lang == "zh" and not _has_chinese_font():
        items.append(writing.say("diagnostic.no_chinese_font"))
    return [Bullets(tuple(items))] if items else []


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
