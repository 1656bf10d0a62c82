"""The sample's moments, whatever they were given as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.data_checks import (
    require_columns,
    require_enough_rows,
    require_numbers,
    require_variation,
)

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.incomplete.sample import IncompleteSample
    from srtoolkit.sem.ordinal.sample import OrdinalSample


@dataclass(frozen=True, slots=True, eq=False)
class GroupMoments:
    """Moments of one group.

    Attributes
    ----------
    label : str
        The group as written in the data; empty without groups.
    n : int
        Respondents used.
    covariance : ndarray, shape (n_observed, n_observed)
        With divisor n.
    means : ndarray, shape (n_observed,)
        Zero when only a covariance was given.
    log_determinant : float
        Of `covariance`; minus infinity when it is singular.
    """

    label: str
    n: int
    covariance: np.ndarray
    means: np.ndarray
    log_determinant: float


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """Everything a fit knows of the sample.

    Attributes
    ----------
    names : tuple of str
        Order of all moments.
    groups : tuple of GroupMoments
        In the order in which the groups first appear.
    rows : ndarray or None, shape (n, n_observed)
        Complete answers, or answers with holes when `incomplete` is there;
        None when moments were given.
    row_groups : ndarray or None, shape (n,)
        Position of each row's group.
    n_incomplete : int
        Rows left out because an answer is missing.
    incomplete : IncompleteSample or None
        With ``missing="fiml"``; `groups` are then estimated moments.
    ordinal : OrdinalSample or None
        With ordered variables; `groups` are then moments of latent responses.
    """

    names: tuple[str, ...]
    groups: tuple[GroupMoments, ...]
    rows: np.ndarray | None = None
    row_groups: np.ndarray | None = None
    n_incomplete: int = 0
    incomplete: IncompleteSample | None = None
    ordinal: OrdinalSample | None = None

    @property
    def n(self) -> int:
        """Respondents used, all groups."""
        return sum(group.n for group in self.groups)


def group_moments(rows: np.ndarray, label: str = "") -> GroupMoments:
    """Return the moments of complete rows, shape (n, n_observed)."""
    means = rows.mean(axis=0)
    centred = rows - means
    return moments_of(label, len(rows), centred.T @ centred / len(rows), means)


def moments_of(
    label: str, n: int, covariance: np.ndarray, means: np.ndarray
) -> GroupMoments:
    """Pack a group's moments with the determinant of the covariance."""
    sign, log_determinant = np.linalg.slogdet(covariance)
    return GroupMoments(
        label, n, covariance, means, float(log_determinant) if sign > 0 else -np.inf
    )


def observe_data(
    data: pd.DataFrame, names: Sequence[str], *, group: str | None = None
) -> Observed:
    """Read complete rows from a table, listwise.

    Raises
    ------
    ModelError
        When a column is missing, holds text or infinite values, is constant,
        repeats another or depends on others, or rows are too few.
    """
    require_columns(data, [*names, *([group] if group else [])])
    table = require_numbers(data, names)
    complete = ~np.isnan(table).any(axis=1)
    labels = [""]
    positions = np.zeros(len(table), dtype=np.intp)
    if group is not None:
        complete &= data[group].notna().to_numpy()
        labels, positions = _positions(data[group][complete], complete)
    rows, positions = table[complete], positions[complete]
    groups = []
    for index, label in enumerate(labels):
        members = rows[positions == index]
        require_enough_rows(members, names, label, n_read=len(table))
        require_variation(members, names, label)
        groups.append(group_moments(members, label))
    return Observed(
        tuple(names), tuple(groups), rows, positions, int((~complete).sum())
    )


def _positions(column: pd.Series, complete: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Number groups by first appearance; returns labels and row positions."""
    codes, labels = column.factorize()
    positions = np.full(len(complete), -1, dtype=np.intp)
    positions[complete] = codes
    return [str(label) for label in labels], positions


def observe_covariance(
    covariance: pd.DataFrame,
    names: Sequence[str],
    *,
    n: int | None,
    means: pd.Series | None = None,
) -> Observed:
    """Take a covariance matrix with divisor n - 1, as papers print it.

    It is rescaled by (n - 1)/n, as lavaan does for the normal likelihood.

    Parameters
    ----------
    covariance : DataFrame
        Rows and columns named alike; an empty upper triangle is filled.
    n : int
        Respondents behind it.

    Raises
    ------
    OptionError
        Without n.
    ModelError
        When names are missing, or it is not a covariance matrix.
    """
    if n is None:
        raise OptionError(
            "a covariance matrix needs the number of respondents",
            code="n_missing",
            advice="Give n=.",
        )
    matrix = _square(covariance, names)
    rescaled = matrix * ((n - 1) / n)
    centre = np.zeros(len(names))
    if means is not None:
        require_columns(means.to_frame().T, names)
        centre = means[list(names)].to_numpy(dtype=float)
    return Observed(tuple(names), (moments_of("", n, rescaled, centre),))


def _square(covariance: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    require_columns(covariance, names)
    if list(covariance.index) != list(covariance.columns):
        raise ModelError(
            "rows and columns of the covariance matrix are not named alike",
            code="covariance_names",
            advice="Set its index to its columns.",
        )
    require_numbers(covariance, names)
    matrix = covariance.loc[list(names), list(names)].to_numpy(dtype=float)
    full = covariance.to_numpy(dtype=float)
    if np.isnan(full[np.triu_indices_from(full, 1)]).all():
        lower = np.tril(np.nan_to_num(full))
        filled = lower + lower.T - np.diag(np.diagonal(lower))
        order = [list(covariance.columns).index(name) for name in names]
        matrix = filled[np.ix_(order, order)]
    tolerance = 1e-8 * np.nanmax(np.abs(matrix))
    if np.isnan(matrix).any() or np.abs(matrix - matrix.T).max() > tolerance:
        raise ModelError(
            "the covariance matrix has holes or is not symmetric",
            code="covariance_not_symmetric",
        )
    if np.linalg.eigvalsh(matrix)[0] <= 0:
        raise ModelError(
            "the covariance matrix is not positive definite",
            code="covariance_not_pd",
            advice="Compare it with its source: one wrong digit is enough.",
        )
    return matrix
