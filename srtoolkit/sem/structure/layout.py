"""Where each parameter stands in the matrices of the reticular action model.

McArdle & McDonald (1984), British Journal of Mathematical and Statistical
Psychology 37, 234-251: with A the arrows (row explained by column), S the
(co)variances and m the intercepts, E = (I - A)^-1 gives the covariance of all
variables E S E' and their means E m. Observed variables stand first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.structure.specification import Parameter, Specification

#: Codes of `GroupLayout.kind`.
ARROW, COVARIANCE, INTERCEPT, THRESHOLD, SCALE = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalCells:
    """What a group with ordered variables has besides the three matrices.

    Attributes
    ----------
    variables : ndarray of int, shape (n_ordered,)
        Positions of the ordered variables.
    n_thresholds : ndarray of int, shape (n_ordered,)
    covariates : ndarray of int
        Positions of the fixed exogenous variables that all is conditional on.
    thresholds : ndarray, shape (n_variables, n_thresholds)
        Fixed values; cells of kind `THRESHOLD` take theirs from the vector.
    scales : ndarray, shape (n_variables,)
        Fixed values, one without; see `thresholds`.
    delta : bool
        Scales are given and residual variances follow, or the reverse.
    mediates : bool
        Some variable is explained by an ordered one.
    """

    variables: np.ndarray
    n_thresholds: np.ndarray
    covariates: np.ndarray
    thresholds: np.ndarray
    scales: np.ndarray
    delta: bool
    mediates: bool


@dataclass(frozen=True, slots=True, eq=False)
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
    place = {name: index for index, name in enumerate(specification.variables)}
    sample = [p for p in specification.parameters if p.sample]
    sources = {id(p): specification.n_free + k for k, p in enumerate(sample)}
    groups = tuple(
        _lay_out_group(
            [p for p in specification.parameters if p.group == group],
            place,
            sources,
            _ordinal_cells(specification, group, place),
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
    parameters: list[Parameter],
    place: dict[str, int],
    sources: dict[int, int],
    ordinal: OrdinalCells | None,
) -> GroupLayout:
    size = len(place)
    matrices = (np.zeros((size, size)), np.zeros((size, size)))
    intercepts = np.zeros(size)
    moving: list[tuple[int, int, int, int]] = []
    kept: list[tuple[int, int, int, int]] = []
    for parameter in parameters:
        kind, row, column = cell_of(parameter, place)
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


def _ordinal_cells(
    specification: Specification, group: int, place: dict[str, int]
) -> OrdinalCells | None:
    options = specification.options
    if not options.thresholds:
        return None
    counts = [count for _, count in options.thresholds]
    ordered = [place[name] for name in options.ordered]
    thresholds = np.zeros((len(place), max(counts)))
    scales = np.ones(len(place))
    mediates = False
    for parameter in specification.parameters:
        kind, row, column = cell_of(parameter, place)
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


def cell_of(parameter: Parameter, place: dict[str, int]) -> tuple[int, int, int]:
    """Return matrix, row and column of a parameter."""
    left = place[parameter.lhs]
    if parameter.op == "~1":
        return INTERCEPT, left, 0
    if parameter.op == "|":
        return THRESHOLD, left, int(parameter.rhs[1:]) - 1
    if parameter.op == "~*~":
        return SCALE, left, left
    right = place[parameter.rhs]
    if parameter.op == "=~":
        return ARROW, right, left
    return (ARROW if parameter.op == "~" else COVARIANCE), left, right
