"""What a linear mixed model found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.regression.coefficients import (
    NamedTerms,
    coefficient_table,
)
from srtoolkit.regression.design import INTERCEPT, Design, Spread
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedFit(NamedTerms):
    """A linear mixed model with one grouping, the respondent.

    Attributes
    ----------
    outcome, subject : str
    terms : tuple of str
    interactions : tuple of tuple of str
    estimates, covariance, standardised, ci_level
        As in `LinearFit`; tests of single terms are normal, which is a little
        liberal with few subjects.
    random_terms : tuple of str
        ``(Intercept)`` and the random slopes.
    random_covariance : ndarray, shape (q, q)
        Of the random effects.
    residual_variance : float
    reml : bool
    n, n_subjects, n_excluded : int
    deviance : float
        Minus twice the log-likelihood, or the restricted one with `reml`.
    deviance_intercept_only : float
        Of the model whose only random effect is the intercept.
    loglik_ml, loglik_null : float
        By maximum likelihood, of the model and without its predictors (the
        random effects stay).
    icc : float
        Intraclass correlation: the share of the outcome's variance that lies
        between respondents, before any predictor.
    centres, spreads, design
        As in `LinearFit`.
    status : FitStatus
    """

    outcome: str
    subject: str
    terms: tuple[str, ...]
    interactions: tuple[tuple[str, ...], ...]
    estimates: np.ndarray
    covariance: np.ndarray
    standardised: np.ndarray
    ci_level: float
    random_terms: tuple[str, ...]
    random_covariance: np.ndarray
    residual_variance: float
    reml: bool
    n: int
    n_subjects: int
    n_excluded: int
    deviance: float
    deviance_intercept_only: float
    loglik_ml: float
    loglik_null: float
    icc: float
    centres: Mapping[str, float]
    spreads: Mapping[str, Spread]
    design: Design = field(repr=False, compare=False)
    family: str = "mixed"
    status: FitStatus = CONVERGED

    @property
    def df2(self) -> float:
        """Infinite: normal tests."""
        return float("inf")

    @property
    def estimator(self) -> str:
        """How it was fitted, as a method code."""
        return "mixed_reml" if self.reml else "mixed_ml"

    @property
    def syntax(self) -> str:
        """The model as one reads it, random effects in brackets."""
        slopes = [term for term in self.terms if term != INTERCEPT]
        random = " + ".join("1" if t == INTERCEPT else t for t in self.random_terms)
        return f"{self.outcome} ~ {' + '.join(slopes)} + ({random} | {self.subject})"

    @property
    def loglik(self) -> float:
        """Log-likelihood, restricted with `reml`."""
        return -self.deviance / 2

    @property
    def n_parameters(self) -> int:
        """Coefficients, variances and covariances."""
        q = len(self.random_terms)
        return len(self.terms) + q * (q + 1) // 2 + 1

    @property
    def notes(self) -> tuple[Reason, ...]:
        """A warning where random effects are at a border."""
        if self.status.code != "singular_random_effects":
            return ()
        return (Reason("singular_random_effects", {"terms": list(self.random_terms)}),)

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient; p is two-sided and normal."""
        return coefficient_table(self, df=self.df2).assign(df=np.nan)

    def random_effects(self) -> pd.DataFrame:
        """One row a variance or covariance: ``first, second, vcov, sd_or_r``."""
        import pandas as pd

        sds = np.sqrt(np.diag(self.random_covariance))
        rows = []
        for i, first in enumerate(self.random_terms):
            for j in range(i, len(self.random_terms)):
                vcov = float(self.random_covariance[i, j])
                with np.errstate(divide="ignore", invalid="ignore"):
                    shown = sds[i] if i == j else vcov / (sds[i] * sds[j])
                second = "" if i == j else self.random_terms[j]
                rows.append((self.subject, first, second, vcov, float(shown)))
        sigma = float(np.sqrt(self.residual_variance))
        rows.append(("residual", "", "", self.residual_variance, sigma))
        columns = ["group", "first", "second", "vcov", "sd_or_r"]
        return pd.DataFrame(rows, columns=columns)

    def glance(self) -> pd.DataFrame:
        """One row: sizes, likelihood, ICC, tests of predictors and random slopes.

        ``chisq, df, p``: all slopes are zero, by maximum likelihood.
        ``slopes_chisq, slopes_df, slopes_p`` compare with a random intercept
        alone by the likelihood ratio; the variance lies at a border under the
        null, so p is somewhat too large.
        """
        import pandas as pd
        from scipy.stats import chi2

        q = len(self.random_terms)
        df = q * (q + 1) // 2 - 1
        chisq = max(0.0, self.deviance_intercept_only - self.deviance)
        slopes = len(self.terms) - 1
        gain = 2 * (self.loglik_ml - self.loglik_null)
        row = {
            "n": self.n,
            "n_subjects": self.n_subjects,
            "n_excluded": self.n_excluded,
            "loglik": self.loglik,
            "deviance": self.deviance,
            "aic": self.deviance + 2 * self.n_parameters,
            "bic": self.deviance + float(np.log(self.n)) * self.n_parameters,
            "sigma": float(np.sqrt(self.residual_variance)),
            "icc": self.icc,
            "loglik_ml": self.loglik_ml,
            "loglik_null": self.loglik_null,
            "chisq": gain,
            "df": slopes,
            "p": float(chi2.sf(gain, slopes)),
            "slopes_chisq": chisq if df else np.nan,
            "slopes_df": df,
            "slopes_p": float(chi2.sf(chisq, df)) if df else np.nan,
            "estimator": self.estimator,
        }
        return pd.DataFrame([row])

    @property
    def details(self) -> dict[str, Any]:
        """Variances of the random effects."""
        return {"random_effects": self.random_effects().to_dict("records")}

    def to_dict(self) -> dict[str, Any]:
        """Everything in its tables as plain values."""
        return {**NamedTerms.to_dict(self), **self.details}
