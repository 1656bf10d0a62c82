"""Relative importance as a step, and claims about its order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from srtoolkit.errors import OptionError
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    interval_level,
    percentile_interval,
)
from srtoolkit.regression.columns import columns_of
from srtoolkit.regression.importance.fit import importance
from srtoolkit.regression.importance.result import MEASURES, RelativeImportance
from srtoolkit.regression.paths.effects import share_beyond_zero
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Draws when a plan asks for fewer than intervals need.
_DRAWS = 2000


@plan_step("step")
def relative_importance(
    responses: Responses,
    *,
    outcome: str,
    predictors: Sequence[str],
    adjusted_for: Sequence[str] = (),
    bootstrap: int = _DRAWS,
    seed: int | None = None,
) -> RelativeImportance:
    """Divide the explained variance of scores among predictors.

    Parameters as `importance`; ``adjusted_for`` are its covariates.
    """
    return importance(
        columns_of(responses, [outcome, *predictors], adjusted_for),
        outcome=outcome,
        predictors=predictors,
        covariates=adjusted_for,
        bootstrap=bootstrap or _DRAWS,
        seed=seed,
    )


@plan_step("hypothesis")
def more_important(
    responses: Responses,
    *,
    outcome: str,
    predictors: Sequence[str],
    first: str,
    second: str,
    expect: Expectation,
    measure: Literal["general_dominance", "relative_weight"] = "general_dominance",
    adjusted_for: Sequence[str] = (),
    alpha: float = 0.05,
    bootstrap: int = _DRAWS,
    seed: int | None = None,
) -> Evidence:
    """Test whether one predictor explains more than another.

    Parameters
    ----------
    predictors : sequence of str
        All that share the explained variance, `first` and `second` among them.
    first, second : str
        ``expect: positive`` claims that the first explains more.
    measure : {"general_dominance", "relative_weight"}
    adjusted_for : sequence of str
        Covariates taken out first.

    Returns
    -------
    Evidence
        The estimate is the difference of the two shares of the outcome's
        variance, its interval from the bootstrap's percentiles. ``details`` as `RelativeImportance.details`.

    Raises
    ------
    ModelError
        As `importance`; when `first` or `second` is not a predictor.
    OptionError
        For another measure.
    """
    if measure not in MEASURES:
        raise OptionError(
            f'there is no measure "{measure}"',
            code="unknown_measure",
            allowed=", ".join(MEASURES),
        )
    result = relative_importance(
        responses,
        outcome=outcome,
        predictors=predictors,
        adjusted_for=adjusted_for,
        bootstrap=bootstrap,
        seed=seed,
    )
    est, drawn = result.difference(measure, first, second)
    level = interval_level(alpha, expect)
    low, high = percentile_interval(drawn, level)
    estimate = Estimate(
        method=f"{measure}_bootstrap",
        role="primary",
        est=est,
        se=float(drawn.std(ddof=1)),
        ci_low=low,
        ci_high=high,
        ci_level=level,
        p=share_beyond_zero(drawn, expect),
        n=result.n,
    )
    contrast = f"{outcome} ~ {first} - {second}"
    return Evidence(outcome, contrast, (estimate,), details=result.details)
