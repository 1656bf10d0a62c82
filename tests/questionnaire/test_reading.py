"""Instruments are read from the shelves into frozen objects."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from srtoolkit.errors import ContentError, FileError, ShelfError
from srtoolkit.questionnaire import (
    Instrument,
    list_instruments,
    load_instruments,
    read_instrument,
)
from srtoolkit.shelves import find_item


@pytest.fixture
def instrument(write_instrument) -> Instrument:
    return read_instrument(write_instrument()).instrument


def test_items_scales_and_formats_are_found(instrument):
    assert [item.id for item in instrument.items] == ["S1", "S2", "S3", "V1"]
    assert instrument.item("S2").reverse
    assert instrument.item("S3").instructed_answer == 5
    assert instrument.scale("SAT").construct_code == "OSAT"
    assert instrument.scale("SAT").scoring.min_valid == 2
    assert instrument.languages == ("zh", "en")
    assert instrument.title.in_language("zh") == "茶馆"
    assert instrument.title.in_language("en") == "Tea house"


def test_formats_know_their_values_and_ends(instrument):
    agree, ten = instrument.response_of("S1"), instrument.response_of("S3")
    count = instrument.response_of(instrument.item("V1"))

    assert (agree.values, agree.low, agree.high) == ((1, 3, 5), 1, 5)
    assert (ten.values, ten.low, ten.high) == (tuple(range(11)), 0, 10)
    assert (count.values, count.low, count.high) == ((), 0, None)
    assert agree.has_range and ten.has_range and not count.has_range


def test_dict_has_the_keys_of_the_file_and_reads_back(instrument):
    written = instrument.to_dict()

    assert written["schema"] == 1
    assert written["scales"][0]["construct"] == "OSAT"
    assert Instrument.model_validate(written) == instrument


def test_objects_are_frozen(instrument):
    for model, name in (
        (instrument, "name"),
        (instrument.title, "zh"),
        (instrument.scale("SAT"), "kind"),
        (instrument.item("S1"), "reverse"),
        (instrument.response_of("S1"), "low"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(model, name, "other")


def test_unknown_item_and_scale_name_the_nearest(instrument):
    with pytest.raises(ShelfError, match='Did you mean "SAT"'):
        instrument.scale("SATT")
    with pytest.raises(ShelfError, match='has no item "S9"'):
        instrument.item("S9")


def test_path_of_folder_and_of_file_give_the_same(write_instrument):
    folder = write_instrument()
    by_folder = read_instrument(folder)
    by_file = read_instrument(folder / "instrument.yaml")

    raw = (folder / "instrument.yaml").read_bytes()
    assert by_folder == by_file
    assert by_folder.sha256 == hashlib.sha256(raw).hexdigest()
    assert (by_folder.origin, by_folder.shadows) == ("path", False)


def test_bundled_and_study_instruments_know_where_they_come_from(tmp_path: Path):
    bundled = read_instrument(find_item("instruments", "recovery-satisfaction"))
    copy = tmp_path / "instruments" / "recovery-satisfaction"
    copy.mkdir(parents=True)
    source = find_item("instruments", "recovery-satisfaction").file
    (copy / "instrument.yaml").write_bytes(source.read_bytes())
    (own,) = load_instruments(["recovery-satisfaction"], study=tmp_path)

    assert (bundled.origin, bundled.shadows) == ("bundled", False)
    assert (own.origin, own.shadows) == ("study", True)
    assert own.sha256 == bundled.sha256


def test_names_paths_and_loaded_instruments_load_together(write_instrument):
    folder = write_instrument()
    first = read_instrument(folder)

    loaded = load_instruments([first, "overall-satisfaction", "attribution"])
    by_path = load_instruments([folder])

    names = [each.instrument.name for each in loaded]
    assert names == ["tea-house", "overall-satisfaction", "attribution"]
    assert by_path[0].instrument == first.instrument


def test_unknown_instrument_names_the_nearest():
    with pytest.raises(ShelfError, match='Did you mean "failure-severity"'):
        load_instruments(["failure-severty"])


def test_missing_file_is_a_file_error(tmp_path: Path):
    with pytest.raises(FileError, match="no such file"):
        read_instrument(tmp_path / "instrument.yaml")


def test_an_id_in_two_instruments_is_refused(write_instrument):
    one = write_instrument()
    two = write_instrument(("name: tea-house", "name: inn"), folder="inn")

    with pytest.raises(ContentError, match='"tea-house" and "inn" both have SAT'):
        load_instruments([one, two])


def test_mistakes_of_all_files_come_together(write_instrument):
    one = write_instrument(("name: tea-house", "name: tea"))
    two = write_instrument(("name: tea-house", "name: inn"), folder="pub")

    with pytest.raises(ContentError) as caught:
        load_instruments([one, two])

    assert len(caught.value.problems) == 2


def test_list_has_one_row_an_instrument(write_instrument, tmp_path: Path):
    folder = write_instrument()
    (tmp_path / "study" / "instruments").mkdir(parents=True)
    folder.rename(tmp_path / "study" / "instruments" / "tea-house")

    rows = {row["name"]: row for row in list_instruments(tmp_path / "study")}

    assert rows["tea-house"] == {
        "name": "tea-house",
        "measures": ["OSAT", "LOY"],
        "languages": ["zh", "en"],
        "scales": [
            {"id": "SAT", "kind": "reflective", "n_items": 3},
            {"id": "VISITS", "kind": "single", "n_items": 1},
        ],
    }
    assert "justice-four-facets" in rows


def test_list_names_the_mistakes_of_the_study(write_instrument, tmp_path: Path):
    folder = write_instrument(("name: tea-house", "name: tea"))
    (tmp_path / "study" / "instruments").mkdir(parents=True)
    folder.rename(tmp_path / "study" / "instruments" / "tea-house")

    with pytest.raises(ContentError, match="not the name of the folder"):
        list_instruments(tmp_path / "study")


def test_listing_loads_no_heavy_package():
    heavy = ["numpy", "pandas", "scipy", "statsmodels", "semopy", "matplotlib", "docx"]
    code = (
        "import sys; from srtoolkit.questionnaire import list_instruments; "
        f"list_instruments(); print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert done.stdout.strip() == "[]"
