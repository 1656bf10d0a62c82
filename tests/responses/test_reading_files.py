"""Every encoding, delimiter and workbook gives the same table."""

from __future__ import annotations

import codecs

import numpy as np
import pytest
from answer_files import HEADER, ROWS, changed, csv_text
from tiny_xlsx import write_xlsx

from srtoolkit.errors import FileError, OptionError, ResponsesError
from srtoolkit.responses import read_responses


def assert_same_answers(responses):
    assert responses.n == 5
    assert responses.answers["RS2"].tolist() == [5, 4, 1, 2, 3]
    assert responses.answers["条件"].tolist() == [row[-1] for row in ROWS]
    assert responses.answers["id"].tolist() == list("abcde")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (csv_text().encode("utf-8"), "utf-8"),
        (csv_text().encode("utf-8-sig"), "utf-8-sig"),
        (csv_text().encode("gbk"), "gbk"),
        (csv_text().replace("补救", "㐀救").encode("gb18030"), "gb18030"),
        (codecs.BOM_UTF16_LE + csv_text().encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + csv_text().encode("utf-16-be"), "utf-16-be"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_encoding_is_recognised(read, raw, encoding):
    responses = read(raw)

    assert responses.encoding == encoding
    assert responses.answers["RS1"].tolist() == [1, 2, 5, 4, 3]
    assert responses.answers["条件"][1] == "无失误"


def test_a_named_encoding_is_used(read):
    responses = read(csv_text().encode("big5", "replace"), encoding="big5")

    assert responses.encoding == "big5"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_delimiter_is_recognised(read, delimiter):
    responses = read(csv_text(delimiter=delimiter))

    assert responses.delimiter == delimiter
    assert_same_answers(responses)


def test_the_delimiter_is_told_from_the_header_outside_quotes(read):
    header = ['"id, a; b"', *HEADER[1:]]
    responses = read(csv_text(header, delimiter="\t"))

    assert responses.delimiter == "\t"
    assert "id, a; b" in responses.answers


def test_a_comma_in_an_unquoted_name_does_not_mislead(read):
    header = ["id, first, of, all, the, names, there, are", *HEADER[1:]]
    responses = read(csv_text(header, delimiter=";"))

    assert responses.delimiter == ";"


def test_the_line_that_tells_a_spreadsheet_the_delimiter_is_obeyed(read):
    responses = read("sep=;\n" + csv_text(delimiter=";"))

    assert_same_answers(responses)
    assert responses.row_numbers == (3, 4, 5, 6, 7)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_every_line_ending_is_read(read, ending):
    assert_same_answers(read(csv_text().replace("\n", ending).encode("utf-8")))


def test_numeric_text_is_a_number(read):
    rows = changed({(0, "RS1"): '" 5 "', (1, "RS1"): "５", (2, "RS1"): '"4.0"'})

    assert read(csv_text(rows=rows)).answers["RS1"].tolist() == [5, 5, 4, 4, 3]


def test_empty_cells_are_missing_and_blank_rows_are_no_respondents(read):
    rows = changed({(0, "RS1"): None, (1, "RS1"): "  "})
    text = csv_text(rows=rows) + "\n,,,,,,\n"
    responses = read(text)

    assert responses.n == 5
    assert np.isnan(responses.answers["RS1"][:2]).all()
    assert responses.flow[0].n == 5


def test_a_row_may_end_early_or_with_empty_entries(read):
    lines = csv_text().splitlines()
    lines[1] = "a,1,5,2"
    lines[2] += ",,"
    responses = read("\n".join(lines))

    assert np.isnan(responses.answers["OS2"][0])
    assert responses.answers["条件"].isna().tolist() == [True] + [False] * 4


def test_row_numbers_follow_lines_of_the_file(read):
    lines = csv_text().splitlines()
    lines[1] = lines[1].replace("a,", '"a\nb",', 1)
    responses = read("\n".join(lines))

    assert responses.row_numbers == (2, 4, 5, 6, 7)


def test_a_workbook_is_read_whatever_its_name(tmp_path, small):
    for name in ("answers.xlsx", "answers.csv"):
        sheets = {"data": [HEADER, *ROWS], "empty": []}
        path = write_xlsx(tmp_path / name, sheets)
        responses = read_responses(path, [small])

        assert_same_answers(responses)
        assert responses.encoding is None
        assert responses.delimiter is None
        assert responses.row_numbers == (2, 3, 4, 5, 6)


def test_rows_of_a_sheet_are_counted_as_the_sheet_does(tmp_path, small):
    rows = [[], HEADER, *changed({(4, "RS1"): "five"})]
    path = write_xlsx(tmp_path / "answers.xlsx", {"data": rows})

    with pytest.raises(ResponsesError, match=r'"five" \(row 7\)'):
        read_responses(path, [small])


def test_several_filled_sheets_need_a_name(tmp_path, small):
    sheets = {"notes": [["hello"]], "data": [HEADER, *ROWS]}
    path = write_xlsx(tmp_path / "answers.xlsx", sheets)

    with pytest.raises(FileError, match=r"2 sheets .* notes, data.*--sheet"):
        read_responses(path, [small])
    assert_same_answers(read_responses(path, [small], sheet="data"))
    with pytest.raises(
        OptionError, match=r'no sheet named "date".*Did you mean "data"'
    ):
        read_responses(path, [small], sheet="date")


def test_a_missing_file(tmp_path, small):
    (tmp_path / "answers.csv").write_text("x", encoding="utf-8")

    with pytest.raises(FileError, match=r'no such file.*Did you mean "answers.csv"'):
        read_responses(tmp_path / "answer.csv", [small])


def test_a_folder(tmp_path, small):
    with pytest.raises(FileError, match="is a folder, not a file of answers"):
        read_responses(tmp_path, [small])


@pytest.mark.parametrize("content", ["", "\n\n", " , ,\n", b"\xef\xbb\xbf"])
def test_an_empty_file(read, content):
    with pytest.raises(FileError, match="the file is empty") as caught:
        read(content)
    assert caught.value.code == "file_empty"


def test_bytes_that_are_no_text(read):
    with pytest.raises(FileError, match=r"UTF-16 without its mark.*--encoding"):
        read(csv_text().encode("utf-16-le"))
    with pytest.raises(FileError, match="not text in UTF-8, UTF-16 or GB18030"):
        read(b"id,name\n1,\xff\xff\n")


def test_a_wrong_encoding(read):
    with pytest.raises(FileError, match=r"byte \d+ is not ascii"):
        read(encoding="ascii")
    with pytest.raises(OptionError, match='no encoding named "utf-9"'):
        read(encoding="utf-9")


def test_a_damaged_workbook(read):
    with pytest.raises(FileError, match="cannot be read as a workbook"):
        read(b"PK\x03\x04 nothing more")


def test_an_open_quote(read):
    lines = csv_text().splitlines()
    lines[3] = lines[3].replace("c,", '"c,', 1)

    with pytest.raises(FileError, match="not closed") as caught:
        read("\n".join(lines))
    assert caught.value.problems[0].line == 4
