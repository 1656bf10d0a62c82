"""What spreadsheets, copying and renaming do to a download: read, or told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hostile_files import csv_bytes
from hostile_spreadsheet_cases import CASES, CUT, other, row
from hostile_spreadsheets import ANSWERS, EN, ITEMS, answers, statistics, table
from terminal import run_srtoolkit
from wjx_downloads import export

from srtoolkit.errors import SrtoolkitError
from srtoolkit.platforms import ImportOptions, import_download, read_form
from srtoolkit.responses import read_responses

NAME = "overall-satisfaction"


@pytest.fixture(scope="module")
def manifest() -> Any:
    return export(read_form(NAME)).manifest


def bytes_of(content: Any) -> bytes:
    if isinstance(content, list):
        return csv_bytes(content)
    return content.encode() if isinstance(content, str) else content


def test_there_are_enough_of_them():
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES)
def test_one_message_or_a_correct_read(tmp_path, manifest, case):
    content, suffix, words = CASES[case]
    path = tmp_path / f"download{suffix}"
    path.write_bytes(bytes_of(content))

    if words:
        with pytest.raises(SrtoolkitError, match=words) as caught:
            import_download(path, manifest=manifest)
        assert len(caught.value.problems) <= 8
    else:
        found = import_download(path, manifest=manifest).responses
        first = found.answers[ITEMS].head(4)
        assert first.to_numpy().tolist() == ANSWERS
        assert found.answers[ITEMS].iloc[4:].isna().all(axis=None)


@pytest.mark.parametrize(
    ("content", "n", "code"),
    [
        (CUT.encode(), 4, "file_cut"),
        (csv_bytes([*table(), row("备注：截至5月1日")]), 5, "note_below"),
    ],
)
def test_a_doubtful_row_is_kept_once_accepted(tmp_path, manifest, content, n, code):
    path = tmp_path / "download.csv"
    path.write_bytes(content)

    found = import_download(path, manifest=manifest, accept=True)

    assert found.responses.n == n
    assert code in {note.code for note in found.report.notes}
    assert found.report.to_markdown("zh") != found.report.to_markdown("en")


def test_codes_for_no_answer_are_named_at_import(tmp_path, manifest):
    path = tmp_path / "download.csv"
    path.write_bytes(csv_bytes(other(1, "NA")))
    options = ImportOptions(missing_codes=("NA", 99.0))

    found = import_download(path, manifest=manifest, options=options).responses

    assert found.answers["OSAT1"].isna().tolist() == [True, False, False, False]
    assert found.missing_codes == ("NA", 99.0)


PLAIN = answers().assign(id=[11, 12, 13, 14]).astype(int)[["id", *ITEMS]]
#: What a plain file of answers, read by `check`, `score` and `analyze`, may be.
REFUSED_PLAIN = {
    "cut": (PLAIN.to_csv(index=False)[:-5], "seems to be cut"),
    "means": (PLAIN.to_csv(index=False) + "mean,4,4,5,3\n", "figures about"),
    "twice": (PLAIN.to_csv(index=False) * 2, "repeats the headings"),
    "a web page": ("<html><table></table></html>", "is a web page"),
    "SPSS": ("$FL2@(#) SPSS DATA FILE", "responses import"),
}


@pytest.mark.parametrize("case", REFUSED_PLAIN)
def test_plain_files_are_held_to_the_same(tmp_path, case):
    content, words = REFUSED_PLAIN[case]
    path = tmp_path / "answers.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SrtoolkitError, match=words) as caught:
        read_responses(path, [NAME])
    assert len(caught.value.problems) == 1


def labelled(values: range, labels: tuple[str, ...]) -> dict[str, dict[int, str]]:
    return {item: dict(zip(values, labels, strict=True)) for item in ITEMS}


def letters() -> Any:
    found = answers().astype(object)
    found.loc[0, "OSAT1"] = "a"
    return found


#: Kind, frame, what pyreadstat is told, and words of the message; SAME or the
#: number of holes where it is read.
FILES: dict[str, tuple[str, Any, dict[str, Any], str | int]] = {
    "labels of the instrument": (
        "sav", answers(), {"variable_value_labels": labelled(range(1, 8), EN)}, 0,
    ),
    "a range of missing values": (
        "sav", answers().replace({7.0: 97.0}),
        {"missing_ranges": {item: [{"lo": 90, "hi": 99}] for item in ITEMS}}, 3,
    ),
    "words": ("sav", answers().map(lambda v: EN[int(v) - 1]), {}, 0),
    "counted from 0": (
        "sav", answers(-1), {"variable_value_labels": labelled(range(7), EN)}, "labels its values otherwise",
    ),
    "turned": (
        "dta", 8 - answers(), {"variable_value_labels": labelled(range(1, 8), EN[::-1])}, "labels its values otherwise",
    ),
    "Stata's letters": ("dta", letters(), {"missing_user_values": {"OSAT1": ["a"]}}, 1),
    "portable": ("por", answers(), {}, 0),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_files_of_spss_and_stata_whatever_they_are_called(tmp_path, case, suffix):
    kind, frame, told, expected = FILES[case]
    path = tmp_path / f"answers{suffix or f'.{kind}'}"
    path.write_bytes(statistics(kind, frame, tmp_path, **told))

    if isinstance(expected, str):
        with pytest.raises(SrtoolkitError, match=expected):
            import_download(path, instruments=[NAME])
        return
    found = import_download(path, instruments=[NAME]).responses.answers[ITEMS]
    assert int(found.isna().sum(axis=None)) == expected
    given = found.notna().to_numpy()
    assert (found.to_numpy()[given] == answers().to_numpy()[given]).all()


@pytest.mark.parametrize("n", [40, 300])
def test_a_statistics_file_cut_short(tmp_path, n):
    content = statistics("sav", answers(), tmp_path)
    path = tmp_path / "cut.sav"
    path.write_bytes(content[:-n])

    with pytest.raises(SrtoolkitError, match="cannot be read as a SAV file"):
        import_download(path, instruments=[NAME])


def test_a_download_is_checked_and_scored_through_its_manifest(
    tmp_path: Path, manifest: Any
) -> None:
    download, told = tmp_path / "download.csv", tmp_path / "manifest.json"
    body = [[n, *table()[1 + n % 4][1:]] for n in range(1, 41)]
    download.write_bytes(csv_bytes([table()[0], *body]))
    told.write_bytes(manifest.to_bytes())

    done = run_srtoolkit(
        "responses", "check", download, "--manifest", told, "--lang", "en", cwd=tmp_path
    )
    assert done.code == 0 and "40 respondents" in done.out
    scores = tmp_path / "scores.csv"
    done = run_srtoolkit(
        *("responses", "score", download, "--manifest", told, "-o", scores),
        cwd=tmp_path,
    )
    assert done.code == 0
    first = scores.read_text(encoding="utf-8-sig").splitlines()[1]
    assert float(first) == sum(ANSWERS[1]) / 4
