"""Two groups compared at the lower, middle and upper end of their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.scores.groups import two_groups, two_summaries
from srtoolkit.errors import OptionError
from srtoolkit.inference import (
    Companion,
    Estimate,
    Expectation,
    interval_level,
    percentile_interval,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_QUARTILES = (0.25, 0.5, 0.75)


def quantile_differences(
    treated: np.ndarray,
    control: np.ndarray,
    *,
    quantiles: Sequence[float] = _QUARTILES,
    ci_level: float = 0.90,
    draws: int = 2000,
    seed: int = 1,
) -> list[dict[str, float]]:
    """Compare quantiles of two groups, with percentile bootstrap intervals.

    Harrell and Davis' estimate, which is smooth: with answers in whole points
    an ordinary quantile, and so its bootstrap, can only jump.

    Parameters
    ----------
    treated, control : ndarray, shape (n,)
        Scores in points, nothing missing.
    quantiles : sequence of float
        Each in (0, 1).
    ci_level : float
        Coverage of each interval, in (0, 1); not simultaneous.
    draws, seed : int
        Bootstrap draws and their seed.

    Returns
    -------
    list of dict
        quantile, est, ci_low, ci_high, ci_level; differences in points.

    Raises
    ------
    OptionError
        When a quantile is not in (0, 1).
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Harrell & Davis (1982), Biometrika 69, 635-640.
    """
    two_summaries(treated, control)
    wrong = [q for q in quantiles if not 0 < q < 1]
    if wrong or not len(quantiles):
        raise OptionError(
            f"the quantiles are {list(quantiles)}",
            code="quantile_range",
            allowed="numbers between 0 and 1, at least one",
        )
    generator = np.random.default_rng(seed)
    samples = [
        _resampled(np.asarray(g, dtype=float), draws, generator)
        for g in (treated, control)
    ]
    rows = []
    for quantile in quantiles:
        first, second = (
            _harrell_davis(np.sort(np.asarray(group))[None, :], quantile)[0]
            for group in (treated, control)
        )
        drawn = _harrell_davis(samples[0], quantile) - _harrell_davis(
            samples[1], quantile
        )
        low, high = percentile_interval(drawn, ci_level)
        rows.append(
            {
                "quantile": float(quantile),
                "est": float(first - second),
                "ci_low": low,
                "ci_high": high,
                "ci_level": ci_level,
            }
        )
    return rows


@plan_step("robustness")
def quantile_difference(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    quantiles: Sequence[float] = _QUARTILES,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    bootstrap: int = 2000,
    seed: int = 1,
) -> Companion:
    """Compare the two groups' quartiles, or other quantiles.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    quantiles : sequence of float
        Each in (0, 1).

    Returns
    -------
    Companion
        One estimate ``quantile_difference`` for the middle of the quantiles
        named; all of them in ``details["quantiles"]``.
    """
    groups = two_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
    )
    rows = quantile_differences(
        groups.treated,
        groups.control,
        quantiles=quantiles,
        ci_level=interval_level(alpha, expect),
        draws=bootstrap or 2000,
        seed=seed,
    )
    middle = min(rows, key=lambda row: abs(row["quantile"] - 0.5))
    estimate = Estimate(
        method="quantile_difference",
        role="robustness",
        est=middle["est"],
        ci_low=middle["ci_low"],
        ci_high=middle["ci_high"],
        ci_level=middle["ci_level"],
        effect=middle["quantile"],
        effect_name="quantile",
        n=len(groups.treated) + len(groups.control),
    )
    return Companion((estimate,), {"quantiles": rows})


def _resampled(
    scores: np.ndarray, draws: int, generator: np.random.Generator
) -> np.ndarray:
    drawn = generator.integers(0, len(scores), size=(draws, len(scores)))
    return np.sort(scores[drawn], axis=1)


def _harrell_davis(ordered: np.ndarray, quantile: float) -> np.ndarray:
    """Weigh ordered scores, shape (n_samples, n), by a beta distribution."""
    from scipy.stats import beta

    n = ordered.shape[1]
    steps = beta.cdf(np.arange(n + 1) / n, (n + 1) * quantile, (n + 1) * (1 - quantile))
    return np.asarray(ordered @ np.diff(steps))
