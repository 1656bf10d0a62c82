"""A thesis writer's download of one scale, as spreadsheets and copying leave it.

Written by hand from what 问卷星 is known to give, not from our manifest.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyreadstat
import xlsxwriter
from hostile_files import csv_bytes, rezipped, zipped

STEM = "请综合您与这家企业打交道的全部经历来回答。下面每句话，您同意还是不同意？"
ROWS = (
    "好的坏的都算上，我对这家企业是满意的。",
    "和这家企业打交道，我觉得舒心。",
    "当初选了这家企业，后来看结果挺好。",
    "这家企业接近我心目中好企业的样子。",
)
LABELS = ("非常不同意", "不同意", "有点不同意", "中立", "有点同意", "同意", "非常同意")
EN = (
    "Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
    "Somewhat agree", "Agree", "Strongly agree",
)  # fmt: skip
OWN = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
ITEMS = ["OSAT1", "OSAT2", "OSAT3", "OSAT4"]
#: What four respondents answered.
ANSWERS = [[1, 2, 3, 4], [7, 6, 5, 4], [2, 2, 7, 1], [5, 6, 7, 1]]
SHEET = "xl/worksheets/sheet1.xml"
Table = list[list[Any]]


def table(write: Callable[[int], Any] = lambda value: LABELS[value - 1]) -> Table:
    """Headings and four rows, answers written in some way."""
    head = [*OWN, *(f"1、({row})" for row in ROWS)]
    return [
        head,
        *(
            [
                n,
                f"2026/5/{n} 12:03:0{n}",
                f"{100 + n}秒",
                "微信",
                "直接访问",
                f"1.2.3.{n}",
            ]
            + [write(value) for value in row]
            for n, row in enumerate(ANSWERS, start=1)
        ),
    ]


def text(write: Callable[[int], Any] = lambda value: LABELS[value - 1]) -> str:
    """The same as separated text."""
    return csv_bytes(table(write)).decode()


def book(rows: Table, *, formats: str = "", sheets: Any = ()) -> bytes:
    """The same as a workbook, answers shown in a format, with other sheets."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    shown = workbook.add_format({"num_format": formats}) if formats else None
    for name, content in [("Sheet1", rows), *sheets]:
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(content):
            for place, cell in enumerate(row):
                own = shown if number and place > 5 else None
                if isinstance(cell, str) and cell[:1] == "=":
                    sheet.write_formula(number, place, cell, own, 3)
                elif cell is not None:
                    sheet.write(number, place, cell, own)
    workbook.close()
    return buffer.getvalue()


def cell(change: str, rows: Table | None = None) -> bytes:
    """A workbook whose first answer, in G2, is written otherwise in its XML."""
    found = re.compile(r'<c r="G2"[^>]*><v>1</v></c>')
    made = book(rows or table(int))
    return rezipped(made, SHEET, lambda sheet: found.sub(change, sheet, count=1))


def far(place: str) -> bytes:
    """A workbook with one entry far away from the others."""
    row = re.sub("[A-Z]", "", place)
    more = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'
    return rezipped(
        book(table(int)), SHEET, lambda sheet: sheet.replace("</sheetData>", more)
    )


def locked_zip() -> bytes:
    """An archive whose only file says it is encrypted."""
    content = bytearray(zipped({"a.csv": csv_bytes(table())}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def web_page(encoding: str) -> bytes:
    """What many systems call an Excel file."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in table()
    )
    return f"<html><body><table>{rows}</table></body></html>".encode(encoding)


def statistics(suffix: str, frame: pd.DataFrame, folder: Any, **more: Any) -> bytes:
    """A file of SPSS or Stata."""
    path = folder / f"made.{suffix}"
    write = {"dta": pyreadstat.write_dta, "por": pyreadstat.write_por}
    write.get(suffix, pyreadstat.write_sav)(frame, str(path), **more)
    return path.read_bytes()


def answers(add: int = 0) -> pd.DataFrame:
    """The answers as numbers."""
    return pd.DataFrame(ANSWERS, columns=ITEMS, dtype="float64") + add
