"""A journal article's APA entry set as GB/T 7714 asks of a Chinese list."""

from __future__ import annotations

import re

_ARTICLE = re.compile(
    r"^(?P<authors>.+?) \((?P<year>\d{4})[a-z]?\)\. (?P<title>.+?)(?P<end>[.?]) "
    r"(?P<journal>[^.?]+?), (?P<volume>\d+)(?:\((?P<issue>[^)]+)\))?, "
    r"(?P<pages>[\d–-]+)\.$"
)
_INITIALS = re.compile(r"^(?:[A-Z]\.[- ]?)+$")
_SUFFIX = re.compile(r"^(?:Jr\.|Sr\.|I{2,3}|IV)$")
#: Authors named before “et al.” (GB/T 7714—2015, 8.1.2).
_NAMED = 3


def gbt7714_entry(apa: str) -> str:
    """Set an APA entry of a journal article as GB/T 7714—2015.

    Parameters
    ----------
    apa : str
        For example ``Singh, J. (1988). Title. Journal, 52(1), 93–107.``

    Returns
    -------
    str
        ``SINGH J. Title[J]. Journal, 1988, 52(1): 93-107.``; the entry as it
        stands where it is not a journal article in full.
    """
    found = _ARTICLE.match(apa)
    authors = _authors(found["authors"]) if found else []
    if not found or not authors:
        return apa
    named = ", ".join([*authors[:_NAMED], *["et al"][: len(authors) > _NAMED]])
    title = found["title"] + ("?" if found["end"] == "?" else "")
    issue = f"({found['issue']})" if found["issue"] else ""
    pages = found["pages"].replace("–", "-")
    return (
        f"{named}. {title}[J]. {found['journal']}, {found['year']}, "
        f"{found['volume']}{issue}: {pages}."
    )


def _authors(written: str) -> list[str]:
    """Return ``SURNAME A B`` for each author; nothing where initials are missing."""
    authors: list[str] = []
    surname = ""
    for part in re.split(r",\s*(?:&\s*)?|\s*&\s*", written):
        if _INITIALS.match(part) and surname:
            initials = " ".join(re.findall(r"[A-Z]", part))
            authors.append(f"{surname.upper()} {initials}")
            surname = ""
        elif _SUFFIX.match(part) and authors and not surname:
            authors[-1] += f" {part.rstrip('.').upper()}"
        elif surname:
            return []
        else:
            surname = part
    return [] if surname else authors
