"""The project's own engine: Fisher scoring, with further starts when one fails."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.search.constrained_search import search_constrained
from srtoolkit.sem.search.effort import USUAL_EFFORT, SearchEffort
from srtoolkit.sem.search.fitting import Solution, search_optimum
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.structure.constraints import constraints_of
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.structure.starting_values import sample_vector, starting_vector

#: Spread of a further start about the first one, on the log scale.
_JITTER = 0.5


def fit_native(
    specification: Specification,
    objective: Objective,
    moments: tuple[GroupMoments, ...],
    *,
    near: Objective | None = None,
    rival: Objective | None = None,
    effort: SearchEffort = USUAL_EFFORT,
) -> Solution:
    """Search from the given or guessed start values.

    Parameters
    ----------
    moments : tuple of GroupMoments
        Complete (or estimated) moments for the guesses and for the values
        that fixed exogenous variables keep.
    near : Objective or None
        An objective that is cheaper and has its optimum nearby: the search
        begins there.
    rival : Objective or None
        An objective whose optimum is a second start. Least squares with
        weights from the sample has several minima where the fit is bad; the
        lower of the two found is returned.
    effort : SearchEffort
        Limits; each further start moves the first one by a seeded jitter.
    """
    sample = sample_vector(objective.layout, moments)
    first = starting_vector(specification, moments)
    if near is not None:
        nearby = fit_native(specification, near, moments, effort=effort)
        first = nearby.vector[: len(first)] if nearby.converged else first
    constraints = constraints_of(specification)

    def search(free: np.ndarray) -> Solution:
        start = np.concatenate([free, sample])
        if constraints is None:
            return search_optimum(objective, start, max_scoring=effort.max_scoring)
        return search_constrained(objective, constraints, start)

    best = search(first)
    if rival is not None:
        other = fit_native(specification, rival, moments)
        again = search(other.vector[: len(first)])
        if (again.converged, -again.value) > (best.converged, -best.value):
            best = again
    generator = np.random.default_rng(0)
    for _ in range(effort.further_starts):
        if best.converged:
            return best
        jittered = first * np.exp(_JITTER * generator.standard_normal(len(first)))
        again = search(jittered)
        if again.converged or again.value < best.value:
            best = again
    return best
