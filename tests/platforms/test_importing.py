"""Import: identifiers, plain files, manifests, times, cells, and the command."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from hostile_downloads import ANSWERS, ITEMS, manifest, rows, write
from terminal import run_srtoolkit

import srtoolkit as sr
from srtoolkit.errors import ContentError, FileError, OptionError, ResponsesError
from srtoolkit.platforms import (
    ImportOptions,
    Privacy,
    import_download,
    pseudonym_key,
    read_manifest,
)
from srtoolkit.platforms.importing.times import seconds_in, time_in
from srtoolkit.platforms.safety.cells import safe_cell
from srtoolkit.platforms.safety.xml import parse_xml
from srtoolkit.responses.personal.contents import personal_content
from srtoolkit.responses.personal.headings import announced

NAMES = [item.id for item in ITEMS]
SATISFACTION = ["overall-satisfaction"]


def test_pseudonyms_replace_an_address_and_nobody_else_can_compute_them(tmp_path):
    path = write(tmp_path / "download.csv", rows())
    key = pseudonym_key(tmp_path / "safe" / "key.txt", outside=tmp_path / "out")

    def addresses(key: bytes) -> list[str]:
        privacy = Privacy(pseudonymise=("ip",), key=key)
        options = ImportOptions(privacy=privacy)
        found = import_download(path, manifest=manifest(), options=options)
        return found.responses.answers["pseudonym_ip"].tolist()

    assert addresses(key) == addresses(key) != addresses(b"another key" * 4)
    assert len(set(addresses(key))) == 4
    assert pseudonym_key(tmp_path / "safe" / "key.txt", outside=tmp_path / "out") == key


def test_the_key_stays_out_of_the_output_folder(tmp_path):
    with pytest.raises(OptionError, match="would lie in the output folder"):
        pseudonym_key(tmp_path / "out" / "deep" / "key.txt", outside=tmp_path / "out")
    short = tmp_path / "key.txt"
    short.write_text("abcd", encoding="ascii")
    with pytest.raises(FileError, match="holds no key"):
        pseudonym_key(short, outside=tmp_path / "out")


@pytest.mark.parametrize(
    ("heading", "personal"),
    [
        ("IPAddress", "ip"), ("来自IP", "ip"), ("您的邮箱", "email"), ("E-mail", "email"),
        ("RecipientFirstName", "name"), ("3、您的姓名：", "name"), ("手机号码", "phone"),
        ("LocationLatitude", "location"), ("_geolocation", "location"), ("deviceid", "device"),
        ("身份证号", "other"), ("DJ1", None), ("服务质量", None), ("Zip", None),
    ],
)  # fmt: skip
def test_headings_that_announce_persons(heading, personal):
    told = announced(heading)
    assert (told.personal if told else None) == personal


@pytest.mark.parametrize(
    ("cell", "personal"),
    [
        ("me@example.org", "email"), ("192.168.1.20", "ip"), ("打13800138000", "phone"),
        ("11010119900307123X", "other"), ("31.23041, 121.47370", "location"),
        ("good service", None), ("12345", None), ("1.5", None),
    ],
)  # fmt: skip
def test_contents_that_name_persons(cell, personal):
    found = personal_content([cell, None, "fine"])

    assert (found[0] if found else None) == personal


def test_a_plain_file_by_code_then_by_wording_then_what_else_it_holds(tmp_path):
    frame = pd.DataFrame(ANSWERS, columns=NAMES)
    by_code = tmp_path / "code.csv"
    frame.to_csv(by_code, index=False)
    assert import_download(by_code, instruments=SATISFACTION).report.download == "code"

    worded = frame.rename(
        columns={i.id: f"{n}、{i.text.zh}" for n, i in enumerate(ITEMS, 1)}
    )
    worded["手机"] = "13800138000"
    worded["门店"] = "甲"
    worded["备用"] = ["", "", "a@b.cn", ""]
    by_text = tmp_path / "text.csv"
    worded.to_csv(by_text, index=False, encoding="gb18030")
    with pytest.raises(ResponsesError, match=rf"→ {NAMES[0]}.*pass --accept") as error:
        import_download(by_text, instruments=SATISFACTION)
    assert len(error.value.problems) == 7

    found = import_download(by_text, instruments=SATISFACTION, accept=True)
    alone = sr.import_responses(by_text, instruments=SATISFACTION, accept=True)

    assert alone.answers.equals(found.responses.answers)
    assert found.responses.answers[NAMES].to_numpy().tolist() == ANSWERS
    assert list(found.responses.answers.columns) == [*NAMES, "门店"]
    removed = [c.heading for c in found.report.columns if c.personal]
    assert removed == ["手机", "备用"]


def test_statistics_files_come_with_labels_and_missing_values(tmp_path):
    import pyreadstat

    values = [[99, *ANSWERS[0][1:]], *ANSWERS[1:]]
    frame = pd.DataFrame(values, columns=NAMES, dtype="float64")
    labels = {i.id: dict(zip(i.values, i.labels("zh"), strict=True)) for i in ITEMS}
    sav, dta = tmp_path / "a.sav", tmp_path / "a.dta"
    pyreadstat.write_sav(
        frame, sav, variable_value_labels=labels, missing_ranges={NAMES[0]: [99]}
    )
    pyreadstat.write_dta(frame.iloc[1:], dta, variable_value_labels=labels)

    read = import_download(sav, instruments=SATISFACTION).responses.answers
    assert read[NAMES[0]].isna().tolist() == [True, False, False, False]
    read = import_download(dta, instruments=SATISFACTION).responses.answers
    assert read[NAMES].to_numpy().tolist() == ANSWERS[1:]


def test_neither_manifest_nor_instruments(tmp_path):
    with pytest.raises(OptionError, match="neither a manifest nor an instrument"):
        import_download(write(tmp_path / "a.csv", rows()))


def test_an_instrument_that_changed_since_is_told(tmp_path):
    old = manifest()
    source = old.instruments[0].model_copy(update={"sha256": "f" * 64})
    changed = old.model_copy(update={"instruments": (source,)})
    path = write(tmp_path / "download.csv", rows())

    with pytest.raises(ResponsesError, match="is not the one that was exported"):
        import_download(path, manifest=changed)
    found = import_download(path, manifest=changed, accept=True)
    assert "has changed since" in found.report.to_markdown("en")


def test_a_manifest_comes_back_from_its_bytes_and_tells_every_mistake(tmp_path):
    path = tmp_path / "manifest.json"
    path.write_bytes(manifest().to_bytes())
    assert read_manifest(path) == manifest()

    content = json.loads(path.read_text(encoding="utf-8"))
    content["schema"] = 2
    content["columns"][0]["kind"] = "answers"
    del content["columns"][1]["headings"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_manifest(path)
    assert len(error.value.problems) == 3

    content = json.loads(manifest().to_bytes())
    content["columns"][1]["meanings"] = {}
    content["columns"].append(content["columns"][0])
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ContentError, match="stands twice") as error:
        read_manifest(path)
    assert "what its entries mean" in str(error.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"[1]", "not a manifest"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 99999, "not JSON"),
    ],
)
def test_a_file_that_is_no_manifest(tmp_path, content, words):
    path = tmp_path / "manifest.json"
    path.write_bytes(content)

    with pytest.raises((FileError, ContentError), match=words):
        read_manifest(path)


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [
        ("123秒", None, 123), ("2分3秒", None, 123), ("1小时2分", None, 3720),
        ("1天", None, 86400), ("00:02:03", None, 123), ("2:03", None, 123),
        ("2 min 3 s", None, 123), ("１２３", None, 123), (123.5, None, 123.5),
        ("4500", "ms", 4.5), (2, "min", 120), (dt.time(0, 2, 3), None, 123),
        ("soon", None, None), ("", None, None), (-5, None, None), ("5/4", None, None),
    ],
)  # fmt: skip
def test_durations(cell, unit, seconds):
    assert seconds_in(cell, unit) == seconds


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        ("2026/5/1 12:03:04", "2026-05-01T12:03:04"), ("2026年5月1日", "2026-05-01"),
        ("2026-05-01T12:03:04.123+08:00", "2026-05-01T12:03:04+08:00"),
        ("2026-05-01 12:03:04Z", "2026-05-01T12:03:04+00:00"),
        (dt.datetime(2026, 5, 1, 12), "2026-05-01T12:00:00"), ("05/04/2026", None),
        ("2026-13-01", None),
    ],
)  # fmt: skip
def test_times(cell, time):
    assert time_in(cell) == time


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"), ("@x", "'@x"), ("\tx", "'\tx"), ("-x", "'-x"), ("-3", "-3"),
        ("+1.5", "+1.5"), ("plain", "plain"), (-3, -3), (None, None), ("-3+4", "'-3+4"),
    ],
)  # fmt: skip
def test_cells_that_would_be_formulas(cell, safe):
    assert safe_cell(cell) == safe


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b"<x><y></x>",
        b"",
    ],
)
def test_xml_without_entities(content):
    with pytest.raises(FileError):
        parse_xml(content, "file.xml")
    assert parse_xml(b"<x>1</x>", "file.xml").text == "1"


def test_the_commands_export_import_and_write_nothing_dangerous(tmp_path: Path):
    form, data = tmp_path / "form", tmp_path / "data"
    run = partial(run_srtoolkit, cwd=tmp_path)
    name = "overall-satisfaction"
    assert run("instruments", "export", name, "--to", "surveyjs", "-o", form).code == 0
    assert sorted(path.name for path in form.iterdir()) == [
        "loss-report.md",
        "manifest.json",
        f"{name}.json",
    ]
    answers = [{"OSAT": dict(zip(NAMES, row, strict=True))} for row in ANSWERS]
    answers[0] |= {"storename": "=1+1", "mail": "a@b.cn"}  # type: ignore[dict-item]
    download = tmp_path / "answers.json"
    download.write_text(json.dumps(answers), encoding="utf-8")
    read = ["responses", "import", download, "--manifest", form / "manifest.json"]

    refused = run(*read, "-o", data)
    assert refused.code == 2 and "none of the form's" in refused.err
    assert not data.exists()
    done = run(*read, "-o", data, "--leave-out", "mail", "--leave-out", "storename")
    assert done.code == 0, done.err
    table = (data / "answers.csv").read_text(encoding="utf-8-sig")
    assert table.splitlines()[:2] == [",".join(NAMES), "1,2,3,4"]
    assert run("instruments", "export", name, "--to", "xlsfrm", "-o", form).code == 2
