"""Thresholds, correlations and their sampling covariance of one group.

The moments that models with ordered variables are fitted to, in lavaan's
order: thresholds (intercepts of continuous variables stand among them), slopes
on fixed covariates, variances of continuous variables, correlations (of
continuous variables covariances).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.polychoric import (
    PairTables,
    pad_limits,
    pair_tables,
    polychoric_correlations,
)
from srtoolkit.sem.ordinal.polyserial import pair_correlation
from srtoolkit.sem.ordinal.thresholds import Margin, continuous_margin, ordered_margin


@dataclass(frozen=True, slots=True, eq=False)
class MomentPlaces:
    """Where each moment stands in the vector of a group's moments.

    Attributes
    ----------
    location : tuple of ndarray of int
        Of each variable: its thresholds, or its intercept.
    slopes : ndarray of int, shape (n_variables, n_covariates)
    variance : ndarray of int, shape (n_variables,)
        -1 of an ordered variable.
    pairs : ndarray of int, shape (n_pairs,)
    first, second : ndarray of int, shape (n_pairs,)
        The two variables of each pair.
    size : int
    """

    location: tuple[np.ndarray, ...]
    slopes: np.ndarray
    variance: np.ndarray
    pairs: np.ndarray
    first: np.ndarray
    second: np.ndarray
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class StagedMoments:
    """Both stages of one group.

    Attributes
    ----------
    margins : tuple of Margin
    places : MomentPlaces
    correlations : ndarray, shape (n_pairs,)
    tables : PairTables or None
        Of the pairs numbered by `tabled`.
    tabled : ndarray of int
    x : ndarray, shape (n, n_covariates)
    """

    margins: tuple[Margin, ...]
    places: MomentPlaces
    correlations: np.ndarray
    tables: PairTables | None
    tabled: np.ndarray
    x: np.ndarray

    @property
    def moments(self) -> np.ndarray:
        """The vector of moments."""
        places = self.places
        vector = np.empty(places.size)
        sds = np.array([margin.sd for margin in self.margins])
        for index, margin in enumerate(self.margins):
            vector[places.location[index]] = margin.location
            vector[places.slopes[index]] = margin.slopes
            if not margin.ordered:
                vector[places.variance[index]] = margin.variance
        scale = sds[places.first] * sds[places.second]
        vector[places.pairs] = self.correlations * scale
        return vector

    @property
    def covariance(self) -> np.ndarray:
        """Covariance matrix given the covariates; unit variances if ordered."""
        matrix = np.diag([margin.variance for margin in self.margins])
        pairs = self.moments[self.places.pairs]
        matrix[self.places.first, self.places.second] = pairs
        matrix[self.places.second, self.places.first] = pairs
        return matrix


def moment_places(n_thresholds: list[int], n_covariates: int) -> MomentPlaces:
    """Order the moments.

    Parameters
    ----------
    n_thresholds : list of int
        Zero of a continuous variable.
    """
    n_variables = len(n_thresholds)
    widths = [max(count, 1) for count in n_thresholds]
    ends = np.cumsum(widths)
    location = tuple(
        np.arange(end - width, end) for end, width in zip(ends, widths, strict=True)
    )
    start = int(ends[-1])
    numbers = start + np.arange(n_variables * n_covariates)
    slopes = numbers.reshape(n_covariates, n_variables).T
    start += n_variables * n_covariates
    variance = np.full(n_variables, -1)
    continuous = [index for index, count in enumerate(n_thresholds) if count == 0]
    variance[continuous] = start + np.arange(len(continuous))
    start += len(continuous)
    first, second = np.triu_indices(n_variables, 1)
    pairs = start + np.arange(len(first))
    size = start + len(first)
    return MomentPlaces(location, slopes, variance, pairs, first, second, size)


def estimate_moments(
    values: np.ndarray, n_categories: list[int], x: np.ndarray
) -> StagedMoments:
    """Estimate both stages of one group.

    Parameters
    ----------
    values : ndarray, shape (n, n_variables)
        Categories from 0 of ordered variables, else answers; NaN where missing.
    n_categories : list of int
        Zero of a continuous variable.
    x : ndarray, shape (n, n_covariates)
        Complete.
    """
    margins = tuple(
        ordered_margin(np.where(np.isnan(column), -1, column).astype(np.intp), k, x)
        if k
        else continuous_margin(column, x)
        for column, k in zip(values.T, n_categories, strict=True)
    )
    places = moment_places([max(k - 1, 0) for k in n_categories], x.shape[1])
    ordered = np.array([margin.ordered for margin in margins])
    in_table = ordered[places.first] & ordered[places.second] & (x.shape[1] == 0)
    tabled = np.flatnonzero(in_table)
    correlations = np.empty(len(places.first))
    tables = None
    if len(tabled):
        tables = _tables(margins, places, tabled)
        correlations[tabled] = polychoric_correlations(tables)
    for pair in np.flatnonzero(~in_table):
        one, other = margins[places.first[pair]], margins[places.second[pair]]
        correlations[pair] = pair_correlation(one, other)
    return StagedMoments(margins, places, correlations, tables, tabled, x)


def _tables(
    margins: tuple[Margin, ...], places: MomentPlaces, tabled: np.ndarray
) -> PairTables:
    ordered = [index for index, margin in enumerate(margins) if margin.ordered]
    row_of = np.full(len(margins), -1)
    row_of[ordered] = np.arange(len(ordered))
    codes = np.column_stack([margins[index].codes for index in ordered])
    limits = pad_limits([margins[index].location for index in ordered])
    return pair_tables(
        codes, limits, row_of[places.first[tabled]], row_of[places.second[tabled]]
    )
