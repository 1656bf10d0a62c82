"""Pseudonyms: who has the key gets the same ones, however an entry was written."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat

import pytest

from srtoolkit.errors import FileError
from srtoolkit.platforms import keep_key, key_or_new
from srtoolkit.platforms.importing.pseudonyms import pseudonyms

KEY = bytes(range(32))


def test_a_pseudonym_is_the_hmac_that_anybody_with_the_key_computes():
    wanted = hmac.new(KEY, b"ann@example.org", hashlib.sha256).hexdigest()[:24]
    assert pseudonyms([" Ann@Example.org", None, ""], KEY) == [wanted, None, None]


@pytest.mark.parametrize(
    "written",
    ["138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "１３８１２３４５６７８",
     13812345678, 13812345678.0, "(138)1234.5678"],
)  # fmt: skip
def test_a_telephone_number_is_one_however_it_is_written(written):
    assert pseudonyms([written], KEY, "phone") == pseudonyms(
        ["13812345678"], KEY, "phone"
    )


def test_a_new_key_is_not_kept_before_it_is_asked_for(tmp_path):
    path, out = tmp_path / "safe" / "key", tmp_path / "out"
    key = key_or_new(path, outside=out)
    assert not path.parent.exists()
    keep_key(path, key)

    assert key_or_new(path, outside=out) == key
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_key_that_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FileError, match="cannot be written"):
        keep_key(tmp_path / "file" / "key", KEY)
