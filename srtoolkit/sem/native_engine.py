"""The project's own engine: Fisher scoring, with further starts when one fails."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.fitting import Solution, maximise_likelihood
from srtoolkit.sem.layout import Layout
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.specification import Specification
from srtoolkit.sem.starting_values import sample_vector, starting_vector

#: Starts after the first; each moves the first start by a seeded jitter.
_FURTHER_STARTS = 8
_JITTER = 0.5


def fit_native(
    specification: Specification, layout: Layout, moments: tuple[GroupMoments, ...]
) -> Solution:
    """Fit by maximum likelihood from the given or guessed start values."""
    sample = sample_vector(layout, moments)
    first = starting_vector(specification, moments)
    best = maximise_likelihood(layout, moments, np.concatenate([first, sample]))
    generator = np.random.default_rng(0)
    for _ in range(_FURTHER_STARTS):
        if best.converged:
            return best
        jittered = first * np.exp(_JITTER * generator.standard_normal(len(first)))
        again = maximise_likelihood(layout, moments, np.concatenate([jittered, sample]))
        if again.converged or again.value < best.value:
            best = again
    return best
