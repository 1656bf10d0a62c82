"""Mangled and hostile files of answers: one clear message, or a correct read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hostile_cases import BLANK, CASES, SAME, SHORT, E, N, T, table
from hostile_files import Table, base, csv_bytes

from srtoolkit.errors import SrtoolkitError
from srtoolkit.platforms import import_download


def bytes_of(content: bytes | Table) -> bytes:
    return content if isinstance(content, bytes) else csv_bytes(content)


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("manifests")
    found = {}
    for name in (E, T, N):
        found[name] = folder / f"{name}.json"
        found[name].write_bytes(base(name).export.manifest.to_bytes())
    return found


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, manifests: Any) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("sound")
    found = {}
    for name in (E, T, N):
        path = folder / f"{name}.csv"
        path.write_bytes(csv_bytes(table(name)))
        found[name] = import_download(path, manifest=manifests[name]).responses
    return found


@pytest.mark.parametrize("case", CASES)
def test_one_message_or_a_correct_read(tmp_path, manifests, sound, case):
    name, content, suffix, words = CASES[case]
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / f"answers{suffix}"
    path.write_bytes(bytes_of(content))

    if words not in (SAME, BLANK, SHORT):
        with pytest.raises(SrtoolkitError, match=words) as caught:
            import_download(path, manifest=manifests[name])
        assert "Traceback" not in str(caught.value)
    else:
        found = import_download(path, manifest=manifests[name]).responses
        items = [
            question.id
            for question in base(name).form.questions
            if question.origin == "item" and question.kind != "text"
        ]
        expected = sound[name].answers[items].copy()
        if words != SAME:
            expected.loc[0, {BLANK: ["OSAT1"], SHORT: items[1:]}[words]] = float("nan")
        assert found.answers[items].equals(expected)
        assert words != SAME or found.scores.equals(sound[name].scores)
    assert list(tmp_path.rglob("*")) == [folder, path]


#: What a manifest or the path of a file can do, and the words it is refused with.
OTHERS = {
    "an instrument outside the shelf": ("../../etc/passwd", "etc/passwd|instrument"),
    "an instrument that is none": ("no-such-instrument", "no-such-instrument"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_manifest_cannot_lead_outside(tmp_path, case):
    name, words = OTHERS[case]
    content = json.loads(base(N).export.manifest.to_bytes())
    content["instruments"][0]["name"] = name
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    path = tmp_path / "answers.csv"
    path.write_bytes(csv_bytes(table(N)))

    with pytest.raises(SrtoolkitError, match=words):
        import_download(path, manifest=manifest)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b"[]", "manifest"),
        (b'{"schema": 2}', "schema"),
        (b"[" * 100_000, "JSON"),
        (b"\xff\xfe{}", "JSON"),
        (b'{"a": 1}', "platform"),
    ],
)
def test_a_manifest_that_is_none(tmp_path, content, words):
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(content)
    path = tmp_path / "answers.csv"
    path.write_bytes(csv_bytes(table(N)))

    with pytest.raises(SrtoolkitError, match=words):
        import_download(path, manifest=manifest)


def test_what_is_no_file(tmp_path, manifests):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(SrtoolkitError, match=r"no such file|folder|directory"):
            import_download(path, manifest=manifests[N])


@pytest.mark.slow
def test_a_million_rows_are_read(tmp_path, manifests):
    head, *body = table(N)
    path = tmp_path / "answers.csv"
    lines = csv_bytes(body)
    n = 1_000_000 // len(body)
    path.write_bytes(csv_bytes([head]) + lines * n)

    found = import_download(path, manifest=manifests[N])

    assert found.report.n_read == n * len(body)
    first = found.responses.answers["DEM1"].head(len(body)).tolist()
    assert first == [float(person["DEM1"]) for person in base(N).people]
