"""The sampling covariance of thresholds and correlations.

Muthén (1984), Psychometrika 49, 115-132: the scores of both stages, solved for
what each respondent adds to every estimate. As in lavaan the derivatives are
replaced by sums of products of scores.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.ordinal.moments import StagedMoments
from srtoolkit.sem.ordinal.polychoric import (
    LEAST_CELL,
    PairTables,
    cell_probabilities,
    cell_slopes,
    row_slopes,
    swapped,
)
from srtoolkit.sem.ordinal.polyserial import pair_scores
from srtoolkit.sem.ordinal.thresholds import Margin


def asymptotic_covariance(staged: StagedMoments) -> np.ndarray:
    """Return n times the sampling covariance of a group's moments.

    Returns
    -------
    ndarray, shape (n_moments, n_moments)
        In the order of `StagedMoments.moments`.
    """
    influence = moment_influence(staged)
    return np.asarray(len(influence) * (influence.T @ influence))


def moment_influence(staged: StagedMoments) -> np.ndarray:
    """Return what each respondent adds to every moment, shape (n, n_moments)."""
    places, margins = staged.places, staged.margins
    n = len(margins[0].upper)
    influence = np.zeros((n, places.size))
    for index, margin in enumerate(margins):
        own = margin_places(staged, index)
        products = _first_stage_curvature(margin, staged.x)
        influence[:, own] = np.linalg.solve(products, margin.scores.T).T
    scores, cross = _correlation_scores(staged, n)
    n_first = int(places.pairs[0]) if len(places.pairs) else places.size
    second = scores - influence[:, :n_first] @ cross.T
    influence[:, n_first:] = second / np.einsum("np,np->p", scores, scores)
    _to_covariances(staged, influence)
    return influence


def _first_stage_curvature(margin: Margin, x: np.ndarray) -> np.ndarray:
    """Products of a margin's scores.

    Those of a continuous variable with two values are collinear: its expected
    information stands in (lavaan gives no errors then).
    """
    products = margin.scores.T @ margin.scores
    diagonal = np.sqrt(np.diagonal(products))
    if margin.ordered or np.linalg.cond(products / np.outer(diagonal, diagonal)) < 1e10:
        return np.asarray(products)
    present = margin.present
    design = np.column_stack([np.ones(present.sum()), x[present]])
    products = np.zeros_like(products)
    products[:-1, :-1] = design.T @ design / margin.variance
    products[-1, -1] = len(design) / (2 * margin.variance**2)
    return np.asarray(products)


def margin_places(staged: StagedMoments, index: int) -> np.ndarray:
    """Return where a variable's own estimates stand among the moments."""
    places = staged.places
    own = [places.location[index], places.slopes[index]]
    if places.variance[index] >= 0:
        own.append(places.variance[index : index + 1])
    return np.concatenate(own)


def _correlation_scores(staged: StagedMoments, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores by all correlations, and their products with first-stage scores.

    Returns
    -------
    scores : ndarray, shape (n, n_pairs)
    cross : ndarray, shape (n_pairs, n_first_stage)
    """
    places = staged.places
    n_pairs = len(places.pairs)
    scores = np.zeros((n, n_pairs))
    n_first = places.size - n_pairs
    cross = np.zeros((n_pairs, n_first))
    if staged.tables is not None:
        _fill_from_tables(staged, staged.tables, scores, cross)
    for pair in np.setdiff1d(np.arange(n_pairs), staged.tabled):
        first, second = int(places.first[pair]), int(places.second[pair])
        found = pair_scores(
            staged.margins[first],
            staged.margins[second],
            float(staged.correlations[pair]),
            staged.x,
        )
        scores[:, pair] = found.correlation
        cross[pair, margin_places(staged, first)] = found.correlation @ found.first
        cross[pair, margin_places(staged, second)] = found.correlation @ found.second
    return scores, cross


def _fill_from_tables(
    staged: StagedMoments, tables: PairTables, scores: np.ndarray, cross: np.ndarray
) -> None:
    """Read scores off the cells: all who gave the same two answers share them."""
    rho = staged.correlations[staged.tabled]
    share = cell_probabilities(tables, rho)
    inverse = np.where(share > LEAST_CELL, 1 / np.maximum(share, LEAST_CELL), 0.0)
    by_cell = cell_slopes(tables, rho) * inverse
    weighted = tables.counts * by_cell * inverse
    first = staged.places.first[staged.tabled]
    second = staged.places.second[staged.tabled]
    _spread_cells(staged, by_cell, first, second, scores)
    turned = swapped(tables)
    for variables, own, cells in (
        (first, tables, weighted),
        (second, turned, weighted.transpose(0, 2, 1)),
    ):
        gains = row_slopes(own, rho)[:, :-1] * (cells[:, :-1] - cells[:, 1:])
        sums = gains.sum(axis=2)
        for pair, variable, values in zip(staged.tabled, variables, sums, strict=True):
            location = staged.places.location[variable]
            cross[pair, location] = values[: len(location)]


def _spread_cells(
    staged: StagedMoments,
    by_cell: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    scores: np.ndarray,
) -> None:
    """Give each respondent the score of their cell; zero where one is missing."""
    margins = staged.margins
    codes = np.column_stack(
        [m.codes if m.ordered else np.full(len(m.upper), -1) for m in margins]
    )
    n_pairs, k = by_cell.shape[:2]
    padded = np.zeros((n_pairs, k + 1, k + 1))
    padded[:, :k, :k] = by_cell
    # a missing answer, -1, reads the zeros at the end
    places = codes[:, first] % (k + 1) * (k + 1) + codes[:, second] % (k + 1)
    places += np.arange(n_pairs) * (k + 1) ** 2
    scores[:, staged.tabled] = padded.ravel()[places]


def _to_covariances(staged: StagedMoments, influence: np.ndarray) -> None:
    """Turn correlations of continuous variables into covariances, in place."""
    places, margins = staged.places, staged.margins
    for pair, place in enumerate(places.pairs):
        one, two = int(places.first[pair]), int(places.second[pair])
        if margins[one].ordered and margins[two].ordered:
            continue
        influence[:, place] *= margins[one].sd * margins[two].sd
        for side, other in ((one, two), (two, one)):
            if not margins[side].ordered:
                ratio = margins[other].sd / (2 * margins[side].sd)
                moved = influence[:, places.variance[side]]
                influence[:, place] += staged.correlations[pair] * ratio * moved
