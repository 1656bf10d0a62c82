"""Broken and hostile downloads: one clear message, or a correct read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pyreadstat
import pytest
from hostile_downloads import (
    ANSWERS,
    HEADINGS,
    ITEMS,
    Rows,
    manifest,
    rows,
    text_of,
    write,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_xlsx import write_xlsx

from srtoolkit.errors import SrtoolkitError
from srtoolkit.platforms import ImportOptions, import_download

NAMES = [item.id for item in ITEMS]


def changed(change: Callable[[Rows], Any], answers: str = "label") -> Rows:
    table = rows(answers)
    result = change(table)
    return table if result is None else result


def put(row: int, column: str | int, value: Any) -> Callable[[Rows], None]:
    place = HEADINGS.index(column) if isinstance(column, str) else column

    def change(table: Rows) -> None:
        table[row][place] = value

    return change


def without(column: str) -> Callable[[Rows], Rows]:
    place = HEADINGS.index(column)
    return lambda table: [row[:place] + row[place + 1 :] for row in table]


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


SOUND = text_of(rows())
FIRST = NAMES[0]
EN = ITEMS[0].labels("en")
#: What is read correctly in spite of how it looks.
SAME: dict[str, str | bytes | Rows] = {
    "three heading rows": rows(),
    "two heading rows": rows(n_headings=2),
    "one heading row": rows(n_headings=1),
    "codes": rows("code"),
    "gbk": SOUND.encode("gbk"),
    "utf-16 with its mark": SOUND.encode("utf-16"),
    "utf-8 with its mark": SOUND.encode("utf-8-sig"),
    "semicolons": text_of(rows(), ";"),
    "tabs": text_of(rows(), "\t"),
    "sep line": "sep=;\r\n" + text_of(rows(), ";"),
    "old line ends": SOUND.replace("\r\n", "\n"),
    "blank lines": SOUND.replace("\r\n", "\r\n\r\n"),
    "columns in another order": [row[::-1] for row in rows()],
    "html in a heading": changed(put(1, FIRST, f"<b>{ITEMS[0].text.en}</b>")),
    "line end in a heading": changed(
        put(1, FIRST, ITEMS[0].text.en.replace(" ", "\n"))
    ),
    "single-quoted import id": changed(put(2, FIRST, "{'ImportId': 'QID1_1'}")),
    "time zone in the import id": changed(
        put(2, "Duration", '{"ImportId":"dur","timeZone":"Asia/Shanghai"}')
    ),
    "label in other case": changed(put(3, FIRST, EN[0].upper())),
    "label with html": changed(put(3, FIRST, f"<span>{EN[0]}</span>")),
    "label with blanks": changed(put(3, FIRST, f"  {EN[0]}\u00a0 ")),
    "full-width label": changed(
        put(3, FIRST, EN[0].translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}))
    ),
    "language of a label against the column": changed(put(3, "UserLanguage", "ZH-S")),
    "code and label": changed(put(3, FIRST, f"1 - {EN[0]}")),
    "preview row": changed(
        lambda t: t.append(["R_9", "1", "1", "5", "EN", "10.0.0.9", *[EN[0]] * 4])
    ),
    "zip with one csv": zipped(download__csv=SOUND.encode()),
    "zip with a csv beside hidden files": zipped(
        **{"a__csv": SOUND.encode(), "b/__hidden__csv": b"x"}
    ),
    "long duration in words": changed(put(3, "Duration", "1小时2分3秒")),
    "duration as a clock": changed(put(3, "Duration", "1:02:03")),
    "unread duration": changed(put(3, "Duration", "a while")),
    "empty last column": [[*row, ""] for row in rows()],
    "no metadata": [row[6:] for row in rows()],
    "formula as id": changed(put(3, "ResponseId", '=HYPERLINK("http://x")')),
}
#: What is refused, and with which words.
REFUSED: dict[str, tuple[str | bytes | Rows, str]] = {
    "empty file": (b"", "empty"),
    "only headings": (rows()[:3], "no answers"),
    "only blanks": (b" \n , , \n", "empty"),
    "unknown column": ([[*row, "x"] for row in rows()], "none of the form's"),
    "missing item": (changed(without(FIRST)), "is not in the file"),
    "repeated heading": (
        [[*row, row[6]] for row in rows(n_headings=1)],
        f'columns are "{FIRST}"',
    ),
    "heading rows shifted": (
        changed(lambda t: t.__setitem__(2, [t[2][-1], *t[2][:-1]])),
        "disagree",
    ),
    "values shifted by one": (
        [*rows()[:3], *([row[-1], *row[:-1]] for row in rows()[3:])],
        "without a meaning|none of its answers",
    ),
    "renumbered question": (
        changed(put(0, FIRST, "9、" + ITEMS[0].text.en))[:1] + rows()[3:],
        "pass --accept",
    ),
    "unknown label": (changed(put(3, FIRST, "Absolutely")), "none of its answers"),
    "formula as an answer": (changed(put(3, FIRST, "=1+1")), "none of its answers"),
    "answer as a date": (changed(put(3, FIRST, "2026-05-01")), "none of its answers"),
    "answer out of range": (changed(put(3, FIRST, "8")), "none of its answers"),
    "negative answer": (changed(put(3, FIRST, "-1")), "none of its answers"),
    "half an answer": (changed(put(3, FIRST, "1.5")), "none of its answers"),
    "code and another label": (
        changed(put(3, FIRST, f"2 - {EN[0]}")),
        "none of its answers",
    ),
    "codes or numbers": (rows("code"), "--answers code or --answers number"),
    "numbers or codes": (rows("number"), "--answers"),
    "labels and codes mixed": (
        changed(lambda t: t.__setitem__(3, rows("code")[3])),
        "more than one answer",
    ),
    "unknown status": (changed(put(3, "Status", "77")), "without a meaning"),
    "unknown language": (changed(put(3, "UserLanguage", "FR")), "without a meaning"),
    "truth value as an answer": (changed(put(3, FIRST, "TRUE")), "none of its answers"),
    "zero bytes": (b"a\0b,c\n1,2\n", "zero bytes"),
    "not text": (bytes(range(128, 256)) * 9, "not text|none of the form's|zero"),
    "open quote": (SOUND[:-3] + '"', "not closed|none of its answers"),
    "xlsx cut short": (b"PK\x03\x04" + b"\0" * 40, "archive cannot be read"),
    "xls that is none": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "workbook"),
    "sav that is none": (b"$FL2" + b"\0" * 60, "SAV|zero bytes"),
    "zip with two csv": (
        zipped(a__csv=SOUND.encode(), b__csv=SOUND.encode()),
        "2 files of answers",
    ),
    "zip with nothing": (zipped(readme__md=b"x"), "0 files of answers"),
    "zip cut short": (zipped(a__csv=SOUND.encode())[:-30], "archive cannot be read"),
    "zip bomb": (zipped(a__csv=b"0" * 60_000_000), "would unpack"),
    "zip of many files": (
        zipped(**{f"f{n}__csv": b"" for n in range(1001)}),
        "would unpack to 1001 files",
    ),
    "json that is none": (b'[{"OSAT1": 1,]', "no JSON"),
    "json of numbers": (b"[1, 2, 3]", "no list of answers"),
    "json with a key twice": (b'[{"OSAT1": 1, "OSAT1": 2}]', "stands twice"),
    "json not a number": (b'[{"OSAT1": NaN}]', "no JSON"),
    "json nested deeply": (b'[{"a":' * 9 + b"1" + b"}]" * 9, "nested|no JSON"),
    "json without end": (b"[" * 100_000, "no JSON"),
    "10^8 cells": ((",".join("a" * 100) + "\n").encode() * 1_000_000, "too many"),
    "html instead of csv": (b"<html><body>Sign in</body></html>", "is a web page"),
    "xml with entities": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        "is an XML file",
    ),
}


@pytest.mark.parametrize("case", SAME)
def test_a_sound_download_is_read(tmp_path, case):
    suffix = ".zip" if "zip" in case else ".csv"
    path = write(tmp_path / f"download{suffix}", SAME[case])

    found = import_download(
        path,
        manifest=manifest(),
        options=ImportOptions(answers="code" if case == "codes" else None),
    )

    assert found.responses.answers[NAMES].to_numpy().tolist() == ANSWERS
    assert "10.0.0" not in found.responses.answers.to_csv()
    assert "10.0.0" not in json.dumps(found.report.to_dict())


@pytest.mark.parametrize("case", REFUSED)
def test_a_broken_download_is_refused_with_one_message(tmp_path, case):
    content, words = REFUSED[case]
    suffix = {"zip": ".zip", "sav": ".sav", "json": ".json"}.get(
        case.split()[0], ".csv"
    )
    path = write(tmp_path / f"download{suffix}", content)

    with pytest.raises(SrtoolkitError, match=words):
        import_download(path, manifest=manifest())


def test_numbers_in_the_order_shown_are_put_back(tmp_path):
    path = write(tmp_path / "download.csv", rows("number"))

    found = import_download(
        path, manifest=manifest(), options=ImportOptions(answers="number")
    )

    assert found.responses.answers[NAMES].to_numpy().tolist() == ANSWERS


def test_missing_marks_and_declared_missing_values_are_no_answers(tmp_path):
    path = write(tmp_path / "download.csv", changed(put(3, FIRST, "-9")))

    found = import_download(path, manifest=manifest())

    assert found.responses.answers[FIRST].isna().tolist() == [True, False, False, False]


def test_a_named_and_a_left_out_column(tmp_path):
    table = changed(put(0, FIRST, "something"))
    table = [[*row, "x"] for row in (table[0], *table[3:])]
    path = write(tmp_path / "download.csv", table)
    options = ImportOptions(matches={"something": FIRST}, leave_out=("#11",))

    found = import_download(path, manifest=manifest(), options=options)

    assert found.responses.answers[NAMES].to_numpy().tolist() == ANSWERS
    assert [column.how for column in found.report.columns][-1] == "left_out"


def test_workbooks_and_dates_made_of_answers(tmp_path):
    path = write_xlsx(tmp_path / "download.xlsx", {"answers": rows()})
    assert import_download(path, manifest=manifest()).responses.n == 4

    two = write_xlsx(tmp_path / "two.xlsx", {"a": rows(), "b": rows()})
    with pytest.raises(SrtoolkitError, match="2 sheets"):
        import_download(two, manifest=manifest())


def test_a_statistics_file_labelled_the_other_way_round_is_refused(tmp_path):
    import pandas as pd

    frame = pd.DataFrame(ANSWERS, columns=NAMES, dtype="float64")
    turned = {
        i.id: dict(zip(i.values, i.labels("en")[::-1], strict=True)) for i in ITEMS
    }
    path = tmp_path / "turned.sav"
    pyreadstat.write_sav(frame, path, variable_value_labels=turned)

    with pytest.raises(SrtoolkitError, match="labels its values otherwise"):
        import_download(path, instruments=["overall-satisfaction"])


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([".csv", ".json", ".zip", ".sav", ".xls"])
)
def test_any_bytes_give_a_message_or_a_read(tmp_path_factory, content, suffix):
    path = tmp_path_factory.mktemp("any") / f"download{suffix}"
    path.write_bytes(content)

    with pytest.raises(SrtoolkitError):
        import_download(path, manifest=manifest())


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 6),
    st.integers(0, len(HEADINGS) - 1),
    st.text(max_size=12),
)
def test_any_cell_changed_gives_a_message_or_changes_that_cell_only(
    tmp_path_factory, row, column, value
):
    path = tmp_path_factory.mktemp("any") / "download.csv"
    table = rows()
    table[row][column] = value
    write(path, table)

    try:
        found = import_download(path, manifest=manifest())
    except SrtoolkitError:
        return
    answers = found.responses.answers[NAMES].to_numpy().tolist()
    differing = [
        (r, c)
        for r, values in enumerate(ANSWERS)
        for c, wanted in enumerate(values)
        if len(answers) == len(ANSWERS) and answers[r][c] != wanted
    ]
    assert set(differing) <= {(row - 3, column - 6)}
