"""What the schema of DDI-Codebook 2.5 asks of the elements our codebook has.

Facts of the schema (releases of 2012 and 2013, the stricter one), in our own
notation: the children in their order, ``?`` at most one, ``*`` any number,
``+`` one or more, no sign exactly one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

DDI = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_RANGES = "(item|range)+ key? notes*"
CHILDREN = {
    "codeBook": "docDscr* stdyDscr+ fileDscr* dataDscr* otherMat*",
    "docDscr": "citation? guide? docStatus? docSrc* controlledVocabUsed* notes*",
    "stdyDscr": (
        "citation+ studyAuthorization* stdyInfo* studyDevelopment* method* "
        "dataAccs* othrStdyMat* notes*"
    ),
    "citation": (
        "titlStmt rspStmt? prodStmt? distStmt? serStmt* verStmt* biblCit? "
        "holdings* notes*"
    ),
    "titlStmt": "titl subTitl* altTitl* parTitl* IDNo*",
    "verStmt": "version? verResp? notes*",
    "dataDscr": "varGrp* nCubeGrp* var* nCube* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": (
        "location* labl* imputation? security? embargo? respUnit? anlysUnit? qstn* "
        "valrng* invalrng* undocCod* universe* TotlResp? sumStat* txt* stdCatgry* "
        "catgryGrp* catgry* codInstr* verStmt* concept* derivation? varFormat? "
        "geoMap* catLevel* notes*"
    ),
    "qstn": "(preQTxt|qstnLit|postQTxt|forward|backward|ivuInstr)*",
    "valrng": _RANGES,
    "invalrng": _RANGES,
    "catgry": "catValu? labl* txt* catStat* mrow?",
    "otherMat": "labl* txt? notes* table* citation? otherMat*",
}
#: Elements of text; what markup the schema allows in them is not ours.
TEXTS = frozenset(
    [
        "titl",
        "parTitl",
        "version",
        "labl",
        "txt",
        "concept",
        "notes",
        "preQTxt",
        "qstnLit",
        "postQTxt",
        "universe",
        "catValu",
    ]
)
EMPTY = frozenset(("range", "item", "varFormat"))
#: Attributes beside ID and language; the first ones must be there.
REQUIRED = {"var": {"name"}, "item": {"VALUE"}, "otherMat": {"level"}}
OPTIONAL = {
    "codeBook": {"version"},
    "varGrp": {"type", "name", "var"},
    "var": {"intrvl", "dcml", "nature", "measUnit"},
    "concept": {"vocab"},
    "notes": {"type"},
    "varFormat": {"type"},
    "range": {"min", "max"},
    "otherMat": {"type"},
}
VALUES: Mapping[tuple[str, str], frozenset[str]] = {
    ("codeBook", "version"): frozenset({"2.5"}),
    ("varGrp", "type"): frozenset({"section", "subject", "grid", "multipleResp"}),
    ("var", "nature"): frozenset({"nominal", "ordinal", "interval", "ratio"}),
    ("var", "intrvl"): frozenset({"contin", "discrete"}),
    ("varFormat", "type"): frozenset({"character", "numeric"}),
}
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def faults(root: etree._Element) -> list[str]:
    """List everything the schema would refuse; references to nothing as well."""
    return [fault for element in root.iter() for fault in _of(element)] + list(
        _identifiers(root)
    )


def _of(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    name = tag.removeprefix(DDI)
    if not tag.startswith(DDI) or name not in {*CHILDREN, *TEXTS, *EMPTY}:
        yield f"{tag} is not known"
        return
    children = "".join(f"{str(c.tag).removeprefix(DDI)}," for c in element)
    if not _pattern(CHILDREN.get(name, "")).fullmatch(children):
        yield f"{name} holds {children}"
    inner = [element.text, *(child.tail for child in element)]
    if name not in TEXTS and any((text or "").strip() for text in inner):
        yield f"{name} holds text"
    if name in TEXTS and not (element.text or "").strip():
        yield f"{name} is empty"
    required = REQUIRED.get(name, set())
    allowed = required | OPTIONAL.get(name, set()) | {"ID", LANG}
    if not required <= set(element.attrib) <= allowed:
        yield f"{name} has {sorted(map(str, element.attrib))}"
    for key, value in element.items():
        if value not in VALUES.get((name, str(key)), {value}):
            yield f"{key} of {name} is {value}"


def _pattern(children: str) -> re.Pattern[str]:
    """Turn the notation into a pattern over names, each followed by a comma."""
    return re.compile(
        re.sub(r"\w+", lambda found: f"(?:{found[0]},)", children), re.VERBOSE
    )


def _identifiers(root: etree._Element) -> Iterator[str]:
    found = [each.get("ID") for each in root.iter() if each.get("ID") is not None]
    yield from (f"{one} stands twice" for one in found if found.count(one) > 1)
    yield from (f"{one} is no name" for one in found if not _NAME.fullmatch(one or ""))
    for each in root.iter(f"{DDI}varGrp"):
        named = (each.get("var") or "").split()
        yield from (f"{one} is nowhere" for one in named if one not in found)
