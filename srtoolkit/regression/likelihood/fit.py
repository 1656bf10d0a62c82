"""One fit for every family that is estimated by maximum likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.regression.coefficients import (
    NamedTerms,
    coefficient_table,
)
from srtoolkit.regression.design import INTERCEPT, Design, Spread
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression.likelihood.brant import BrantTest

#: What exp(coefficient) is called, by family.
RATIOS = {
    "logistic": "odds_ratio",
    "ordinal": "odds_ratio",
    "multinomial": "odds_ratio",
    "poisson": "rate_ratio",
    "negative_binomial": "rate_ratio",
    "gamma": "mean_ratio",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodFit(NamedTerms):
    """A regression fitted by maximum likelihood; inference is normal.

    Attributes
    ----------
    outcome, family : str
    terms : tuple of str
        As in `LinearFit`; ordinal outcomes add thresholds, ``1|2``.
    interactions : tuple of tuple of str
    estimates : ndarray, shape (n_terms,)
        On the scale of the linear predictor: log odds, log rates, points.
    covariance : ndarray, shape (n_terms, n_terms)
    standardised : ndarray, shape (n_terms,)
        Coefficients in standard deviations of the predictor and of the latent
        outcome; NaN where the family has none.
    errors : str
        ``classic`` (from the information) or ``HC0`` to ``HC4``.
    ci_level : float
    n, n_excluded : int
    loglik, loglik_null : float
        Of the model, and of one with an intercept only.
    n_parameters : int
    ancillary : mapping of str to float
        What else was estimated: ``theta``, ``alpha``, ``sigma``, their errors.
    indices : mapping of str to float
        Further columns of `glance`.
    fitted : ndarray, shape (n,)
        Expected outcome of each complete row; for ordinal outcomes the linear
        predictor.
    centres, spreads, design
        As in `LinearFit`.
    status : FitStatus
    proportional_odds : BrantTest or None
        Of an ordinal fit: whether its coefficients hold at every split of the
        outcome. None where that could not be tested, and in other families.
    """

    outcome: str
    family: str
    terms: tuple[str, ...]
    interactions: tuple[tuple[str, ...], ...]
    estimates: np.ndarray
    covariance: np.ndarray
    standardised: np.ndarray
    errors: ErrorKind
    ci_level: float
    n: int
    n_excluded: int
    loglik: float
    loglik_null: float
    n_parameters: int
    fitted: np.ndarray = field(repr=False, compare=False)
    centres: Mapping[str, float]
    spreads: Mapping[str, Spread]
    design: Design = field(repr=False, compare=False)
    ancillary: Mapping[str, float] = field(default_factory=dict)
    indices: Mapping[str, float] = field(default_factory=dict)
    status: FitStatus = CONVERGED
    proportional_odds: BrantTest | None = None

    @property
    def df2(self) -> float:
        """Infinite: maximum likelihood is judged by the normal distribution."""
        return float("inf")

    @property
    def estimator(self) -> str:
        """How it was fitted, as a method code."""
        return f"{self.family}_ml"

    @property
    def syntax(self) -> str:
        """The regression as one reads it."""
        slopes = [t for t in self.terms if t != INTERCEPT and "|" not in t]
        return f"{self.outcome} ~ {' + '.join(slopes)}"

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * self.n_parameters - 2 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's information criterion."""
        return float(np.log(self.n)) * self.n_parameters - 2 * self.loglik

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient; p is two-sided, the ratio is its exponential.

        Of ordinal fits ``brant_chisq, brant_p`` test whether the coefficient
        is the same at every split of the outcome.
        """
        table = coefficient_table(self, df=self.df2)
        table["df"] = np.nan
        ratio = RATIOS.get(self.family)
        if ratio is not None:
            slopes = ~table["term"].str.contains("|", regex=False)
            for column, source in (
                ("", "est"),
                ("_low", "ci_low"),
                ("_high", "ci_high"),
            ):
                table[ratio + column] = np.exp(table[source]).where(slopes)
        brant = self.proportional_odds
        if brant is not None:
            for column, values in (("chisq", brant.chisq), ("p", brant.p)):
                by_term = dict(zip(brant.terms, values, strict=True))
                table[f"brant_{column}"] = table["term"].map(by_term)
        return table

    def glance(self) -> pd.DataFrame:
        """One row: likelihoods, their test, sizes, the family's own indices."""
        import pandas as pd
        from scipy.stats import chi2

        chisq = 2 * (self.loglik - self.loglik_null)
        df = sum(1 for t in self.terms if t != INTERCEPT and "|" not in t)
        row = {
            "family": self.family,
            "n": self.n,
            "n_excluded": self.n_excluded,
            "loglik": self.loglik,
            "loglik_null": self.loglik_null,
            "chisq": chisq,
            "df": df,
            "p": float(chi2.sf(chisq, df)),
            "aic": self.aic,
            "bic": self.bic,
        }
        more = dict(self.ancillary) | dict(self.indices)
        brant = self.proportional_odds
        if brant is not None:
            more |= {"brant_chisq": brant.all_chisq, "brant_p": brant.all_p}
            more |= {"brant_df": brant.all_df}
        return pd.DataFrame([row | more | {"se_type": self.errors}])


def pseudo_r2(loglik: float, loglik_null: float, n: int) -> dict[str, float]:
    """Return what share of the empty model's misfit the predictors remove.

    McFadden (1974) in Frontiers in Econometrics; Cox & Snell (1989), The
    Analysis of Binary Data; Nagelkerke (1991), Biometrika 78, 691-692.
    """
    cox_snell = 1 - np.exp(2 * (loglik_null - loglik) / n)
    return {
        "mcfadden": 1 - loglik / loglik_null,
        "cox_snell": float(cox_snell),
        "nagelkerke": float(cox_snell / (1 - np.exp(2 * loglik_null / n))),
    }
