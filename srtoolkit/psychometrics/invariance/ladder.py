"""The ladder: level after level, each against the one before."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError
from srtoolkit.psychometrics.invariance.consequences import Consequence, consequences
from srtoolkit.psychometrics.invariance.differences import Difference, difference
from srtoolkit.psychometrics.invariance.levels import ADDED, MEASUREMENT, held_at
from srtoolkit.psychometrics.invariance.rule import (
    Decision,
    Grounds,
    Limits,
    decide_level,
)
from srtoolkit.psychometrics.invariance.search import Proposal, propose_releases
from srtoolkit.psychometrics.invariance.setting import (
    Key,
    Setting,
    equalities_of,
)

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

#: Kind of an item's parameter by the operator of its key; variances and
#: thresholds have their own.
_KINDS = {"=~": "loadings", "~1": "intercepts", "~~": "residuals", "|": "thresholds"}


@dataclass(frozen=True, slots=True, eq=False)
class Rung:
    """One level.

    Attributes
    ----------
    level : str
    held : tuple of str
        Kinds of parameters held equal.
    released : tuple of key
        What the plan releases of these.
    fit : SemFit
    difference : Difference or None
        From the level before; None for the first.
    proposal : Proposal or None
        Where a level of measurement fails its chi-square test.
    consequences : tuple of Consequence or None
        What follows with and without the releases, proposed or the plan's.
    decision : Decision
    """

    level: str
    held: tuple[str, ...]
    released: tuple[Key, ...]
    fit: SemFit
    difference: Difference | None
    proposal: Proposal | None
    consequences: tuple[Consequence, ...] | None
    decision: Decision


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a ladder is climbed.

    Attributes
    ----------
    levels : tuple of str
    ordinal : bool
    released : frozenset of key
        What the plan releases.
    limits : Limits
    ci_level : float, in (0, 1)
        Of the intervals that verdicts are read from.
    """

    levels: tuple[str, ...]
    ordinal: bool
    released: frozenset[Key]
    limits: Limits
    ci_level: float


def climb(
    setting: Setting, terms: Terms, *, only: str | None = None
) -> tuple[Rung, ...]:
    """Fit every level and judge it by the rule.

    Parameters
    ----------
    only : str or None
        One factor that is held equal while the others stay free.
    """
    loose = frozenset() if only is None else _of_others(setting, only)
    rungs: list[Rung] = []
    for level in terms.levels:
        rungs.append(_rung(setting, terms, level, rungs[-1:], loose, only))
    return tuple(rungs)


def _rung(
    setting: Setting,
    terms: Terms,
    level: str,
    below: Sequence[Rung],
    loose: frozenset[Key],
    only: str | None,
) -> Rung:
    held = held_at(level, terms.levels, ordinal=terms.ordinal)
    freed = terms.released | loose
    fit = setting.fitted(held, freed)
    before = below[-1] if below else None
    step = None if before is None else _difference(before.fit, fit)
    own = tuple(key for key in sorted(terms.released) if _KINDS[key[1]] in held)
    alive = before is None or before.decision.holds
    about = tuple(setting.factors) if only is None else (only,)
    proposal, found = None, None
    if alive and before is not None and step is not None and fit.status.admissible:
        if level in MEASUREMENT and step.p < terms.limits.p:
            proposal = propose_releases(
                setting, level, held, before.fit, freed, p_limit=terms.limits.p
            )
        pair = _models(proposal, freed, own)
        if pair is not None and level in MEASUREMENT:
            found = consequences(
                setting,
                level,
                *pair,
                ordinal=terms.ordinal,
                ci_level=terms.ci_level,
                about=about,
            )
    grounds = Grounds(
        level,
        fit.status.code,
        step,
        bool(own),
        proposal is not None and proposal.sufficient,
        found,
    )
    decision = decide_level(
        None if before is None else before.decision, grounds, terms.limits
    )
    return Rung(level, held, own, fit, step, proposal, found, decision)


def _models(
    proposal: Proposal | None, freed: frozenset[Key], own: Collection[Key]
) -> tuple[frozenset[Key], frozenset[Key]] | None:
    """Return what the full and the partial model release, if there are two."""
    full = freed - set(own)
    if proposal is not None:
        return (full, proposal.released) if proposal.releases else None
    return (full, freed) if own else None


def _difference(before: SemFit, fit: SemFit) -> Difference | None:
    """Compare two levels unless one of the searches led nowhere."""
    if {before.status.code, fit.status.code} & {"not_converged", "not_identified"}:
        return None
    try:
        return difference(before, fit)
    except ModelError as error:
        if error.code == "not_nested":
            return None
        raise


def _of_others(setting: Setting, factor: str) -> frozenset[Key]:
    """Return every parameter of items that do not measure a factor."""
    kinds = [ADDED[level] for level in MEASUREMENT if ADDED[level]]
    return frozenset(
        equality.key
        for kind in kinds
        for equality in equalities_of(setting, kind)
        if factor not in equality.factors
    )
