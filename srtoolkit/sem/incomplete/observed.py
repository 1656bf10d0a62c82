"""Answers with holes, read for maximum likelihood with all that is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem
from srtoolkit.sem.data_checks import (
    require_columns,
    require_enough_rows,
    require_independence,
    require_numbers,
)
from srtoolkit.sem.incomplete.em import SaturatedMoments, saturated_moments
from srtoolkit.sem.incomplete.patterns import Patterns, sort_patterns
from srtoolkit.sem.incomplete.sample import IncompleteSample
from srtoolkit.sem.observed import GroupMoments, Observed, moments_of

if TYPE_CHECKING:
    import pandas as pd

#: Two columns with a correlation this close to one are copies.
_COPY = 1e-10


def observe_incomplete(
    data: pd.DataFrame,
    names: Sequence[str],
    *,
    group: str | None = None,
    exogenous: Sequence[str] = (),
) -> Observed:
    """Read answers with holes; only rows that say nothing are left out.

    Parameters
    ----------
    exogenous : sequence of str
        Variables on which the likelihood is conditional: rows in which one of
        them is missing are left out, as in lavaan's ``missing="fiml"``.

    Raises
    ------
    ModelError
        When a column is missing, holds text or infinite values, is constant,
        repeats another or depends on others, or rows are too few.
    """
    require_columns(data, [*names, *([group] if group else [])])
    answers = require_numbers(data, names)
    positions, labels = _groups(data, group)
    kept = _Kept.of(answers, names, exogenous)
    return _assembled(names, labels, kept, positions, len(answers))


def select_incomplete(
    observed: Observed, names: Sequence[str], *, exogenous: Sequence[str] = ()
) -> Observed:
    """Return the same sample with some of its variables only.

    Parameters
    ----------
    exogenous : sequence of str
        As for `observe_incomplete`.
    """
    if observed.rows is None or observed.row_groups is None:
        return observed
    order = [observed.names.index(name) for name in names]
    kept = _Kept.of(observed.rows[:, order], names, exogenous)
    labels = [group.label for group in observed.groups]
    n_read = len(observed.rows) + observed.n_incomplete
    return _assembled(names, labels, kept, observed.row_groups, n_read)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """Answers, and which rows say something that the likelihood can use."""

    answers: np.ndarray
    conditional: np.ndarray
    empty: np.ndarray

    @classmethod
    def of(
        cls, answers: np.ndarray, names: Sequence[str], exogenous: Sequence[str]
    ) -> _Kept:
        """Find rows without any answer or without an exogenous variable."""
        given = ~np.isnan(answers)
        fixed = [place for place, name in enumerate(names) if name in exogenous]
        return cls(answers, given[:, fixed].all(axis=1), ~given.any(axis=1))


def _assembled(
    names: Sequence[str],
    labels: Sequence[str],
    kept: _Kept,
    positions: np.ndarray,
    n_read: int,
) -> Observed:
    used = kept.conditional & ~kept.empty & (positions >= 0)
    rows, row_groups = kept.answers[used], positions[used]
    groups, patterns, saturated = [], [], []
    for index, label in enumerate(labels):
        members = rows[row_groups == index]
        sorted_rows, moments = _read_group(members, names, label, n_read)
        patterns.append(sorted_rows)
        saturated.append(moments)
        groups.append(saturated_group(label, sorted_rows, moments))
    sample = IncompleteSample(
        tuple(patterns),
        tuple(saturated),
        int(kept.empty.sum()),
        int((~kept.conditional & ~kept.empty).sum()),
    )
    left_out = n_read - len(rows)
    return Observed(
        tuple(names), tuple(groups), rows, row_groups, left_out, incomplete=sample
    )


def saturated_group(
    label: str, patterns: Patterns, moments: SaturatedMoments
) -> GroupMoments:
    """Return estimated moments in the place of complete ones."""
    return moments_of(label, patterns.n, moments.covariance, moments.means)


def _groups(data: pd.DataFrame, group: str | None) -> tuple[np.ndarray, list[str]]:
    """Number groups by first appearance; -1 where the group is missing."""
    if group is None:
        return np.zeros(len(data), dtype=np.intp), [""]
    codes, labels = data[group].factorize()
    return np.asarray(codes), [str(label) for label in labels]


def _read_group(
    rows: np.ndarray, names: Sequence[str], label: str, n_read: int
) -> tuple[Patterns, SaturatedMoments]:
    require_enough_rows(rows, names, label, n_read=n_read, kind="rows with answers")
    _require_given_variation(rows, names, label)
    patterns = sort_patterns(rows)
    moments = saturated_moments(patterns.compressed())
    deviations = np.sqrt(np.diagonal(moments.covariance))
    correlation = moments.covariance / np.outer(deviations, deviations)
    require_independence(correlation, names, label)
    return patterns, moments


def _require_given_variation(
    rows: np.ndarray, names: Sequence[str], label: str
) -> None:
    """No column without two different answers, and no copy of another."""
    place = f' in group "{label}"' if label else ""
    problems = []
    for name, column in zip(names, rows.T, strict=True):
        values = column[~np.isnan(column)]
        if len(values) < 2 or np.ptp(values) <= 1e-12 * np.abs(values).max():
            found = f"the same value {values[0]:g}" if len(values) else "no answer"
            problems.append(
                Problem(
                    "constant_column",
                    f'column "{name}" has {found} in every row{place}',
                    advice="Take it out of the model.",
                    pieces={"found": name, "group": label},
                )
            )
    problems = problems or _copies(rows, names, place)
    if problems:
        raise ModelError(problems)


def _copies(rows: np.ndarray, names: Sequence[str], place: str) -> list[Problem]:
    """Find columns that agree wherever both are given."""
    correlations = _available_correlations(rows)
    return [
        Problem(
            "duplicated_column",
            f'columns "{names[a]}" and "{names[b]}" carry the same '
            f"answers{place} (r = {correlations[a, b]:.0f})",
            advice="Keep one of them.",
            pieces={"found": [names[a], names[b]]},
        )
        for a, b in combinations(range(len(names)), 2)
        if abs(correlations[a, b]) > 1 - _COPY
    ]


def _available_correlations(rows: np.ndarray) -> np.ndarray:
    """Correlate every pair of columns on the rows that have both; 0 without."""
    given = (~np.isnan(rows)).astype(float)
    centred = np.nan_to_num(rows - np.nanmean(rows, axis=0))
    counts = np.maximum(given.T @ given, 1.0)
    means = centred.T @ given / counts
    variances = (centred**2).T @ given / counts - means**2
    covariances = centred.T @ centred / counts - means * means.T
    product = variances * variances.T
    usable = (product > 0) & (counts > 2)
    return np.where(usable, covariances / np.sqrt(np.where(usable, product, 1.0)), 0.0)
