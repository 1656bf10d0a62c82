"""Every mistake of a table has one clear message, and all are told at once."""

from __future__ import annotations

import pandas as pd
import pytest
from answer_files import HEADER, INSTRUMENT, ROWS, changed, csv_text, write_instrument

from srtoolkit.errors import ResponsesError
from srtoolkit.responses import read_responses, responses_from_frame


def messages(read, content, **options):
    with pytest.raises(ResponsesError) as caught:
        read(content, **options)
    return {problem.code: str(problem) for problem in caught.value.problems}


def renamed(**names):
    return [names.get(name, name) for name in HEADER]


def test_a_header_without_answers(read):
    found = messages(read, ",".join(HEADER))

    assert list(found) == ["no_rows"]
    assert "a header but no answers" in found["no_rows"]


def test_rows_without_a_single_answer(read):
    rows = [[row[0], None, None, None, None, None, row[-1]] for row in ROWS]
    found = messages(read, csv_text(rows=rows))

    assert list(found) == ["no_answers"]
    assert "all 5 item columns are empty in all 5 rows" in found["no_answers"]


@pytest.mark.parametrize("written", ["rs2", "ＲＳ2", "RS 2"])
def test_a_missing_column_names_its_neighbour(read, written):
    found = messages(read, csv_text(renamed(RS2=written)))

    assert list(found) == ["column_missing"]
    assert (
        'the column "RS2" (item of the scale RSAT of small) is not in the file'
        in found["column_missing"]
    )
    assert (
        f'Did you mean "{written}"? Rename that column to "RS2".'
        in (found["column_missing"])
    )


def test_a_scale_in_other_letters_throughout_is_not_passed_over(read):
    found = messages(read, csv_text(renamed(OS1="os1", OS2="os2")))

    assert list(found) == ["column_missing"]


def test_a_scale_that_was_not_asked_is_no_mistake(read):
    rows = [[*row[:4], row[-1]] for row in ROWS]
    responses = read(csv_text([*HEADER[:4], HEADER[-1]], rows))

    assert responses.has("RSAT")
    assert not responses.has("OSAT")


def test_a_required_column_that_is_not_there(read):
    found = messages(read, csv_text(), required=["RSAT", "conditions", "条件"])

    assert list(found) == ["column_missing"]
    assert '"conditions" is not in the file' in found["column_missing"]


def test_only_what_is_required_must_be_there(read):
    header = renamed(RS3="other")

    assert read(csv_text(header), required=["RS1", "OSAT"]).has("OSAT")
    assert "column_missing" in messages(read, csv_text(header), required=["RSAT"])


def test_a_file_of_another_questionnaire(read):
    found = messages(read, "x1,x2\n1,2\n3,4\n")

    assert list(found) == ["instrument_absent"]
    assert 'none of the items of the instrument "small"' in found["instrument_absent"]
    assert "RS1, RS2, RS3, OS1, OS2" in found["instrument_absent"]
    assert "The file's columns are x1, x2." in found["instrument_absent"]


def test_a_delimiter_that_is_none(read):
    found = messages(read, csv_text(delimiter="^"))

    assert "Only one column was found" in found["instrument_absent"]


def test_text_where_numbers_belong(read):
    rows = changed({(1, "RS1"): "agree", (3, "RS1"): "n/a"})
    found = messages(read, csv_text(rows=rows))

    assert list(found) == ["answer_not_number"]
    text = found["answer_not_number"]
    assert (
        'item "RS1": 2 answers are not a number: "agree" (line 3), "n/a" (line 5)'
        in (text)
    )
    assert "Allowed: 1-5, or empty for no answer." in text
    assert 'empty the cells that mean "no answer"' in text


def test_a_decimal_comma(read):
    rows = changed({(1, "OS1"): "3,5"})
    found = messages(read, csv_text(rows=rows, delimiter=";"))

    assert "Write decimals with a point." in found["answer_not_number"]


def test_answers_outside_the_range(read):
    rows = changed({(0, "RS1"): 99, (2, "RS1"): 6})
    found = messages(read, csv_text(rows=rows))

    text = found["answer_out_of_range"]
    assert 'item "RS1": 2 answers are outside 1-5: 99 (line 2), 6 (line 4)' in text
    assert "--missing-codes 99 on the command line" in text
    assert "missing_codes: [99] in the instrument small" in text


