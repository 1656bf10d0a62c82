"""The levels of invariance, and what each holds equal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from srtoolkit.errors import OptionError, Problem, did_you_mean

Level = Literal[
    "configural",
    "thresholds",
    "metric",
    "scalar",
    "strict",
    "latent_variances",
    "latent_covariances",
    "latent_means",
]
#: What each level adds, by the names of `sem.fit`'s ``equal=``, in their order.
ADDED: dict[str, str] = {
    "configural": "",
    "thresholds": "thresholds",
    "metric": "loadings",
    "scalar": "intercepts",
    "strict": "residuals",
    "latent_variances": "lv_variances",
    "latent_covariances": "lv_covariances",
    "latent_means": "means",
}
#: Levels about the measurement; the others are about the factors themselves.
MEASUREMENT = ("configural", "thresholds", "metric", "scalar", "strict")
#: What a level about the factors needs to have a meaning.
_NEEDS = {
    "latent_variances": "metric",
    "latent_covariances": "latent_variances",
    "latent_means": "scalar",
}


def settled_levels(levels: Sequence[str] | None, *, ordinal: bool) -> tuple[str, ...]:
    """Return the levels in their order; without any, the four of measurement.

    Parameters
    ----------
    levels : sequence of str or None
        ``configural`` is added when it is not named.
    ordinal : bool
        Whether there are ordered items, which have thresholds.

    Raises
    ------
    OptionError
        When a level is unknown, lacks what it rests on, or is ``thresholds``
        without ordered items; with every such mistake.
    """
    if levels is None:
        return tuple(name for name in MEASUREMENT if ordinal or name != "thresholds")
    problems = [
        Problem(
            "unknown_level",
            f'"{name}" is no level of invariance',
            allowed=", ".join(ADDED),
            advice=did_you_mean(name, ADDED),
        )
        for name in levels
        if name not in ADDED
    ]
    if "thresholds" in levels and not ordinal:
        problems.append(
            Problem(
                "thresholds_need_ordered",
                "only ordered items have thresholds",
                advice="Name the ordered items under ordered, or leave the level out.",
            )
        )
    problems += [
        Problem(
            "level_needs_another",
            f'the level "{name}" rests on "{needed}", which is not asked for',
            advice=f"Add {needed} to the levels.",
        )
        for name, needed in _NEEDS.items()
        if name in levels and not _covered(needed, levels)
    ]
    if problems:
        raise OptionError(problems)
    chosen = tuple(name for name in ADDED if name in {"configural", *levels})
    if len(chosen) < 2:
        raise OptionError(
            "a ladder of invariance needs a level above configural",
            code="one_level",
            allowed=", ".join(ADDED),
        )
    return chosen


def held_at(level: str, levels: Sequence[str], *, ordinal: bool) -> tuple[str, ...]:
    """Return the kinds of parameters that a level holds equal.

    A level of measurement holds all that stands below it, asked for or not; one
    about the factors holds the highest level of measurement in `levels`.
    """
    kinds = tuple(name for name in MEASUREMENT if ordinal or name != "thresholds")
    if level in MEASUREMENT:
        held = kinds[: kinds.index(level) + 1]
    else:
        top = [name for name in kinds if name in levels][-1]
        order = list(ADDED)
        held = kinds[: kinds.index(top) + 1] + tuple(
            name
            for name in levels
            if name not in MEASUREMENT and order.index(name) <= order.index(level)
        )
    return tuple(ADDED[name] for name in held if ADDED[name])


def _covered(needed: str, levels: Sequence[str]) -> bool:
    if needed in levels:
        return True
    if needed not in MEASUREMENT:
        return False
    above = MEASUREMENT[MEASUREMENT.index(needed) :]
    return bool(set(above) & set(levels))
