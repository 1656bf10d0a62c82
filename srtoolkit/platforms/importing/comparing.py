"""When two headings, or two labels, are the same in spite of how they look."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_IMPORT_ID = re.compile(r"""["'](ImportId|choiceId)["']\s*:\s*["']([^"']*)["']""")
#: ``5、`` ``Q5.`` ``第5题`` ``(5)`` before a question.
_NUMBERING = re.compile(
    r"^\s*(?:第\s*\d+\s*题|[（(]\s*\d+\s*[)）]|[Qq]?\d+(?:[._-]\d+)*)\s*[、.．:：)）_-]?\s*"
)
#: Where a heading parts the question from its row or option.
_PARTS = re.compile(r"\s[-–—:|]\s|[—_|]|[:：]")
_BRACKETED = re.compile(r"[\[(（【](.+?)[\])）】]?\s*[:：]?$")


def heading_key(text: str) -> str:
    """Return a heading without tags, entities, and differences of blanks."""
    found = dict(_IMPORT_ID.findall(text)) if "ImportId" in text else {}
    if found:
        # time zones and quotes differ between downloads; question and choice do not
        return (
            f"ImportId={found.get('ImportId', '')};choiceId={found.get('choiceId', '')}"
        )
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    return _SPACE.sub(" ", text).strip().removeprefix("'")


def import_id(key: str) -> str:
    """Return the bare identifier in an ImportId's `heading_key`; else nothing."""
    return key.removeprefix("ImportId=").partition(";")[0] if "ImportId=" in key else ""


def row_of(key: str) -> str:
    """Return the row in a heading such as ``question - row``; else all of it."""
    return key.rpartition(" - ")[2]


def label_key(text: str) -> str:
    """Return a label without tags, width, case, and differences of blanks."""
    return unicodedata.normalize("NFKC", heading_key(text)).casefold().strip()


def wording_keys(text: str) -> tuple[str, ...]:
    """Return what a heading may say: all of it, or the part after a sign.

    Letters and digits only, numbering in front taken away; the whole first.
    """
    rest = _NUMBERING.sub("", heading_key(text))
    found = [rest]
    bracketed = _BRACKETED.search(rest)
    if bracketed:
        found.append(bracketed[1])
    parts = [part for part in _PARTS.split(rest) if part.strip()]
    if len(parts) > 1:
        found.append(parts[-1])
    keys = (*whole_keys(text), *map(_letters, found))
    return tuple(dict.fromkeys(key for key in keys if key))


def whole_keys(text: str) -> tuple[str, ...]:
    """Return what all of a heading says, with and without numbering in front."""
    whole = heading_key(text)
    found = map(_letters, (whole, _NUMBERING.sub("", whole)))
    return tuple(dict.fromkeys(key for key in found if key))


def _letters(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in normal if letter.isalnum())
