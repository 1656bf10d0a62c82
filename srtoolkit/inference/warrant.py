"""Whether a kind of claim may be made at all, as a measurement step found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from srtoolkit.inference.evidence import Reason

ClaimKind = Literal["means", "paths", "unique_effects"]


@dataclass(frozen=True, slots=True)
class Warrant:
    """What a step says about one kind of claim on some variables.

    Attributes
    ----------
    claim : {"means", "paths", "unique_effects"}
        Means of groups compared (needs scalar invariance), paths of groups
        compared (metric), or the effect of one factor with another held
        constant (needs factors that can be told apart).
    holds : bool
    variables : frozenset of str
        Scales or factors it is about; for ``unique_effects`` the factors that
        were held against each other.
    group : str or None
        Column whose groups are compared.
    reason : Reason
        Why it holds or not, for the report.
    """

    claim: ClaimKind
    holds: bool
    variables: frozenset[str]
    reason: Reason
    group: str | None = None
