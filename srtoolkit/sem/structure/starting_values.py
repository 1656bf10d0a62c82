"""Where the search for the estimates begins."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification

#: Share of an indicator's variance that is taken for measurement at first.
_TRUE_SHARE = 0.5


def sample_vector(layout: Layout, moments: tuple[GroupMoments, ...]) -> np.ndarray:
    """Return the sample moments that fixed exogenous variables keep."""
    return np.array(
        [
            moments[group].means[i] if op == "~1" else moments[group].covariance[i, j]
            for group, op, i, j in layout.sample_cells
        ],
        dtype=float,
    )


def starting_vector(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> np.ndarray:
    """Return start values of the free parameters, shape (n_free,).

    Scale-free: a column in thousandths and one in thousands start alike. A
    loading starts with the sign of its indicator's covariance with the first
    one, so a reversed marker does no harm.
    """
    vector = np.zeros(specification.n_free)
    guesses = [
        _Guess(specification, sample, group)
        for group, sample in enumerate(moments, start=1)
    ]
    for parameter in reversed(specification.parameters):
        if parameter.free:
            value = parameter.start
            if value is None:
                value = guesses[parameter.group - 1].of(parameter)
            vector[parameter.free - 1] = value
    return vector


class _Guess:
    """Guesses of one group's parameters."""

    def __init__(
        self, specification: Specification, sample: GroupMoments, group: int
    ) -> None:
        self._specification = specification
        self._sample = sample
        self._place = {name: i for i, name in enumerate(specification.observed)}
        self._rows = {
            (p.lhs, p.op, p.rhs): p
            for p in specification.parameters
            if p.group == group
        }
        self._loadings: dict[str, list[Parameter]] = {}
        for row in self._rows.values():
            if row.op == "=~":
                self._loadings.setdefault(row.lhs, []).append(row)
        self._explained = {lhs for lhs, op, _ in self._rows if op == "~"}
        self._explained |= {rhs for _, op, rhs in self._rows if op == "=~"}

    def of(self, parameter: Parameter) -> float:
        """Guess one parameter."""
        if parameter.op == "=~":
            return self._loading(parameter.lhs, parameter.rhs)
        if parameter.op == "~~" and parameter.lhs == parameter.rhs:
            return self._variance(parameter.lhs)
        if parameter.op == "~1" and parameter.lhs in self._place:
            return float(self._sample.means[self._place[parameter.lhs]])
        if parameter.op == "~~" and parameter.lhs in self._specification.exogenous:
            left, right = self._place[parameter.lhs], self._place[parameter.rhs]
            return float(self._sample.covariance[left, right])
        return 0.0

    def _variance(self, name: str) -> float:
        if name in self._specification.exogenous:
            return self._total(name)
        if name in self._place:
            return (1 - _TRUE_SHARE) * self._total(name)
        share = 0.5 if self._is_explained(name) else 1.0
        return share * self._scale(name) ** 2

    def _loading(self, latent: str, indicator: str) -> float:
        """Loading that gives the indicator its share of true variance."""
        marker = self._marker(latent)
        sign = 1.0
        if marker in self._place and indicator in self._place:
            i, j = self._place[marker], self._place[indicator]
            sign = -1.0 if self._sample.covariance[i, j] < 0 else 1.0
        first = self._rows.get((latent, "=~", marker))
        if first is not None and first.fixed is not None and first.fixed < 0:
            sign = -sign
        size = float(np.sqrt(_TRUE_SHARE * self._total(indicator)))
        return sign * size / self._scale(latent)

    def _scale(self, latent: str) -> float:
        """Standard deviation of a latent variable, from how it is scaled."""
        variance = self._rows.get((latent, "~~", latent))
        if variance is not None and variance.fixed:
            return float(np.sqrt(abs(variance.fixed)))
        for loading in self._loadings.get(latent, ()):
            if loading.fixed:
                true = np.sqrt(_TRUE_SHARE * self._total(loading.rhs))
                return float(true / abs(loading.fixed))
        return 1.0

    def _total(self, name: str) -> float:
        if name in self._place:
            place = self._place[name]
            return float(self._sample.covariance[place, place])
        return self._scale(name) ** 2

    def _marker(self, latent: str) -> str:
        loadings = self._loadings[latent]
        fixed = [loading.rhs for loading in loadings if loading.fixed]
        return fixed[0] if fixed else loadings[0].rhs

    def _is_explained(self, name: str) -> bool:
        return name in self._explained
