"""Where each parameter stands in the matrices of the reticular action model.

McArdle & McDonald (1984), British Journal of Mathematical and Statistical
Psychology 37, 234-251: with A the arrows (row explained by column), S the
(co)variances and m the intercepts, E = (I - A)^-1 gives the covariance of all
variables E S E' and their means E m. Observed variables stand first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from srtoolkit.sem.structure.cells import (
    ARROW,
    COVARIANCE,
    INTERCEPT,
    SCALE,
    THRESHOLD,
    Filling,
    MovingCells,
    OrdinalCells,
)
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification


@dataclass(frozen=True, eq=False)
class GroupLayout:
    """Cells of one group.

    Attributes
    ----------
    arrows, covariances, intercepts : ndarray
        Fixed values; zero where a cell takes its value from the vector.
    kind, row, column, source : ndarray of int, shape (n_cells,)
        Matrix and place of each cell that takes a value, and the position of
        that value in the vector (free parameters, then sample moments).
    n_moving : int
        The first cells follow free parameters, the rest sample moments.
    shares : bool
        Several cells of this group follow one free parameter.
    ordinal : OrdinalCells or None
    """

    arrows: np.ndarray
    covariances: np.ndarray
    intercepts: np.ndarray
    kind: np.ndarray
    row: np.ndarray
    column: np.ndarray
    source: np.ndarray
    n_moving: int
    shares: bool
    ordinal: OrdinalCells | None = None

    @cached_property
    def filling(self) -> Filling:
        """The three matrices in one row, to be filled with a vector's values."""
        width = len(self.intercepts)
        by_row, by_column = self.row * width + self.column, self.column * width
        arrow, covariance = self.kind == ARROW, self.kind == COVARIANCE
        intercept = self.kind == INTERCEPT
        cells = (
            by_row[arrow],
            width**2 + by_row[covariance],
            width**2 + (by_column + self.row)[covariance],
            2 * width**2 + self.row[intercept],
        )
        follow = (arrow, covariance, covariance, intercept)
        return Filling(
            np.concatenate(
                [self.arrows.ravel(), self.covariances.ravel(), self.intercepts]
            ),
            np.concatenate(cells),
            np.concatenate([self.source[kind] for kind in follow]),
        )

    @cached_property
    def senders(self) -> np.ndarray:
        """Positions of the variables from which arrows leave."""
        sends = np.asarray(self.arrows.any(axis=0))
        sends[self.column[self.kind == ARROW]] = True
        return np.flatnonzero(sends)

    @cached_property
    def moving(self) -> MovingCells:
        """The cells that follow free parameters, for derivatives."""
        kind, row, column, source = (
            values[: self.n_moving]
            for values in (self.kind, self.row, self.column, self.source)
        )
        arrow = kind == ARROW
        scale = np.where((kind == COVARIANCE) & (row == column), 0.5, 1.0)
        scale[kind == INTERCEPT] = 0.0
        start = int(source[0]) if len(source) else 0
        neighbours = np.array_equal(source, np.arange(start, start + len(source)))
        return MovingCells(
            row,
            np.where(arrow, len(self.arrows) + column, column),
            scale,
            np.outer(scale, scale),
            np.flatnonzero(arrow),
            column[arrow],
            np.flatnonzero(kind == INTERCEPT),
            slice(start, start + len(source)) if neighbours else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Places of all values of a specification.

    A *vector* has shape (n_free + n_sample,): the free parameters, then the
    sample moments that fixed exogenous variables keep.

    Attributes
    ----------
    groups : tuple of GroupLayout
    n_free, n_sample, n_observed : int
    has_means : bool
    sample_cells : tuple of (group, op, i, j)
        What each sample moment is; group from 0, positions among the observed.
    """

    groups: tuple[GroupLayout, ...]
    n_free: int
    n_sample: int
    n_observed: int
    has_means: bool
    sample_cells: tuple[tuple[int, str, int, int], ...]


def build_layout(specification: Specification) -> Layout:
    """Lay out a specification's parameters."""
    place = specification.places
    sample = [p for p in specification.parameters if p.sample]
    sources = {id(p): specification.n_free + k for k, p in enumerate(sample)}
    groups = tuple(
        _lay_out_group(
            specification,
            group,
            sources,
            _ordinal_cells(specification, group),
        )
        for group in range(1, specification.n_groups + 1)
    )
    return Layout(
        groups,
        specification.n_free,
        len(sample),
        len(specification.observed),
        specification.options.mean_structure,
        tuple((p.group - 1, p.op, place[p.lhs], place.get(p.rhs, -1)) for p in sample),
    )


def _lay_out_group(
    specification: Specification,
    group: int,
    sources: dict[int, int],
    ordinal: OrdinalCells | None,
) -> GroupLayout:
    size = len(specification.places)
    matrices = (np.zeros((size, size)), np.zeros((size, size)))
    intercepts = np.zeros(size)
    moving: list[tuple[int, int, int, int]] = []
    kept: list[tuple[int, int, int, int]] = []
    for parameter, (kind, row, column) in _cells_of(specification, group):
        if parameter.free:
            moving.append((kind, row, column, parameter.free - 1))
        elif parameter.sample:
            kept.append((kind, row, column, sources[id(parameter)]))
        elif parameter.derived or kind > INTERCEPT:
            continue
        elif kind == INTERCEPT:
            intercepts[row] = parameter.fixed or 0.0
        else:
            matrices[kind][row, column] = parameter.fixed or 0.0
            if kind == COVARIANCE:
                matrices[kind][column, row] = parameter.fixed or 0.0
    cells = np.array([*moving, *kept], dtype=np.intp).reshape(-1, 4)
    shares = len({cell[3] for cell in moving}) < len(moving)
    return GroupLayout(
        *matrices,
        intercepts,
        kind=cells[:, 0],
        row=cells[:, 1],
        column=cells[:, 2],
        source=cells[:, 3],
        n_moving=len(moving),
        shares=shares,
        ordinal=ordinal,
    )


def _cells_of(
    specification: Specification, group: int
) -> list[tuple[Parameter, tuple[int, int, int]]]:
    pairs = zip(specification.parameters, specification.cells, strict=True)
    return [pair for pair in pairs if pair[0].group == group]


def _ordinal_cells(specification: Specification, group: int) -> OrdinalCells | None:
    options, place = specification.options, specification.places
    if not options.thresholds:
        return None
    counts = [count for _, count in options.thresholds]
    ordered = [place[name] for name in options.ordered]
    thresholds = np.zeros((len(place), max(counts)))
    scales = np.ones(len(place))
    mediates = False
    for parameter, (kind, row, column) in zip(
        specification.parameters, specification.cells, strict=True
    ):
        mediates |= kind == ARROW and column in ordered
        if parameter.group == group and parameter.fixed is not None:
            if kind == THRESHOLD:
                thresholds[row, column] = parameter.fixed
            elif kind == SCALE and not parameter.derived:
                scales[row] = parameter.fixed
    conditional = specification.exogenous if options.fixed_x else ()
    return OrdinalCells(
        np.array(ordered, dtype=np.intp),
        np.array(counts, dtype=np.intp),
        np.array([place[name] for name in conditional], dtype=np.intp),
        thresholds,
        scales,
        options.parameterization == "delta",
        mediates,
    )
