"""Instruments made up by hypothesis: every kind of scale, awkward wording."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from srtoolkit.questionnaire import Instrument, LoadedInstrument

#: Signs that separate, quote, mark up or compute somewhere; and Chinese.
_LETTERS = st.sampled_from(list("abcXYZ ,;|'\"*_<>&=+-@#${}()满意吗？，一二"))
#: What a spreadsheet, a template or a parser would like to do something with.
_BEGINNINGS = st.sampled_from(
    ("", "", "=1+1", "@x", "-1", "{{7*7}}", "${x}", "😀 ", "\u202e", "<!--", "\\")
)
_PLAIN = st.text(alphabet="abcdefgh满意度补救", min_size=1, max_size=6)
KINDS = ("reflective", "nominal", "multiple", "count", "single", "open")


@st.composite
def texts(draw: st.DrawFn, tail: str) -> dict[str, str]:
    """Wordings no two of which are alike, since `tail` ends them."""
    return {
        lang: f"{draw(_BEGINNINGS)}{draw(_PLAIN)}"
        f"{draw(st.text(_LETTERS, max_size=12))} {tail}{lang}"
        for lang in ("zh", "en")
    }


@st.composite
def instruments(draw: st.DrawFn) -> LoadedInstrument:
    """An instrument of one to three scales."""
    responses: dict[str, Any] = {}
    scales = []
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(KINDS))
        name = f"r{number}"
        responses[name] = draw(_response(kind, name))
        n_items = draw(st.integers(1, 4)) if kind in ("reflective", "multiple") else 1
        items = [
            {
                "id": f"S{number}_{i}",
                "text": draw(texts(f"S{number}I{i}")),
                "asks": {"zh": "问", "en": "asks"},
                "response": name,
                "reverse": kind == "reflective" and draw(st.booleans()),
                "wording": "own",
            }
            for i in range(n_items)
        ]
        method = "mean" if kind in ("reflective", "single") else "none"
        method = "sum" if kind in ("multiple", "count") else method
        scales.append(
            {
                "id": f"S{number}",
                "construct": None,
                "title": {"zh": f"量表{number}", "en": f"Scale {number}"},
                "definition": {"zh": "定义", "en": "Definition"},
                "kind": kind,
                "scoring": {"method": method, "min_valid": 1},
                "items": items,
            }
        )
    content = {
        "schema": 1,
        "name": "generated",
        "version": "1.0.0",
        "title": {"zh": "生成", "en": "Generated"},
        "description": {"zh": "生成", "en": "Generated"},
        "measures": [],
        "kind": "questionnaire",
        "licence": "CC-BY-4.0",
        "translation": {"status": "draft"},
        "responses": responses,
        "scales": scales,
    }
    return LoadedInstrument(Instrument.model_validate(content), "0" * 64, "path", False)


@st.composite
def _response(draw: st.DrawFn, kind: str, name: str) -> dict[str, Any]:
    if kind == "open":
        return {"open": "text"}
    if kind == "count":
        return {"low": 0}
    if kind == "multiple":
        values = [0, 1]
    elif kind == "reflective" and draw(st.booleans()):
        ends = {"low_label": draw(texts("low")), "high_label": draw(texts("high"))}
        return {"low": -3, "high": 3, **ends}
    else:
        start = draw(st.integers(-2, 3))
        values = list(range(start, start + draw(st.integers(2, 7))))
    options = [{"value": v, "label": draw(texts(f"{name}v{v}"))} for v in values]
    return {"options": options}
