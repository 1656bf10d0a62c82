"""What in a download can name a person, and how it is kept out.

Recognised by the manifest, by the heading, and by what the cells hold. It is
left out of every output unless pseudonyms are asked for: keyed hashes, which
nobody without the key can compute for a known address.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from srtoolkit.errors import FileError, OptionError
from srtoolkit.platforms.manifest.model import Personal
from srtoolkit.responses.cells import is_empty, text_in

_HEADINGS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    ("ip", re.compile(r"\bip(?:addr(?:ess)?)?\b|ip地址|来自ip|ip属地", re.IGNORECASE)),
    ("email", re.compile(r"e-?mail|邮箱|电子邮件|邮件地址", re.IGNORECASE)),
    (
        "phone",
        re.compile(
            r"\b(?:tele)?phone|\bmobile\b|\btel\b|手机|电话|联系方式", re.IGNORECASE
        ),
    ),
    (
        "name",
        re.compile(
            r"(?:first|last|full|sur|recipient|user|respondent|your)[ _]?name|"
            r"recipient(?:first|last)name|^name$|姓名|名字|昵称|称呼",
            re.IGNORECASE,
        ),
    ),
    (
        "location",
        re.compile(
            r"latitude|longitude|\bgps\b|geo-?(?:point|location)|^location|"
            r"地理位置|经度|纬度|住址|\baddress\b|^地址",
            re.IGNORECASE,
        ),
    ),
    (
        "device",
        re.compile(
            r"device(?:id| id|_id)?$|user[ _-]?agent|browser|\bimei\b|subscriberid|"
            r"simserial|openid|设备|浏览器",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        re.compile(
            r"身份证|学号|工号|护照|微信号?|\bqq号?\b|passport|student ?(?:id|number)|"
            r"\bssn\b|username|^token$|submitted_by|referrer|refurl",
            re.IGNORECASE,
        ),
    ),
)
_CONTENTS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "ip",
        re.compile(
            r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}"
            r"(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|"
            r"\+\d{1,3}[- ]?\(?\d{2,4}\)?[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
        ),
    ),
    ("other", re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)")),
    ("location", re.compile(r"^-?\d{1,3}\.\d{4,}[,; ]+-?\d{1,3}\.\d{4,}")),
)
_KEY_BYTES = 32
#: Hexadecimal digits of a pseudonym: 96 bits, no two alike by chance.
_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Found:
    """What names persons in one column.

    Attributes
    ----------
    personal : str
        ip, email, name, phone, location, device, text or other.
    by : {"manifest", "heading", "content"}
    n : int
        Entries it was seen in.
    """

    personal: Personal
    by: str
    n: int


def personal_heading(headings: Iterable[str]) -> Personal | None:
    """Return what a heading announces, or None."""
    for heading in headings:
        for personal, pattern in _HEADINGS:
            if pattern.search(heading):
                return personal
    return None


def personal_content(cells: Sequence[object]) -> Found | None:
    """Return what the cells hold, by the pattern that fits most, or None."""
    texts = [text_in(cell) for cell in set(cells) if not is_empty(cell)]
    counts = {
        personal: sum(bool(pattern.search(text)) for text in texts)
        for personal, pattern in _CONTENTS
    }
    personal = max(counts, key=lambda each: counts[each])
    n = counts[personal]
    return Found(personal, "content", n) if n else None


def pseudonyms(cells: Sequence[object], key: bytes) -> list[str | None]:
    """Return keyed hashes (HMAC-SHA-256, 24 hexadecimal digits); None stays.

    Entries are compared without case and blanks around them.
    """

    def hashed(cell: object) -> str | None:
        if is_empty(cell):
            return None
        content = text_in(cell).casefold().encode()
        return hmac.new(key, content, hashlib.sha256).hexdigest()[:_DIGITS]

    return [hashed(cell) for cell in cells]


def pseudonym_key(path: Path, *, outside: Path) -> bytes:
    """Read the key of pseudonyms, or make one.

    Parameters
    ----------
    path : Path
        File of the key, 64 hexadecimal digits; made when it is not there.
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
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(_KEY_BYTES) + "\n", encoding="ascii")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, OSError) as error:
        raise _no_key(path) from error
    if len(key) < _KEY_BYTES:
        raise _no_key(path)
    return key


def _no_key(path: Path) -> FileError:
    return FileError(
        "holds no key",
        code="key_wrong",
        where=str(path),
        allowed=f"{2 * _KEY_BYTES} hexadecimal digits",
        advice="Name a file that is not there, and a key is made.",
    )
