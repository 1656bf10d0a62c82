"""Linear regression by roles, with errors that allow unequal variances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression.coefficients import (
    NamedTerms,
    coefficient_table,
    term_scales,
)
from srtoolkit.regression.design import Design, Spread, build_design
from srtoolkit.regression.robust import (
    ERROR_KINDS,
    ErrorKind,
    coefficient_covariance,
)
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.standard_columns import standard_columns
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

#: What rounding leaves of an unexplained share.
_EXACT = 1e-12
_GLANCE = (
    "r2",
    "adj_r2",
    "f",
    "df1",
    "df2",
    "p",
    "n",
    "n_excluded",
    "sigma",
    "loglik",
    "aic",
    "bic",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearFit(NamedTerms):
    """A linear regression.

    Attributes
    ----------
    outcome : str
    terms : tuple of str
        ``(Intercept)``, columns, ``A:B``, ``sex[female]``.
    interactions : tuple of tuple of str
    estimates : ndarray, shape (n_terms,)
        In points of the outcome a unit of the predictor.
    covariance : ndarray, shape (n_terms, n_terms)
        Sampling covariance, by `errors`.
    standardised : ndarray, shape (n_terms,)
        Coefficients in standard deviations; see `fit_linear`.
    errors : str
        ``classic`` or ``HC0`` to ``HC4``.
    ci_level : float
        Coverage of the intervals of `tidy`.
    n, n_excluded : int
        Complete rows, and rows left out for a missing value.
    r2, adj_r2, sigma : float
        Explained share, the same adjusted, residual standard deviation.
    f, df1, df2, p : float
        Wald test, by `errors`, that all slopes are zero.
    loglik, aic, bic : float
    centres : mapping of str to float
        What was subtracted from a column before multiplying.
    spreads : mapping of str to Spread
        Of every numeric column, in its own unit.
    design : Design
        The matrix and the outcome it was fitted to.
    """

    outcome: str
    terms: tuple[str, ...]
    interactions: tuple[tuple[str, ...], ...]
    estimates: np.ndarray
    covariance: np.ndarray
    standardised: np.ndarray
    errors: ErrorKind
    ci_level: float
    n: int
    n_excluded: int
    r2: float
    adj_r2: float
    sigma: float
    f: float
    df1: int
    df2: int
    p: float
    loglik: float
    aic: float
    bic: float
    centres: Mapping[str, float]
    spreads: Mapping[str, Spread]
    design: Design = field(repr=False, compare=False)
    family: str = "linear"
    status: FitStatus = CONVERGED

    @property
    def estimator(self) -> str:
        """How it was fitted, as a method code."""
        return "ols" if self.errors == "classic" else f"ols_{self.errors.lower()}"

    @property
    def syntax(self) -> str:
        """The regression as one reads it: ``RSAT ~ STA + CON + STA:CON``."""
        return f"{self.outcome} ~ {' + '.join(self.terms[1:])}"

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient; p is two-sided."""
        return coefficient_table(self, df=self.df2)

    def glance(self) -> pd.DataFrame:
        """One row: explained variance, F test, sizes, likelihood."""
        import pandas as pd

        row = {name: getattr(self, name) for name in _GLANCE}
        return pd.DataFrame([row | {"se_type": self.errors}])


def fit_linear(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "HC3",
    ci_level: float = 0.95,
) -> LinearFit:
    """Fit a linear regression by least squares.

    Columns are taken by name and multiplied as numbers; no formula is ever
    evaluated. Rows with a missing value in any column used are left out.

    Parameters
    ----------
    data : DataFrame
        One row a respondent.
    outcome : str
        Numeric column.
    predictors : sequence of str
        Numeric columns, code 0/1 for two categories.
    interactions : sequence of sequences of str
        Predictors to multiply; lower-order products must be listed too.
    covariates : sequence of str
        Numeric columns, or text columns, which become one dummy a category
        but the first in alphabetical order.
    categories : sequence of str
        Predictors or covariates whose numbers are names of categories; they
        become dummies too.
    centre : bool
        Subtract the mean from predictors that are multiplied, so that their
        own coefficients are slopes at the other's mean.
    errors : {"HC3", "HC0", "HC1", "HC2", "HC4", "classic"}
        Whether standard errors allow unequal residual variances, and how.
    ci_level : float
        Coverage of the intervals, in (0, 1).

    Returns
    -------
    LinearFit
        ``std`` is the coefficient times SD(predictor) / SD(outcome); for a
        product, times the SDs of its factors, so that it belongs to
        standardised predictors multiplied, not to a standardised product.
        Dummies and the intercept have none.

    Raises
    ------
    ModelError
        With every mistake: a column missing, duplicated, constant or text, a
        role given twice, an interaction without its parts, collinear columns,
        fewer rows than coefficients.
    OptionError
        For another kind of errors.

    References
    ----------
    Long & Ervin (2000), The American Statistician 54, 217-224 (HC3).
    Friedrich (1982), American Journal of Political Science 26, 797-833
    (standardised products).
    """
    import statsmodels.api as sm

    if errors not in ERROR_KINDS:
        raise OptionError(
            f'there are no standard errors "{errors}"',
            code="unknown_errors",
            allowed=", ".join(ERROR_KINDS),
        )
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    design = build_design(data, roles, centre=centre)
    columns = standard_columns(design.matrix)
    fit = sm.OLS(design.outcome, columns.matrix).fit()
    estimates = columns.back @ np.asarray(fit.params)
    covariance = columns.covariance(
        coefficient_covariance(columns.matrix, np.asarray(fit.resid), errors)
    )
    f, df1, df2, p = _wald_test(estimates, covariance, len(design.outcome))
    return LinearFit(
        outcome=outcome,
        terms=design.terms,
        interactions=roles.interactions,
        estimates=estimates,
        covariance=covariance,
        standardised=estimates * term_scales(design) / design.spreads[outcome].sd,
        errors=errors,
        ci_level=ci_level,
        n=len(design.outcome),
        n_excluded=design.n_excluded,
        r2=float(fit.rsquared),
        adj_r2=float(fit.rsquared_adj),
        sigma=float(np.sqrt(fit.scale)),
        f=f,
        df1=df1,
        df2=df2,
        p=p,
        loglik=float(fit.llf),
        # one parameter more than statsmodels counts: the residual variance
        aic=float(fit.aic) + 2,
        bic=float(fit.bic) + float(np.log(len(design.outcome))),
        centres=design.centres,
        spreads=design.spreads,
        design=design,
    )


def require_unexplained(fit: LinearFit, outcome: str) -> None:
    """Check that predictors leave something of the outcome unexplained.

    Raises
    ------
    ModelError
        When they determine it, so that there is no error to test against.
    """
    if fit.r2 > 1 - _EXACT:
        raise ModelError(
            f'the predictors determine the outcome "{outcome}" exactly',
            code="outcome_determined",
            advice="Look whether the outcome was computed from them, and leave "
            "those out.",
            variable=outcome,
        )


def _wald_test(
    estimates: np.ndarray, covariance: np.ndarray, n: int
) -> tuple[float, int, int, float]:
    from scipy.stats import f as f_distribution

    slopes, df1, df2 = estimates[1:], len(estimates) - 1, n - len(estimates)
    f = float(slopes @ np.linalg.solve(covariance[1:, 1:], slopes)) / df1
    return f, df1, df2, float(f_distribution.sf(f, df1, df2))
