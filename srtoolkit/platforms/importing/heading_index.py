"""The headings of a manifest, to look columns up by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from srtoolkit.platforms.importing.comparing import (
    heading_key,
    whole_keys,
    wording_keys,
)
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
    questions : set of int
        Columns of questions.
    patterns : list of (str, int)
        Patterns and the column that what fits them belongs to.
    """

    exact: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    worded: dict[str, set[int]] = field(default_factory=dict)
    questions: set[int] = field(default_factory=set)
    patterns: list[tuple[str, int]] = field(default_factory=list)

    @classmethod
    def of(cls, manifest: Manifest) -> HeadingIndex:
        """Look through all columns of a manifest."""
        index = cls()
        index.questions = {n for n, c in enumerate(manifest.columns) if c.question}
        for number, column in enumerate(manifest.columns):
            for mode, headings in column.headings.items():
                if mode == GLOB:
                    index.patterns += [(heading, number) for heading in headings]
                    continue
                for heading in headings:
                    found = index.exact.setdefault(heading_key(heading), [])
                    found.append((number, mode))
                    # `_submission_time` has no row: any other time is not it
                    keys = wording_keys(heading)[:2] if column.question else ()
                    for key in keys or whole_keys(heading):
                        index.worded.setdefault(key, set()).add(number)
        return index

    def by_wording(self, heading: str) -> Iterator[set[int]]:
        """Yield the columns that a heading may mean, by one key after another.

        ``row_id`` is not ``_id``: only questions have rows and options.
        """
        whole = whole_keys(heading)
        for key in wording_keys(heading):
            found = self.worded.get(key, set())
            yield found if key in whole else found & self.questions
