"""Whether the answers would be the same under the partial model.

A level that holds only approximately may stand when it makes no difference to
what rests on it. What rests on the metric level are relations of factors: the
differences between groups of the factors' correlations (of one factor alone:
the ratio of its variances). What rests on the levels above, and on thresholds,
are the differences of the factors' means. Each is read off the full and the
partial model: above zero, below, or not told from zero by its interval.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.psychometrics.invariance.latent_means import latent_means
from srtoolkit.psychometrics.invariance.levels import held_at
from srtoolkit.psychometrics.invariance.setting import Key, Setting

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

#: Estimate and interval.
_Interval = tuple[float, float, float]
#: Name, factors, group; estimate and interval.
_Reading = tuple[tuple[str, tuple[str, ...], str], _Interval]


@dataclass(frozen=True, slots=True)
class Consequence:
    """One quantity under the full and under the partial model.

    Attributes
    ----------
    level : str
    quantity : str
        ``mean_difference``, ``correlation_difference`` or
        ``log_variance_ratio``.
    factors : tuple of str
    group : str
        Compared with the reference.
    full, partial : (float, float, float)
        Estimate and limits of its interval under either model.
    same : bool
        Whether both say the same: above zero, below zero, or neither.
    ci_level : float
    """

    level: str
    quantity: str
    factors: tuple[str, ...]
    group: str
    full: _Interval
    partial: _Interval
    same: bool
    ci_level: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: ``est_full, low_full, high_full`` and so on."""
        found = asdict(self) | {"factors": list(self.factors)}
        for model in ("full", "partial"):
            values = found.pop(model)
            names = (f"{name}_{model}" for name in ("est", "low", "high"))
            found |= dict(zip(names, values, strict=True))
        return found


def consequences(
    setting: Setting,
    level: str,
    full: Collection[Key],
    partial: Collection[Key],
    *,
    ordinal: bool,
    ci_level: float,
    about: Collection[str],
) -> tuple[Consequence, ...] | None:
    """Compare what follows from a level with and without further releases.

    Parameters
    ----------
    level : str
        ``thresholds`` is judged by the means of the scalar level.
    full, partial : collection of key
        What the two models release.
    ci_level : float, in (0, 1)
        Of the interval that the plan's verdicts use.
    about : collection of str
        Factors that matter.

    Returns
    -------
    tuple of Consequence or None
        None when one of the models is not admissible.
    """
    shown = "scalar" if level == "thresholds" else level
    held = held_at(shown, (level,), ordinal=ordinal)
    fits = [setting.fitted(held, released) for released in (full, partial)]
    if not all(fit.status.admissible for fit in fits):
        return None
    readings = [
        _relations(setting, fit, ci_level)
        if level == "metric"
        else _means(setting, fit, ci_level)
        for fit in fits
    ]
    return tuple(
        Consequence(
            level,
            quantity,
            factors,
            group,
            first,
            second,
            _side(first) == _side(second),
            ci_level,
        )
        for ((quantity, factors, group), first), (_, second) in zip(
            *readings, strict=True
        )
        if set(factors) & set(about)
    )


def _side(values: _Interval) -> int:
    _, low, high = values
    return 1 if low > 0 else -1 if high < 0 else 0


def _means(setting: Setting, fit: SemFit, ci_level: float) -> list[_Reading]:
    return [
        (
            ("mean_difference", (row.factor,), row.group),
            (row.est, row.ci_low, row.ci_high),
        )
        for row in latent_means(setting, fit, ci_level=ci_level)
    ]


def _relations(setting: Setting, fit: SemFit, ci_level: float) -> list[_Reading]:
    """Return differences of correlations, or of one factor the variance ratio."""
    from srtoolkit.sem.following.enlarged import key_of
    from srtoolkit.sem.following.standardised import parameter_values

    place = {key_of(p): at for at, p in enumerate(fit.specification.parameters)}
    variances = {
        factor: _found(setting, [(factor, "~~", factor)] * 2, place)
        for factor in setting.factors
    }
    names: list[tuple[str, tuple[str, ...], str]] = []
    takes: list[Sequence[int]] = []
    for one, two in combinations(setting.factors, 2):
        shared = _found(setting, [(one, "~~", one), (two, "~~", two)], place)
        first, second = variances[one], variances[two]
        for at in range(1, min(len(shared), len(first), len(second))):
            names.append(("correlation_difference", (one, two), setting.labels[at]))
            takes.append(
                [column[k] for k in (at, 0) for column in (shared, first, second)]
            )
    if not names:
        for factor, rows in variances.items():
            for at in range(1, len(rows)):
                names.append(("log_variance_ratio", (factor,), setting.labels[at]))
                takes.append([rows[at], rows[0]])

    def numbers(vector: np.ndarray) -> np.ndarray:
        rows = parameter_values(fit.specification, vector)
        return np.stack([_reading(rows, take) for take in takes], axis=-1)

    values = fit.quantities(numbers, level=ci_level) if takes else ()
    return [
        (name, (value.est, value.ci_low, value.ci_high))
        for name, value in zip(names, values, strict=True)
    ]


def _reading(rows: np.ndarray, take: Sequence[int]) -> np.ndarray:
    if len(take) == 2:
        return np.asarray(np.log(rows[..., take[0]] / rows[..., take[1]]))
    here, there = (
        rows[..., shared] / np.sqrt(rows[..., first] * rows[..., second])
        for shared, first, second in (take[:3], take[3:])
    )
    return np.asarray(here - there)


def _found(
    setting: Setting, keys: Sequence[Key], place: dict[tuple[str, str, str, int], int]
) -> list[int]:
    """Return the rows of a covariance of two factors in every group or wave."""
    found = []
    for one, two in zip(*(setting.rows(key) for key in keys), strict=False):
        low, high = sorted((one[0], two[0]))
        row = place.get((low, "~~", high, one[3]))
        if row is not None:
            found.append(row)
    return found
