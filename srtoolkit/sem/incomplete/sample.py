"""What full-information maximum likelihood knows of answers with holes."""

from __future__ import annotations

from dataclasses import dataclass

from srtoolkit.sem.incomplete.em import SaturatedMoments
from srtoolkit.sem.incomplete.patterns import Patterns


@dataclass(frozen=True, slots=True, eq=False)
class IncompleteSample:
    """What full-information maximum likelihood knows beyond the moments.

    Attributes
    ----------
    patterns : tuple of Patterns
        One a group, not compressed; `Patterns.order` counts the group's rows
        in `Observed.rows`.
    saturated : tuple of SaturatedMoments
    n_empty : int
        Rows left out because every answer is missing.
    n_without_exogenous : int
        Rows left out because a fixed exogenous variable is missing: the
        likelihood is conditional on it.
    """

    patterns: tuple[Patterns, ...]
    saturated: tuple[SaturatedMoments, ...]
    n_empty: int
    n_without_exogenous: int
