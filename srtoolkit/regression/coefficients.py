"""The table of coefficients that every family of regression shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from srtoolkit.errors import ModelError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression.design import Design, Spread
    from srtoolkit.regression.status import FitStatus


class CoefficientFit(Protocol):
    """What the fits of all families offer, whatever else they hold.

    `estimates` has shape (n_terms,), `covariance` (n_terms, n_terms); `df2`
    is infinite where normal theory is used.
    """

    @property
    def outcome(self) -> str: ...
    @property
    def family(self) -> str: ...
    @property
    def estimator(self) -> str: ...
    @property
    def terms(self) -> tuple[str, ...]: ...
    @property
    def estimates(self) -> np.ndarray: ...
    @property
    def covariance(self) -> np.ndarray: ...
    @property
    def standardised(self) -> np.ndarray: ...
    @property
    def ci_level(self) -> float: ...
    @property
    def n(self) -> int: ...
    @property
    def df2(self) -> float: ...
    @property
    def centres(self) -> Mapping[str, float]: ...
    @property
    def spreads(self) -> Mapping[str, Spread]: ...
    @property
    def design(self) -> Design: ...
    @property
    def status(self) -> FitStatus: ...
    @property
    def syntax(self) -> str: ...
    def has(self, term: str) -> bool: ...
    def position(self, term: str) -> int: ...
    def tidy(self) -> pd.DataFrame: ...
    def glance(self) -> pd.DataFrame: ...
    def to_dict(self) -> dict[str, Any]: ...


class NamedTerms(ABC):
    """How the fits of all families find a term, and become plain values."""

    __slots__ = ()

    outcome: str
    terms: tuple[str, ...]

    def has(self, term: str) -> bool:
        """Tell whether a term is in the model; ``B:A`` finds ``A:B``."""
        return _unordered(term) in map(_unordered, self.terms)

    def position(self, term: str) -> int:
        """Return where a term stands, in any order of its factors.

        Raises
        ------
        ModelError
            When the model has no such term; it names the nearest.
        """
        if not self.has(term):
            raise ModelError(
                f'the regression of {self.outcome} has no term "{term}"',
                code="unknown_term",
                allowed=", ".join(self.terms),
                advice=did_you_mean(term, self.terms),
                term=term,
            )
        return [_unordered(known) for known in self.terms].index(_unordered(term))

    def to_dict(self) -> dict[str, Any]:
        """Everything in its tables as plain values."""
        return {
            "outcome": self.outcome,
            "syntax": self.syntax,
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records")[0],
        }

    @property
    @abstractmethod
    def syntax(self) -> str:
        """The regression as one reads it."""

    @abstractmethod
    def tidy(self) -> pd.DataFrame:
        """One row a coefficient."""

    @abstractmethod
    def glance(self) -> pd.DataFrame:
        """One row."""


def coefficient_table(fit: CoefficientFit, *, df: float) -> pd.DataFrame:
    """Return one row a coefficient; t with `df`, z when it is infinite."""
    import pandas as pd
    from scipy.stats import t

    se = np.sqrt(np.diag(fit.covariance))
    statistic = fit.estimates / se
    reach = t.isf((1 - fit.ci_level) / 2, df) * se
    return pd.DataFrame(
        {
            "outcome": fit.outcome,
            "term": fit.terms,
            "est": fit.estimates,
            "se": se,
            "statistic": statistic,
            "df": df,
            "p": 2 * t.sf(np.abs(statistic), df),
            "ci_low": fit.estimates - reach,
            "ci_high": fit.estimates + reach,
            "std": fit.standardised,
            "ci_level": fit.ci_level,
        }
    )


def term_scales(design: Design) -> np.ndarray:
    """Return each term's SD, of a product the product of its factors' SDs.

    NaN for the intercept and dummies, which have no meaningful one.
    """
    scales = np.full(len(design.terms), np.nan)
    for place, term in enumerate(design.terms):
        factors = term.split(":")
        if all(name in design.spreads for name in factors):
            scales[place] = np.prod([design.spreads[name].sd for name in factors])
    return scales


def _unordered(term: str) -> tuple[str, ...]:
    return tuple(sorted(factor.strip() for factor in term.split(":")))
