"""Refits of many resamples at once.

Every draw begins at the whole sample's estimates and moves by quasi-Newton
steps whose first metric is the whole sample's inverse curvature; each draw
then corrects that metric by its own last steps. Nocedal (1980), Mathematics of
Computation 35, 773-782 (the two loops). Steps are full: a draw that does not
settle is handed back, to be refitted alone with a search along each step.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.resamples.stacked_likelihood import StackedGroup, log_determinants
from srtoolkit.sem.resamples.stacked_moments import StackedMoments
from srtoolkit.sem.structure.layout import Layout

#: Draws still moving after this many steps are refitted alone.
_MAX_STEPS = 25
#: Steps that correct the metric.
_MEMORY = 8
#: Step of the differences that give the curvature, in standard errors.
_DIFFERENCE = 1e-4
#: A steeper way than this, in standard errors, is no way to an optimum.
_LOST = 1e3


class StackedSearch:
    """Refits one model by maximum likelihood on many moments."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._groups = [StackedGroup(group, layout) for group in layout.groups]

    def refit(
        self,
        samples: Sequence[StackedMoments],
        start: np.ndarray,
        metric: np.ndarray,
        *,
        tolerance: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return estimates and which draws settled at a minimum.

        Parameters
        ----------
        samples : sequence of StackedMoments
            One a group, each with all draws.
        start : ndarray, shape (n_free + n_sample,)
        metric : ndarray, shape (n_free, n_free)
            Inverse curvature at `start`.
        tolerance : float
            Length of the last step in standard errors.

        Returns
        -------
        vectors : ndarray, shape (n_draws, n_free + n_sample)
        settled : ndarray of bool, shape (n_draws,)
        """
        n_draws = len(samples[0].means)
        vectors = np.tile(start, (n_draws, 1))
        self._take_sample(vectors, samples)
        began = vectors.copy()
        settled = np.zeros(n_draws, dtype=bool)
        with np.errstate(all="ignore"):
            try:
                self._search(vectors, settled, samples, metric, tolerance)
            except np.linalg.LinAlgError:
                settled[:] = False
            if settled.any():
                settled &= self._lower(vectors, began, samples)
        return vectors, settled

    def chisq(
        self, vectors: np.ndarray, samples: Sequence[StackedMoments]
    ) -> np.ndarray:
        """Return chi-square of every draw; NaN where it has no estimates."""
        chisq = np.full(len(vectors), np.nan)
        found = np.isfinite(vectors).all(axis=1)
        if found.any():
            value = np.zeros(int(found.sum()))
            for group, sample in zip(self._groups, samples, strict=True):
                kept = sample.keep(found)
                saturated = log_determinants(kept.covariance)
                constant = sample.n * (saturated + sample.means.shape[1])
                value += group.value(vectors[found], kept) - constant
            chisq[found] = np.maximum(value, 0.0)
        return chisq

    def curvature(
        self,
        moments: Sequence[GroupMoments],
        vector: np.ndarray,
        covariance: np.ndarray,
    ) -> np.ndarray:
        """Return half the second derivative of chi-square, by differences.

        Parameters
        ----------
        covariance : ndarray, shape (n_free, n_free)
            Sampling covariance, for the size of the steps.
        """
        n_free = self._layout.n_free
        steps = _DIFFERENCE * np.sqrt(np.diagonal(covariance))
        moved = np.tile(vector, (2 * n_free, 1))
        moved[:n_free, :n_free] += np.diag(steps)
        moved[n_free:, :n_free] -= np.diag(steps)
        samples = [
            StackedMoments(
                group.n,
                np.broadcast_to(
                    group.covariance, (2 * n_free, *group.covariance.shape)
                ),
                np.broadcast_to(group.means, (2 * n_free, len(group.means))),
            )
            for group in moments
        ]
        slopes = self._gradient(moved, samples)
        curvature = (slopes[:n_free] - slopes[n_free:]) / (2 * steps[:, None])
        return np.asarray((curvature + curvature.T) / 2)

    def _take_sample(
        self, vectors: np.ndarray, samples: Sequence[StackedMoments]
    ) -> None:
        """Fixed exogenous variables keep the moments of the draw."""
        first = self._layout.n_free
        for index, (group, op, i, j) in enumerate(self._layout.sample_cells):
            sample = samples[group]
            vectors[:, first + index] = (
                sample.means[:, i] if op == "~1" else sample.covariance[:, i, j]
            )

    def _gradient(
        self, vectors: np.ndarray, samples: Sequence[StackedMoments]
    ) -> np.ndarray:
        gradient = np.zeros((len(vectors), self._layout.n_free))
        for group, sample in zip(self._groups, samples, strict=True):
            group.add_gradient(vectors, sample, gradient)
        return gradient

    def _search(
        self,
        vectors: np.ndarray,
        settled: np.ndarray,
        samples: Sequence[StackedMoments],
        metric: np.ndarray,
        tolerance: float,
    ) -> None:
        """Move every row of `vectors` to its optimum; mark those that arrived."""
        n_free = self._layout.n_free
        active = np.arange(len(vectors))
        moving, history = vectors.copy(), _History(metric)
        before, step = None, None
        for _ in range(_MAX_STEPS):
            gradient = self._gradient(moving, samples)
            if before is not None and step is not None:
                history.remember(step, gradient - before)
            step = history.step(gradient)
            length = np.sqrt(np.maximum(-(gradient * step).sum(axis=1), 0.0))
            here = length < tolerance
            vectors[active[here]] = moving[here]
            settled[active[here]] = True
            going = ~here & (length < _LOST)
            if not going.any():
                return
            if not going.all():
                active, moving, step = active[going], moving[going], step[going]
                gradient = gradient[going]
                samples = [sample.keep(going) for sample in samples]
                history.keep(going)
            moving[:, :n_free] += step
            before = gradient

    def _lower(
        self,
        vectors: np.ndarray,
        began: np.ndarray,
        samples: Sequence[StackedMoments],
    ) -> np.ndarray:
        """Tell where the end is admissible to the likelihood and not above the start.

        A sample covariance must be regular, or it has no likelihood.
        """
        fine = np.ones(len(vectors), dtype=bool)
        there, here = np.zeros(len(vectors)), np.zeros(len(vectors))
        for group, sample in zip(self._groups, samples, strict=True):
            fine &= np.isfinite(log_determinants(sample.covariance))
            there += group.value(vectors, sample)
            here += group.value(began, sample)
        return np.asarray(fine & np.isfinite(there) & (there <= here + 1e-6))


class _History:
    """The last steps of every draw and how its gradient answered."""

    def __init__(self, metric: np.ndarray) -> None:
        self._metric = metric
        self._pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def remember(self, step: np.ndarray, change: np.ndarray) -> None:
        """Keep a step; one without positive curvature corrects nothing."""
        curvature = (step * change).sum(axis=1)
        weight = np.where(curvature > 0, 1 / curvature, 0.0)
        self._pairs = [*self._pairs, (step, change, weight)][-_MEMORY:]

    def keep(self, which: np.ndarray) -> None:
        """Forget the other draws."""
        self._pairs = [(s[which], y[which], w[which]) for s, y, w in self._pairs]

    def step(self, gradient: np.ndarray) -> np.ndarray:
        """Return the next step of every draw, shape (n_draws, n_free)."""
        turned = gradient
        shares = []
        for step, change, weight in reversed(self._pairs):
            share = weight * (step * turned).sum(axis=1)
            turned = turned - share[:, None] * change
            shares.append(share)
        moved = turned @ self._metric
        for (step, change, weight), share in zip(
            self._pairs, reversed(shares), strict=True
        ):
            back = weight * (change * moved).sum(axis=1)
            moved += (share - back)[:, None] * step
        return np.asarray(-moved)
