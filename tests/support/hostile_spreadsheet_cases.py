"""What happens to a thesis writer's download, and what is to come of it."""

from __future__ import annotations

import gzip
from typing import Any

from hostile_files import csv_bytes, zipped
from hostile_spreadsheets import (
    EN,
    LABELS,
    OWN,
    ROWS,
    STEM,
    book,
    cell,
    far,
    locked_zip,
    table,
    text,
    web_page,
)  # fmt: skip

#: Read as if nothing had happened.
SAME = ""


def row(*cells: Any) -> list[Any]:
    return list(cells)


def other(at: int, value: Any) -> list[list[Any]]:
    found = table(str)
    found[at][6] = value
    return found


#: Ends with the second of four answers.
CUT = text().rpartition(",非常同意")[0]
#: Content, suffix, and words of the one message; SAME where it is read aright.
CASES: dict[str, tuple[Any, str, str]] = {
    # cut
    "cut within the last row": (CUT, ".csv", "cut: the last row .line 5. has 8"),
    "cut within a character": (text().encode()[:-4], ".csv", "within a character: it seems to be cut"),
    "cut within a character of GBK": (text().encode("gbk")[:-3], ".csv", "seems to be cut"),
    "cut within a quote": (text().strip() + ',"x', ".csv", "ends within a quoted"),
    "no last line end": (text().strip().encode(), ".csv", SAME),
    "a quote not doubled": (text().replace("微信", '"a "b" c"', 1), ".csv", "is not doubled"),
    "quotes with backslashes": (text().replace("微信", r'"a \"b\" c"', 1), ".csv", "not doubled"),
    "quotes inside words": (text().replace("微信", 'a "b" c', 1), ".csv", SAME),
    # bytes
    "the old end mark": (text().encode() + b"\x1a", ".csv", SAME),
    "a zero byte far down": (text().encode() + b" " * 9000 + b"\0", ".csv", "zero bytes .the first in"),
    "UTF-8 with a row of GBK": (
        b"\r\n".join(
            line.encode("gbk" if number == 2 else "utf-8")
            for number, line in enumerate(text().split("\r\n"))
        ),
        ".csv", "stops being so in line 3",
    ),
    "UTF-8 read as Latin-1 and saved": (
        text().encode().decode("latin-1").encode(), ".csv", "none of the form's",
    ),
    "Big5": (text().encode("big5", "replace"), ".csv", "none of the form's"),
    "UTF-7": (text().encode("utf-7"), ".csv", "none of the form's"),
    "UTF-16 big-endian without a mark": (text().encode("utf-16-be"), ".csv", "zero bytes"),
    "line ends of three systems": (
        text().replace("\r\n", "\n", 1).replace("\r\n", "\r", 1), ".csv", SAME,
    ),
    "bars": (csv_bytes(table(), "|"), ".csv", SAME),
    "full-width commas": (text().replace(",", "，"), ".csv", "not in the file"),
    # other kinds of file
    "a web page called xls": (web_page("utf-8"), ".xls", "is a web page .HTML."),
    "a web page of GBK called xls": (web_page("gbk"), ".xls", "is a web page"),
    "XML of old Excel": (b'<?xml version="1.0"?><Workbook/>', ".xls", "is an XML file"),
    "a mail archive called xls": (b"MIME-Version: 1.0\r\n\r\n<html>", ".xls", "MHTML"),
    "tabs in GBK called xls": (csv_bytes(table(), "\t", "gbk"), ".xls", SAME),
    "tabs in UTF-16 called xls": (csv_bytes(table(), "\t", "utf-16"), ".xls", SAME),
    "a PDF": (b"%PDF-1.7\n", ".pdf", "is a PDF"),
    "a gzip": (gzip.compress(text().encode()), ".csv", "gzip archive"),
    "a RAR": (b"Rar!\x1a\x07\x01\0", ".csv", "RAR archive"),
    "an RTF": (b"{\\rtf1 hello}", ".csv", "RTF"),
    "a file of Numbers": (zipped({"Index/Tables/a.iwa": b"x"}), ".numbers", "Apple Numbers"),
    "a document of Word": (
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        ".docx", "as a workbook",
    ),
    "an OLE file that is none": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, ".et", "as a workbook"),
    "a locked zip": (locked_zip(), ".zip", "locked by a password"),
    "an empty zip": (b"PK\x05\x06" + b"\0" * 18, ".zip", "empty zip"),
    "a zip of zips": (zipped({"a.zip": zipped({"a.csv": b"0" * 20_000_000})}), ".zip", "0 files"),
    "a zip with a workbook": (zipped({"a.xlsx": book(table(int))}), ".zip", SAME),
    "a zip from a Mac": (zipped({"a.csv": csv_bytes(table()), "__MACOSX/._a.csv": b"\0"}), ".zip", SAME),
    # rows that are no respondents
    "means below": ([*table(str), row("平均值", "", "", "", "", "", "4", "4", "5", "3")], ".csv", "figures about"),
    "sums below a blank row": ([*table(str), [], row("合计：", *[""] * 5, 4, 4, 4, 4)], ".csv", "line 7 begins"),
    "counts below": ([*table(str), row("N", *[""] * 5, 4, 4, 4, 4)], ".csv", "figures about"),
    "a note below": ([*table(), row("备注：数据截至5月1日")], ".csv", "a note, and no"),
    "two downloads in one": ([*table(), *table()], ".csv", "repeats the headings"),
    "a title above": ([row("整体满意调查", *[""] * 9), *table()], ".csv", SAME),
    "a title and a date above": ([row("整体满意调查"), [], row("时间", "2026"), *table()], ".csv", SAME),
    "blank rows between": ([r for each in table() for r in (each, [])], ".csv", SAME),
    "headings in two rows": (
        [[*OWN, f"1、{STEM}", "", "", ""], [*[""] * 6, *ROWS], *table()[1:]], ".csv", SAME,
    ),
    "rows made columns": ([list(each) for each in zip(*table(), strict=True)], ".csv", "none of the form's"),
    "columns sorted by name": (
        [list(e) for e in zip(*sorted(zip(*table(), strict=True), key=lambda c: str(c[0])), strict=True)],
        ".csv", SAME,
    ),
    "a table of frequencies": ([["题目", *LABELS], [ROWS[0], *"1111111"]], ".csv", "8 columns are none"),
    "another survey": ([["序号", "1、您的性别"], [1, "男"]], ".csv", "none of the form's"),
    # answers as spreadsheets and people write them
    "5.0": (table(lambda v: f"{v}.0"), ".csv", SAME),
    "1E+00": (table(lambda v: f"{v}E+00"), ".csv", SAME),
    "05": (table(lambda v: f"0{v}"), ".csv", SAME),
    "an apostrophe": (table(lambda v: f"'{v}"), ".csv", SAME),
    "circled digits": (table(lambda v: " ①②③④⑤⑥⑦"[v]), ".csv", SAME),
    "number and label": (table(lambda v: f"{v}.{LABELS[v - 1]}"), ".csv", SAME),
    "5,00": (table(lambda v: f"{v},00"), ".csv", '"1,00"'),
    "5分": (table(lambda v: f"{v}分"), ".csv", '"1分"'),
    "percent": (table(lambda v: f"{v}%"), ".csv", '"1%"'),
    "numerals": (table(lambda v: "零一二三四五六七"[v]), ".csv", '"一"'),
    "letters": (table(lambda v: "_ABCDEFG"[v]), ".csv", '"A"'),
    "formulas to keep text": (table(lambda v: f'="{v}"'), ".csv", "none of its answers"),
    "0 to 6 for 1 to 7": (table(lambda v: str(v - 1)), ".csv", "counts this scale from another number"),
    "0 to 100": (table(lambda v: str(round((v - 1) / 6 * 100))), ".csv", "none of its answers"),
    "answers of another language": (table(lambda v: EN[v - 1]), ".csv", "Allowed: 非常不同意, 不同意, 有点不同意"),
    "a label misspelt": (table(lambda v: LABELS[v - 1].replace("有点同", "有点儿同")), ".csv", "有点儿同意"),
    "days and months": (table(lambda v: f"{v}月{v}日"), ".csv", "1月1日"),
    "numbers of days": (table(lambda v: str(46000 + v)), ".csv", "46001"),
    "a code for no answer": (other(1, "NA"), ".csv", 'pass --missing-codes "NA"'),
    # workbooks
    "an entry far away": (far("XFD1048576"), ".xlsx", "reaches to XFD1048576"),
    "a number far below": (far("A99999"), ".xlsx", SAME),
    "a broken reference": (cell('<c r="G2" t="e"><f>Z1</f><v>#REF!</v></c>'), ".xlsx", "errors: G2 .#REF!."),
    "a division by nothing": (cell('<c r="G2" t="e"><v>#DIV/0!</v></c>'), ".xlsx", "G2 .#DIV/0!."),
    "a formula without its result": (cell('<c r="G2"><f>1+0</f><v></v></c>'), ".xlsx", "without their results: G2"),
    "a formula without a result at all": (cell('<c r="G2"><f>1+0</f></c>'), ".xlsx", "without their results: G2"),
    "a formula with its result": (cell('<c r="G2"><f>1+0</f><v>1</v></c>'), ".xlsx", SAME),
    "a time": (book(table(int), formats="hh:mm:ss"), ".xlsx", "none of its answers"),
    "dates": (book(table(int), formats="yyyy-mm-dd"), ".xlsx", "turned answers into dates"),
    "percents": (book(table(int), formats="0%"), ".xlsx", SAME),
    "means as formulas": (
        book([*table(int), row("平均", *[None] * 5, "=AVERAGE(G2:G5)")]), ".xlsx", "row 6 begins with",
    ),
    "a note on another sheet": (book(table(int), sheets=[("说明", [["导出说明"]])]), ".xlsx", "Name the sheet"),
    "xlsm": (book(table(int)), ".xlsm", SAME),
    "a workbook called txt": (book(table(int)), ".txt", SAME),
    "a workbook called sav": (book(table(int)), ".sav", "SAV"),
}  # fmt: skip
