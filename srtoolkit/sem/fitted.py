"""A fitted model: what was fitted, where the search ended, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from srtoolkit.sem.estimated import Estimated
from srtoolkit.sem.following.quantities import (
    Quantity,
    VectorFunction,
    by_delta_method,
    by_draws,
    values_in_draws,
)
from srtoolkit.sem.following.standardised import (
    defined_values,
    row_factors,
    standardised_by,
)
from srtoolkit.sem.indices.fit_indices import FitIndices
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.observed import Observed
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.resamples.draws import BootstrapDraws
from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.status import FitStatus
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification


@dataclass(frozen=True, eq=False)
class Fitted:
    """What tables, indices and tests read of a fitted model.

    Attributes
    ----------
    parsed, specification, layout, observed, options, solution
        What was fitted, to what, how, and where the search ended.
    covariance : ndarray, shape (n_free, n_free)
        Sampling covariance of the free parameters.
    status : FitStatus
        Whether the solution may be read at all.
    indices : FitIndices
    bootstrap : BootstrapDraws or None
    estimated : Estimated
        What the estimator handed over: objective, tests, likelihoods.
    """

    parsed: ParsedModel
    specification: Specification
    layout: Layout
    observed: Observed
    options: FitOptions
    solution: Solution
    covariance: np.ndarray
    status: FitStatus
    indices: FitIndices
    bootstrap: BootstrapDraws | None
    estimated: Estimated

    @property
    def estimates(self) -> np.ndarray:
        """Free parameters, shape (n_free,); see `parameter_names`."""
        return self.solution.vector[: self.specification.n_free]

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """One name a free parameter."""
        return self.specification.free_names

    @property
    def engine(self) -> str:
        """``semopy`` or ``native``."""
        return self.options.engine

    @property
    def estimator(self) -> str:
        """Name of the estimator."""
        return self.options.estimator

    @property
    def n(self) -> int:
        """Respondents used."""
        return self.observed.n

    @property
    def syntax(self) -> str:
        """The model as written."""
        return self.parsed.text

    @property
    def group_labels(self) -> tuple[str, ...]:
        """Groups in the order of their numbers; one empty text without."""
        return tuple(group.label for group in self.observed.groups)

    def implied(self) -> tuple[ImpliedMoments, ...]:
        """Return each group's implied moments."""
        return self._implied

    @cached_property
    def _implied(self) -> tuple[ImpliedMoments, ...]:
        return implied_moments(self.layout, self.solution.vector)

    @cached_property
    def standardised_estimates(self) -> np.ndarray:
        """Completely standardised rows, then defined parameters."""
        factors = row_factors(self.specification, self.implied())
        rows = standardised_by(self.specification, self.solution.vector, factors)
        return np.concatenate([rows, defined_values(self.specification, rows)])

    def quantities(
        self,
        function: VectorFunction,
        *,
        level: float,
    ) -> tuple[Quantity, ...]:
        """Return a function's values with errors and intervals.

        Parameters
        ----------
        function : callable
            Takes a stack of vectors, real or complex, and gives several numbers
            for each.
        level : float, in (0, 1)
            Coverage: intervals of the draws when there are any, else Wald.
        """
        vector = self.solution.vector
        if self.bootstrap is not None:
            return by_draws(function, vector, self.bootstrap, level)
        return by_delta_method(function, vector, self.covariance, level)

    def draw_values(self, function: VectorFunction) -> np.ndarray:
        """Return a function's values in every draw, shape (n_draws, n_values)."""
        if self.bootstrap is None:
            return np.empty((0, 0))
        return values_in_draws(function, self.bootstrap)
