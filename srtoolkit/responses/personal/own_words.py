"""Whether a column holds categories, or words and codes of single persons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from srtoolkit.responses.cells import is_empty, number_in
from srtoolkit.responses.personal.contents import narrowed
from srtoolkit.responses.personal.headings import Personal

#: Frequent Chinese family names; an entry of two or three characters that begins
#: so may be a name.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")
_ENGLISH_NAME = re.compile(r"[A-Z][a-z'’-]+(?: [A-Z]\.?)? [A-Z][A-Za-z'’-]+")
#: Dates, times, amounts and units are no words.
_UNITS = re.compile(
    r"[年月日时分秒点元块万千岁次天周人个℃]|上午|下午|小时|分钟|"
    r"\b(?:am|pm|utc|rmb|cny|usd|yuan|kg|km|min|mins|sec|h|s|ms)\b|(?<=\d)[TZ]",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?=.*\d)[A-Za-z\d][\w.-]{5,}")
#: So many persons with an entry of their own, or such a share, make no category.
_FEWEST_OWN, _OWN_SHARE = 5, 0.03
#: Digits of a number that is its owner's: 8 are still an amount or a duration.
_LONG_NUMBER = 1e9
#: Seconds, and milliseconds, since 1970 from 2001 to 2033.
_CLOCKS = ((1e9, 2e9), (1e12, 2e12))
_FEWEST_NAMES, _MANY_NAMES = 3, 10


def is_chinese_name(cell: object) -> bool:
    """Tell whether an entry looks like a Chinese name."""
    text = narrowed(cell)
    return text[:1] in _FAMILY and bool(_NAME.fullmatch(text))


def may_be_name(cell: object) -> bool:
    """Tell whether an entry looks like a name, Chinese or English."""
    return is_chinese_name(cell) or bool(_ENGLISH_NAME.fullmatch(narrowed(cell)))


def own_entries(cells: Sequence[object]) -> tuple[Personal, int] | None:
    """Return what the entries of a column are, if they are single persons'.

    Returns
    -------
    (str, int) or None
        ``name``: every entry looks like a name, Chinese or, with ten or more
        different ones, English; ``other``: codes or
        long numbers of which no two are alike; ``text``: words that hardly anybody
        else wrote. None for categories, ratings, amounts, dates and times.
    """
    counts = Counter(narrowed(cell) for cell in cells if not is_empty(cell))
    if not counts:
        return None
    words = {text: n for text, n in counts.items() if _is_worded(text)}
    if _are_names(list(counts)):
        return "name", len(counts)
    if _are_own_numbers(counts) or _are_codes(counts):
        return "other", len(counts)
    own = sum(n == 1 for n in words.values())
    n_worded = sum(words.values())
    many = own >= max(_FEWEST_OWN, _OWN_SHARE * n_worded)
    return ("text", len(words)) if many or _hardly_repeat(words) else None


def _are_names(entries: Sequence[str]) -> bool:
    """Tell names from words that begin as one: 周一, 周二; High School."""
    if len(entries) >= _MANY_NAMES and all(map(_ENGLISH_NAME.fullmatch, entries)):
        return True
    n_families = len({entry[0] for entry in entries})
    varied = n_families >= min(len(entries) - 1, _FEWEST_OWN)
    return (
        len(entries) >= _FEWEST_NAMES and varied and all(map(is_chinese_name, entries))
    )


def _hardly_repeat(words: dict[str, int]) -> bool:
    """Tell whether more than a quarter of the entries differ, twelve or more."""
    return len(words) > 12 and len(words) > sum(words.values()) / 4


def _is_worded(text: str) -> bool:
    if number_in(text) is not None:
        return False
    return any(letter.isalpha() for letter in _UNITS.sub("", text))


def _are_codes(counts: Counter[str]) -> bool:
    if len(counts) < _FEWEST_OWN or max(counts.values()) > 2:
        return False
    return all(_CODE.fullmatch(text) and _is_worded(text) for text in counts)


def _are_own_numbers(counts: Counter[str]) -> bool:
    """Tell numbers of accounts or orders: long, whole, hardly any twice, no clock."""
    if len(counts) < _FEWEST_OWN or max(counts.values()) > 2:
        return False
    numbers = [number_in(text) for text in counts]
    if any(n is None or n != int(n) or n < _LONG_NUMBER for n in numbers):
        return False
    told = [n for n in numbers if n is not None]
    return not any(low < min(told) and max(told) < high for low, high in _CLOCKS)
