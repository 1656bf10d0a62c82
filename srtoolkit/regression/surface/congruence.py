"""Does agreement as such matter? The conditions of a congruence hypothesis."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from srtoolkit.inference import delta_method
from srtoolkit.regression.linear import LinearFit
from srtoolkit.regression.surface.shape import AXES, LINES


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a congruence hypothesis.

    Attributes
    ----------
    name : str
        ``p10, p11, a3, a4, a5, a1, a2``.
    est, se, p : float
        p is one-sided for a4 (below zero), else two-sided against `expected`.
    expected : float
        0, or 1 for p11.
    met : bool
    """

    name: str
    est: float
    se: float
    p: float
    expected: float
    met: bool


@dataclass(frozen=True, slots=True)
class CongruenceTest:
    """Whether a surface has the shape that a congruence hypothesis needs.

    Attributes
    ----------
    congruence : bool
        The outcome is highest where both scores agree: a4 below zero, a3 not
        shown to differ from zero, and a first principal axis not shown to
        differ from the line of congruence (p10 from 0, p11 from 1, a5 from 0).
    strict : bool
        Besides, the outcome is the same at every level of agreement: a1 and
        a2 not shown to differ from zero.
    conditions : tuple of Condition
    alpha : float
    """

    congruence: bool
    strict: bool
    conditions: tuple[Condition, ...]
    alpha: float

    def rows(self) -> list[dict[str, Any]]:
        """One mapping a condition."""
        return [asdict(condition) for condition in self.conditions]


def congruence_test(fit: LinearFit, *, alpha: float = 0.05) -> CongruenceTest:
    """Check the conditions of Humberg, Nestler & Back (2019), and a5.

    An axis along X = Y has p11 = 1, which implies a5 = b3 - b5 = 0. We ask for
    both: where the product XY counts for little, p11 is so uncertain that it
    differs from nothing, and a curve in X alone would pass for congruence.

    Parameters
    ----------
    fit : LinearFit
        Terms 1 to 5 are X, Y, X², XY, Y².
    alpha : float
        For a4 one-sided, for the others two-sided. "Not shown to differ" is
        no proof of equality: with few respondents only a4 can refuse.

    References
    ----------
    Humberg, Nestler & Back (2019), Social Psychological and Personality
    Science 10, 409-419.
    """
    conditions = [_of_axis(fit, "p10", 0.0, alpha), _of_axis(fit, "p11", 1.0, alpha)]
    conditions += [
        _of_line(fit, name, alpha) for name in ("a3", "a4", "a5", "a1", "a2")
    ]
    met = {condition.name: condition.met for condition in conditions}
    congruence = all(met[name] for name in ("a4", "a3", "p10", "p11", "a5"))
    strict = congruence and met["a1"] and met["a2"]
    return CongruenceTest(congruence, strict, tuple(conditions), alpha)


def _of_line(fit: LinearFit, name: str, alpha: float) -> Condition:
    from scipy.stats import t

    weights = np.array([LINES[name](unit) for unit in np.eye(5)])
    est = float(weights @ fit.estimates[1:6])
    se = float(np.sqrt(weights @ fit.covariance[1:6, 1:6] @ weights))
    if name == "a4":
        p = float(t.cdf(est / se, fit.df2))
        return Condition(name, est, se, p, 0.0, p < alpha)
    p = float(2 * t.sf(abs(est / se), fit.df2))
    return Condition(name, est, se, p, 0.0, p >= alpha)


def _of_axis(fit: LinearFit, name: str, expected: float, alpha: float) -> Condition:
    from scipy.stats import t

    def value(b: np.ndarray) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(AXES[name](b))

    est, se = delta_method(value, fit.estimates[1:6], fit.covariance[1:6, 1:6])
    with np.errstate(divide="ignore", invalid="ignore"):
        p = float(2 * t.sf(abs((est - expected) / se), fit.df2))
    return Condition(name, est, se, p, expected, bool(p >= alpha))
