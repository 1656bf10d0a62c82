"""What the model leaves of the sample's moments.

Correlation residuals: Bollen (1989), p. 258 (each matrix by its own standard
deviations) and Bentler (1995), EQS Program Manual (both by the sample's).
Standardised residuals divide by the error of the difference: Jöreskog (1981),
Scandinavian Journal of Statistics 8, 65-92; Ogasawara (2001), Psychometrika
66, 421-436.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.following.enlarged import objective_of
from srtoolkit.sem.incomplete.residuals import residual_errors
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.implied import ImpliedMoments
from srtoolkit.sem.structure.moment_structure import (
    group_jacobian,
    moment_vector,
    triangle,
)

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

ResidualKind = Literal[
    "raw", "correlation", "correlation_bentler", "normalized", "standardized"
]
RESIDUAL_KINDS: tuple[ResidualKind, ...] = (
    "raw",
    "correlation",
    "correlation_bentler",
    "normalized",
    "standardized",
)
#: A residual this small is none, whatever its error: lavaan's limit.
_NONE = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class Residuals:
    """Residuals of every group.

    Attributes
    ----------
    kind : str
    names : tuple of str
        Order of rows and columns.
    group_labels : tuple of str
    covariances : tuple of ndarray, shape (n_observed, n_observed)
        Sample less implied.
    means : tuple of ndarray, shape (n_observed,)
        Zero without a mean structure.
    """

    kind: ResidualKind
    names: tuple[str, ...]
    group_labels: tuple[str, ...]
    covariances: tuple[np.ndarray, ...]
    means: tuple[np.ndarray, ...]

    def matrix(self, group: int = 1) -> pd.DataFrame:
        """Return one group's residual covariances (or correlations)."""
        import pandas as pd

        return pd.DataFrame(
            self.covariances[group - 1], index=self.names, columns=self.names
        )

    def tidy(self) -> pd.DataFrame:
        """Return ``lhs, op, rhs, group, group_label, residual``; means last."""
        import pandas as pd

        rows = []
        for number, label in enumerate(self.group_labels):
            head = {"group": number + 1, "group_label": label}
            for row, column in zip(*triangle(len(self.names)), strict=True):
                value = float(self.covariances[number][row, column])
                pair = {"lhs": self.names[column], "rhs": self.names[row]}
                rows.append({**pair, "op": "~~", **head, "residual": value})
            for name, value in zip(self.names, self.means[number], strict=True):
                rows.append(
                    {"lhs": name, "op": "~1", "rhs": "", **head, "residual": value}
                )
        columns = ["lhs", "op", "rhs", "group", "group_label", "residual"]
        return pd.DataFrame(rows, columns=columns)


def residuals_of(fitted: Fitted, kind: ResidualKind = "raw") -> Residuals:
    """Return the residuals of a fit.

    Raises
    ------
    OptionError
        When the kind is unknown.
    ModelError
        When standardised ones are asked of ordered answers.
    """
    if kind not in RESIDUAL_KINDS:
        raise OptionError(
            f'there are no residuals of kind "{kind}"',
            code="unknown_kind",
            allowed=", ".join(RESIDUAL_KINDS),
        )
    covariances, means = [], []
    samples = sample_moments(fitted)
    for number, implied in enumerate(fitted.implied()):
        covariance, centre = samples[number]
        gap, shift = _gaps(covariance, centre, implied, kind)
        if not fitted.layout.has_means:
            shift = np.zeros_like(shift)
        if kind in {"normalized", "standardized"}:
            errors = _errors(fitted, number, implied, covariance, kind)
            gap, shift = _divided(gap, shift, errors, fitted.layout.has_means)
        covariances.append(gap)
        means.append(shift)
    return Residuals(
        kind,
        fitted.specification.observed,
        fitted.group_labels,
        tuple(covariances),
        tuple(means),
    )


