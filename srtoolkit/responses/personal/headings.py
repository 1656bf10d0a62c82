"""What a heading announces: a name, an address, a number of a person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Personal = Literal[
    "ip", "email", "name", "phone", "location", "device", "text", "other"
]

#: The first that fits counts: an e-mail address is no place.
_ANNOUNCED: tuple[tuple[Personal, str], ...] = (
    ("ip", r"\bip ?v?[46]?(?: ?addr(?:ess)?)?\b|ip(?:地址|属地|归属地?|所在地?)"),
    ("email", r"\be ?-?mails?(?: ?addr(?:ess)?)?\b|邮箱(?:地址)?|电子邮件|邮件地址?"),
    (
        "phone",
        (
            r"\b(?:tele|cell ?)?phone(?: ?(?:number|no))?\b|\bmobile(?: ?(?:number|no))?\b|"
            r"\btel\b|\bfax\b|手机号?码?|电话号?码?|联系方式|座机|固话|传真"
        ),
    ),
    (
        "name",
        (
            r"\b(?:first|last|full|sur|family|given|middle|nick|recipient|user|respondent|"
            r"your|real|customer|client|guest|contact|patient|employee|staff|waiter|"
            r"manager|agent|seller|child|parent|person)(?: (?:first|last|full))? ?names?\b|"
            r"^names?$|\bsignature\b|姓名|名字|昵称|称呼|尊称|签名|签字|署名|"
            r"联系人|收[货件]人|(?:客户|顾客|会员|用户|员工|服务员|店员|客服)名称?$"
        ),
    ),
    (
        "location",
        (
            r"\blat(?:itude)?\b|\blon(?:g|gitude)?\b|\blng\b|\bgps\b|"
            r"\bgeo ?(?:point|location|tag)?\b|^location|\baddress\b|\bstreet\b|"
            r"\b(?:home ?town|province|city|district|residence)\b|"
            r"\b(?:zip|post(?:al)?) ?code\b|地理位置|经纬?度|纬度|坐标|定位|住址|地址|"
            r"省份|省市|城市|所在(?:地区?|省[市份]?|城?市|区县?)|居住地|籍贯|户籍|家乡|"
            r"邮编|邮政编码"
        ),
    ),
    (
        "device",
        (
            r"\bdevice(?: ?(?:id|model|serial))?$|\buser ?agent\b|\bua\b|\bbrowser\b|"
            r"\boperating system\b|\bimei\b|\bmac ?addr(?:ess)?\b|\bsubscriber ?id\b|"
            r"\bsim ?serial\b|设备号?|机型|浏览器|操作系统"
        ),
    ),
    (
        "other",
        (
            r"身份证号?码?|证件号?码?|学号|工号|员工编?号|护照号?码?|微信号?|\bqq号?|微博|抖音|"
            r"银行卡号?|卡号|[账帐]号|会员(?:卡号?|号|编号)|订单号?|车牌号?|社保号?|"
            r"生日|出生日期|\bwe ?chat(?: ?id)?\b|\bwei ?xin\b|\bwx\b|\bqq\b|\bwei ?bo\b|"
            r"\b(?:open|union) ?id\b|\bpassports?\b|\bssn\b|\baccount(?: ?(?:id|no))?\b|"
            r"\b(?:student|employee|staff|worker|member|order|card|id|licen[cs]e|plate)"
            r" ?(?:id|no|number|card)\b|\bprolific(?: ?p?id)?\b|\bpid\b|\bmturk\b|"
            r"\btoken\b|\bexternal (?:data ?)?reference\b|\buser ?(?:name|id)\b|"
            r"\bsubmitted by\b|\breferr?er\b|\bref ?url\b|\bhome ?page\b|\blinked ?in\b|"
            r"\bbirth ?(?:day|date)\b|\bdate of birth\b|\bdob\b|^birth$"
        ),
    ),
)
#: Letters of Latin words only: `您的QQ` has a word that begins behind 的.
_HEADINGS = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _ANNOUNCED)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_JOINS = re.compile(r"[_\-.\s]+")
_BRACKETS = re.compile(r"[(\[（【〔].{0,80}?[)\]）】〕]")
_AROUND = " '\":?？：。*"
_NUMBERED = re.compile(r"(?:号码?|编号|\bid|\bno|\bnumber)$")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a heading announces.

    Attributes
    ----------
    personal : str
    whole : bool
        Whether the heading ends with it: ``手机号`` does, ``手机品牌`` does not.
    number : bool
        Whether it is a number that belongs to one person: ``工号``.
    """

    personal: Personal
    whole: bool
    number: bool


def announced(heading: str) -> Announced | None:
    """Return what a heading announces, or None."""
    shown = _plain(heading)
    for personal, pattern in _HEADINGS:
        found = list(pattern.finditer(shown))
        if found:
            whole = found[-1].end() == len(shown)
            number = bool(_NUMBERED.search(found[-1].group()))
            return Announced(personal, whole, number)
    return None


def _plain(heading: str) -> str:
    """Return a heading in small letters, words apart, without what surrounds it."""
    text = unicodedata.normalize("NFKC", heading)
    text = _JOINS.sub(" ", _CAMEL.sub(" ", text)).casefold()
    text = _BRACKETS.sub("", text)
    text = text.strip(_AROUND)
    return text.removesuffix("是什么").removesuffix("是").rstrip(_AROUND)
