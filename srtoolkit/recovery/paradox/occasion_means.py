"""Means of groups at occasions, as a mixed model of both gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from statistics import NormalDist
from typing import Any

import numpy as np

from srtoolkit.regression import MixedFit


@dataclass(frozen=True, slots=True)
class OccasionMean:
    """One group at one occasion.

    Attributes
    ----------
    group, occasion : str
    n : int
        Scores the group has at that occasion.
    mean, se, ci_low, ci_high : float
        In points, from the mixed model; the interval is normal.
    ci_level : float
    """

    group: str
    occasion: str
    n: int
    mean: float
    se: float
    ci_low: float
    ci_high: float
    ci_level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectories(MixedFit):
    """A mixed model of occasions and groups, and the means that follow from it.

    Attributes
    ----------
    means : tuple of OccasionMean
        Group by group, the reference first; within each in the order of time.
    occasions : tuple of str
        Scales or columns of wide data, numbers of long data.
    later : tuple of str
        Terms of the occasions after the first.
    reference : str
        The group the others are compared with.
    """

    means: tuple[OccasionMean, ...]
    occasions: tuple[str, ...]
    later: tuple[str, ...]
    reference: str

    @property
    def details(self) -> dict[str, Any]:
        """Variances of the random effects, and the course of every group."""
        return {
            "random_effects": self.random_effects().to_dict("records"),
            "occasions": list(self.occasions),
            "later_terms": list(self.later),
            "reference": self.reference,
            "means": [asdict(mean) for mean in self.means],
        }


def trajectories_of(
    fit: MixedFit,
    *,
    groups: Sequence[str],
    occasions: Sequence[str],
    later: Sequence[str],
    sizes: Mapping[tuple[str, int], int],
) -> Trajectories:
    """Add the means of all groups and occasions to a mixed model.

    Parameters
    ----------
    fit : MixedFit
        With a term for each group but the first, each occasion but the first,
        and each pair of them.
    groups, occasions : sequence of str
        The reference, and the first occasion, come first.
    later : sequence of str
        Terms of the occasions after the first.
    sizes : mapping of (str, int) to int
        Scores of each group at each occasion, counted from 0.
    """
    means = tuple(
        _mean(
            fit,
            [None if at == 0 else later[at - 1], None if group == groups[0] else group],
            OccasionMean(group, occasion, sizes[group, at], 0, 0, 0, 0, fit.ci_level),
        )
        for group in groups
        for at, occasion in enumerate(occasions)
    )
    fitted = {part.name: getattr(fit, part.name) for part in fields(fit)}
    return Trajectories(
        **fitted,
        means=means,
        occasions=tuple(occasions),
        later=tuple(later),
        reference=groups[0],
    )


def _mean(
    fit: MixedFit, terms: Sequence[str | None], blank: OccasionMean
) -> OccasionMean:
    """Sum the intercept, the terms of group and occasion, and their pair's."""
    present = [term for term in terms if term is not None]
    weights = np.zeros(len(fit.estimates))
    weights[fit.position("(Intercept)")] = 1
    for term in [*present, ":".join(present)] if len(present) > 1 else present:
        weights[fit.position(term)] = 1
    mean = float(weights @ fit.estimates)
    se = float(np.sqrt(weights @ fit.covariance @ weights))
    reach = NormalDist().inv_cdf((1 + fit.ci_level) / 2) * se
    found = {"mean": mean, "se": se, "ci_low": mean - reach, "ci_high": mean + reach}
    return OccasionMean(**{**asdict(blank), **found})
