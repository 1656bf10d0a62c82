"""A blank instrument is whole but for its texts, and the check says which."""

from __future__ import annotations

import pytest

from srtoolkit.errors import FileError, OptionError
from srtoolkit.questionnaire import (
    begin_instrument,
    check_instrument,
    read_instrument,
)

#: Chinese and English of the title, the description, the instructions, the
#: construct's title and definition, and the text and facet of three items.
N_TEXTS = 2 * (1 + 1 + 1 + 2 + 3 * 2)


def test_only_texts_are_left_to_be_written(tmp_path):
    begin_instrument(tmp_path / "my-scale")

    found = check_instrument(tmp_path / "my-scale")

    assert {problem.code for problem in found} == {"placeholder_left"}
    assert len(found) == N_TEXTS
    assert len({problem.line for problem in found}) > N_TEXTS / 3


def test_it_is_an_instrument_once_they_are_written(tmp_path):
    folder = tmp_path / "my-scale"
    begin_instrument(folder)
    file = folder / "instrument.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("✎ ", ""), encoding="utf-8"
    )

    loaded = read_instrument(folder)

    assert loaded.instrument.name == "my-scale"
    assert [item.reverse for item in loaded.instrument.scales[0].items] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("name", ["My Scale", "量表", "my_scale", "-x"])
def test_a_name_that_cannot_be_one_is_refused(tmp_path, name):
    with pytest.raises(OptionError, match="cannot be the name"):
        begin_instrument(tmp_path / name)

    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    begin_instrument(tmp_path / "my-scale")

    with pytest.raises(FileError, match="would overwrite"):
        begin_instrument(tmp_path / "my-scale")
    begin_instrument(tmp_path / "my-scale", force=True)
