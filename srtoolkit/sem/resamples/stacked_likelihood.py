"""The likelihood's gradient for many resamples at once.

The same derivatives as in `discrepancy`, on stacks of small matrices. Call
senders the variables from which arrows leave, with all latent variables: with
K = (I - A_DD)^-1 of the senders D their values are K times their disturbances,
and every observed variable is a row of G times the senders, plus a residual of
its own unless it is a sender itself. Only K needs an inverse besides the
implied covariance, and most columns of the derivatives are unit vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.resamples.stacked_moments import StackedMoments
from srtoolkit.sem.structure.cells import ARROW, COVARIANCE, INTERCEPT
from srtoolkit.sem.structure.layout import GroupLayout, Layout


@dataclass(frozen=True, slots=True, eq=False)
class _Implied:
    """One group's implied moments in all draws.

    `reach` is G K, `joint` the covariance of observed variables (rows) with
    senders; the rest is named as in `ImpliedMoments`.
    """

    reach: np.ndarray
    joint: np.ndarray
    covariance: np.ndarray
    sender_means: np.ndarray
    means: np.ndarray


class StackedGroup:
    """Derivatives of one group's likelihood in all draws."""

    def __init__(self, group: GroupLayout, layout: Layout) -> None:
        p = self._n_observed = layout.n_observed
        self._has_means = layout.has_means
        self._n_free = layout.n_free
        self._fixed = group
        sends = np.asarray(group.arrows.any(axis=0))
        sends[group.column[group.kind == ARROW]] = True
        sends[p:] = True
        senders = np.flatnonzero(sends)
        self._n_senders = d = len(senders)
        order = np.cumsum(sends) - 1
        self._senders, self._order, self._sends = senders, order, sends
        #: Row of each variable among the observed, then the senders.
        place = np.where(sends, p + order, np.arange(len(sends)))
        self._cells(group, place, p + d)
        self._templates(group, p)

    def _cells(self, group: GroupLayout, place: np.ndarray, n_rows: int) -> None:
        """Where each moving cell reads its derivative."""
        moving = group.n_moving
        kind, row, column = (a[:moving] for a in (group.kind, group.row, group.column))
        order, d = self._order, self._n_senders
        second = np.where(kind == ARROW, n_rows + order[column], place[column])
        self._first = place[row]
        self._flat = self._first * (n_rows + d) + second
        scale = np.where((kind == COVARIANCE) & (row == column), 0.5, 1.0)
        self._scale = -np.where(kind == INTERCEPT, 0.0, scale)
        self._sender_of = np.where(kind == ARROW, order[column], 0)
        self._by_arrow = (kind == ARROW).astype(float)
        self._by_intercept = (kind == INTERCEPT).astype(float)
        self._places = group.source[:moving]
        self._shares = group.shares
        self._collect = np.zeros((moving, self._n_free))
        self._collect[np.arange(moving), self._places] = 1.0

    def _templates(self, group: GroupLayout, p: int) -> None:
        """Fixed values of G, A_DD and the residuals, and where others go."""
        sends, senders, order = self._sends, self._senders, self._order
        own = np.flatnonzero(sends[:p])
        weights = group.arrows[:p, senders]
        weights[own] = 0.0
        weights[own, order[own]] = 1.0
        arrows, spread = group.arrows[senders][:, senders], group.covariances
        kind, row, column = group.kind, group.row, group.column
        arrow, both = kind == ARROW, sends[row] & sends[column]
        self._outward = _Fill(weights, group, arrow & ~sends[row], row, order[column])
        self._inward = _Fill(
            arrows, group, arrow & sends[row], order[row], order[column]
        )
        covary = kind == COVARIANCE
        among = spread[senders][:, senders]
        self._among = _Fill(
            among, group, covary & both, order[row], order[column], mirrored=True
        )
        outside = np.where(np.outer(~sends[:p], ~sends[:p]), spread[:p, :p], 0.0)
        self._own = _Fill(
            outside,
            group,
            covary & ~sends[row] & ~sends[column],
            row,
            column,
            mirrored=True,
        )
        left = covary & ~sends[row] & sends[column]
        right = covary & sends[row] & ~sends[column]
        crossing = np.where(~sends[:p, None], spread[:p, senders], 0.0)
        self._crosses = bool(left.any() or right.any() or crossing.any())
        rows = np.where(left, row, column)
        columns = np.where(left, order[column], order[row])
        self._crossing = _Fill(crossing, group, left | right, rows, columns)

    def add_gradient(
        self, vectors: np.ndarray, sample: StackedMoments, gradient: np.ndarray
    ) -> None:
        """Add this group's part of half the derivative of chi-square.

        Parameters
        ----------
        vectors : ndarray, shape (n_draws, n_free + n_sample)
        gradient : ndarray, shape (n_draws, n_free)
        """
        p, d = self._n_observed, self._n_senders
        implied = self._implied(vectors)
        precision = np.linalg.inv(implied.covariance)
        misfit = sample.covariance - implied.covariance
        gap = sample.means - implied.means
        if self._has_means:
            misfit += gap[:, :, None] * gap[:, None, :]
        outer = np.empty((len(vectors), p + d, p + 2 * d))
        weighted, reach = outer[:, :p], implied.reach
        upward = reach.swapaxes(-1, -2)
        np.matmul(precision @ misfit, precision, out=weighted[:, :, :p])
        np.matmul(weighted[:, :, :p], reach, out=weighted[:, :, p : p + d])
        np.matmul(weighted[:, :, :p], implied.joint, out=weighted[:, :, p + d :])
        np.matmul(upward, weighted, out=outer[:, p:])
        slopes = outer.reshape(len(vectors), -1)[:, self._flat] * self._scale
        if self._has_means:
            pull = (precision @ gap[:, :, None])[:, :, 0]
            pull = np.hstack([pull, (upward @ pull[:, :, None])[:, :, 0]])
            rate = implied.sender_means[:, self._sender_of] * self._by_arrow
            slopes -= (rate + self._by_intercept) * pull[:, self._first]
        slopes *= sample.n
        if self._shares:
            gradient += slopes @ self._collect
        else:
            gradient[:, self._places] += slopes

    def value(self, vectors: np.ndarray, sample: StackedMoments) -> np.ndarray:
        """Return this group's chi-square up to a constant of the sample.

        Infinite where the implied covariance is not positive definite.
        """
        implied = self._implied(vectors)
        spread = log_determinants(implied.covariance)
        precision = np.linalg.inv(implied.covariance)
        value = spread + np.einsum("bij,bij->b", precision, sample.covariance)
        if self._has_means:
            gap = sample.means - implied.means
            value += np.einsum("bi,bij,bj->b", gap, precision, gap)
        return np.asarray(sample.n * value)

    def _implied(self, vectors: np.ndarray) -> _Implied:
        weights = self._outward.of(vectors)
        total = np.linalg.inv(np.eye(self._n_senders) - self._inward.of(vectors))
        reach = weights @ total
        mixed = reach @ self._among.of(vectors)
        covariance = self._own.of(vectors)
        if self._crosses:
            crossing = self._crossing.of(vectors)
            covariance += reach @ crossing.swapaxes(-1, -2)
            mixed += crossing
        joint = mixed @ total.swapaxes(-1, -2)
        covariance += joint @ weights.swapaxes(-1, -2)
        if not self._has_means:
            nothing = np.zeros((len(vectors), self._n_observed))
            return _Implied(reach, joint, covariance, nothing, nothing)
        sender_means, means = self._means(vectors, total, weights)
        return _Implied(reach, joint, covariance, sender_means, means)

    def _means(
        self, vectors: np.ndarray, total: np.ndarray, weights: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the means of senders and of observed variables."""
        group, p = self._fixed, self._n_observed
        intercepts = np.tile(group.intercepts, (len(vectors), 1))
        cells = group.kind == INTERCEPT
        intercepts[:, group.row[cells]] = vectors[:, group.source[cells]]
        sender_means = (total @ intercepts[:, self._senders, None])[:, :, 0]
        own = np.where(self._sends[:p], 0.0, intercepts[:, :p])
        return sender_means, own + (weights @ sender_means[:, :, None])[:, :, 0]


class _Fill:
    """Fixed values with the cells that take theirs from the vectors."""

    def __init__(
        self,
        fixed: np.ndarray,
        group: GroupLayout,
        cells: np.ndarray,
        rows: np.ndarray,
        columns: np.ndarray,
        *,
        mirrored: bool = False,
    ) -> None:
        self._fixed = fixed
        self._rows, self._columns = rows[cells], columns[cells]
        self._source = group.source[cells]
        if mirrored:
            self._rows, self._columns = (
                np.concatenate([self._rows, self._columns]),
                np.concatenate([self._columns, self._rows]),
            )
            self._source = np.tile(self._source, 2)

    def of(self, vectors: np.ndarray) -> np.ndarray:
        """Return one matrix a vector."""
        matrices = np.empty((len(vectors), *self._fixed.shape))
        matrices[...] = self._fixed
        matrices[:, self._rows, self._columns] = vectors[:, self._source]
        return matrices


def log_determinants(covariance: np.ndarray) -> np.ndarray:
    """Return log determinants of a stack; infinite where not positive definite."""
    try:
        roots = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        if len(covariance) == 1:
            return np.array([np.inf])
        half = len(covariance) // 2
        parts = (covariance[:half], covariance[half:])
        return np.concatenate([log_determinants(part) for part in parts])
    return np.asarray(2 * np.log(np.diagonal(roots, axis1=1, axis2=2)).sum(axis=1))
