"""What a normal distribution expects where answers are missing.

The E-step of Dempster, Laird & Rubin (1977), Journal of the Royal Statistical
Society B 39, 1-38; for the multivariate normal: Little & Rubin (2002),
Statistical Analysis with Missing Data, 2nd ed., section 8.2. With P the
precision matrix and m the holes of a pattern, the missing answers have the
conditional covariance inv(P_mm) and, from deviations d of the given answers,
the conditional means -inv(P_mm) P_mo d: only matrices as large as the number
of holes are ever inverted. The quadratic form of the given answers equals that
of the completed ones, so the log-likelihood comes along.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.incomplete.patterns import HoleBlock, Patterns


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """Answers of one group completed by their conditional means.

    Attributes
    ----------
    minus_two_loglik : float
        Of the given answers, without the constant in pi.
    deviations : ndarray, shape (n_rows, n_observed)
        Completed answers less the means.
    precision : ndarray, shape (n_observed, n_observed)
    conditional : tuple of ndarray, each (n_patterns, n_holes, n_holes)
        Covariance of the missing answers given the others, block by block.
    sums : ndarray, shape (n_observed,)
        Of the deviations, all respondents.
    products : ndarray, shape (n_observed, n_observed)
        Expected cross-products of the deviations, all respondents.
    """

    minus_two_loglik: float
    deviations: np.ndarray
    precision: np.ndarray
    conditional: tuple[np.ndarray, ...]
    sums: np.ndarray
    products: np.ndarray


def expect_missing(
    patterns: Patterns, means: np.ndarray, covariance: np.ndarray
) -> Expectation | None:
    """Complete a group's answers; None where not positive definite.

    Parameters
    ----------
    means : ndarray, shape (n_observed,)
    covariance : ndarray, shape (n_observed, n_observed)
    """
    try:
        inverse_root = np.linalg.inv(np.linalg.cholesky(covariance))
    except np.linalg.LinAlgError:
        return None
    precision = inverse_root.T @ inverse_root
    minus_two = -2 * patterns.n * float(np.log(np.diagonal(inverse_root)).sum())
    deviations = patterns.values - patterns.unit[:, None] * means
    conditional, spread = [], np.zeros(len(means) ** 2)
    for block in patterns.blocks:
        counts = patterns.counts[block.first_pattern : block.last_pattern]
        inner = precision[block.holes[:, :, None], block.holes[:, None, :]]
        inverse, log_determinants = _inverses(inner)
        minus_two += float(counts @ log_determinants)
        conditional.append(inverse)
        if block.holes.shape[1]:
            _complete(deviations, block, precision, inverse)
            spread += _scattered(block, inverse * counts[:, None, None], len(means))
    products = deviations.T @ deviations
    minus_two += float(np.vdot(precision, products))
    return Expectation(
        minus_two,
        deviations,
        precision,
        tuple(conditional),
        patterns.unit @ deviations,
        products + spread.reshape(products.shape),
    )


def _inverses(inner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Invert a stack of small matrices; with the logarithms of determinants."""
    size = inner.shape[-1]
    if size == 0:
        return inner, np.zeros(len(inner))
    if size == 1:
        return 1 / inner, np.log(inner[:, 0, 0])
    if size == 2:
        determinant = inner[:, 0, 0] * inner[:, 1, 1] - inner[:, 0, 1] ** 2
        adjugate = inner[:, ::-1, ::-1] * np.array([[1.0, -1.0], [-1.0, 1.0]])
        return adjugate / determinant[:, None, None], np.log(determinant)
    return np.linalg.inv(inner), np.linalg.slogdet(inner)[1]


def _complete(
    deviations: np.ndarray,
    block: HoleBlock,
    precision: np.ndarray,
    inverse: np.ndarray,
) -> None:
    """Fill the holes of a block's rows, in place."""
    rows = deviations[block.first_row : block.last_row]
    holes = block.holes[block.row_pattern]
    row_numbers = np.arange(len(rows))[:, None]
    rows[row_numbers, holes] = 0.0
    pull = (rows @ precision)[row_numbers, holes]
    filled = np.matmul(inverse[block.row_pattern], pull[:, :, None])[:, :, 0]
    rows[row_numbers, holes] = -filled


def _scattered(block: HoleBlock, matrices: np.ndarray, size: int) -> np.ndarray:
    """Add up small matrices at the places of the holes, flat."""
    cells = block.holes[:, :, None] * size + block.holes[:, None, :]
    return np.bincount(cells.ravel(), matrices.ravel(), minlength=size * size)


def pattern_precisions(expectation: Expectation, patterns: Patterns) -> np.ndarray:
    """Return the precision matrix of each pattern's given answers.

    Returns
    -------
    ndarray, shape (n_patterns, n_observed, n_observed)
        Zero in the rows and columns of missing answers.
    """
    precision = expectation.precision
    stack = np.empty((len(patterns.counts), *precision.shape))
    for block, inverse in zip(patterns.blocks, expectation.conditional, strict=True):
        edge = precision[block.holes].swapaxes(-1, -2)
        removed = edge @ inverse @ edge.swapaxes(-1, -2)
        stack[block.first_pattern : block.last_pattern] = precision - removed
    return stack
