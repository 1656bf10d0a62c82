"""The deviance of a linear mixed model, profiled to the random effects' shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class SubjectSums:
    """Cross-products within subjects, all that the deviance needs.

    Attributes
    ----------
    zz : ndarray, shape (n_subjects, q, q)
        Of the columns with random effects.
    zx : ndarray, shape (n_subjects, q, p)
    zy : ndarray, shape (n_subjects, q)
    xx : ndarray, shape (p, p)
        Over all rows, as the next two.
    xy : ndarray, shape (p,)
    yy : float
    n : int
    """

    zz: np.ndarray
    zx: np.ndarray
    zy: np.ndarray
    xx: np.ndarray
    xy: np.ndarray
    yy: float
    n: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What the data say at one shape of the random effects.

    Attributes
    ----------
    deviance : float
        Minus twice the (restricted) log-likelihood.
    estimates : ndarray, shape (p,)
    covariance : ndarray, shape (p, p)
    variance : float
        Of the residuals.
    """

    deviance: float
    estimates: np.ndarray
    covariance: np.ndarray
    variance: float


def subject_sums(
    x: np.ndarray, z: np.ndarray, y: np.ndarray, subjects: np.ndarray
) -> SubjectSums:
    """Sum cross-products by subject.

    Parameters
    ----------
    x : ndarray, shape (n, p)
    z : ndarray, shape (n, q)
    y : ndarray, shape (n,)
    subjects : ndarray of int, shape (n,)
        From 0.
    """
    order = np.argsort(subjects, kind="stable")
    starts = np.flatnonzero(np.diff(subjects[order], prepend=-1))
    x, z, y = x[order], z[order], y[order]

    def sums(values: np.ndarray) -> np.ndarray:
        return np.asarray(np.add.reduceat(values, starts, axis=0))

    return SubjectSums(
        sums(z[:, :, None] * z[:, None, :]),
        sums(z[:, :, None] * x[:, None, :]),
        sums(z * y[:, None]),
        x.T @ x,
        x.T @ y,
        float(y @ y),
        len(y),
    )


def relative_factor(theta: np.ndarray, q: int) -> np.ndarray:
    """Return the lower triangle whose square, times the residual variance, is
    the covariance of the random effects."""
    factor = np.zeros((q, q))
    factor[np.tril_indices(q)] = theta
    return factor


def profile(sums: SubjectSums, theta: np.ndarray, *, reml: bool) -> Profile:
    """Return the deviance at one shape of the random effects.

    Bates, Mächler, Bolker & Walker (2015), Journal of Statistical Software
    67(1), section 3.

    Parameters
    ----------
    theta : ndarray, shape (q (q + 1) / 2,)
        Lower triangle of the relative covariance factor, row by row.
    """
    q, p = sums.zx.shape[1:]
    factor = relative_factor(theta, q)
    inner = np.eye(q) + factor.T @ sums.zz @ factor
    lower = np.linalg.cholesky(inner)
    right = np.concatenate([sums.zx, sums.zy[..., None]], axis=2)
    half = np.linalg.solve(lower, factor.T @ right)
    explained = np.einsum("sqi,sqj->ij", half, half)
    information = sums.xx - explained[:p, :p]
    estimates = np.linalg.solve(information, sums.xy - explained[:p, p])
    rss = sums.yy - explained[p, p] - float(estimates @ (sums.xy - explained[:p, p]))
    df = sums.n - p if reml else sums.n
    logs = 2 * float(np.log(np.einsum("sqq->sq", lower)).sum())
    if reml:
        logs += float(np.linalg.slogdet(information)[1])
    deviance = logs + df * (1 + np.log(2 * np.pi * rss / df))
    variance = rss / df
    covariance = variance * np.linalg.inv(information)
    return Profile(float(deviance), estimates, covariance, float(variance))
