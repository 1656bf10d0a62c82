"""The correlation matrix that exploratory methods start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics.scores import require_options, score_matrix
from srtoolkit.sem import polychoric_correlations

if TYPE_CHECKING:
    import pandas as pd

Correlation = Literal["pearson", "polychoric"]
Handling = Literal["pairwise", "listwise"]

#: A matrix is one of correlations when its diagonal is that close to one.
_UNIT = 1e-6
#: psych's limits for a matrix that is not positive definite.
_LEAST_EIGENVALUE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ItemCorrelations:
    """Correlations of items.

    Attributes
    ----------
    values : ndarray, shape (n_items, n_items)
    items : tuple of str
    n : int or None
        Respondents: all with an answer where pairs were used, the complete
        ones listwise; None for a matrix whose sample is unknown.
    pair_counts : ndarray, shape (n_items, n_items), or None
        Respondents of each pair; None when the input was a matrix.
    kind : {"pearson", "polychoric", "given"}
    points : ndarray, shape (n_respondents, n_items), or None
        The scores used.
    """

    values: np.ndarray
    items: tuple[str, ...]
    n: int | None
    pair_counts: np.ndarray | None
    kind: Literal["pearson", "polychoric", "given"]
    points: np.ndarray | None

    @property
    def eigenvalues(self) -> np.ndarray:
        """Eigenvalues, largest first: the scree."""
        return np.asarray(np.linalg.eigvalsh(self.values)[::-1])

    @property
    def positive_definite(self) -> bool:
        """Whether no item is a linear combination of others."""
        return bool(self.eigenvalues[-1] > np.finfo(float).eps * len(self.items))


def correlate_items(
    data: np.ndarray | pd.DataFrame,
    *,
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
    min_items: int = 3,
) -> ItemCorrelations:
    """Correlate scores, or take a correlation matrix as it is.

    Parameters
    ----------
    data : ndarray or DataFrame
        Scores, shape (n_respondents, n_items), NaN where missing; or a
        correlation matrix: square, symmetric, ones on the diagonal.
    n : int, optional
        Respondents behind a correlation matrix.
    correlation : {"pearson", "polychoric"}
        Of scores.
    missing : {"pairwise", "listwise"}
        Take each correlation from those who have both answers, or leave out
        respondents with any answer missing.
    items : sequence of str, optional
        Names; by default the frame's columns, else 1, 2, ...
    min_items : int

    Raises
    ------
    ScoresError
        When the scores are no numbers or too few, an item does not vary, two
        items have no respondents in common, or a correlation lies outside
        [-1, 1].
    OptionError
        When an option has another value.
    """
    require_options(
        {
            "correlation": (correlation, ("pearson", "polychoric")),
            "missing": (missing, ("pairwise", "listwise")),
        }
    )
    names = item_names(data, items)
    if _is_correlation(data):
        return _given(np.asarray(data, dtype=float), names, n, min_items)
    if n is not None:
        raise OptionError(
            "n is given beside scores, which are counted",
            code="n_of_scores",
            advice="Leave n out, or pass a correlation matrix.",
        )
    points = score_matrix(data, min_items=min_items, missing=missing)
    points = points[~np.isnan(points).all(axis=1)]
    present = (~np.isnan(points)).astype(float)
    counts = present.T @ present
    if correlation == "polychoric":
        values = _polychoric(points, names)
    else:
        values = pairwise_correlation(points)
    if np.isnan(values).any():
        first, second = np.argwhere(np.isnan(values))[0]
        raise ScoresError(
            f'"{names[first]}" and "{names[second]}" have too few respondents in '
            "common, or do not vary among them",
            code="no_correlation",
            items=[names[first], names[second]],
            advice="Leave one of them out.",
        )
    return ItemCorrelations(values, names, len(points), counts, correlation, points)


def pairwise_correlation(points: np.ndarray) -> np.ndarray:
    """Correlate columns, each pair over the respondents who have both.

    Parameters
    ----------
    points : ndarray, shape (..., n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    ndarray, shape (..., n_items, n_items)
        NaN where a pair does not vary.
    """
    present = ~np.isnan(points)
    if present.all():
        centred = points - points.mean(axis=-2, keepdims=True)
        products = np.swapaxes(centred, -1, -2) @ centred
        spread = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
        with np.errstate(invalid="ignore", divide="ignore"):
            values = products / (spread[..., :, None] * spread[..., None, :])
    else:
        values = _with_holes(points, present)
    values = np.clip(values, -1, 1)
    values[..., np.arange(points.shape[-1]), np.arange(points.shape[-1])] = 1.0
    return np.asarray(values)


def _with_holes(points: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Sums over pairs by products with the indicators of an answer."""
    there = present.astype(float)
    centre = np.nanmean(points, axis=-2, keepdims=True)
    filled = np.where(present, points - centre, 0.0)
    turned, turned_there = np.swapaxes(filled, -1, -2), np.swapaxes(there, -1, -2)
    n = turned_there @ there
    sums = turned @ there
    squares = np.swapaxes(filled**2, -1, -2) @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        cross = turned @ filled - sums * np.swapaxes(sums, -1, -2) / n
        spread = squares - sums**2 / n
        return np.asarray(cross / np.sqrt(spread * np.swapaxes(spread, -1, -2)))


def smoothed(correlation: np.ndarray) -> np.ndarray:
    """Return the matrix, made positive definite if it is not.

    As ``psych::cor.smooth``: eigenvalues below zero become small positive
    ones, and the diagonal one again.
    """
    values, vectors = np.linalg.eigh(correlation)
    if values[0] >= np.finfo(float).eps * len(values):
        return correlation
    values = np.where(values < _LEAST_EIGENVALUE, 100 * _LEAST_EIGENVALUE, values)
    values = values * len(values) / values.sum()
    matrix = (vectors * values) @ vectors.T
    spread = np.sqrt(np.diag(matrix))
    return np.asarray(matrix / np.outer(spread, spread))


def item_names(
    data: np.ndarray | pd.DataFrame, items: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Return the items' names: as given, the frame's columns, or 1, 2, ...

    Raises
    ------
    ScoresError
        When there are not as many names as items.
    """
    n_items = np.shape(data)[1] if np.ndim(data) == 2 else 0
    found = items if items is not None else getattr(data, "columns", None)
    names = tuple(str(n) for n in (range(1, n_items + 1) if found is None else found))
    if n_items and len(names) != n_items:
        raise ScoresError(
            f"{len(names)} names were given for {n_items} items", code="item_names"
        )
    return names


def _is_correlation(data: np.ndarray | pd.DataFrame) -> bool:
    try:
        matrix = np.asarray(data, dtype=float)
    except (TypeError, ValueError):
        return False  # `score_matrix` says what is wrong
    return bool(
        matrix.ndim == 2
        and matrix.shape[0] == matrix.shape[1]
        and np.allclose(np.diag(matrix), 1, rtol=0, atol=_UNIT)
        and np.allclose(matrix, matrix.T, rtol=0, atol=_UNIT)
    )


def _given(
    values: np.ndarray, names: tuple[str, ...], n: int | None, min_items: int
) -> ItemCorrelations:
    if np.abs(values).max() > 1 + _UNIT or len(values) < min_items:
        raise ScoresError(
            f"the matrix has {len(values)} items and values up to "
            f"{np.abs(values).max():g}",
            code="not_correlations",
            allowed=f"{min_items} items or more, correlations between -1 and 1",
        )
    if n is not None and n < 3:
        raise OptionError(f"n is {n}", code="wrong_n", allowed="3 or more")
    symmetric = (values + values.T) / 2
    np.fill_diagonal(symmetric, 1.0)
    return ItemCorrelations(symmetric, names, n, None, "given", None)


def _polychoric(points: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    import pandas as pd

    frame = pd.DataFrame(points, columns=list(names))
    return polychoric_correlations(frame, missing="pairwise").to_numpy()
