"""Finds a Chinese font for figures: matplotlib's own fonts have no such glyphs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: Families with Simplified Chinese glyphs, the best first. A collection (.ttc)
#: may be listed under its first face, so the Japanese name stands here too.
_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",
    "Microsoft YaHei",
    "PingFang SC",
    "PingFang HK",
    "Hiragino Sans GB",
    "Heiti SC",
    "Heiti TC",
    "STHeiti",
    "SimHei",
    "DengXian",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
    "Songti SC",
    "STSong",
    "SimSun",
    "Arial Unicode MS",
)
_FILE_HINTS = (
    "cjk",
    "sourcehan",
    "notosanssc",
    "msyh",
    "simhei",
    "simsun",
    "deng",
    "pingfang",
    "hiragino",
    "stheiti",
    "songti",
    "wqy",
    "droidsansfallback",
)


@cache
def chinese_family() -> str | None:
    """Return the family to draw Chinese with, or None when none is installed."""
    from matplotlib import font_manager

    found = _known_family()
    if found is not None:
        return found
    for path in font_manager.findSystemFonts():
        if any(hint in Path(path).name.lower() for hint in _FILE_HINTS):
            _register(path)
    return _known_family()


def _known_family() -> str | None:
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    return next((family for family in _FAMILIES if family in known), None)


def _register(path: str) -> None:
    """Make matplotlib know a font that its cache was made before."""
    from matplotlib.font_manager import fontManager

    try:
        fontManager.addfont(path)
    except (OSError, RuntimeError):
        # a font this FreeType cannot open is no font for us either
        return
