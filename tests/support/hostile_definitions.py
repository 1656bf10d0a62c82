"""An instrument whose texts try to be anything but text."""

from __future__ import annotations

from typing import Any

from srtoolkit.questionnaire import Instrument, LoadedInstrument

#: Markup, formulas, references, template signs, separators, odd signs, long ones.
SNIPPETS = (
    "</script><script>alert(1)</script>",
    "]]> <![CDATA[x",
    "\"quoted\" and 'single' `back`",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "${OSAT1} and ${e://Field/x} {{7*7}} {% raw %} {0} {name}",
    "[[Question:MC]] [[ID:Q1]] [结束]",
    "a | b ┋ c → d 〖e〗, f; g\tTAB",
    "first line\nsecond line\n\nnew paragraph",
    "emoji 😀👩‍👩‍👧 and 𠮷",
    "right-to-left \u202eabc\u202c \u200f\u05d0",
    "&lt;b&gt; &amp;amp; <b>bold</b> <!-- note -->",
    "*stars* _lines_ # head ~tilde~ \\backslash",
    "-1+1",
    "1. numbered (A) 第5题",
    "long " + "很长的文字 very long " * 60,
)
KINDS = ("reflective", "ends", "nominal", "multiple", "count", "open")


def _texts(place: int, kind: str = "") -> dict[str, str]:
    """The text at a place; no two of a kind are alike."""
    snippet = SNIPPETS[place % len(SNIPPETS)]
    return {lang: f"{snippet} {kind}{lang}{place}" for lang in ("zh", "en")}


def hostile_instrument(*, labels: int = 0) -> LoadedInstrument:
    """One scale of each kind, with every snippet as an item's text.

    Parameters
    ----------
    labels : int
        Which snippet the answers' labels begin with.
    """
    options = [{"value": v, "label": _texts(labels + v, "is ")} for v in range(1, 4)]
    ends = {"low_label": _texts(labels + 4), "high_label": _texts(labels + 5)}
    yes = [{"value": v, "label": _texts(labels + 6 + v, "was ")} for v in (0, 1)]
    responses: dict[str, Any] = {
        "reflective": {"options": options},
        "ends": {"low": 0, "high": 6, **ends},
        "nominal": {
            "options": [*options, {"value": 9, "label": _texts(labels + 9, "is ")}]
        },
        "multiple": {"options": yes},
        "count": {"low": 0, "high": 90},
        "open": {"open": "text"},
    }
    scales = [_scale(number, kind) for number, kind in enumerate(KINDS)]
    content = {
        "schema": 1, "name": "hostile", "version": "1.0.0",
        "title": _texts(0), "description": _texts(1), "instructions": _texts(8),
        "measures": [], "kind": "questionnaire", "licence": "CC-BY-4.0",
        "translation": {"status": "draft"}, "responses": responses, "scales": scales,
    }  # fmt: skip
    return LoadedInstrument(Instrument.model_validate(content), "0" * 64, "path", False)


def _scale(number: int, kind: str) -> dict[str, Any]:
    n_items = len(SNIPPETS) if kind == "reflective" else 3 if kind == "multiple" else 1
    items = []
    for place in range(n_items):
        item: dict[str, Any] = {
            "id": f"S{number}_{place}",
            "text": _texts(20 * number + place),
            "asks": _texts(place),
            "response": kind,
            "wording": "own",
        }
        items.append(item | ({"unit": _texts(5)} if kind == "count" else {}))
    scored = {"multiple": "sum", "count": "sum", "nominal": "none", "open": "none"}
    return {
        "id": f"S{number}", "construct": None, "title": _texts(2 + number),
        "definition": _texts(3), "kind": "reflective" if kind == "ends" else kind,
        "scoring": {"method": scored.get(kind, "mean"), "min_valid": 1},
        "items": items,
    }  # fmt: skip
