"""Names and labels as a platform allows them, with what that costs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from srtoolkit.platforms.losses import Loss


@dataclass(frozen=True, slots=True)
class NameRule:
    """Which names a platform takes.

    Attributes
    ----------
    forbidden : str
        Regular expression of what is taken out of a name.
    longest : int
        Most characters.
    lower : bool
        Whether names are put in lower case.
    prefix : str
        Put before a name that does not begin with a letter.
    """

    forbidden: str
    longest: int
    lower: bool = False
    prefix: str = "q"


def fitted_names(
    names: Sequence[str], rule: NameRule
) -> tuple[Mapping[str, str], tuple[Loss, ...]]:
    """Fit names to a platform's rule; two never become the same.

    Returns
    -------
    fitted : mapping of str to str
        New name by old name, in the order given.
    losses : tuple of Loss
        ``renamed`` for each name that changed: ``DJ_1 → DJ1``.
    """
    fitted: dict[str, str] = {}
    # names that need no change keep theirs, whatever comes before them
    taken = {_folded(name) for name in names if _fit(name, rule) == name}
    for name in names:
        wanted = _fit(name, rule)
        new, number = wanted, 2
        while new != name and _folded(new) in taken:
            ending = str(number)
            new = wanted[: rule.longest - len(ending)] + ending
            number += 1
        fitted[name] = new
        taken.add(_folded(new))
    losses = tuple(
        Loss(old, "renamed", {"old": old, "new": new})
        for old, new in fitted.items()
        if old != new
    )
    return fitted, losses


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name, with underscores behind it until nothing else bears it."""
    while name in taken:
        name += "_"
    return name


def cut_bytes(text: str, longest: int) -> str:
    """Cut a text to so many bytes of UTF-8, whole characters, with an ellipsis."""
    encoded = text.encode()
    if len(encoded) <= longest:
        return text
    ellipsis = "…"
    return (
        encoded[: longest - len(ellipsis.encode())].decode(errors="ignore") + ellipsis
    )


def _fit(name: str, rule: NameRule) -> str:
    fitted = re.sub(rule.forbidden, "", name.lower() if rule.lower else name)
    if not fitted[:1].isalpha():
        fitted = rule.prefix + fitted
    return fitted[: rule.longest]


def _folded(name: str) -> str:
    return name.casefold()
