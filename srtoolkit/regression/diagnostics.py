"""What a linear regression rests on: collinearity, influence, equal variances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.regression.linear import LinearFit, fit_linear
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: A variance inflation above this is marked; a guide, no test.
_HIGH_VIF = 10.0
#: Row marks: Cook's distance above 4 / n and leverage above twice its mean.
_COOK, _LEVERAGE = 4.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearDiagnostics:
    """Diagnostics of one linear regression.

    Attributes
    ----------
    outcome : str
    terms : tuple of str
        Without the intercept.
    vif, partial_r, semipartial_r, f2 : ndarray, shape (n_terms,)
        Variance inflation; correlation with the outcome, both or only the
        predictor freed of the others; Cohen's f² of adding the term last.
    rows : ndarray of int, shape (n,)
        Which rows of the data were used, from 0.
    leverage, standardised_residuals, studentised_residuals, cooks : ndarray
        One value a row used; studentised residuals leave the row out.
    press, r2_predicted : float
        Sum of squared leave-one-out errors, and the share they leave.
    breusch_pagan, breusch_pagan_df, breusch_pagan_p : float
        Koenker's studentised form.
    shapiro_w, shapiro_p : float
        Shapiro-Wilk of the residuals; NaN above 5,000 rows.
    durbin_watson : float
    condition_number : float
        Of the columns scaled to unit length.
    notes : tuple of Reason
    """

    outcome: str
    terms: tuple[str, ...]
    vif: np.ndarray
    partial_r: np.ndarray
    semipartial_r: np.ndarray
    f2: np.ndarray
    rows: np.ndarray
    leverage: np.ndarray
    standardised_residuals: np.ndarray
    studentised_residuals: np.ndarray
    cooks: np.ndarray
    press: float
    r2_predicted: float
    breusch_pagan: float
    breusch_pagan_df: int
    breusch_pagan_p: float
    shapiro_w: float
    shapiro_p: float
    durbin_watson: float
    condition_number: float
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row a term: ``vif, partial_r, semipartial_r, f2``."""
        import pandas as pd

        return pd.DataFrame(
            {
                "outcome": self.outcome,
                "term": self.terms,
                "vif": self.vif,
                "partial_r": self.partial_r,
                "semipartial_r": self.semipartial_r,
                "f2": self.f2,
            }
        )

    def cases(self) -> pd.DataFrame:
        """One row a respondent used."""
        import pandas as pd

        return pd.DataFrame(
            {
                "row": self.rows,
                "leverage": self.leverage,
                "standardised_residual": self.standardised_residuals,
                "studentised_residual": self.studentised_residuals,
                "cooks": self.cooks,
            }
        )

    def glance(self) -> pd.DataFrame:
        """One row for the whole regression."""
        import pandas as pd

        n, n_terms = len(self.rows), len(self.terms) + 1
        row = {
            "n": n,
            "press": self.press,
            "r2_predicted": self.r2_predicted,
            "breusch_pagan": self.breusch_pagan,
            "breusch_pagan_df": self.breusch_pagan_df,
            "breusch_pagan_p": self.breusch_pagan_p,
            "shapiro_w": self.shapiro_w,
            "shapiro_p": self.shapiro_p,
            "durbin_watson": self.durbin_watson,
            "condition_number": self.condition_number,
            "max_vif": float(self.vif.max()),
            "max_cooks": float(self.cooks.max()),
            "n_high_cooks": int((self.cooks > _COOK / n).sum()),
            "n_high_leverage": int((self.leverage > _LEVERAGE * n_terms / n).sum()),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in its three tables as plain values."""
        return {
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records")[0],
            "cases": self.cases().to_dict("records"),
        }

    @property
    def details(self) -> dict[str, Any]:
        """Rows for a picture of residuals and influence."""
        return {"cases": self.cases().to_dict("records")}


def linear_diagnostics(fit: LinearFit) -> LinearDiagnostics:
    """Judge what a linear regression rests on.

    Parameters
    ----------
    fit : LinearFit

    Returns
    -------
    LinearDiagnostics
        With the note ``high_vif`` where a variance inflation exceeds 10, and
        ``unequal_variances`` where Breusch-Pagan's p is below .05 and the
        errors are classic.

    References
    ----------
    Cook & Weisberg (1982), Residuals and Influence in Regression.
    Breusch & Pagan (1979), Econometrica 47, 1287-1294; Koenker (1981),
    Journal of Econometrics 17, 107-112 (studentised).
    Cohen (1988), Statistical Power Analysis, ch. 9 (f²).
    """
    from scipy.stats import chi2

    matrix, outcome = fit.design.matrix, fit.design.outcome
    n, n_terms = matrix.shape
    orthogonal, _ = np.linalg.qr(matrix)
    leverage = (orthogonal**2).sum(axis=1)
    residuals = outcome - matrix @ fit.estimates
    standardised = residuals / (fit.sigma * np.sqrt(1 - leverage))
    df = n - n_terms
    studentised = standardised * np.sqrt((df - 1) / (df - standardised**2))
    press = float(((residuals / (1 - leverage)) ** 2).sum())
    bp = n * _explained(orthogonal, residuals**2)
    w, p = _shapiro(residuals)
    bp_p = float(chi2.sf(bp, n_terms - 1))
    return LinearDiagnostics(
        outcome=fit.outcome,
        terms=fit.terms[1:],
        **_of_terms(fit, residuals),
        rows=np.flatnonzero(fit.design.rows),
        leverage=leverage,
        standardised_residuals=standardised,
        studentised_residuals=studentised,
        cooks=standardised**2 * leverage / ((1 - leverage) * n_terms),
        press=press,
        r2_predicted=1 - press / float(((outcome - outcome.mean()) ** 2).sum()),
        breusch_pagan=bp,
        breusch_pagan_df=n_terms - 1,
        breusch_pagan_p=bp_p,
        shapiro_w=w,
        shapiro_p=p,
        durbin_watson=float((np.diff(residuals) ** 2).sum() / (residuals**2).sum()),
        condition_number=float(np.linalg.cond(matrix / np.linalg.norm(matrix, axis=0))),
        notes=_notes(fit, bp_p),
    )


@plan_step("step")
def diagnostics(
    responses: Responses,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    adjusted_for: Sequence[str] = (),
    errors: ErrorKind = "HC3",
) -> LinearDiagnostics:
    """Judge what a linear regression of scores rests on.

    Parameters
    ----------
    outcome, predictors, interactions, errors
        As `fit_linear`; ``adjusted_for`` are its covariates.

    See `linear_diagnostics`.
    """
    from srtoolkit.regression.columns import columns_of

    return linear_diagnostics(
        fit_linear(
            columns_of(responses, [outcome, *predictors], adjusted_for),
            outcome=outcome,
            predictors=predictors,
            interactions=interactions,
            covariates=adjusted_for,
            errors=errors,
        )
    )


def variance_inflation(matrix: np.ndarray) -> np.ndarray:
    """Return each column's variance inflation.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
        Without the intercept.
    """
    if matrix.shape[1] == 1:
        return np.ones(1)
    return np.asarray(np.diag(np.linalg.inv(np.corrcoef(matrix, rowvar=False))))


def _of_terms(fit: LinearFit, residuals: np.ndarray) -> dict[str, np.ndarray]:
    matrix = fit.design.matrix
    inverse = np.linalg.inv(matrix.T @ matrix)
    df = len(matrix) - matrix.shape[1]
    t = fit.estimates / np.sqrt(residuals @ residuals / df * np.diag(inverse))
    t = t[1:]
    return {
        "vif": variance_inflation(matrix[:, 1:]),
        "partial_r": t / np.sqrt(t**2 + df),
        "semipartial_r": np.sign(t) * np.sqrt(t**2 * (1 - fit.r2) / df),
        "f2": t**2 / df,
    }


def _explained(orthogonal: np.ndarray, values: np.ndarray) -> float:
    total = float(((values - values.mean()) ** 2).sum())
    missed = values - orthogonal @ (orthogonal.T @ values)
    return 1 - float(missed @ missed) / total


def _shapiro(residuals: np.ndarray) -> tuple[float, float]:
    from scipy.stats import shapiro

    if not 3 <= len(residuals) <= 5000:
        return float("nan"), float("nan")
    found = shapiro(residuals)
    return float(found.statistic), float(found.pvalue)


def _notes(fit: LinearFit, breusch_pagan_p: float) -> tuple[Reason, ...]:
    notes = []
    inflation = variance_inflation(fit.design.matrix[:, 1:])
    high = [
        term
        for term, value in zip(fit.terms[1:], inflation, strict=True)
        if value > _HIGH_VIF
    ]
    if high:
        notes.append(Reason("high_vif", {"terms": high, "max": float(inflation.max())}))
    if fit.errors == "classic" and breusch_pagan_p < 0.05:
        notes.append(Reason("classic_errors_doubtful", {"p": breusch_pagan_p}))
    return tuple(notes)
