"""The Bayes factor of a difference of two means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.groups import two_groups
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.welch import student_difference
from srtoolkit.errors import OptionError
from srtoolkit.inference import Estimate, Expectation, interval_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: The usual ("medium") scale of the Cauchy prior on the effect size.
MEDIUM_SCALE = float(np.sqrt(0.5))
#: Grid on log g: below it the prior, above it prior times likelihood vanishes.
_LOG_G = np.arange(-8.0, 70.0, 0.005)


@dataclass(frozen=True, slots=True)
class BayesFactor:
    """JZS Bayes factors against no difference; above 1 speaks for one.

    Attributes
    ----------
    two_sided, greater, less : float
        For any difference, a positive and a negative one.
    r : float
        Scale of the Cauchy prior on the standardised difference.
    """

    two_sided: float
    greater: float
    less: float
    r: float


def jzs_bayes_factor(
    statistic: float, n_treated: int, n_control: int, *, r: float = MEDIUM_SCALE
) -> BayesFactor:
    """Return the JZS Bayes factors of a two-sample t test, two- and one-sided.

    The standardised difference is Cauchy(0, r) under the alternative, both
    groups have the same variance. With the variance of the difference, g,
    held fixed the marginal likelihood and the posterior probability of a
    positive difference (a t distribution with n - 1 degrees of freedom) are
    closed forms; both are integrated over g on a log scale, so that large t
    values neither overflow nor underflow.

    Parameters
    ----------
    statistic : float
        Student's t of treated minus control.
    n_treated, n_control : int
    r : float
        Scale of the prior, above zero.

    Raises
    ------
    OptionError
        When `r` is not above zero.

    References
    ----------
    Rouder, Speckman, Sun, Morey & Iverson (2009), Psychonomic Bulletin &
    Review 16, 225-237. Morey & Wagenmakers (2014), Statistics & Probability
    Letters 92, 121-124 (one-sided from two-sided).
    """
    from scipy.special import logsumexp
    from scipy.stats import t

    if not r > 0:
        raise OptionError(
            f"the scale of the prior is {r}", code="prior_scale", allowed="above zero"
        )
    df = n_treated + n_control - 2
    log_weight = _log_prior() + np.log(_LOG_G[1] - _LOG_G[0])
    growth = 1 + np.exp(_LOG_G) * r**2 * n_treated * n_control / (df + 2)
    log_likelihood = _log_likelihood_ratio(statistic, df, growth)
    total = df + statistic**2 / growth
    place = statistic * np.sqrt((1 - 1 / growth) * (df + 1) / total)
    greater = log_weight + log_likelihood + t.logcdf(place, df + 1)
    less = log_weight + log_likelihood + t.logcdf(-place, df + 1)
    with np.errstate(over="ignore"):  # beyond 1e308 the factor is infinite
        twice_positive = 2 * float(np.exp(logsumexp(greater)))
        twice_negative = 2 * float(np.exp(logsumexp(less)))
    two_sided = (twice_positive + twice_negative) / 2
    return BayesFactor(two_sided, twice_positive, twice_negative, r)


@plan_step("robustness")
def bayes_factor(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    r: float = MEDIUM_SCALE,
) -> tuple[Estimate, ...]:
    """Weigh a difference against none: two-sided, and in the expected direction.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    r : float
        Scale of the Cauchy prior on the standardised difference.
    """
    groups = two_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
    )
    t_test = student_difference(groups.treated, groups.control, alpha=alpha)
    assert t_test.statistic is not None
    factor = jzs_bayes_factor(
        t_test.statistic, len(groups.treated), len(groups.control), r=r
    )
    factors = {"bayes_factor": factor.two_sided}
    if expect in {"positive", "negative"}:
        directed = factor.greater if expect == "positive" else factor.less
        factors["bayes_factor_directional"] = directed
    return tuple(
        ComparisonResult(
            outcome=outcome,
            contrast=groups.contrast,
            method=method,
            est=None,
            statistic=t_test.statistic,
            df=t_test.df,
            ci_level=interval_level(alpha, expect),
            bf10=bf10,
            n=t_test.n,
        ).as_estimate()
        for method, bf10 in factors.items()
    )


def _log_prior() -> np.ndarray:
    # g ~ inverse gamma(1/2, 1/2) makes a normal of variance g r^2 Cauchy(0, r);
    # the last term is the step from g to log g
    log_density = -0.5 * np.log(2 * np.pi) - 1.5 * _LOG_G - 0.5 * np.exp(-_LOG_G)
    return np.asarray(log_density + _LOG_G)


def _log_likelihood_ratio(statistic: float, df: int, growth: np.ndarray) -> np.ndarray:
    with_effect = np.log1p(statistic**2 / (growth * df))
    without = np.log1p(statistic**2 / df)
    return np.asarray(-0.5 * np.log(growth) + (df + 1) / 2 * (without - with_effect))
