"""Exploratory factor analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.psychometrics.exploratory.correlations import (
    Correlation,
    Handling,
    ItemCorrelations,
    correlate_items,
)
from srtoolkit.psychometrics.exploratory.extraction import Extraction, Method, extract
from srtoolkit.psychometrics.exploratory.fit import factor_fit
from srtoolkit.psychometrics.exploratory.rotation import Rotation, rotate
from srtoolkit.psychometrics.exploratory.solution import FactorAnalysisResult
from srtoolkit.psychometrics.scores import require_number, require_options

if TYPE_CHECKING:
    import pandas as pd

METHODS = ("minres", "ml", "pa")
ROTATIONS = ("none", "varimax", "promax", "oblimin", "quartimin")


def factor_analysis(
    data: np.ndarray | pd.DataFrame,
    *,
    n_factors: int,
    method: Method = "minres",
    rotation: Rotation = "oblimin",
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
    kaiser: bool | None = None,
    gamma: float = 0.0,
) -> FactorAnalysisResult:
    """Explore the factors behind items.

    Defaults, bounds, signs and order are those of ``psych::fa``.

    Parameters
    ----------
    data : ndarray or DataFrame
        Scores, shape (n_respondents, n_items), NaN where missing; or a
        correlation matrix.
    n_factors : int
        From 1 to one less than items.
    method : {"minres", "ml", "pa"}
        Minimum residuals, maximum likelihood, principal axis.
    rotation : {"oblimin", "quartimin", "promax", "varimax", "none"}
    n : int, optional
        Respondents behind a correlation matrix; without it no test of fit.
    correlation : {"pearson", "polychoric"}
    missing : {"pairwise", "listwise"}
    items : sequence of str, optional
    kaiser : bool, optional
        Rotate rows of unit length; by default for varimax and promax.
    gamma : float
        Of oblimin, at most 1; 0 is quartimin, negative values make factors
        less correlated.

    Returns
    -------
    FactorAnalysisResult

    Raises
    ------
    ScoresError
        As `correlate_items`.
    OptionError
        When an option has another value or `n_factors` does not fit the items.

    References
    ----------
    Revelle (2024), psych: Procedures for psychological, psychometric, and
    personality research (R package; defaults).
    Hofmann (1978), Multivariate Behavioral Research 13, 247-250 (complexity).
    """
    require_options({"method": (method, METHODS), "rotation": (rotation, ROTATIONS)})
    given = correlate_items(
        data, n=n, correlation=correlation, missing=missing, items=items
    )
    require_factors(n_factors, len(given.items))
    require_number("gamma", gamma, -1000, 1)
    return analyse(given, n_factors, method, rotation, kaiser=kaiser, gamma=gamma)


def require_factors(n_factors: int, n_items: int) -> None:
    """Check the number of factors.

    Raises
    ------
    OptionError
        When it is not from 1 to one less than items.
    """
    require_number("n_factors", n_factors, 1, n_items - 1, whole=True)


def analyse(
    given: ItemCorrelations,
    n_factors: int,
    method: Method,
    rotation: Rotation,
    *,
    kaiser: bool | None = None,
    gamma: float = 0.0,
) -> FactorAnalysisResult:
    """Extract, rotate and judge; everything is checked already."""
    found = extract(given.values, n_factors, method)
    rotated = rotate(found.loadings, rotation, kaiser=kaiser, gamma=gamma)
    model = found.loadings @ found.loadings.T
    communalities = np.diag(model)
    reduced = given.values.copy()
    np.fill_diagonal(reduced, communalities)
    squares = rotated.loadings**2
    pattern, between = rotated.loadings, rotated.correlation
    with np.errstate(invalid="ignore"):
        complexity = squares.sum(axis=1) ** 2 / (squares**2).sum(axis=1)
    return FactorAnalysisResult(
        items=given.items,
        factors=tuple(f"F{number + 1}" for number in range(n_factors)),
        loadings=pattern,
        structure=pattern @ between,
        factor_correlation=between,
        communalities=communalities,
        uniquenesses=1 - communalities,
        complexity=complexity,
        eigenvalues=given.eigenvalues,
        factor_eigenvalues=np.linalg.eigvalsh(reduced)[::-1],
        variance=np.diag(between @ pattern.T @ pattern),
        fit=factor_fit(given, model, n_factors),
        heywood=_heywood(found, given.items),
        method=method,
        rotation=rotation,
        correlation=given.kind,
        status=found.status,
        rivalled=found.rivalled,
        rotation_converged=rotated.converged,
        n=given.n,
        smooth=given.positive_definite,
    )


def _heywood(found: Extraction, items: Sequence[str]) -> tuple[str, ...]:
    above = found.bounded | ((found.loadings**2).sum(axis=1) >= 1)
    return tuple(item for item, high in zip(items, above, strict=True) if high)
