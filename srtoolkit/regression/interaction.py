"""What the product of two predictors means, in the columns' own units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.design import INTERCEPT, Spread
from srtoolkit.regression.simple_slopes import johnson_neyman, simple_slope

#: Levels of a moderator with more than two values, in its standard deviations.
_LEVELS = {"low": -1.0, "mean": 0.0, "high": 1.0}


@dataclass(frozen=True, slots=True)
class TwoWayInteraction:
    """A product of two in a fit, read as a predictor and its moderator.

    Attributes
    ----------
    fit : LinearFit or LikelihoodFit
        With both columns and their product.
    predictor, moderator : str
    ci_level : float
        Coverage of the intervals, in (0, 1).
    """

    fit: CoefficientFit
    predictor: str
    moderator: str
    ci_level: float

    def slope_rows(self) -> list[dict[str, Any]]:
        """Simple slopes at -1, 0 and +1 SD, or at both of two values."""
        return [
            self._slope_row(level, value)
            for level, value in self._moderator_values().items()
        ]

    def region(self) -> dict[str, Any]:
        """Johnson-Neyman bounds and the range of the moderator."""
        estimates, covariance = self._pair()
        region = johnson_neyman(
            estimates, covariance, df=self.fit.df2, ci_level=self.ci_level
        )
        spread = self.fit.spreads[self.moderator]
        return asdict(region) | {
            "moderator": self.moderator,
            "bounds": [bound + self._centre for bound in region.bounds],
            "moderator_low": spread.low,
            "moderator_high": spread.high,
        }

    @property
    def _centre(self) -> float:
        return self.fit.centres.get(self.moderator, 0.0)

    def _pair(self) -> tuple[np.ndarray, np.ndarray]:
        product = f"{self.predictor}:{self.moderator}"
        places = [self.fit.position(self.predictor), self.fit.position(product)]
        return self.fit.estimates[places], self.fit.covariance[np.ix_(places, places)]

    def _moderator_values(self) -> dict[str, float]:
        spread = self.fit.spreads[self.moderator]
        if spread.n_values == 2:
            return {"lower_value": spread.low, "upper_value": spread.high}
        return {level: spread.mean + sds * spread.sd for level, sds in _LEVELS.items()}

    def _slope_row(self, level: str, value: float) -> dict[str, Any]:
        estimates, covariance = self._pair()
        slope = simple_slope(
            value - self._centre,
            estimates,
            covariance,
            df=self.fit.df2,
            ci_level=self.ci_level,
        )
        names = {"predictor": self.predictor, "moderator": self.moderator}
        row = names | {"level": level} | asdict(slope) | {"value": value}
        return row | self._line(value)

    def _line(self, moderator_value: float) -> dict[str, float]:
        """Two points of the line, other columns at their means.

        Text covariates stand at their first category.
        """
        low, high = _ends(self.fit.spreads[self.predictor])
        at = {self.moderator: moderator_value}
        return {
            "predictor_low": low,
            "predictor_high": high,
            "outcome_low": _predicted(self.fit, {**at, self.predictor: low}),
            "outcome_high": _predicted(self.fit, {**at, self.predictor: high}),
        }


def _ends(spread: Spread) -> tuple[float, float]:
    if spread.n_values == 2:
        return spread.low, spread.high
    return spread.mean - spread.sd, spread.mean + spread.sd


def _predicted(fit: CoefficientFit, at: Mapping[str, float]) -> float:
    def value(name: str) -> float:
        if name not in fit.spreads:  # a dummy
            return 0.0
        return at.get(name, fit.spreads[name].mean) - fit.centres.get(name, 0.0)

    columns = [
        1.0
        if term == INTERCEPT
        else float(np.prod([value(f) for f in term.split(":")]))
        for term in fit.terms
    ]
    return float(np.array(columns) @ fit.estimates)
