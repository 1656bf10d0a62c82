"""Durations and times as downloads write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from srtoolkit.responses.cells import number_in, text_in

_SECONDS = {"s": 1.0, "ms": 0.001, "min": 60.0}
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)")
_WORDS = re.compile(
    r"(?:(\d+)\s*(?:天|d(?:ays?)?))?\s*"
    r"(?:(\d+)\s*(?:小时|时|h(?:ours?)?|hrs?))?\s*"
    r"(?:(\d+)\s*(?:分钟|分|min(?:utes?)?|m))?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:秒钟|秒|s(?:ec(?:onds?)?)?))?",
    re.IGNORECASE,
)
_USUAL = 19
_DATE = re.compile(
    r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?"
)


def seconds_in(cell: object, unit: str | None) -> float | None:
    """Return a duration in seconds, or None when a cell holds none.

    Understands numbers in `unit` (seconds by default), ``123秒``,
    ``2分3秒``, ``2 min 3 s``, ``1:02:03`` and a spreadsheet's times.
    """
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds()
    if isinstance(cell, dt.time):
        return cell.hour * 3600.0 + cell.minute * 60 + cell.second
    number = number_in(cell)
    if number is not None:
        return number * _SECONDS[unit or "s"] if number >= 0 else None
    text = unicodedata.normalize("NFKC", text_in(cell))
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = clock.groups(default="0")
        return int(hours) * 3600.0 + int(minutes) * 60 + float(seconds)
    words = _WORDS.fullmatch(text) if text else None
    if words is None or not any(words.groups()):
        return None
    days, hours, minutes, seconds = words.groups(default="0")
    whole = int(days) * 86400 + int(hours) * 3600 + int(minutes) * 60
    return whole + float(seconds)


def time_in(cell: object) -> str | None:
    """Return a time as ``2026-05-01T12:03:04``, or None when a cell holds none.

    Only forms that begin with the year are read: 05/04 is April or May.
    """
    if isinstance(cell, dt.datetime | dt.date):
        return cell.isoformat()
    text = text_in(cell)
    if _is_usual(text):
        try:
            return dt.datetime.fromisoformat(text).isoformat()
        except ValueError:
            return None
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (
        int(part or 0) for part in found.groups()[:6]
    )
    try:
        moment = dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    shown = moment.isoformat() if found[4] else moment.date().isoformat()
    zone = found[7] or ""
    return shown + ("+00:00" if zone == "Z" else zone)


def _is_usual(text: str) -> bool:
    """Tell whether a text has the shape ``2026-05-01 12:03:04``, as most have."""
    return len(text) == _USUAL and text[4] + text[7] + text[13] + text[16] == "--::"
