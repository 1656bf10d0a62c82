"""Limits beyond which an index of careless responding is worth a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from srtoolkit.errors import OptionError, Problem, did_you_mean

#: Which end of each index is careless.
DIRECTIONS: dict[str, Literal["high", "low"]] = {
    "longstring_share": "high",
    "avgstring": "high",
    "irv": "low",
    "mahalanobis": "high",
    "even_odd": "high",
    "synonyms": "low",
    "antonyms": "high",
    "person_total": "low",
    "seconds_per_item": "low",
}


@dataclass(frozen=True, slots=True)
class CarelessLimits:
    """Guides, never verdicts; each can be changed.

    Attributes
    ----------
    straight_share : float, in (0, 1]
        Longest run, share of a block's answers, from which it is straight-lining.
    fewest_items : int
        Answers a block needs for that.
    mahalanobis_confidence : float, in (0, 1)
        Of the chi-square quantile for the squared distance.
    even_odd : float
        Inconsistency above it; its sign is that of R careless since 1.2.0.
    synonyms, antonyms : float
        A correlation over pairs below, or above.
    critical_synonyms, critical_antonyms : float
        Correlation of items from which they form a pair.
    person_total : float
        A correlation with the others' means below.
    seconds_per_item : float
        Less time than that an item, in seconds.
    many_missing : float, in (0, 1)
        More than this share of the questions asked left out.
    """

    straight_share: float = 1.0
    fewest_items: int = 6
    mahalanobis_confidence: float = 0.999
    even_odd: float = -0.30
    synonyms: float = 0.0
    antonyms: float = 0.0
    critical_synonyms: float = 0.60
    critical_antonyms: float = -0.60
    person_total: float = 0.0
    seconds_per_item: float = 2.0
    many_missing: float = 0.20

    @classmethod
    def of(cls, given: Mapping[str, float] | None) -> CarelessLimits:
        """Return the guides with those given in place of the defaults.

        Raises
        ------
        OptionError
            With every name that is unknown, or every value out of range.
        """
        named = dict(given or {})
        known = list(cls.__dataclass_fields__)
        unknown = [
            Problem(
                "unknown_limit",
                f'there is no limit "{name}"',
                allowed=", ".join(known),
                advice=did_you_mean(str(name), known),
            )
            for name in named
            if name not in known
        ]
        if unknown:
            raise OptionError(unknown)
        return cls(**named)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        problems = [
            Problem(
                "wrong_option",
                f"{name} is {getattr(self, name)}",
                allowed=f"{low:g} to {high:g}",
            )
            for name, (low, high) in _RANGES.items()
            if not _between(getattr(self, name), low, high)
        ]
        if problems:
            raise OptionError(problems)


def _between(value: object, low: float, high: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and low <= float(str(value)) <= high


_RANGES: dict[str, tuple[float, float]] = {
    "straight_share": (0.3, 1),
    "fewest_items": (2, 1000),
    "mahalanobis_confidence": (0.5, 0.999999),
    "even_odd": (-1, 1),
    "synonyms": (-1, 1),
    "antonyms": (-1, 1),
    "critical_synonyms": (0, 1),
    "critical_antonyms": (-1, 0),
    "person_total": (-1, 1),
    "seconds_per_item": (0, 3600),
    "many_missing": (0, 1),
}
