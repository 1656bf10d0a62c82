"""What single entries hold that names a person, whatever the heading says."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from srtoolkit.responses.cells import is_empty, number_in, text_in
from srtoolkit.responses.personal.headings import Personal

# every repetition is bounded: no entry, however it is made up, takes long to look at
_AREA = r"(?:省|自治区|市|区|县|州|镇)[\u4e00-\u9fffA-Za-z\d]{0,16}"
_STREETS = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd)\b"
_HEX4 = r"[0-9A-Fa-f]{1,4}"
_PATTERNS: tuple[tuple[Personal, str], ...] = (
    ("email", r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    (
        "ip",
        (
            r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}"
            r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])|"
            rf"(?<![\w:])(?:{_HEX4}:){{7}}{_HEX4}(?![\w:])|"
            rf"(?<![\w:])(?:{_HEX4}:){{1,6}}(?::{_HEX4}){{1,6}}(?![\w:])"
        ),
    ),
    (
        "device",
        (
            r"Mozilla/\d|(?<![\w:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:])|"
            r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
        ),
    ),
    (
        "other",  # identity card, card numbers, WeChat, QQ, number plate, page
        (
            r"(?<!\d)\d{6} ?(?:18|19|20)\d{6} ?\d{3}[\dXx](?!\d)|"
            r"(?<![\d.])\d{15,19}(?!\d)|(?<!\d)\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)|"
            r"\bwxid_\w+|(?:微信|wechat|weixin)\W{0,3}(?:号\W{0,2})?(?=\w*\d)[A-Za-z][\w-]{5,}|"
            r"(?i:qq)\W{0,3}(?:号\W{0,2})?[1-9]\d{4,10}(?!\d)|"
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
            r"[·• ]?[A-HJ-NP-Z\d]{5,6}(?![A-Za-z\d])|https?://\S+|\bwww\.\w+\.\w+"
        ),
    ),
    (
        "phone",
        (
            r"(?<![\d.])(?:(?:\+|00)?86[- )]{0,2})?1[3-9]\d([- .]?)\d{4}\1\d{4}(?![\d])|"
            r"(?<![\d.])\(?0(?:10|2\d|[3-9]\d{2})[) ]?[- ]?\d{3,4}[- ]?\d{4}(?!\d)|"
            r"(?<![\d.])(?:\+|00)\d{1,3}[- ]?(?:\(0\)|\(?\d{1,4}\)?)[- ]?\d{2,4}"
            r"[- ]?\d{3,5}(?:[- ]?\d{1,4})?(?!\d)|"
            r"(?<![\d.-])(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\d-])"
        ),
    ),
    (
        "location",
        (
            r"-?\d{1,3}\.\d{4,}\s*[°NSns]?\s*[,;， ]\s*-?\d{1,3}\.\d{4,}|POINT ?\(|"
            rf"{_AREA}(?:路|街|道|巷|弄|村|里|苑|小区|大厦)[\u4e00-\u9fff]{{0,6}}\d+[号弄幢栋-]|"
            rf"\b\d{{1,5}} (?:[A-Z][\w']+ ){{1,3}}{_STREETS}"
        ),
    ),
)
PATTERNS = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _PATTERNS)
#: Nothing shorter can be an address or a number of a person.
_SHORTEST = 5
#: Whole numbers below are ratings, amounts, durations: no telephone number.
_SMALLEST_NUMBER = 1e9


def narrowed(cell: object) -> str:
    """Return an entry as text, full-width signs as narrow ones."""
    return unicodedata.normalize("NFKC", text_in(cell))


def personal_entry(cell: object) -> Personal | None:
    """Return what an entry holds that names a person, or None.

    Names are not told by single entries; see `personal_column`.
    """
    if is_empty(cell) or isinstance(cell, dt.date | dt.time):
        return None
    text = narrowed(cell)
    if len(text) < _SHORTEST or _is_harmless_number(text):
        return None
    return next((kind for kind, found in PATTERNS if found.search(text)), None)


def personal_content(cells: Sequence[object]) -> tuple[Personal, int] | None:
    """Return what most of the personal entries hold, and in how many different ones."""
    counts: dict[Personal, int] = {}
    for cell in set(cells):
        found = personal_entry(cell)
        if found:
            counts[found] = counts.get(found, 0) + 1
    if not counts:
        return None
    kind = max(counts, key=lambda each: counts[each])
    return kind, counts[kind]


def _is_harmless_number(text: str) -> bool:
    """Tell a number that is none of a person: a fraction, or too small.

    A number that begins with 0 is none that was counted or measured.
    """
    number = number_in(text)
    if number is None or (text[0] in "0+" and text.lstrip("+").isdigit()):
        return False
    return number != int(number) or abs(number) < _SMALLEST_NUMBER
