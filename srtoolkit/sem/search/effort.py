"""How long a search goes on before it is given up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchEffort:
    """Limits of one search.

    Attributes
    ----------
    further_starts : int
        Starts after the first while none has led to an optimum.
    max_scoring : int
        Scoring steps from one start.
    """

    further_starts: int = 8
    max_scoring: int = 300


USUAL_EFFORT = SearchEffort()
#: For a model that may have no optimum at all, begun from good starts.
SHORT_EFFORT = SearchEffort(further_starts=0, max_scoring=80)
