"""Keyed hashes in place of what names a person.

Nobody without the key can compute the hash of a known address; who has the key
gets the same pseudonyms again, for a second wave or a corrected download.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from srtoolkit.errors import FileError, OptionError
from srtoolkit.responses.cells import is_empty
from srtoolkit.responses.personal.contents import narrowed

_KEY_BYTES = 32
#: Hexadecimal digits of a pseudonym: 96 bits, no two alike by chance.
_DIGITS = 24
_CHINA = re.compile(r"^(?:00)?86(?=1[3-9]\d{9}$)")
_BETWEEN = re.compile(r"[\s().+-]")


def pseudonyms(
    cells: Sequence[object], key: bytes, personal: str = "other"
) -> list[str | None]:
    """Return keyed hashes (HMAC-SHA-256, 24 hexadecimal digits); None stays.

    Entries are compared without case, width, and blanks around them; telephone
    numbers by their digits, Chinese mobile numbers without the code of the country.
    """

    def hashed(cell: object) -> str | None:
        if is_empty(cell):
            return None
        content = _compared(narrowed(cell).strip().casefold(), personal).encode()
        return hmac.new(key, content, hashlib.sha256).hexdigest()[:_DIGITS]

    return [hashed(cell) for cell in cells]


def _compared(text: str, personal: str) -> str:
    if personal != "phone":
        return text
    digits = _BETWEEN.sub("", text)
    return _CHINA.sub("", digits)


def pseudonym_key(path: Path, *, outside: Path) -> bytes:
    """Read the key of pseudonyms, or make one and keep it.

    Parameters and errors as `key_or_new`.
    """
    key = key_or_new(path, outside=outside)
    keep_key(path, key)
    return key


def key_or_new(path: Path, *, outside: Path) -> bytes:
    """Read the key of pseudonyms; draw one, not yet kept, where there is no file.

    Parameters
    ----------
    path : Path
        File of the key, 64 hexadecimal digits.
    outside : Path
        The output folder, which may be passed on and must not hold the key.

    Raises
    ------
    OptionError
        When the file lies in that folder.
    FileError
        When it holds no key.
    """
    folder = outside.resolve()
    if folder in path.resolve().parents or path.resolve() == folder:
        raise OptionError(
            "the key of the pseudonyms would lie in the output folder",
            code="key_in_output",
            where=str(path),
            advice="Name a file elsewhere, and keep it as safe as the raw data.",
        )
    if not path.exists():
        return secrets.token_bytes(_KEY_BYTES)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, OSError) as error:
        raise _no_key(path) from error
    if len(key) < _KEY_BYTES:
        raise _no_key(path)
    return key


def keep_key(path: Path, key: bytes) -> None:
    """Write a key to a file that only its owner reads; one that is there stays.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key.hex() + "\n", encoding="ascii")
    except OSError as error:
        raise FileError(
            f"the key cannot be written: {error.strerror}",
            code="not_writable",
            where=str(path),
            advice="Name a file elsewhere with --key-file.",
        ) from error


def _no_key(path: Path) -> FileError:
    return FileError(
        "holds no key",
        code="key_wrong",
        where=str(path),
        allowed=f"{2 * _KEY_BYTES} hexadecimal digits",
        advice="Name a file that is not there, and a key is made.",
    )
