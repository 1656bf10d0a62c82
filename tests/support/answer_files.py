"""A small instrument, and files of answers to it, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

INSTRUMENT = """\
schema: 1
name: small
version: 1.0.0
title: {zh: 小问卷, en: Small questionnaire}
description: {zh: 供测试, en: For tests}
measures: [RSAT, OSAT]
kind: questionnaire
licence: CC-BY-4.0
translation: {status: draft}
instructions: {zh: 请作答。, en: Please answer.}
missing_codes: [77]
minutes: 1
references: {doe2000: "Doe, J. (2000). A title. A Journal, 1(1), 1–2."}
responses:
  agree5:
    options:
      - {value: 1, label: {zh: 非常不同意, en: Strongly disagree}}
      - {value: 2, label: {zh: 不同意, en: Disagree}}
      - {value: 3, label: {zh: 中立, en: Neither}}
      - {value: 4, label: {zh: 同意, en: Agree}}
      - {value: 5, label: {zh: 非常同意, en: Strongly agree}}
  ten:
    {low: 1, high: 10, step: 1, low_label: {zh: 低, en: low},
     high_label: {zh: 高, en: high}}
scales:
  - id: RSAT
    construct: RSAT
    title: {zh: 补救满意, en: Recovery satisfaction}
    definition: {zh: 对补救的满意, en: Satisfaction with the recovery}
    source: [doe2000]
    kind: reflective
    scoring: {method: mean, min_valid: 2}
    items:
      - {id: RS1, text: {zh: 一。, en: One.}, asks: {zh: 一, en: one},
         response: agree5, wording: own}
      - {id: RS2, text: {zh: 二。, en: Two.}, asks: {zh: 二, en: two},
         response: agree5, reverse: true, wording: own}
      - {id: RS3, text: {zh: 三。, en: Three.}, asks: {zh: 三, en: three},
         response: agree5, wording: own}
  - id: OSAT
    construct: OSAT
    title: {zh: 总体满意, en: Overall satisfaction}
    definition: {zh: 总体的满意, en: Satisfaction on the whole}
    source: [doe2000]
    kind: reflective
    scoring: {method: mean, min_valid: 2}
    items:
      - {id: OS1, text: {zh: 四。, en: Four.}, asks: {zh: 四, en: four},
         response: ten, wording: own}
      - {id: OS2, text: {zh: 五。, en: Five.}, asks: {zh: 五, en: five},
         response: ten, wording: own}
"""

HEADER = ["id", "RS1", "RS2", "RS3", "OS1", "OS2", "条件"]
ROWS: list[list[object]] = [
    ["a", 1, 5, 2, 3, 4, "补救"],
    ["b", 2, 4, 2, 5, 5, "无失误"],
    ["c", 5, 1, 4, 9, 10, "补救"],
    ["d", 4, 2, 5, 8, 7, "无失误"],
    ["e", 3, 3, 3, 6, 6, "补救"],
]


def write_instrument(folder: Path, text: str = INSTRUMENT, name: str = "small") -> str:
    """Write an instrument into its folder; return the path to name it by."""
    place = folder / name
    place.mkdir()
    (place / "instrument.yaml").write_text(text, encoding="utf-8")
    return str(place)


def csv_text(
    header: Sequence[str] = HEADER,
    rows: Sequence[Sequence[object]] = ROWS,
    delimiter: str = ",",
) -> str:
    """Write rows as separated text, nothing quoted."""
    lines = [header, *rows]
    return "".join(
        delimiter.join("" if cell is None else str(cell) for cell in line) + "\n"
        for line in lines
    )


def changed(changes: Mapping[tuple[int, str], object]) -> list[list[object]]:
    """Return the rows with some cells replaced, by (row from 0, column)."""
    rows = [list(row) for row in ROWS]
    for (row, column), value in changes.items():
        rows[row][HEADER.index(column)] = value
    return rows
