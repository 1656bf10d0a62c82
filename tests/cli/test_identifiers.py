"""No identifier reaches any output: every byte of every command is looked through."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from planted_persons import look_alikes, persons
from terminal import Ran, run_srtoolkit

import srtoolkit as sr

PLAN, INSTRUMENT = "complaint-handling-ecsi", "ecsi-mobile"
N = 120
PERSONS = persons(N)
#: Entries that stand in a file for other reasons: a date, a short word, a number.
_TOLD = [
    entry
    for heading, entries in PERSONS.items()
    if heading not in ("生日", "学号", "lat")
    for entry in set(entries)
    if len(entry) > 2
]


@pytest.fixture(scope="module")
def messy(tmp_path_factory) -> Path:
    """A file of answers among columns that name persons, and look-alikes."""
    folder = tmp_path_factory.mktemp("messy")
    simulate = ("responses", "simulate", PLAN, "-o", "plain.csv")
    assert run_srtoolkit(*simulate, cwd=folder).code == 0
    plain = pd.read_csv(folder / "plain.csv", encoding="utf-8-sig").iloc[:N]
    plain["CUSL2"] = plain["IMAG1"]
    table = pd.concat(
        [plain, pd.DataFrame(PERSONS), pd.DataFrame(look_alikes(N))], axis=1
    )
    table.to_csv(folder / "messy.csv", index=False, encoding="utf-8-sig")
    return folder


def _written(folder: Path) -> Iterator[bytes]:
    for file in (f for f in sorted(folder.rglob("*")) if f.is_file()):
        yield file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                yield from (archive.read(name) for name in archive.namelist())


def _leaks(ran: Ran, folder: Path) -> list[str]:
    texts = [ran.out, ran.err]
    texts += [content.decode("utf-8", "replace") for content in _written(folder)]
    return [entry for entry in _TOLD if any(entry in text for text in texts)]


def test_an_import_hands_on_no_person_and_every_look_alike(messy, tmp_path):
    read = ("responses", "import", messy / "messy.csv", "--instruments", INSTRUMENT)
    shown = run_srtoolkit(*read, "-o", tmp_path / "no", cwd=tmp_path)
    done = run_srtoolkit(
        *read, "-o", tmp_path / "data", "--accept", "--lang", "both", cwd=tmp_path
    )

    assert (shown.code, done.code) == (2, 0), done.err
    assert not (tmp_path / "no").exists()
    assert _leaks(shown, tmp_path / "no") == []
    assert _leaks(done, tmp_path / "data") == []
    table = pd.read_csv(tmp_path / "data" / "answers.csv", encoding="utf-8-sig")
    assert set(look_alikes(1)) <= set(table.columns)
    assert set(PERSONS).isdisjoint(table.columns)
    record = json.loads((tmp_path / "data/import-record.json").read_text("utf-8"))
    removed = {c["heading"] for c in record["columns"] if c["personal"]}
    assert removed == set(PERSONS)


def test_checks_scores_and_analyses_repeat_no_person(messy, tmp_path):
    run = partial(run_srtoolkit, cwd=tmp_path)
    chosen = (messy / "messy.csv", "--instruments", INSTRUMENT)
    out = tmp_path / "out"
    out.mkdir()

    checked = run("responses", "check", *chosen)
    scored = run("responses", "score", *chosen, "-o", out / "s.csv", "--trace", "9")
    analysed = run("analyze", PLAN, messy / "messy.csv", "-o", out / "a")

    for ran in (checked, scored, analysed):
        assert ran.code == 0, ran.err
        assert _leaks(ran, out) == []
    assert "手机 (telephone number)" in checked.out


def test_the_same_key_gives_the_same_pseudonyms(messy, tmp_path):
    key = tmp_path / "safe" / "key.txt"
    hide = ("--pseudonymise", "phone,column_17", "--key-file", key, "--accept")
    read = partial(
        run_srtoolkit, "responses", "import", messy / "messy.csv",
        "--instruments", INSTRUMENT, cwd=tmp_path,
    )  # fmt: skip
    one, two = tmp_path / "one", tmp_path / "two"
    first, second = read("-o", one, *hide), read("-o", two, *hide)
    assert (first.code, second.code) == (0, 0), first.err
    tables = [sr_table(folder) for folder in (one, two)]
    hidden = [name for name in tables[0] if name.startswith("pseudonym_")]

    assert tables[0].equals(tables[1])
    assert len(hidden) >= 8
    assert _leaks(first, one) == []
    assert key.read_text("ascii").strip() not in (one / "answers.csv").read_text(
        "utf-8"
    )
    assert tables[0][hidden[0]].str.fullmatch("[0-9a-f]{24}").all()


def test_responses_numbered_by_addresses_are_numbered_anew(messy, tmp_path):
    table = pd.read_csv(messy / "plain.csv", encoding="utf-8-sig").iloc[:6]
    table["CUSL2"] = table["IMAG1"]
    table["record_id"] = ["a@b.cn", "c@d.cn", "a@b.cn", "e@f.cn", "g@h.cn", "i@j.cn"]
    table.to_csv(tmp_path / "a.csv", index=False)
    found = sr.import_responses(tmp_path / "a.csv", instruments=[INSTRUMENT])

    assert found.answers["respondent_id"].tolist() == [1, 2, 1, 3, 4, 5]


def sr_table(folder: Path) -> pd.DataFrame:
    """Read the answers of an import."""
    return pd.read_csv(folder / "answers.csv", encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--pseudonymise", "emial", "--key-file", "k"), 'no column "emial"'),
        (("--keep", "nowhere"), 'no column "nowhere"'),
        (("--pseudonymise", "email"), "pseudonyms need a key"),
        (("--key-file", "k"), "nothing to replace"),
        (("--pseudonymise", "email", "--key-file", "out/k"), "in the output folder"),
    ],
)
def test_wrong_wishes_are_told_and_leave_nothing_behind(messy, tmp_path, asked, said):
    ran = run_srtoolkit(
        "responses", "import", messy / "messy.csv", "--instruments", INSTRUMENT,
        "--accept", "-o", "out", *asked, cwd=tmp_path,
    )  # fmt: skip

    assert ran.code == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("entry", ["13812345678", "li@example.com", "李晓娜", "Ann Li"])
def test_an_answer_in_the_wrong_column_is_not_repeated(messy, tmp_path, entry):
    table = pd.read_csv(messy / "plain.csv", encoding="utf-8-sig", dtype=str).iloc[:20]
    table["CUSL2"] = table["IMAG1"]
    table.loc[3, "CUSA1"] = entry
    table.to_csv(tmp_path / "a.csv", index=False)
    with pytest.raises(sr.errors.SrtoolkitError, match=r"CUSA1.*not shown") as caught:
        sr.read_responses(tmp_path / "a.csv", [INSTRUMENT])
    with pytest.raises(sr.errors.SrtoolkitError, match=r"CUSA1.*not shown") as imported:
        sr.import_responses(tmp_path / "a.csv", instruments=[INSTRUMENT])

    for error in (caught.value, imported.value):
        told = [str(error), *(str(problem.pieces) for problem in error.problems)]
        assert not any(entry in each for each in told)


def test_a_file_without_headings_names_nobody(messy, tmp_path):
    table = pd.read_csv(messy / "plain.csv", encoding="utf-8-sig").iloc[:20]
    table.insert(0, "who", "李晓娜")
    table.to_csv(tmp_path / "a.csv", index=False, header=False)
    for read in (
        lambda: sr.read_responses(tmp_path / "a.csv", [INSTRUMENT]),
        lambda: sr.import_responses(
            tmp_path / "a.csv", instruments=[INSTRUMENT], accept=True
        ),
    ):
        with pytest.raises(
            sr.errors.SrtoolkitError, match="seems to hold answers"
        ) as e:
            read()
        assert "李晓娜" not in str(e.value)
