"""Which equalities a partial model would release, one after the other.

The search proposes and frees nothing: a plan that agrees names the releases
under ``partial``. Byrne, Shavelson & Muthén (1989), Psychological Bulletin 105,
456-466: at least two items of each factor stay invariant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.psychometrics.invariance.differences import Difference, difference
from srtoolkit.psychometrics.invariance.release_scores import release_scores
from srtoolkit.psychometrics.invariance.setting import (
    Equality,
    Key,
    Setting,
    equalities_of,
    invariant_items,
)

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

#: Items of a factor that must stay invariant.
FEWEST_INVARIANT = 2
#: Thresholds of an item that must stay equal to give its response a scale.
_FEWEST_THRESHOLDS = 2


@dataclass(frozen=True, slots=True)
class Release:
    """One proposed release.

    Attributes
    ----------
    level : str
    parameter : str
        As a plan writes it under ``partial``.
    item : str
    factors : tuple of str
    score, score_df : float, int
        Score statistic that put it first among the candidates.
    chisq, df, p : float
        What the release gains, scaled where the estimator scales.
    n_candidates : int
        Releases looked at in this round.
    p_adjusted : float
        Bonferroni over the candidates of the round.
    p_level : float
        Of the level against the one before, once this is released too.
    """

    level: str
    parameter: str
    item: str
    factors: tuple[str, ...]
    score: float
    score_df: int
    chisq: float
    df: int
    p: float
    n_candidates: int
    p_adjusted: float
    p_level: float

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {
            "factors": list(self.factors)
        }


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """The partial model that the search ends with.

    Attributes
    ----------
    releases : tuple of Release
    released : frozenset of key
        With what the plan releases.
    fit : SemFit
    against : Difference
        From the level before.
    sufficient : bool
        Whether the level holds with these releases.
    """

    releases: tuple[Release, ...]
    released: frozenset[Key]
    fit: SemFit
    against: Difference
    sufficient: bool


def propose_releases(
    setting: Setting,
    level: str,
    held: Sequence[str],
    before: SemFit,
    released: Collection[Key],
    *,
    p_limit: float,
) -> Proposal:
    """Release what a score test finds largest until the level holds.

    Parameters
    ----------
    held : sequence of str
        What the level holds equal; only the last kind is searched.
    before : SemFit
        The level before.
    released : collection of key
        What is released already.
    p_limit : float, in (0, 1)
        The level holds at this p value of its chi-square difference.
    """
    freed = frozenset(released)
    fit = setting.fitted(held, freed)
    against = difference(before, fit)
    releases: list[Release] = []
    while against.p < p_limit:
        scored = release_scores(fit, setting, _candidates(setting, held[-1], freed))
        if not scored:
            break
        best, score, df = max(scored, key=lambda row: _surprise(row[1], row[2]))
        freer = setting.fitted(held, freed | {best.key})
        if not freer.status.admissible:
            break
        gain = difference(freer, fit)
        fit, freed = freer, freed | {best.key}
        against = difference(before, fit)
        releases.append(
            _release(level, best, (score, df), gain, len(scored), against.p)
        )
    return Proposal(
        tuple(releases), freed, fit, against, bool(releases) and against.p >= p_limit
    )


def _release(
    level: str,
    best: Equality,
    score: tuple[float, int],
    gain: Difference,
    n_candidates: int,
    p_level: float,
) -> Release:
    return Release(
        level,
        best.name,
        best.item,
        best.factors,
        *score,
        gain.chisq,
        gain.df,
        gain.p,
        n_candidates,
        min(1.0, gain.p * n_candidates),
        p_level,
    )


def _surprise(score: float, df: int) -> float:
    """Order statistics of different degrees of freedom by their p values."""
    from scipy.stats import chi2

    return -float(chi2.logsf(score, df))


def _candidates(
    setting: Setting, kind: str, freed: Collection[Key]
) -> tuple[Equality, ...]:
    """Return what may be released and leave enough of every factor invariant."""
    every = equalities_of(setting, kind)
    open_cuts = Counter(e.item for e in every if e.key not in freed)
    return tuple(
        equality
        for equality in every
        if equality.key not in freed
        and _enough_left(setting, {*freed, equality.key}, equality.factors)
        and (kind != "thresholds" or open_cuts[equality.item] > _FEWEST_THRESHOLDS)
    )


def _enough_left(
    setting: Setting, freed: Collection[Key], factors: Iterable[str]
) -> bool:
    left = invariant_items(setting, freed)
    return all(len(left[factor]) >= FEWEST_INVARIANT for factor in factors)
