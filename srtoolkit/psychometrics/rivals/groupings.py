"""Which factors a rival model makes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from srtoolkit.errors import ModelError, Problem, did_you_mean

#: Codes of the theory map for the facets of justice.
INTERACTIONAL = frozenset({"IJ", "IPJ", "IFJ"})
JUSTICE = frozenset({"DJ", "PJ"}) | INTERACTIONAL
#: With so few factors every pair is merged in turn.
_FEW = 3
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight")

Groups = tuple[tuple[str, ...], ...]
#: ``auto``, ``pairs``, ``nearest``, or names of rivals with their groups.
Merge = str | Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One rival: its name and the factors that it makes one."""

    name: str
    groups: Groups

    @property
    def text(self) -> str:
        """``DJ | PJ + IJ``."""
        return " | ".join(" + ".join(members) for members in self.groups)


def groupings(
    names: Sequence[str],
    *,
    merge: Merge,
    codes: Mapping[str, str],
    correlations: np.ndarray,
) -> tuple[Grouping, ...]:
    """Return the rivals, from one factor to the most.

    Parameters
    ----------
    names : sequence of str, length n_factors
    merge : "auto", "pairs", "nearest" or mapping
        ``pairs`` merges every two factors in turn. ``nearest`` merges the two
        most highly correlated ones, then on until one is left; a merged
        factor's correlation is the mean of its members'. ``auto``: for the
        facets of justice the models of the literature (one factor; outcome
        against process; structural against interactional; interactional ones
        pooled); else ``pairs`` with two or three factors, ``nearest`` with more.
        A mapping names the groups itself: ``{two: [[DJ], [PJ, IJ]]}``; factors
        it does not mention stay alone.
    codes : mapping of str to str
        Factor to its code in the theory map.
    correlations : ndarray, shape (n_factors, n_factors)

    Raises
    ------
    ModelError
        With every mistake in `merge`.
    """
    if isinstance(merge, Mapping):
        return tuple(_written(names, merge))
    if merge not in {"auto", "pairs", "nearest"}:
        raise ModelError(
            f'merge is "{merge}"',
            code="unknown_merge",
            where="merge",
            allowed="auto, pairs, nearest, or names of models with their groups",
        )
    one = Grouping("one_factor", (tuple(names),))
    if merge == "auto" and len(names) > 2 and set(codes.values()) <= JUSTICE:
        found = _of_justice(names, codes)
    elif merge == "pairs" or (merge == "auto" and len(names) <= _FEW):
        found = _pairs(names)
    else:
        found = _nearest(names, correlations)
    own = tuple((name,) for name in names)
    kept: dict[Groups, Grouping] = {one.groups: one}
    for grouping in sorted(found, key=lambda each: len(each.groups)):
        if grouping.groups != own:
            kept.setdefault(grouping.groups, grouping)
    return tuple(kept.values())


def counted(n_factors: int) -> str:
    """Return ``three_factors``."""
    word = _WORDS[n_factors] if n_factors < len(_WORDS) else str(n_factors)
    return f"{word}_factor{'s' if n_factors != 1 else ''}"


def _of_justice(names: Sequence[str], codes: Mapping[str, str]) -> list[Grouping]:
    social = tuple(name for name in names if codes[name] in INTERACTIONAL)
    outcome = tuple(name for name in names if codes[name] == "DJ")
    procedure = tuple(name for name in names if codes[name] == "PJ")
    parts = {
        "two_factors_outcome": (outcome, (*procedure, *social)),
        "two_factors_structural": ((*outcome, *procedure), social),
        "three_factors": (outcome, procedure, social),
    }
    return [
        Grouping(name, tuple(group for group in groups if group))
        for name, groups in parts.items()
    ]


def _pairs(names: Sequence[str]) -> list[Grouping]:
    return [
        Grouping(f"{first}_with_{second}", _joined(names, (first, second)))
        for first, second in combinations(names, 2)
    ]


def _joined(names: Sequence[str], pair: tuple[str, str]) -> Groups:
    groups = [(n,) if n != pair[0] else pair for n in names if n != pair[1]]
    return tuple(groups)


def _nearest(names: Sequence[str], correlations: np.ndarray) -> list[Grouping]:
    groups: list[tuple[int, ...]] = [(index,) for index in range(len(names))]
    size = np.abs(correlations)
    found = []
    while len(groups) > 2:
        first, second = max(
            combinations(groups, 2),
            key=lambda pair: float(size[np.ix_(pair[0], pair[1])].mean()),
        )
        place = groups.index(first)
        groups[place] = tuple(sorted((*first, *second)))
        groups.remove(second)
        named = tuple(tuple(names[i] for i in group) for group in groups)
        found.append(Grouping(counted(len(groups)), named))
    return found


def _written(
    names: Sequence[str], merge: Mapping[str, Sequence[Sequence[str]]]
) -> list[Grouping]:
    problems: list[Problem] = []
    found = []
    for model, groups in merge.items():
        wanted = [tuple(map(str, group)) for group in groups]
        told = [name for group in wanted for name in group]
        problems += [
            Problem(
                "unknown_factor",
                f'"{name}" is not one of the factors compared',
                f"merge.{model}",
                allowed=", ".join(names),
                advice=did_you_mean(name, names),
            )
            for name in told
            if name not in names
        ]
        if len(set(told)) < len(told):
            problems.append(
                Problem(
                    "factor_twice",
                    "a factor stands in two groups",
                    f"merge.{model}",
                    allowed="each factor in one group",
                )
            )
        alone = [(name,) for name in names if name not in told]
        found.append(Grouping(str(model), (*wanted, *alone)))
    if problems:
        raise ModelError(problems)
    return found
