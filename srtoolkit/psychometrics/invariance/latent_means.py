"""Differences of latent means with effect sizes.

The effect size divides by the pooled standard deviation of the factor: Hancock
(2001), Psychometrika 66, 373-388; its error is by the delta method.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.psychometrics.invariance.setting import Key, Setting

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True)
class LatentMean:
    """One factor's mean in a group or wave less that in the reference.

    Attributes
    ----------
    factor, group, reference : str
    est, se, z, p, ci_low, ci_high : float
        In the reference's standard deviations of the factor, unless the model
        fixes a loading.
    variance : float
        Of the factor in the group, in the reference's.
    d, d_se, d_low, d_high : float
        In pooled standard deviations of the factor.
    ci_level : float
    """

    factor: str
    group: str
    reference: str
    est: float
    se: float
    z: float
    p: float
    ci_low: float
    ci_high: float
    variance: float
    d: float
    d_se: float
    d_low: float
    d_high: float
    ci_level: float

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Rows of the parameter table, and what weighs the two variances."""

    factor: str
    at: int
    means: tuple[int, int]
    variances: tuple[int, int]
    weights: tuple[float, float]


def latent_means(
    setting: Setting, fitted: SemFit, *, ci_level: float
) -> tuple[LatentMean, ...]:
    """Compare every factor's mean in each later group or wave with the first.

    Parameters
    ----------
    fitted : SemFit
        With intercepts held equal, at least in part.
    ci_level : float, in (0, 1)
    """
    from srtoolkit.sem.following.standardised import parameter_values

    specification = fitted.specification
    pairs = _pairs(setting, fitted)

    def numbers(vector: np.ndarray) -> np.ndarray:
        rows = parameter_values(specification, vector)
        found = []
        for pair in pairs:
            gap = rows[..., pair.means[1]] - rows[..., pair.means[0]]
            pooled = sum(
                weight * rows[..., at]
                for weight, at in zip(pair.weights, pair.variances, strict=True)
            )
            ratio = rows[..., pair.variances[1]] / rows[..., pair.variances[0]]
            found += [gap, gap / np.sqrt(pooled), ratio]
        return np.stack(found, axis=-1)

    if not pairs:
        return ()
    values = fitted.quantities(numbers, level=ci_level)
    return tuple(
        _row(setting, pair, values[3 * at : 3 * at + 3], ci_level)
        for at, pair in enumerate(pairs)
    )


def _row(
    setting: Setting, pair: _Pair, values: Sequence[Any], ci_level: float
) -> LatentMean:
    from scipy.stats import norm

    gap, effect, ratio = values
    z = gap.est / gap.se if gap.se > 0 else math.nan
    return LatentMean(
        factor=pair.factor,
        group=setting.labels[pair.at],
        reference=setting.labels[0],
        est=gap.est,
        se=gap.se,
        z=z,
        p=float(2 * norm.sf(abs(z))),
        ci_low=gap.ci_low,
        ci_high=gap.ci_high,
        variance=ratio.est,
        d=effect.est,
        d_se=effect.se,
        d_low=effect.ci_low,
        d_high=effect.ci_high,
        ci_level=ci_level,
    )


def _pairs(setting: Setting, fitted: SemFit) -> list[_Pair]:
    place = {
        (p.lhs, p.op, p.rhs, p.group): at
        for at, p in enumerate(fitted.specification.parameters)
    }
    sizes = setting.sizes
    found = []
    for factor in setting.factors:
        means = _places(setting, (factor, "~1", ""), place)
        variances = _places(setting, (factor, "~~", factor), place)
        for at in range(1, len(means)):
            freedom = (sizes[0] - 1, sizes[at] - 1)
            found.append(
                _Pair(
                    factor,
                    at,
                    (means[0], means[at]),
                    (variances[0], variances[at]),
                    (freedom[0] / sum(freedom), freedom[1] / sum(freedom)),
                )
            )
    return found


def _places(
    setting: Setting, key: Key, place: dict[tuple[str, str, str, int], int]
) -> list[int]:
    return [place[row] for row in setting.rows(key) if row in place]
