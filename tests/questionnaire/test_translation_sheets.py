"""A translation sheet goes out, comes back, and shows what differs."""

import zipfile
from pathlib import Path

import pytest

from srtoolkit.errors import FileError, ShelfError
from srtoolkit.questionnaire import (
    TranslationRow,
    read_translation_sheet,
    translation_rows,
    write_translation_sheet,
)
from srtoolkit.questionnaire.sheets.sheet_files import Sheet, workbook_bytes

HEADER = ("id", "role", "zh", "en", "back_translation", "comment")


def write_sheet(path: Path, rows) -> Path:
    sheet = Sheet("translation", HEADER, rows, (10.0,) * 6, {})
    path.write_bytes(workbook_bytes(sheet))
    return path


def test_every_text_has_a_row_with_its_place_and_role():
    rows = {row.id: row for row in translation_rows("attribution")}

    assert rows["scales.LOCF.items.LOCF1.text"] == TranslationRow(
        "scales.LOCF.items.LOCF1.text",
        "sentence",
        "这个问题是这家企业造成的。",
        "The company brought this problem about.",
    )
    assert rows["responses.agree7.options.7.label"].role == "answer"
    assert rows["scales.STA.definition"].role == "definition"
    assert len(rows) == len(translation_rows("attribution"))


def test_scenarios_have_rows_too():
    rows = {row.id: row for row in translation_rows("scenario-hotel-check-in")}

    assert rows["factors.recovery.levels.poor.text"].role == "sentence"
    assert {"opening", "perspective", "control.text"} <= set(rows)


def test_what_is_written_reads_back_without_a_difference(tmp_path):
    for name in ("justice-four-facets", "scenario-flight-delay"):
        rows = translation_rows(name)
        path = tmp_path / f"{name}.xlsx"
        write_translation_sheet(rows, path)
        found = read_translation_sheet(path, rows)

        assert found.differences == found.missing == found.unknown == ()
        assert found.back_translations == found.comments == {}


def test_changes_back_translations_and_comments_are_shown(tmp_path):
    ours = [
        TranslationRow("a", "title", "甲", "A"),
        TranslationRow("b", "title", "乙", "B"),
    ]
    path = write_sheet(
        tmp_path / "sheet.xlsx",
        [
            ("a", "title", "甲乙", "A", "back", "why?"),
            ("c", "title", "丙", "C", None, None),
        ],
    )
    found = read_translation_sheet(path, ours)

    (one,) = found.differences
    assert (one.id, one.language, one.ours, one.theirs) == ("a", "zh", "甲", "甲乙")
    assert found.back_translations == {"a": "back"}
    assert found.comments == {"a": "why?"}
    assert (found.missing, found.unknown) == (("b",), ("c",))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_is_neutralised_and_restored(tmp_path, text):
    rows = [TranslationRow("a", "title", text, "English")]
    path = tmp_path / "sheet.xlsx"
    write_translation_sheet(rows, path)

    with zipfile.ZipFile(path) as archive:
        assert f"'{text}" in archive.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
    assert read_translation_sheet(path, rows).differences == ()


def test_wrong_files_are_answered(tmp_path):
    rows = translation_rows("attribution")
    with pytest.raises(FileError, match="no such file"):
        read_translation_sheet(tmp_path / "none.xlsx", rows)
    (tmp_path / "text.xlsx").write_text("no workbook", "utf-8")
    with pytest.raises(FileError, match="not a workbook"):
        read_translation_sheet(tmp_path / "text.xlsx", rows)
    other = Sheet("x", ("id", "zh"), [("a", "b")], (9.0, 9.0), {})
    (tmp_path / "other.xlsx").write_bytes(workbook_bytes(other))
    with pytest.raises(FileError, match="no row with the columns id, role"):
        read_translation_sheet(tmp_path / "other.xlsx", rows)
    twice = write_sheet(tmp_path / "twice.xlsx", [("a", "", "甲", "A", None, None)] * 2)
    with pytest.raises(FileError, match="stand twice"):
        read_translation_sheet(twice, rows)
    with pytest.raises(ShelfError, match='Did you mean "attribution"'):
        translation_rows("attributions")
    with pytest.raises(FileError, match="would overwrite"):
        write_translation_sheet(rows, tmp_path / "other.xlsx")
