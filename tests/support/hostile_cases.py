"""What happens to files of answers in the world, and what is to come of it.

Each case is a download of one of our own forms that something happened to. It
is either read as if nothing had happened, or refused in words that name it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from hostile_files import (
    Table,
    base,
    changed_xlsx,
    csv_bytes,
    json_bytes,
    put,
    rezipped,
    sav_bytes,
    unzipped,
    xlsx_bytes,
    zipped,
)

#: Read as if nothing had happened.
SAME = "same"
#: Read, and the first respondent's answers to these items are none.
BLANK, SHORT = "OSAT1 is blank", "all behind OSAT1 are blank"
SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
E, T, N = "experiment", "ticks", "numbers"


def table(name: str = E) -> Table:
    return [list(row) for row in base(name).table]


def with_cell(row: int, heading: str, value: Any, name: str = E) -> Table:
    found = table(name)
    put(row, heading, value, name)(found)
    return found


def with_heading(old: str, new: str) -> Table:
    return with_cell(0, old, new)


def with_column(heading: str, cells: Any = "x", name: str = E) -> Table:
    head, *body = table(name)
    return [[*head, heading], *([*row, cells] for row in body)]


def swapped(one: str, other: str) -> Table:
    found = table()
    a, b = base(E).place(one), base(E).place(other)
    found[0][a], found[0][b] = found[0][b], found[0][a]
    return found


def shifted(n: int) -> Table:
    head, *body = table()
    return [head, *([*[""] * n, *row[:-n]] for row in body)]


def in_xml(doctype: str, entity: str) -> bytes:
    """A workbook whose first answer is an entity."""

    def change(text: str) -> str:
        declared = text.replace("?>", f"?>{doctype}", 1)
        return declared.replace("<t>zh</t>", f"<t>{entity}</t>", 1)

    return changed_xlsx(table(), SHEET, change)


def with_formula(text: str) -> str:
    """A formula with a stored result in the cell of the first OSAT1."""
    return re.sub(
        r'<c r="E2"><v>(\d)</v></c>', r'<c r="E2"><f>1+0</f><v>\1</v></c>', text
    )


def with_error(text: str) -> str:
    return re.sub(r'<c r="E2"><v>\d</v></c>', '<c r="E2" t="e"><v>#N/A</v></c>', text)


def with_date(text: str) -> str:
    """The first OSAT1 as the text a spreadsheet makes of 1-2: a date."""
    date = '<c r="E2" t="d"><v>2026-02-01T00:00:00</v></c>'
    return re.sub(r'<c r="E2"><v>\d</v></c>', date, text)


def with_truth(text: str) -> str:
    return re.sub(r'<c r="E2"><v>\d</v></c>', '<c r="E2" t="b"><v>1</v></c>', text)


SOUND = csv_bytes(table())
FIRST_LABELS = {
    lang: base(E).form.question("OSAT1").labels(lang) for lang in ("zh", "en")
}
NOISE = bytes(range(256)) * 4

#: Name: (base, bytes or table, suffix, words of the message or SAME).
CASES: dict[str, tuple[str, bytes | Table, str, str]] = {
    # encodings and separators
    "utf-8 with a mark": (E, b"\xef\xbb\xbf" + SOUND, ".csv", SAME),
    "utf-16 without a mark": (E, csv_bytes(table(), encoding="utf-16-le"), ".csv", "zero"),
    "utf-16 big-endian": (
        E, b"\xfe\xff" + csv_bytes(table(), encoding="utf-16-be"), ".csv", SAME,
    ),
    "utf-32": (E, csv_bytes(table(), encoding="utf-32"), ".csv", SAME),
    "gb18030": (E, csv_bytes(table(), encoding="gb18030"), ".csv", SAME),
    "latin-1 in the middle": (
        E, SOUND.replace(b"fine", b"caf\xe9", 1), ".csv", "encoding|not text|UTF-8|zero",
    ),
    "semicolons as a German spreadsheet writes": (E, csv_bytes(table(), ";"), ".csv", SAME),
    "tabs in a file called csv": (E, csv_bytes(table(), "\t"), ".csv", SAME),
    "bars": (E, csv_bytes(table(), "|"), ".csv", SAME),
    "old Macintosh line ends": (E, SOUND.replace(b"\r\n", b"\r"), ".csv", SAME),
    "lines with blanks only": (E, SOUND.replace(b"\r\n", b"\r\n  \r\n"), ".csv", SAME),
    "blanks around every cell": (
        E, [[f" {cell} " for cell in row] for row in table()], ".csv", SAME,
    ),
    "every cell in quotes": (
        E,
        b"\r\n".join(b",".join(b'"%s"' % str(c).replace('"', '""').encode() for c in row) for row in table()),
        ".csv",
        SAME,
    ),
    "a quote that never ends": (E, SOUND[:-2] + b',"', ".csv", "quote|not closed"),
    # NUL, noise, sizes
    "a NUL in an answer": (E, SOUND.replace(b"fine", b"fi\0ne", 1), ".csv", "zero"),
    "noise": (E, NOISE, ".csv", "zero|not text"),
    "an empty file": (E, b"", ".csv", "empty"),
    "a byte order mark alone": (E, b"\xef\xbb\xbf", ".csv", "empty"),
    "line ends alone": (E, b"\r\n" * 50, ".csv", "empty"),
    "headings alone": (E, table()[:1], ".csv", "no answers"),
    "one huge cell": (E, with_cell(1, "COMMENT", "x" * 5_000_000), ".csv", "too large|long|large"),
    "a hundred thousand columns": (E, b",".join([b"a"] * 100_000) + b"\n1\n", ".csv", "too many"),
    # headings
    "a heading twice": (E, with_column("OSAT1", "3"), ".csv", '2 columns are|columns are "OSAT1"'),
    "a heading in capitals": (E, with_heading("condition", "CONDITION"), ".csv", "condition"),
    "a heading with blanks": (E, with_heading("OSAT1", " OSAT1 "), ".csv", SAME),
    "a heading as HTML": (E, with_heading("OSAT1", "<b>OSAT1</b>"), ".csv", SAME),
    "a heading taken away": (E, with_heading("OSAT1", ""), ".csv", "OSAT1"),
    "a heading misspelt": (E, with_heading("OSAT1", "OSAT_1"), ".csv", "OSAT1"),
    "a heading renumbered": (E, with_heading("OSAT1", "Q1_1"), ".csv", "Q1_1"),
    "a heading of another form": (E, with_column("DJ1", "5"), ".csv", "DJ1"),
    "columns in another order": (E, [row[::-1] for row in table()], ".csv", SAME),
    "a title above the headings": (E, [["Survey"] + [""] * 44, *table()], ".csv", SAME),
    "merged heading cells above": (
        E, xlsx_bytes([["Satisfaction", *[None] * 44], *table()]), ".xlsx", SAME,
    ),
    "headings repeated in the middle": (
        E, [*table()[:3], table()[0], *table()[3:]], ".csv", "line 4 repeats the headings",
    ),
    "a column of numbers in front": (
        E, [["", *table()[0]], *([n, *row] for n, row in enumerate(table()[1:]))],
        ".csv", "no heading|without a heading|column",
    ),
    "an empty column behind": (E, [[*row, ""] for row in table()], ".csv", SAME),
    # cells in the wrong place
    "answers one column to the right": (E, shifted(1), ".csv", "without a meaning|none of"),
    "answers three columns to the right": (E, shifted(3), ".csv", "without a meaning|none of"),
    "a row too long": (E, [*table(), [*table()[1], "x"]], ".csv", "cells|more|column"),
    "a row without its last cells": (
        E, [*table()[:-1], table()[-1][:31]], ".csv", "cut: the last row .line 7. has 31",
    ),
    "a row cut short after its first answer": (
        E, [table()[0], table()[1][:5], *table()[2:]], ".csv", SHORT,
    ),
    # answers
    "an answer out of range": (E, with_cell(1, "OSAT1", "8"), ".csv", '"8"'),
    "an answer below range": (E, with_cell(1, "OSAT1", "0"), ".csv", '"0"'),
    "half a point": (E, with_cell(1, "OSAT1", "2.5"), ".csv", "2.5"),
    "a decimal comma": (E, with_cell(1, "OSAT1", "1,0"), ".csv", "1,0"),
    "a whole number written as 1.0": (E, with_cell(1, "OSAT1", "1.0"), ".csv", SAME),
    "a full-width digit": (E, with_cell(1, "OSAT1", "１"), ".csv", SAME),
    "an Arabic digit": (E, with_cell(1, "OSAT1", "١"), ".csv", "١"),
    "a date as an answer": (E, with_cell(1, "OSAT1", "1/2/2026"), ".csv", "1/2/2026"),
    "a formula as an answer": (E, with_cell(1, "OSAT1", "=1"), ".csv", "=1"),
    "no answer": (E, with_cell(1, "OSAT1", ""), ".csv", BLANK),
    "an infinite answer": (E, with_cell(1, "OSAT1", "inf"), ".csv", "inf"),
    "nan as an answer": (E, with_cell(1, "OSAT1", "nan"), ".csv", "nan"),
    "a label among numbers": (
        E, with_cell(1, "OSAT1", FIRST_LABELS["en"][0]), ".csv", "none of|more than one",
    ),
    "script in an answer": (
        E, with_cell(1, "OSAT1", "<script>alert(1)</script>"), ".csv", "none of",
    ),
    "an undefined condition": (E, with_cell(1, "condition", "9"), ".csv", "without a meaning"),
    "a respondent without a condition": (E, with_cell(1, "condition", ""), ".csv", SAME),
    "consent that is neither": (E, with_cell(1, "AGREED", "2"), ".csv", '"2"'),
    "a language nobody offered": (E, with_cell(1, "_language", "fr"), ".csv", "without a meaning"),
    "a negative duration": (E, with_cell(1, "_seconds", "-5"), ".csv", SAME),
    "a day that is none": (E, with_cell(1, "_started", "2026-02-31T08:00:00Z"), ".csv", SAME),
    "an apostrophe before a formula": (E, with_cell(1, "COMMENT", "'=1+1"), ".csv", SAME),
    "a formula among the words": (E, with_cell(1, "COMMENT", "=cmd|' /C calc'!A0"), ".csv", SAME),
    "line ends among the words": (E, with_cell(1, "COMMENT", "a\r\n,b\n\n"), ".csv", SAME),
    "a tick of two": (T, with_cell(1, "VOI_DONE1", "2", T), ".csv", '"2"'),
    "a tick of yes": (T, with_cell(1, "VOI_DONE1", "yes", T), ".csv", "yes"),
    "an amount with a unit": (N, with_cell(1, "DEM1", "100元", N), ".csv", "100元"),
    "an amount with a decimal comma": (N, with_cell(1, "DEM1", "12,5", N), ".csv", "12,5"),
    "an amount with thousands": (N, with_cell(1, "DEM1", "1,200", N), ".csv", "1,200"),
    "a negative amount": (N, with_cell(1, "DEM1", "-5", N), ".csv", "-5"),
    "an endless amount": (N, with_cell(1, "DEM1", "9" * 400, N), ".csv", "DEM1"),
    "an amount in powers": (N, with_cell(1, "DEM1", "1e400", N), ".csv", "1e400"),
    # workbooks
    "a workbook": (E, xlsx_bytes(table()), ".xlsx", SAME),
    "a workbook of text": (E, xlsx_bytes(table(), numbers=False), ".xlsx", SAME),
    "a workbook called csv": (E, xlsx_bytes(table()), ".csv", SAME),
    "csv called xlsx": (E, SOUND, ".xlsx", SAME),
    "a formula with its result": (E, changed_xlsx(table(), SHEET, with_formula), ".xlsx", SAME),
    "an error value": (E, changed_xlsx(table(), SHEET, with_error), ".xlsx", BLANK),
    "an answer made a date": (E, changed_xlsx(table(), SHEET, with_date), ".xlsx", "2026-02-01"),
    "an answer made a truth value": (E, changed_xlsx(table(), SHEET, with_truth), ".xlsx", "TRUE"),
    "an entity bomb": (E, in_xml(BOMB, "&i;"), ".xlsx", "workbook|without a meaning"),
    "an entity from outside": (E, in_xml(OUTSIDE, "&a;"), ".xlsx", "workbook|without a meaning"),
    "a workbook cut short": (E, xlsx_bytes(table())[:-200], ".xlsx", "archive|workbook"),
    "a workbook without sheets": (
        E, zipped({k: v for k, v in unzipped(xlsx_bytes(table())).items() if k != SHEET}),
        ".xlsx", "workbook|empty|sheet",
    ),
    "a workbook whose sheet is no XML": (
        E, rezipped(xlsx_bytes(table()), SHEET, lambda _: "<worksheet><oops"), ".xlsx", "workbook|empty",
    ),
    "a zip bomb called xlsx": (
        E, rezipped(xlsx_bytes(table()), "xl/media/x.bin", lambda _: "0" * 60_000_000),
        ".xlsx", "would unpack",
    ),
    # archives
    "a zip": (E, zipped({"answers.csv": SOUND}), ".zip", SAME),
    "a zip with a path out of the folder": (
        E, zipped({"../../outside.csv": SOUND}), ".zip", SAME,
    ),
    "a zip in a zip": (E, zipped({"a.zip": zipped({"b.csv": SOUND})}), ".zip", "0 files|archive"),
    "a zip without answers": (E, zipped({"readme.md": b"x"}), ".zip", "0 files"),
    "a zip with two files": (E, zipped({"a.csv": SOUND, "b.csv": SOUND}), ".zip", "2 files"),
    "a truncated zip": (E, zipped({"answers.csv": SOUND})[:-40], ".zip", "archive"),
    # JSON
    "json": (E, json_bytes(table()), ".json", SAME),
    "json lines": (
        E, "\n".join(map(json.dumps, json.loads(json_bytes(table())))).encode(), ".json", SAME,
    ),
    "json of an unknown key": (
        E, json_bytes(table()).replace(b'"OSAT1"', b'"OSAT9"', 1), ".json", "OSAT9",
    ),
    "json of an endless number": (
        E, json_bytes(table()).replace(b'"OSAT1": 1', b'"OSAT1": ' + b"9" * 6000, 1), ".json", "OSAT1|JSON|number",
    ),
    "json of an object in a cell": (
        E, json_bytes(table()).replace(b'"OSAT1": 1', b'"OSAT1": {"a": 1}', 1), ".json", "OSAT1",
    ),
    "json cut short": (E, json_bytes(table())[:-20], ".json", "JSON"),
    "json of nothing": (E, b"[]", ".json", "empty|no answers"),
    "json with lone surrogates": (
        E, json_bytes(table()).replace(b'"fine"', b'"\\ud800"', 1), ".json", SAME,
    ),
    # statistics files
    "a SAV file of our own is none of the page": (E, sav_bytes(E), ".sav", "respondent_id"),
    "a SAV file cut short": (E, sav_bytes(E)[:400], ".sav", "SAV"),
    "csv called sav": (E, SOUND, ".sav", "SAV|same"),
}  # fmt: skip
