"""Reads answers for models with ordered variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem, did_you_mean
from srtoolkit.sem.data_checks import (
    require_columns,
    require_enough_rows,
    require_numbers,
    require_variation,
)
from srtoolkit.sem.ordinal.gamma import asymptotic_covariance
from srtoolkit.sem.ordinal.moments import StagedMoments, estimate_moments

if TYPE_CHECKING:
    import pandas as pd

#: More categories than this are a continuous variable.
MOST_CATEGORIES = 30


@dataclass(frozen=True, eq=False)
class OrdinalGroup:
    """Answers of one group.

    Attributes
    ----------
    label : str
    values : ndarray, shape (n, n_variables)
        Categories from 0 of ordered variables, else answers; NaN where missing.
    x : ndarray, shape (n, n_covariates)
    n_categories : tuple of int
        Zero of a continuous variable.
    """

    label: str
    values: np.ndarray
    x: np.ndarray
    n_categories: tuple[int, ...]

    @property
    def n(self) -> int:
        """Respondents used."""
        return len(self.values)

    @cached_property
    def staged(self) -> StagedMoments:
        """Thresholds and correlations."""
        return estimate_moments(self.values, list(self.n_categories), self.x)

    @cached_property
    def gamma(self) -> np.ndarray:
        """n times their sampling covariance, shape (n_moments, n_moments)."""
        return asymptotic_covariance(self.staged)

    def joint_moments(self) -> tuple[np.ndarray, np.ndarray]:
        """Return covariance and means of the variables, then the covariates.

        An ordered variable stands for its latent response: with variance one
        and mean zero given covariates of zero. The covariates' covariance has
        divisor n - 1, as in lavaan.
        """
        staged, n_variables = self.staged, self.values.shape[1]
        slopes = np.array([margin.slopes for margin in staged.margins])
        spread = np.atleast_2d(np.cov(self.x, rowvar=False))
        if not self.x.shape[1]:
            spread = np.empty((0, 0))
        slopes = slopes.reshape(n_variables, -1)
        across = slopes @ spread
        covariance = np.block(
            [[staged.covariance + across @ slopes.T, across], [across.T, spread]]
        )
        start = [0.0 if m.ordered else float(m.location[0]) for m in staged.margins]
        centre = self.x.mean(axis=0)
        return covariance, np.concatenate([start + slopes @ centre, centre])


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalSample:
    """Answers of all groups.

    Attributes
    ----------
    groups : tuple of OrdinalGroup
    variables, covariates : tuple of str
        Names of the columns of `OrdinalGroup.values` and `OrdinalGroup.x`.
    thresholds : tuple of (name, number)
    row_groups : ndarray of int, shape (n,)
        Position of the group of each row used, in the order of the data.
    n_incomplete : int
        Rows left out.
    n_holes : int
        Respondents used who left an answer out (``missing="pairwise"``).
    """

    groups: tuple[OrdinalGroup, ...]
    variables: tuple[str, ...]
    covariates: tuple[str, ...]
    thresholds: tuple[tuple[str, int], ...]
    row_groups: np.ndarray
    n_incomplete: int
    n_holes: int

    @property
    def shares(self) -> tuple[float, ...]:
        """Each group's part of all respondents."""
        n = sum(group.n for group in self.groups)
        return tuple(group.n / n for group in self.groups)


