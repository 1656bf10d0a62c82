"""The baseline model: no relation but those among exogenous variables.

Bentler & Bonett (1980), Psychological Bulletin 88, 588-606; exogenous
observed variables keep their covariances, as in lavaan and Mplus.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification


def baseline_specification(specification: Specification) -> Specification:
    """Return the baseline model of the same variables and groups."""
    rows: list[Parameter] = []
    n_free = 0
    for group in range(1, specification.n_groups + 1):
        for lhs, op, rhs in _cells(specification):
            outside = {lhs, rhs or lhs} <= set(specification.exogenous)
            sample = outside and specification.options.fixed_x
            n_free += not sample
            free = 0 if sample else n_free
            rows.append(Parameter(lhs, op, rhs, group, "", free, None, None, sample))
    return replace(
        specification,
        parameters=tuple(rows),
        latent=(),
        n_free=n_free,
        definitions=(),
        constraints=(),
    )


def own_moments(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> np.ndarray:
    """Return the sample's values of the baseline model's free parameters."""
    place = {name: index for index, name in enumerate(specification.observed)}
    vector = np.zeros(specification.n_free)
    for row in specification.parameters:
        if row.free:
            sample, left = moments[row.group - 1], place[row.lhs]
            vector[row.free - 1] = (
                sample.means[left]
                if row.op == "~1"
                else sample.covariance[left, place[row.rhs]]
            )
    return vector


def _cells(specification: Specification) -> list[tuple[str, str, str]]:
    names = specification.observed
    cells = [(name, "~~", name) for name in names]
    cells += [(a, "~~", b) for a, b in combinations(specification.exogenous, 2)]
    if specification.options.mean_structure:
        cells += [(name, "~1", "") for name in names]
    return cells
