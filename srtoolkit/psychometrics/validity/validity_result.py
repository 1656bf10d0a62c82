"""What is known of the validity of a measurement model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason, Warrant
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.reliability.factor_reliability import FactorReliability
from srtoolkit.psychometrics.validity.distinguishability import FactorPair
from srtoolkit.psychometrics.validity.heterotrait import HtmtResult
from srtoolkit.psychometrics.validity.measurement import FactorLoading

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FactorScore:
    """Scores of one factor: each respondent's mean over its items.

    Attributes
    ----------
    factor : str
    mean, sd : float
        In points; the deviation with n - 1.
    """

    factor: str
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class ValidityResult:
    """Convergent and discriminant validity.

    Attributes
    ----------
    loadings : tuple of FactorLoading
    convergent : tuple of FactorReliability
        Of each factor of two items or more.
    pairs : tuple of FactorPair
        Of factors that are free to correlate, with the rule's decision.
    heterotrait : HtmtResult or None
        None with fewer than two factors of two items, or too few answers.
    n : int
        Respondents with all items of the model, on whom ``htmt`` rests.
    n_factors : int
    status : str
        Of the measurement model; unless it is admissible, only ``htmt``,
        which needs no model, is given.
    threshold : float
        Correlation at which two factors are one.
    ci_level : float
    scores : tuple of FactorScore
        Of the respondents with all items; empty with fewer than two.
    notes : tuple of Reason
        ``model_not_admissible``, ``too_few_complete``, ``not_distinguishable``,
        ``correlation_of_one_is_a_boundary`` and ``htmt_interval_unreliable``,
        with their values.
    """

    loadings: tuple[FactorLoading, ...]
    convergent: tuple[FactorReliability, ...]
    pairs: tuple[FactorPair, ...]
    heterotrait: HtmtResult | None
    n: int
    n_factors: int
    status: str
    threshold: float
    ci_level: float
    scores: tuple[FactorScore, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def warrants(self) -> tuple[Warrant, ...]:
        """For every pair: may either factor have an effect beside the other?"""
        return tuple(pair.warrant(self.threshold) for pair in self.pairs)

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """All rows of `tidy`."""
        rows = [*_convergent_rows(self.convergent, self._shown)]
        rows += _correlation_rows(self._shown, self.ci_level)
        if self.heterotrait is not None:
            rows += self.heterotrait.coefficients()
        return tuple(rows)

    def tidy(self) -> pd.DataFrame:
        """One row per factor, or pair of factors, and coefficient.

        For each factor ``cr``, ``ave`` and ``sqrt_ave`` (from completely
        standardised loadings), ``omega_observed`` and ``ave_observed`` (from
        unstandardised ones, as R semTools) and ``msv``, the largest squared
        correlation with another factor; for each pair ``correlation``, ``htmt``
        and ``htmt2``, the second factor in ``item``.
        """
        return coefficient_table(self.coefficients)

    def glance(self) -> pd.DataFrame:
        """One row: sizes, ``status``, ``threshold``, ``n_not_distinguishable``."""
        import pandas as pd

        row = {
            "n": self.n,
            "n_factors": self.n_factors,
            "status": self.status,
            "threshold": self.threshold,
            "n_not_distinguishable": sum(not p.distinguishable for p in self.pairs),
            "n_draws": 0 if self.heterotrait is None else self.heterotrait.n_draws,
        }
        return pd.DataFrame([row])

    def fornell_larcker(self) -> pd.DataFrame:
        """Return factor correlations with the root of AVE on the diagonal."""
        import pandas as pd

        names = [factor.factor for factor in self.convergent]
        table = pd.DataFrame(np.nan, index=names, columns=names)
        for factor in self.convergent:
            table.loc[factor.factor, factor.factor] = np.sqrt(factor.ave)
        for pair in self._shown:
            if pair.first in names and pair.second in names:
                table.loc[pair.first, pair.second] = pair.correlation
                table.loc[pair.second, pair.first] = pair.correlation
        return table

    @property
    def details(self) -> Mapping[str, Any]:
        """``loadings, convergent, pairs, htmt, scores`` rows and the matrix."""
        square = self.fornell_larcker()
        ratios = () if self.heterotrait is None else self.heterotrait.pairs
        return {
            "loadings": [asdict(row) for row in self.loadings],
            "convergent": [asdict(row) for row in self.convergent],
            "pairs": [asdict(pair) for pair in self.pairs],
            "htmt": [asdict(pair) for pair in ratios],
            "scores": [asdict(score) for score in self.scores],
            "fornell_larcker": {
                "names": list(square.columns),
                "values": [list(map(_plain, row)) for row in square.to_numpy()],
            },
            "threshold": self.threshold,
            "ci_level": self.ci_level,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)

    @property
    def _shown(self) -> tuple[FactorPair, ...]:
        return self.pairs if self.loadings else ()


def _convergent_rows(
    convergent: Iterable[FactorReliability], pairs: Sequence[FactorPair]
) -> Iterable[Coefficient]:
    for found in convergent:
        own = [p for p in pairs if found.factor in (p.first, p.second)]
        values = {
            "cr": found.cr,
            "ave": found.ave,
            "sqrt_ave": float(np.sqrt(found.ave)),
            "msv": max((p.correlation**2 for p in own), default=None),
            "omega_observed": found.omega_observed,
            "ave_observed": found.ave_observed,
        }
        for name, value in values.items():
            if value is not None:
                yield Coefficient(name, value, scale=found.factor)


def _correlation_rows(
    pairs: Iterable[FactorPair], ci_level: float
) -> Iterable[Coefficient]:
    for pair in pairs:
        values = (pair.correlation, pair.ci_low, pair.ci_high, ci_level)
        yield Coefficient("correlation", *values, scale=pair.first, item=pair.second)


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
