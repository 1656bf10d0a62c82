"""Answers with holes, sorted by which answers are missing.

Respondents with the same holes share every matrix the likelihood needs, so the
computing goes pattern by pattern; patterns with equally many holes form one
stack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class HoleBlock:
    """All patterns with the same number of holes.

    Attributes
    ----------
    first_row, last_row, first_pattern, last_pattern : int
        The rows and patterns of `Patterns` that belong here.
    holes : ndarray of int, shape (n_patterns, n_holes)
        Places of the missing variables.
    row_pattern : ndarray of int, shape (n_rows,)
        Each row's pattern, counted from `first_pattern`.
    """

    first_row: int
    last_row: int
    first_pattern: int
    last_pattern: int
    holes: np.ndarray
    row_pattern: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """One group's answers, sorted by pattern.

    Attributes
    ----------
    values : ndarray, shape (n_rows, n_observed)
        Answers; zero where missing.
    unit : ndarray, shape (n_rows,)
        What a row takes of the means: one for a respondent's answers. Rows
        that stand for several respondents take another share: see
        `compressed`.
    present : ndarray of bool, shape (n_patterns, n_observed)
    counts : ndarray, shape (n_patterns,)
        Respondents of each pattern.
    row_pattern : ndarray of int, shape (n_rows,)
    blocks : tuple of HoleBlock
        In ascending number of holes.
    order : ndarray of int, shape (n_respondents,)
        The row of the data that each row of `values` was, before any
        compression.
    """

    values: np.ndarray
    unit: np.ndarray
    present: np.ndarray
    counts: np.ndarray
    row_pattern: np.ndarray
    blocks: tuple[HoleBlock, ...]
    order: np.ndarray

    @property
    def n(self) -> int:
        """Respondents."""
        return round(float(self.counts.sum()))

    @property
    def n_observed(self) -> int:
        """Variables."""
        return int(self.present.shape[1])

    @property
    def log_two_pi_term(self) -> float:
        """Answers given, times log 2 pi: the constant of -2 log-likelihood."""
        given = float(self.counts @ self.present.sum(axis=1))
        return given * float(np.log(2 * np.pi))

    def weighted(self, weights: np.ndarray) -> Patterns:
        """Count every respondent as often as their weight says.

        Parameters
        ----------
        weights : ndarray, shape (n_respondents,)
            Zero or more each, in the order of the data; of uncompressed
            answers only. Respondents of weight zero are left out.
        """
        weight = weights[self.order]
        kept = weight > 0
        used, row_pattern = np.unique(self.row_pattern[kept], return_inverse=True)
        share = np.sqrt(weight[kept])
        return Patterns(
            self.values[kept] * share[:, None],
            share,
            self.present[used],
            np.bincount(row_pattern, weight[kept]),
            row_pattern,
            _blocks(self.present[used], row_pattern),
            self.order[kept],
        )

    def compressed(self) -> Patterns:
        """Replace the rows of large patterns by as many as carry the same sums.

        The likelihood depends on a pattern's rows only by their mean and their
        cross-products: one row for the mean, times the root of the count, and
        the rows of a Cholesky factor, which take nothing of the means.
        """
        given = self.present.sum(axis=1)
        large = np.flatnonzero(np.bincount(self.row_pattern) > given + 1)
        if len(large) == 0:
            return self
        kept = ~np.isin(self.row_pattern, large)
        parts = [(self.values[kept], self.unit[kept], self.row_pattern[kept])]
        for pattern in large:
            members = self.row_pattern == pattern
            values, unit = _same_sums(
                self.values[members], self.unit[members], self.present[pattern]
            )
            parts.append((values, unit, np.full(len(unit), pattern)))
        values, unit, row_pattern = (
            np.concatenate(p) for p in zip(*parts, strict=True)
        )
        order = np.argsort(row_pattern, kind="stable")
        return replace(
            self,
            values=values[order],
            unit=unit[order],
            row_pattern=row_pattern[order],
            blocks=_blocks(self.present, row_pattern[order]),
        )


def sort_patterns(answers: np.ndarray) -> Patterns:
    """Sort one group's answers by pattern.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_observed)
        NaN where missing; no row without any answer.
    """
    given = ~np.isnan(answers)
    keys = np.column_stack([(~given).sum(axis=1), ~given])
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    order = np.argsort(inverse, kind="stable")
    present, row_pattern = given[first], inverse[order]
    return Patterns(
        np.where(given, answers, 0.0)[order],
        np.ones(len(answers)),
        present,
        np.bincount(row_pattern).astype(float),
        row_pattern,
        _blocks(present, row_pattern),
        order,
    )


def _blocks(present: np.ndarray, row_pattern: np.ndarray) -> tuple[HoleBlock, ...]:
    n_holes = (~present).sum(axis=1)
    blocks = []
    for number in np.unique(n_holes):
        first, last = np.searchsorted(n_holes, [number, number + 1])
        rows = np.searchsorted(row_pattern, [first, last])
        holes = np.nonzero(~present[first:last])[1].reshape(last - first, number)
        blocks.append(
            HoleBlock(
                int(rows[0]),
                int(rows[1]),
                int(first),
                int(last),
                holes,
                row_pattern[rows[0] : rows[1]] - first,
            )
        )
    return tuple(blocks)


def _same_sums(
    values: np.ndarray, unit: np.ndarray, present: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return fewer rows with the same means and cross-products."""
    n = float(unit @ unit)
    means = unit @ values / n
    deviations = values - unit[:, None] * means
    triangle = np.linalg.qr(deviations[:, present], mode="r")
    rows = np.zeros((1 + len(triangle), len(present)))
    rows[0] = np.sqrt(n) * means
    rows[1:, present] = triangle
    units = np.zeros(len(rows))
    units[0] = np.sqrt(n)
    return rows, units