def test_many_cases_are_counted(read):
    rows = [[row[0], 8, *row[2:]] for row in ROWS * 4]
    with pytest.raises(ResponsesError) as caught:
        read(csv_text(rows=rows))
    problem = caught.value.problems[-1]

    assert "8 (line 6) and 15 more" in problem.message
    assert problem.pieces["n"] == 20
    assert problem.pieces["rows"][-1] == 21


def test_answers_between_the_options(read):
    rows = changed({(0, "RS1"): 2.5, (1, "OS1"): 7.5})
    with pytest.raises(ResponsesError) as caught:
        read(csv_text(rows=rows))

    assert [p.code for p in caught.value.problems] == ["answer_not_option"] * 2
    assert "1 answer is between the response options: 2.5 (line 2)" in str(caught.value)


def test_a_constant_item(read):
    rows = [[row[0], 3, *row[2:]] for row in ROWS]
    found = messages(read, csv_text(rows=rows))

    assert list(found) == ["column_constant"]
    assert '"RS1" has the same value in all 5 answers: 3' in found["column_constant"]


def test_a_constant_column_that_is_required(read):
    rows = [[*row[:-1], "补救"] for row in ROWS]

    assert read(csv_text(rows=rows)).n == 5
    found = messages(read, csv_text(rows=rows), required=["条件"])
    assert 'same value in all 5 answers: "补救"' in found["column_constant"]


def test_an_empty_column(read):
    rows = [[row[0], None, *row[2:]] for row in ROWS]
    found = messages(read, csv_text(rows=rows))

    assert list(found) == ["column_empty"]
    assert 'the column "RS1" is empty in all 5 rows' in found["column_empty"]


def test_two_columns_of_one_name(read):
    found = messages(read, csv_text(renamed(RS3="RS2")))

    assert '2 columns are named "RS2": columns 3, 4' in found["column_repeated"]


def test_rows_longer_than_the_header(read):
    lines = csv_text().splitlines()
    lines[2] += ",extra"
    lines[4] += ",more,still"
    found = messages(read, "\n".join(lines))

    assert list(found) == ["row_too_long"]
    assert (
        "the header has 7 columns, but more entries stand in line 3 (8), line 5 (9)"
        in (found["row_too_long"])
    )


def test_a_missing_code_that_is_an_answer(read):
    found = messages(read, csv_text(), missing_codes=[5])

    assert list(found) == ["missing_code_is_answer"]
    assert (
        "5 was given as a code for no answer, but it is an answer of"
        in (found["missing_code_is_answer"])
    )


def test_all_mistakes_are_told_at_once(read):
    header = renamed(RS3="rs3", id="条件")
    rows = changed({(0, "RS1"): 99, (1, "RS2"): "x", (2, "OS1"): 1.5})
    found = messages(read, csv_text(header, rows))

    assert set(found) == {
        "column_repeated",
        "column_missing",
        "answer_out_of_range",
        "answer_not_number",
        "answer_not_option",
    }


def test_a_data_frame_is_checked_as_a_file_is(small):
    frame = pd.DataFrame(ROWS, columns=HEADER)
    frame.loc[1, "RS1"] = 9

    with pytest.raises(ResponsesError, match=r"9 \(row 2\)"):
        responses_from_frame(frame, [small])


def test_a_check_that_everybody_passes_is_no_constant(tmp_path):
    text = INSTRUMENT.replace(
        "  - id: OSAT\n    construct: OSAT", "  - id: CHECK\n    construct: null"
    )
    text = text.replace("[RSAT, OSAT]", "[RSAT]")
    head, tail = text.split("  - id: CHECK")
    tail = tail.replace("kind: reflective", "kind: check")
    path = write_instrument(tmp_path, head + "  - id: CHECK" + tail)
    rows = [[*row[:4], 7, 7, row[-1]] for row in ROWS]
    file = tmp_path / "answers.csv"
    file.write_text(csv_text(rows=rows), encoding="utf-8")

    assert read_responses(file, [path]).n == 5
