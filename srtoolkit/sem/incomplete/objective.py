"""The likelihood of incomplete answers: full-information maximum likelihood.

Arbuckle (1996), in Marcoulides & Schumacker (eds.), Advanced Structural
Equation Modeling, 243-277; Enders & Bandalos (2001), Structural Equation
Modeling 8, 430-457. The gradient is that of complete data at the moments the
E-step expects (Fisher's identity: Dempster, Laird & Rubin, 1977; Louis, 1982,
Journal of the Royal Statistical Society B 44, 226-233), so an evaluation costs
little more than one with complete data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy, discrepancy
from srtoolkit.sem.complete.information import second_order_part
from srtoolkit.sem.incomplete.expectation import Expectation, expect_missing
from srtoolkit.sem.incomplete.information import (
    casewise_scores,
    expected_information,
    observed_information,
)
from srtoolkit.sem.incomplete.patterns import Patterns
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.moment_structure import moment_jacobian

_Information = Callable[[Patterns, Expectation], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class IncompleteLikelihood:
    """Minus two log-likelihood ratios of incomplete answers.

    Attributes
    ----------
    layout : Layout
    patterns : tuple of Patterns
        One a group; compressed where large.
    saturated : float
        Minus two log-likelihood of the saturated model, all groups, without
        the constant in pi.
    latest : dict
        The information at the vector asked for last: searches ask twice.
    """

    layout: Layout
    patterns: tuple[Patterns, ...]
    saturated: float
    latest: dict[bytes, np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def n_free(self) -> int:
        """Free parameters of the model."""
        return self.layout.n_free

    def at(self, vector: np.ndarray, *, information: bool = True) -> Discrepancy:
        """Return the discrepancy at a vector.

        The information is the expected one given the patterns.
        """
        expectations = self.expectations(vector)
        n_free = self.n_free
        if expectations is None:
            nothing = np.zeros((n_free, n_free))
            return Discrepancy(float("inf"), np.zeros(n_free), nothing)
        implied = implied_moments(self.layout, vector)
        completed = []
        for patterns, moments, expected in zip(
            self.patterns, implied, expectations, strict=True
        ):
            shift = expected.sums / patterns.n
            spread = expected.products / patterns.n - np.outer(shift, shift)
            means = moments.means + shift
            # only the gradient is read, which needs no determinant
            completed.append(GroupMoments("", patterns.n, spread, means, 0.0))
        slopes = discrepancy(
            self.layout, tuple(completed), vector, information=False
        ).gradient
        value = sum(e.minus_two_loglik for e in expectations) - self.saturated
        curvature = np.zeros((n_free, n_free))
        if information:
            curvature = self._expected(vector, expectations)
        return Discrepancy(float(value), slopes, curvature)

    def expectations(self, vector: np.ndarray) -> tuple[Expectation, ...] | None:
        """Complete the answers of every group; None where that cannot be."""
        try:
            implied = implied_moments(self.layout, vector)
        except np.linalg.LinAlgError:
            return None
        expectations = []
        for patterns, moments in zip(self.patterns, implied, strict=True):
            expected = expect_missing(patterns, moments.means, moments.covariance)
            if expected is None or not np.isfinite(expected.minus_two_loglik):
                return None
            expectations.append(expected)
        return tuple(expectations)

    def observed(self, vector: np.ndarray) -> np.ndarray:
        """Return the observed information: minus the second derivatives.

        NaN where an implied covariance is not positive definite.

        Returns
        -------
        ndarray, shape (n_free, n_free)
            Of all respondents.
        """
        expectations = self.expectations(vector)
        if expectations is None:
            return np.full((self.n_free, self.n_free), np.nan)
        total = self._carried(vector, expectations, observed_information)
        for group, patterns, expected, implied in zip(
            self.layout.groups,
            self.patterns,
            expectations,
            implied_moments(self.layout, vector),
            strict=True,
        ):
            precision = expected.precision
            misfit = precision @ expected.products @ precision - patterns.n * precision
            pull = precision @ expected.sums
            block = second_order_part(group, implied, self.layout, -misfit, -pull)
            places = group.source[: group.n_moving]
            np.add.at(total, (places[:, None], places[None, :]), block)
        return total

    def _expected(
        self, vector: np.ndarray, expectations: tuple[Expectation, ...]
    ) -> np.ndarray:
        """Return the expected information given the patterns."""
        key = vector.tobytes()
        if key not in self.latest:
            self.latest.clear()
            self.latest[key] = self._carried(vector, expectations, expected_information)
        return self.latest[key]

    def _carried(
        self,
        vector: np.ndarray,
        expectations: tuple[Expectation, ...],
        of_moments: _Information,
    ) -> np.ndarray:
        """Carry an information of the moments over to the parameters."""
        total = np.zeros((self.n_free, self.n_free))
        for patterns, expected, slopes in zip(
            self.patterns,
            expectations,
            moment_jacobian(self.layout, vector),
            strict=True,
        ):
            total += slopes.T @ of_moments(patterns, expected) @ slopes
        return total


def parameter_scores(
    layout: Layout, patterns: tuple[Patterns, ...], vector: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Return each respondent's scores, shape (n_respondents, n_free) a group.

    Parameters
    ----------
    patterns : tuple of Patterns
        Not compressed; the scores stand in the order of their rows.
    """
    scores = []
    for part, moments, slopes in zip(
        patterns,
        implied_moments(layout, vector),
        moment_jacobian(layout, vector),
        strict=True,
    ):
        expected = expect_missing(part, moments.means, moments.covariance)
        if expected is None:
            scores.append(np.full((len(part.order), layout.n_free), np.nan))
        else:
            scores.append(casewise_scores(part, expected) @ slopes)
    return tuple(scores)
