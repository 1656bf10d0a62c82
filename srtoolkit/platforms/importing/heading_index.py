"""The headings of a manifest, to look columns up by."""

from __future__ import annotations

from dataclasses import dataclass, field

from srtoolkit.platforms.importing.comparing import heading_key, wording_keys
from srtoolkit.platforms.manifest.model import Manifest

#: Heading mode of patterns with ``*``, for columns whose names nobody knows
#: beforehand; they hold no answers, and many columns may fit one.
GLOB = "glob"


@dataclass(slots=True)
class HeadingIndex:
    """The manifest's headings, by what they come to.

    Attributes
    ----------
    exact : dict of str to list of (int, str)
        Column (by its number) and heading mode, by `heading_key`.
    worded : dict of str to set of int
        Columns by `wording_keys`.
    patterns : list of (str, int)
        Patterns and the column that what fits them belongs to.
    """

    exact: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    worded: dict[str, set[int]] = field(default_factory=dict)
    patterns: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, manifest: Manifest) -> HeadingIndex:
        """Look through all columns of a manifest."""
        index = cls()
        for number, column in enumerate(manifest.columns):
            for mode, headings in column.headings.items():
                if mode == GLOB:
                    index.patterns += [(heading, number) for heading in headings]
                    continue
                for heading in headings:
                    found = index.exact.setdefault(heading_key(heading), [])
                    found.append((number, mode))
                    for key in wording_keys(heading)[:2]:
                        index.worded.setdefault(key, set()).add(number)
        return index