def read_ordinal(
    data: pd.DataFrame,
    variables: Sequence[str],
    covariates: Sequence[str],
    ordered: Sequence[str],
    *,
    group: str | None = None,
    pairwise: bool = False,
) -> OrdinalSample:
    """Read answers; ordered categories count from the lowest answer that occurs.

    Parameters
    ----------
    variables, covariates : sequence of str
        Endogenous and fixed exogenous observed variables.
    ordered : sequence of str
        Some or all of `variables`.
    pairwise : bool
        Keep rows with some missing answer.

    Raises
    ------
    ModelError
        As `observe_data`; also when a category is empty in a group or an
        ordered variable has too many.
    """
    names = [*variables, *covariates]
    require_columns(data, [*names, *([group] if group else [])])
    numbers = _as_numbers(data, names)
    require_numbers(numbers, names)
    table = numbers.to_numpy(dtype=float, na_value=np.nan)
    missing = np.isnan(table)
    if pairwise:
        n_variables = len(variables)
        used = ~missing[:, :n_variables].all(axis=1)
        used &= ~missing[:, n_variables:].any(axis=1)
    else:
        used = ~missing.any(axis=1)
    labels, positions = [""], np.zeros(len(table), dtype=np.intp)
    if group is not None:
        used &= data[group].notna().to_numpy()
        codes, found = data[group][used].factorize()
        labels = [str(label) for label in found]
        positions = np.full(len(table), -1, dtype=np.intp)
        positions[used] = codes
    table, categories = _coded(table, names, ordered, used)
    n_categories = tuple(len(values) for values in categories[: len(variables)])
    groups = []
    for at, label in enumerate(labels):
        rows = table[used & (positions == at)]
        require_enough_rows(rows, names, label, n_read=len(table))
        _require_categories(rows, variables, categories, label)
        complete = rows[~np.isnan(rows).any(axis=1)]
        if len(complete) > len(names):
            require_variation(complete, names, label)
        values, x = rows[:, : len(variables)], rows[:, len(variables) :]
        groups.append(OrdinalGroup(label, values, x, n_categories))
    thresholds = tuple(
        (name, count - 1)
        for name, count in zip(variables, n_categories, strict=True)
        if count
    )
    return OrdinalSample(
        tuple(groups),
        tuple(variables),
        tuple(covariates),
        thresholds,
        positions[used],
        int((~used).sum()),
        int((missing.any(axis=1) & used).sum()),
    )


def ordered_names(
    data: pd.DataFrame,
    endogenous: Sequence[str],
    asked: Sequence[str] | bool,
    with_thresholds: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return which endogenous variables are ordered.

    Those that were asked for or have thresholds in the model. Exogenous
    variables stay as they are, and columns outside the model do not matter, as
    in lavaan.

    Raises
    ------
    ModelError
        When a name that was asked for is no column.
    """
    if asked is True:
        return tuple(endogenous)
    wanted = {*(asked or ()), *with_thresholds}
    known = [str(column) for column in data.columns]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ModelError(
            [
                Problem(
                    "column_missing",
                    f'ordered= names "{name}", which is no column',
                    advice=did_you_mean(name, known),
                    pieces={"found": name},
                )
                for name in unknown
            ]
        )
    return tuple(name for name in endogenous if name in wanted)


def _is_ordered(column: object) -> bool:
    return bool(getattr(getattr(column, "dtype", None), "ordered", False))


def _as_numbers(data: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Take the codes of ordered categoricals."""
    numbers = data[list(names)].copy()
    for name in names:
        if _is_ordered(numbers[name]):
            codes = numbers[name].cat.codes.astype(float)
            numbers[name] = codes.where(codes >= 0)
    return numbers


def _coded(
    table: np.ndarray, names: Sequence[str], ordered: Sequence[str], used: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Number the categories of ordered variables; returns their answers too."""
    coded, categories, problems = table.copy(), [], []
    for at, name in enumerate(names):
        values = np.unique(table[used & ~np.isnan(table[:, at]), at])
        if name not in ordered:
            categories.append(values[:0])
            continue
        categories.append(values)
        present = ~np.isnan(table[:, at])
        coded[present, at] = np.searchsorted(values, table[present, at])
        if len(values) > MOST_CATEGORIES:
            problems.append(
                Problem(
                    "too_many_categories",
                    f'column "{name}" has {len(values)} different answers, too many '
                    "for an ordered variable",
                    allowed=f"at most {MOST_CATEGORIES}",
                    advice="Leave it out of ordered=.",
                    pieces={"found": name, "n_categories": len(values)},
                )
            )
    if problems:
        raise ModelError(problems)
    return coded, categories


def _require_categories(
    rows: np.ndarray, names: Sequence[str], categories: list[np.ndarray], label: str
) -> None:
    """Every category occurs in every group."""
    place = f' in group "{label}"' if label else ""
    problems = []
    for at, name in enumerate(names):
        if not len(categories[at]):
            continue
        answers = rows[~np.isnan(rows[:, at]), at].astype(np.intp)
        counts = np.bincount(answers, minlength=len(categories[at]))
        empty = np.flatnonzero(counts[: len(categories[at])] == 0)
        if not len(empty):
            continue
        listed = ", ".join(f"{categories[at][index]:g}" for index in empty)
        problems.append(
            Problem(
                "category_empty",
                f'nobody{place} chose {listed} in column "{name}", which others did',
                advice="Join neighbouring categories in all groups, or leave the "
                "variable or the group out.",
                pieces={"found": name, "group": label, "counts": counts.tolist()},
            )
        )
    if problems:
        raise ModelError(problems)
