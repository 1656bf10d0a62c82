"""A moderator of the paradox, and the regression that reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import group_labels
from srtoolkit.errors import ModelError
from srtoolkit.recovery.guards import BetweenDesign
from srtoolkit.responses import category_order

if TYPE_CHECKING:
    from srtoolkit.regression import LinearFit
    from srtoolkit.responses import Responses

_TREATED, _MODERATOR, _PRODUCT = "is_treated", "moderator_value", "treated_by_moderator"


@dataclass(frozen=True, slots=True, eq=False)
class Moderator:
    """Values of the moderator, and where it is probed.

    Attributes
    ----------
    name : str
    values : ndarray, shape (n_respondents,)
        NaN where unknown; 0 and 1 for two labels.
    low, high : float
        Where the effect of the recovery is read.
    two_levels : bool
    in_control : bool
        Whether it varies among customers without a failure too. The severity
        of a failure cannot.
    """

    name: str
    values: np.ndarray
    low: float
    high: float
    two_levels: bool
    in_control: bool

    @property
    def levels(self) -> dict[str, float]:
        """Level codes and values that a table of simple effects shows."""
        if self.two_levels:
            return {"lower_value": self.low, "upper_value": self.high}
        middle = (self.low + self.high) / 2
        return {"low": self.low, "mean": middle, "high": self.high}


@dataclass(frozen=True, slots=True, eq=False)
class ModeratedEffect:
    """The effect of the recovery as a line over the moderator.

    Attributes
    ----------
    estimates : ndarray, shape (2,)
        Effect at `centre`, and its change a unit of the moderator, in points.
    covariance : ndarray, shape (2, 2)
    centre : float
    df : float
    n : int
    method : str
    control_line : tuple of float
        Predicted outcome of the control at `centre`, and its slope.
    """

    estimates: np.ndarray
    covariance: np.ndarray
    centre: float
    df: float
    n: int
    method: str
    control_line: tuple[float, float]

    def at(self, value: float) -> tuple[float, float]:
        """Return the effect at a value of the moderator, and its error."""
        weights = np.array([1.0, value - self.centre])
        variance = float(weights @ self.covariance @ weights)
        return float(weights @ self.estimates), float(np.sqrt(variance))

    def rows(
        self, moderator: Moderator, predictor: str, ci_level: float
    ) -> list[dict[str, Any]]:
        """Simple effects, with the lines to draw between both groups."""
        from srtoolkit.regression import simple_slope

        rows = []
        for level, value in moderator.levels.items():
            slope = simple_slope(
                value - self.centre,
                self.estimates,
                self.covariance,
                df=self.df,
                ci_level=ci_level,
            )
            start, gradient = self.control_line
            control = start + gradient * (value - self.centre)
            names = {"predictor": predictor, "moderator": moderator.name}
            line = {
                "predictor_low": 0.0,
                "predictor_high": 1.0,
                "outcome_low": control,
                "outcome_high": control + slope.slope,
            }
            rows.append(
                names | {"level": level} | asdict(slope) | {"value": value} | line
            )
        return rows

    def region(self, moderator: Moderator, ci_level: float) -> dict[str, Any]:
        """Where the effect differs from zero: Johnson-Neyman."""
        from srtoolkit.regression import johnson_neyman

        region = johnson_neyman(
            self.estimates, self.covariance, df=self.df, ci_level=ci_level
        )
        known = moderator.values[np.isfinite(moderator.values)]
        return asdict(region) | {
            "moderator": moderator.name,
            "bounds": [bound + self.centre for bound in region.bounds],
            "moderator_low": float(known.min()),
            "moderator_high": float(known.max()),
        }


def read_moderator(
    responses: Responses,
    design: BetweenDesign,
    name: str,
    low: float | str | None,
    high: float | str | None,
) -> Moderator | None:
    """Take a moderator out of the answers; None where it does not vary.

    Raises
    ------
    ResponsesError
        When there is nothing of that name.
    ModelError
        When it is a column of text and `low` and `high` are no labels of it.
    """
    responses.require([name])
    values, low, high = _values(responses, name, low, high)
    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    there = np.isfinite(values)
    treated = values[there & (labels == design.treated)]
    control = values[there & (labels == design.control)]
    if len(treated) < 2 or np.ptp(treated) == 0:
        return None
    two_levels = len(np.unique(treated)) == 2
    spread = float(treated.std(ddof=1))
    ends = float(treated.mean()) - spread, float(treated.mean()) + spread
    if two_levels:
        ends = float(treated.min()), float(treated.max())
    return Moderator(
        name=name,
        values=values,
        low=ends[0] if low is None else low,
        high=ends[1] if high is None else high,
        two_levels=two_levels,
        in_control=len(control) > 1 and bool(np.ptp(control) > 0),
    )


def moderated_effect(
    responses: Responses, design: BetweenDesign, moderator: Moderator
) -> ModeratedEffect:
    """Fit outcome on group, moderator and their product, HC3 errors.

    Where the control has no moderator, it has one mean, and the moderator
    works within the treated group alone.
    """
    from srtoolkit.regression import fit_linear

    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    is_treated = (labels == design.treated).astype(float)
    centre = float(np.nanmean(moderator.values[is_treated == 1]))
    centred = moderator.values - centre
    kept = (labels == design.treated) | (labels == design.control)
    if not moderator.in_control:
        centred = np.where(is_treated == 1, centred, 0.0)
    frame = responses.covariates(design.covariates).assign(
        **{
            design.outcome: responses.variable(design.outcome),
            _TREATED: is_treated,
            _PRODUCT: is_treated * centred,
        }
    )
    predictors = [_TREATED, _PRODUCT]
    if moderator.in_control:
        frame[_MODERATOR] = centred
        predictors.append(_MODERATOR)
    fit = fit_linear(
        frame[kept],
        outcome=design.outcome,
        predictors=predictors,
        covariates=design.covariates,
        centre=False,
    )
    return _effect(fit, centre, moderator.in_control)


def _effect(fit: LinearFit, centre: float, in_control: bool) -> ModeratedEffect:
    places = [fit.position(_TREATED), fit.position(_PRODUCT)]
    usual = fit.design.matrix.mean(axis=0)
    usual[places] = 0.0
    slope = 0.0
    if in_control:
        usual[fit.position(_MODERATOR)] = 0.0
        slope = float(fit.estimates[fit.position(_MODERATOR)])
    return ModeratedEffect(
        estimates=fit.estimates[places],
        covariance=fit.covariance[np.ix_(places, places)],
        centre=centre,
        df=float(fit.df2),
        n=fit.n,
        method=fit.estimator,
        control_line=(float(usual @ fit.estimates), slope),
    )


def _values(
    responses: Responses, name: str, low: float | str | None, high: float | str | None
) -> tuple[np.ndarray, float | None, float | None]:
    if responses.is_amount(name):
        numbers = responses.variable(name).to_numpy(dtype=float, copy=True)
        if not isinstance(low, str) and not isinstance(high, str):
            return numbers, low, high
    column = group_labels(responses.covariates([name])[name])
    labels = column.to_numpy(dtype=object)
    known = category_order(column.dropna())
    low, high = _word(low), _word(high)
    if low == high or low not in known or high not in known:
        raise ModelError(
            f'"{name}" holds categories: which of them is low, which is high?',
            code="moderator_levels",
            allowed=", ".join(known),
            advice="Write low: and high: with two of these.",
        )
    values = np.full(responses.n, np.nan)
    values[labels == low], values[labels == high] = 0.0, 1.0
    return values, 0.0, 1.0


def _word(level: float | str | None) -> str | None:
    return f"{level:.15g}" if isinstance(level, float | int) else level
