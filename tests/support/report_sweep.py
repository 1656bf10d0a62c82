"""Finds in a report what a supervisor would strike out: codes, gaps, stray words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from srtoolkit.document.blocks import (
    Bullets,
    Code,
    Figure,
    Heading,
    Note,
    Paragraph,
    ReferenceList,
    Report,
    Table,
    Text,
    plain,
)
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.document.writers.docx_tables import fitted_widths
from srtoolkit.document.writers.widths import least_widths

#: Type no smaller than this, in points, is read without a glass.
SMALLEST_TYPE = 6.5
_CHINESE = "\u3400-\u9fff"
_CODE = re.compile(r"(?<![\w.@/-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b")
_VALUE = re.compile(r"\b(?:nan|NaN|None|inf|True|False|NotImplemented)\b")
_MARKUP = re.compile(r"[{}]|\[@|\*\w|<\w+>")
_DIGITS = re.compile(r"\d\.\d{5,}")
_ZERO_P = re.compile(r"\bp\s*[=＝]\s*0?\.0+\b")
_HALF_WIDTH = re.compile(
    rf"[{_CHINESE}][,;:?!](?!\d)|[,;:?!()][{_CHINESE}]|[{_CHINESE}]\("
)
_FULL_WIDTH = re.compile(rf"[{_CHINESE}，。；：（）、]")
_ENGLISH = re.compile(r"(?<![A-Za-z_])[A-Za-z]{4,}(?![A-Za-z_\d])")
_CITED = re.compile(
    r"（[^（）]*\d{4}[a-z]?[^（）]*）|[A-Z]\w+(?: [和等&]+ ?\w*)?，\d{4}[a-z]?"
)
_BLANKS = re.compile(
    r"(?<!^)(?<!^\w\w)(?<!^\w\w\w)  |\s[.,;](?:\s|$)|\(\s|\s\)|\.\.(?!\.)|。。|，，|，。|、、"
)
#: Names in Latin letters that Chinese texts keep: statistics, programs, people
#: in citations, units.
_KEPT = frozenset(
    re.findall(
        r"\w+",
        """
    ANOVA Baron Bartlett Baseline Bayes Begg Bentler Bootstrap Brant Brown Brunner
    CITC CSS Carlo Cauchy Chinese Cliff Cohen Cox Cramer Cronbach Delta Dunnett
    Durbin Egger Excel Feldt Fieller Firth Fisher Fleiss Fornell HTMT Harman Hartung
    Hedges Heywood Holm Hommel Horn Johnson Jonkman Kaiser Kappa Kendall Kenny
    Kenward Knapp Krippendorff Larcker Likert Little Logit Mahalanobis Mandel Mann
    Mardia Mazumdar McDonald McFadden Method Monte Mplus Munzel Nagelkerke Newcombe
    Neyman Oblimin Partial Paule Pearson Poisson Probit Promax Python RMSEA Roger
    SHA SRMR Satorra Satterthwaite Shrout Sidik Snell Sobel Spearman TOST Tobit Wald
    Watson Welch Whitney Wilcoxon Wilson Yuan careless compRelSEM effect lavaan
    logistic matplotlib null numpy pandas pingouin scipy semTools semopy srtoolkit
    statsmodels
    """,
    )
)


def defects(report: Report, results: Mapping[str, Any], style: PageStyle) -> list[str]:
    """Return everything that no reader should meet, with its place.

    Parameters
    ----------
    report : Report
    results : mapping
        The results.json; names and texts that users wrote may stand anywhere.
    style : PageStyle
        Of the Word report, for the width of tables.
    """
    own = _own_words(results)
    found = [*_gaps(report)]
    for place, text in texts(report):
        found += [f"{place}: {fault}" for fault in _faults(text, report.lang, own)]
    for block in report.blocks:
        if isinstance(block, Table):
            found += [f"{block.label}: {fault}" for fault in _of_table(block, style)]
    return list(dict.fromkeys(found))


def texts(report: Report) -> Iterator[tuple[str, str]]:
    """Yield every text but code and references, with its place."""
    section = ""
    for block in report.blocks:
        match block:
            case Heading():
                section = block.text
                yield section, block.text
            case Paragraph():
                yield section, plain(block.text)
            case Note():
                yield section, f"{block.title} {plain(block.text)}".strip()
            case Bullets():
                for item in block.items:
                    yield section, plain(item)
            case Table() if block.key != "reproducibility":
                for text in _texts_of_table(block):
                    yield block.label, text
            case Figure():
                for text in (plain(block.caption), block.alt, *map(plain, block.notes)):
                    yield block.label, text
                for text in _strings(block.drawing):
                    yield f"{block.label} (drawn)", text
            case Code() | ReferenceList() | Table():
                pass


def _texts_of_table(table: Table) -> Iterator[str]:
    cells: list[Text] = [table.caption, *(column.head for column in table.columns)]
    cells += [cell for row in table.rows for cell in row.cells]
    yield from map(plain, [*cells, *table.notes])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _strings(part)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            if part.name not in {"name", "source", "target", "role"}:
                yield from _strings(getattr(value, part.name))


def _own_words(results: Mapping[str, Any]) -> frozenset[str]:
    """Return ids of scales, items and instruments, and every word users wrote."""
    words: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, str):
            words.update(re.findall(r"\w+", value))
        elif isinstance(value, Mapping):
            for part in value.values():
                gather(part)
        elif isinstance(value, list | tuple):
            for part in value:
                gather(part)

    for instrument in results["instruments"]:
        words.update(re.findall(r"\w+", instrument["name"]))
        for scale in instrument["content"].get("scales", ()):
            words.update([scale["id"], *(item["id"] for item in scale["items"])])
            gather([scale.get("title"), [i.get("text") for i in scale["items"]]])
        gather(instrument["content"].get("references"))
    plan = results["plan"]["content"]
    gather(
        [plan.get("title"), plan.get("question"), plan.get("allow_without_invariance")]
    )
    gather([claim["claim"] for claim in (plan.get("hypotheses") or {}).values()])
    design = plan.get("design") or {}
    words.add((design.get("condition") or {}).get("column") or "")
    return frozenset(words)


def _faults(text: str, lang: str, own: frozenset[str]) -> Iterator[str]:
    if not text:
        return
    shown = text if len(text) < 90 else text[:87] + "…"
    for name, pattern in (
        ("code", _CODE),
        ("value", _VALUE),
        ("markup", _MARKUP),
        ("digits", _DIGITS),
        ("p of zero", _ZERO_P),
        ("blanks", _BLANKS),
    ):
        for match in pattern.findall(text):
            if match not in own and match != "0.00001":
                yield f"{name} {match!r} in {shown!r}"
    if lang == "en":
        if re.search(rf"[{_CHINESE}]", text):
            yield f"Chinese in {shown!r}"
        return
    for match in _HALF_WIDTH.findall(text):
        yield f"half-width mark {match!r} in {shown!r}"
    if _FULL_WIDTH.search(text):
        bare = _CITED.sub("", text)
        for word in _ENGLISH.findall(bare):
            if word not in own and word not in _KEPT:
                yield f"English {word!r} in {shown!r}"
    elif " " in text.strip() and len(_ENGLISH.findall(text)) > 2:
        yield f"English text {shown!r}"


def _gaps(report: Report) -> Iterator[str]:
    for first, second in pairwise((*report.blocks, Heading(1, "", "", ""))):
        if isinstance(first, Heading) and isinstance(second, Heading):
            yield f"{first.text}: an empty section"
        if isinstance(first, Heading) and re.search(r"[a-z]_[a-z]", first.text):
            yield f"{first.text}: a heading without words"


def _of_table(table: Table, style: PageStyle) -> Iterator[str]:
    if not [row for row in table.rows if row.kind == "body"]:
        yield "no rows"
        return
    widths, size = fitted_widths(table, style)
    if sum(widths) > style.text_width * 1.001 or size < SMALLEST_TYPE:
        yield f"wider than the page: {sum(widths):.1f} cm at {size} pt"
    if sum(least_widths(table.columns, table.rows)) > _letters(style):
        yield "its words do not fit the page at the smallest type"
    for at, column in enumerate(table.columns):
        cells = [plain(r.cells[at]) for r in table.rows if r.kind == "body"]
        if plain(column.head) in {"p", "p（校正后）"} and {"0.000", ".000"} & set(
            cells
        ):
            yield "a p of .000"
        if len(cells) > 1 and not any(cells):
            yield f"the column {plain(column.head)!r} is empty"


def _letters(style: PageStyle) -> float:
    """Latin letters of the smallest type that a line holds."""
    return style.text_width / (0.54 * SMALLEST_TYPE / 28.35)
