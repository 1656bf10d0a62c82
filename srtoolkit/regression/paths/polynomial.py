"""Effects as polynomials in the moderators, for all bootstrap draws at once.

A path that W moderates is b + d W; an indirect effect is the product of its
paths. Multiplying out gives a polynomial whose coefficients are the indices of
moderated mediation (Hayes 2015, Multivariate Behavioral Research 50, 1-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

Monomial = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Coefficients of products of moderators.

    Attributes
    ----------
    coefficients : mapping of tuple of str to ndarray, shape (n_draws,)
        ``()`` is the constant, ``("W",)`` the coefficient of W, ``("W", "W")``
        that of its square.
    """

    coefficients: Mapping[Monomial, np.ndarray]

    @property
    def moderators(self) -> tuple[str, ...]:
        """Names that occur, in order."""
        return tuple(dict.fromkeys(name for m in self.coefficients for name in m))

    def at(self, values: Mapping[str, float]) -> np.ndarray:
        """Return the effect where the moderators have these values."""
        parts = [
            coefficient * float(np.prod([values[name] for name in monomial]))
            for monomial, coefficient in self.coefficients.items()
        ]
        return np.asarray(np.sum(parts, axis=0))

    def derivative(self, name: str) -> Polynomial:
        """Return how the effect changes with one moderator."""
        found: dict[Monomial, np.ndarray] = {}
        for monomial, coefficient in self.coefficients.items():
            power = monomial.count(name)
            if power:
                rest = list(monomial)
                rest.remove(name)
                key = tuple(rest)
                found[key] = found.get(key, 0.0) + power * coefficient
        return Polynomial(found)

    def times(self, other: Polynomial) -> Polynomial:
        """Return the product of two effects."""
        found: dict[Monomial, np.ndarray] = {}
        for left, a in self.coefficients.items():
            for right, b in other.coefficients.items():
                key = tuple(sorted((*left, *right)))
                found[key] = found.get(key, 0.0) + a * b
        return Polynomial(found)

    def plus(self, other: Polynomial) -> Polynomial:
        """Return the sum of two effects."""
        found = dict(self.coefficients)
        for key, coefficient in other.coefficients.items():
            found[key] = found.get(key, 0.0) + coefficient
        return Polynomial(found)


def product_of(polynomials: Iterable[Polynomial]) -> Polynomial:
    """Return the product of the paths of a chain."""
    first, *rest = polynomials
    for polynomial in rest:
        first = first.times(polynomial)
    return first


def sum_of(polynomials: Iterable[Polynomial]) -> Polynomial:
    """Return the sum of several effects."""
    first, *rest = polynomials
    for polynomial in rest:
        first = first.plus(polynomial)
    return first
