"""Collects what a report cites and writes the list of references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from srtoolkit.document.gbt7714 import gbt7714_entry
from srtoolkit.document.phrases import shared_file
from srtoolkit.errors import ContentError
from srtoolkit.shelves import read_content

_APA_START = re.compile(r"^(?P<authors>.+?)\s*\((?P<year>\d{4}[a-z]?)[^)]*\)")
_INITIALS = re.compile(r",?\s+(?:[A-Z]\.[- ]?)+(?=,|$|\s|&)")


@dataclass(frozen=True, slots=True)
class Work:
    """One citable work: its name in the text and its entry in the list."""

    cited: str
    entry: str


@dataclass(slots=True)
class Citations:
    """The works a report may cite, and those it did.

    Attributes
    ----------
    works : dict of str to Work
        By key.
    used : set of str
        Keys cited so far.
    """

    lang: Literal["zh", "en"]
    works: dict[str, Work]
    used: set[str] = field(default_factory=set)

    def cite(self, keys: Iterable[str]) -> str:
        """Return the citation in brackets and remember its works.

        Raises
        ------
        ContentError
            When a key is not in ``reports/_shared/references.yaml``.
        """
        names = []
        for key in keys:
            if key not in self.works:
                raise ContentError(
                    f'no work is listed under "{key}"',
                    code="reference_missing",
                    where="reports/_shared/references.yaml",
                )
            self.used.add(key)
            names.append(self.works[key].cited)
        if self.lang == "zh":
            return f"（{'；'.join(names)}）"
        return f"({'; '.join(names)})"

    def entries(self) -> tuple[str, ...]:
        """Return the entries of all cited works: Chinese ones first."""
        cited = {self.works[key].entry for key in self.used}
        return tuple(
            sorted(cited, key=lambda entry: (entry[:1] < "\u2e80", entry.casefold()))
        )


def read_citations(
    lang: Literal["zh", "en"], instruments: Iterable[Mapping[str, Any]]
) -> Citations:
    """Gather the shared works and those of the instruments used."""
    content = read_content(shared_file("references.yaml"))
    style = "gbt7714" if lang == "zh" else "apa"
    works = {
        key: Work(entry["cited"][lang], entry[style])
        for key, entry in content.data.items()
    }
    for instrument in instruments:
        for key, apa in (instrument.get("references") or {}).items():
            entry = gbt7714_entry(apa) if lang == "zh" else apa
            works.setdefault(key, Work(cited_name(apa, lang) or key, entry))
    return Citations(lang, works)


def cited_name(apa: str, lang: Literal["zh", "en"]) -> str:
    """Derive ``Tax et al., 1998`` from an APA entry; empty when it cannot."""
    found = _APA_START.match(apa)
    if not found:
        return ""
    bare = _INITIALS.sub("", found["authors"]).replace("&", ",")
    names = [name.strip(" .") for name in bare.split(",") if name.strip(" .")]
    if not names:
        return ""
    if lang == "zh":
        authors = names[0] if len(names) == 1 else f"{names[0]} 等"
        authors = " 和 ".join(names) if len(names) == 2 else authors
        return f"{authors}，{found['year']}"
    authors = names[0] if len(names) == 1 else f"{names[0]} et al."
    authors = " & ".join(names) if len(names) == 2 else authors
    return f"{authors}, {found['year']}"