def sample_moments(fitted: Fitted) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Return covariance and means that each group's model is compared with."""
    if fitted.estimated.moments is not None:
        return fitted.estimated.moments
    return tuple((group.covariance, group.means) for group in fitted.observed.groups)


def _gaps(
    covariance: np.ndarray,
    centre: np.ndarray,
    implied: ImpliedMoments,
    kind: ResidualKind,
) -> tuple[np.ndarray, np.ndarray]:
    if kind not in {"correlation", "correlation_bentler"}:
        return covariance - implied.covariance, centre - implied.means
    sd = np.sqrt(np.diagonal(covariance))
    own = np.sqrt(np.diagonal(implied.covariance))
    fitted_sd = own if kind == "correlation" else sd
    gap = covariance / np.outer(sd, sd)
    gap = gap - implied.covariance / np.outer(fitted_sd, fitted_sd)
    return gap, (centre - implied.means) / sd


def _errors(
    fitted: Fitted,
    number: int,
    implied: ImpliedMoments,
    covariance: np.ndarray,
    kind: ResidualKind,
) -> np.ndarray:
    """Return standard errors of the moments' residuals, NaN where there are none.

    With A the information of the moments, G that of the parameters and D the
    moments' derivatives: (I - D G^-1 D'A) A^-1 (I - D G^-1 D'A)'.
    """
    if fitted.specification.options.thresholds:
        raise ModelError(
            "standardised residuals of ordered answers are not available",
            code="residuals_of_ordered",
            advice='Ask for kind="correlation".',
        )
    if fitted.observed.incomplete is not None:
        return residual_errors(fitted, number, projected=kind == "standardized")
    has_means, n = fitted.layout.has_means, fitted.observed.groups[number].n
    of_sample = np.linalg.inv(_information(covariance, has_means)) / n
    if kind == "normalized":
        return _roots(of_sample)
    information = objective_of(fitted).at(fitted.solution.vector).information
    bread = constrained_inverse(
        information, fitted.specification, fitted.solution.vector
    )
    slopes = group_jacobian(fitted.layout, number, implied)
    weight = n * _information(implied.covariance, has_means)
    left = np.eye(len(slopes)) - slopes @ bread @ slopes.T @ weight
    return _roots(left @ of_sample @ left.T)


def _roots(covariance: np.ndarray) -> np.ndarray:
    variances = np.diagonal(covariance)
    return np.sqrt(np.where(variances >= 0, variances, np.nan))


def _information(covariance: np.ndarray, has_means: bool) -> np.ndarray:
    """Information of one respondent about means and covariances.

    For the covariances 1/2 D'(P x P)D with D the duplication matrix: Magnus &
    Neudecker (1980), SIAM Journal on Algebraic Discrete Methods 1, 422-449.
    """
    precision = np.linalg.inv(covariance)
    rows, columns = triangle(len(covariance))
    both = (
        precision[np.ix_(rows, rows)] * precision[np.ix_(columns, columns)]
        + precision[np.ix_(rows, columns)] * precision[np.ix_(columns, rows)]
    )
    weight = np.where(rows == columns, 0.5, 1.0)
    block = both * np.outer(weight, weight)
    if not has_means:
        return np.asarray(block)
    size = len(covariance)
    joint = np.zeros((size + len(block), size + len(block)))
    joint[:size, :size] = precision
    joint[size:, size:] = block
    return joint


def _divided(
    gap: np.ndarray, shift: np.ndarray, errors: np.ndarray, has_means: bool
) -> tuple[np.ndarray, np.ndarray]:
    size = len(gap)
    values = moment_vector(gap, shift, has_means)
    errors = np.where(np.abs(values) < _NONE, 1.0, errors)
    values = values / errors
    lower = values[size:] if has_means else values
    divided = np.empty_like(gap)
    rows, columns = triangle(size)
    divided[rows, columns] = divided[columns, rows] = lower
    return divided, values[:size] if has_means else shift
