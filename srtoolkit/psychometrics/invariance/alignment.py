"""Alignment: latent means of many groups without exact invariance.

Asparouhov & Muthén (2014), Structural Equation Modeling 21, 495-508. The
configural model is turned, group by group, so that most loadings and intercepts
agree closely and a few may differ much. It is a look from another side, never
what decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.psychometrics.invariance.aligned_parameters import invariant_groups
from srtoolkit.psychometrics.invariance.alignment_search import (
    Configural,
    aligned,
    best_alignment,
    simplicity,
    turns,
)

if TYPE_CHECKING:
    from srtoolkit.psychometrics.invariance.groups import Groups

#: Step of numerical derivatives.
_STEP = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class AlignedFactor:
    """One factor after the alignment.

    Attributes
    ----------
    factor : str
    items, groups : tuple of str
    means, variances : ndarray, shape (n_groups,)
        The first group's variance is 1, its mean 0 unless it is ``free``.
    loadings, intercepts : ndarray, shape (n_groups, n_items)
        Aligned.
    invariant_loadings, invariant_intercepts : ndarray of bool, same shape
        Whether the parameter belongs to its item's invariant set.
    r2_loadings, r2_intercepts : ndarray, shape (n_items,)
        Share of the configural parameters' variance over groups that the
        factor's means and variances explain; 1 for a fully invariant item.
    loss : float
    """

    factor: str
    items: tuple[str, ...]
    groups: tuple[str, ...]
    means: np.ndarray
    variances: np.ndarray
    loadings: np.ndarray
    intercepts: np.ndarray
    invariant_loadings: np.ndarray
    invariant_intercepts: np.ndarray
    r2_loadings: np.ndarray
    r2_intercepts: np.ndarray
    loss: float

    @property
    def share_noninvariant(self) -> float:
        """Share of loadings and intercepts outside their invariant set."""
        both = np.concatenate([self.invariant_loadings, self.invariant_intercepts])
        return float(1 - both.mean())

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        fields = {
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in (
                (name, getattr(self, name)) for name in self.__dataclass_fields__
            )
        }
        return fields | {"share_noninvariant": self.share_noninvariant}


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """Aligned factors.

    Attributes
    ----------
    kind : {"fixed", "free"}
    factors : tuple of AlignedFactor
    """

    kind: str
    factors: tuple[AlignedFactor, ...]

    @property
    def share_noninvariant(self) -> float:
        """Share of all loadings and intercepts outside their invariant set."""
        counts = [f.invariant_loadings.size for f in self.factors]
        shares = [f.share_noninvariant for f in self.factors]
        return float(np.average(shares, weights=counts))

    def to_dict(self) -> dict[str, Any]:
        """Return kind, share and factors as plain values."""
        return {
            "kind": self.kind,
            "share_noninvariant": self.share_noninvariant,
            "factors": [factor.to_dict() for factor in self.factors],
        }


def align(setting: Groups, *, kind: str, seed: int = 1) -> Alignment:
    """Align every factor of the configural model.

    Parameters
    ----------
    setting : Groups
        Of items in points.
    kind : {"fixed", "free"}
        Whether the first group's mean is fixed at 0 or estimated; ``free``
        takes three groups or more.

    Raises
    ------
    OptionError
        When the kind is unknown, takes more groups, or items are ordered.
    """
    require_alignable(kind, setting.thresholds, len(setting.labels))
    fit = setting.freest
    place = {
        (p.lhs, p.op, p.rhs, p.group): at
        for at, p in enumerate(fit.specification.parameters)
    }
    found = []
    for factor, items in setting.factors.items():
        keys = [(factor, "=~", item) for item in items] + [
            (item, "~1", "") for item in items
        ]
        rows = np.array([[place[row] for row in setting.rows(key)] for key in keys]).T
        found.append(_factor(setting, factor, items, rows, kind, seed))
    return Alignment(kind, tuple(found))


def require_alignable(kind: str, thresholds: object, n_groups: int) -> None:
    """Check that an alignment can be made.

    Raises
    ------
    OptionError
    """
    if kind not in {"fixed", "free"}:
        raise OptionError(
            f'there is no alignment "{kind}"',
            code="unknown_alignment",
            allowed="fixed, free",
        )
    if thresholds:
        raise OptionError(
            "the alignment takes items in points, not ordered ones",
            code="alignment_of_ordered",
            advice="Leave alignment out, or treat the items as continuous.",
        )
    if kind == "free" and n_groups < 3:
        raise OptionError(
            'alignment "free" does not identify the means of two groups',
            code="alignment_needs_groups",
            allowed="three groups or more",
            advice='Use "fixed".',
        )


def _factor(
    setting: Groups,
    factor: str,
    items: tuple[str, ...],
    rows: np.ndarray,
    kind: str,
    seed: int,
) -> AlignedFactor:
    from srtoolkit.sem.following.standardised import parameter_values

    fit, n_items = setting.freest, len(items)
    values = parameter_values(fit.specification, fit.solution.vector)[rows]
    configural = Configural(
        values[:, :n_items], values[:, n_items:], np.array(setting.sizes, dtype=float)
    )
    solution, loss = best_alignment(configural, kind, seed)
    means, spreads = turns(solution, len(configural.sizes), kind)
    loadings, intercepts = aligned(configural, means, spreads)
    errors = _errors(setting, rows, configural, solution, kind)
    same = [
        np.array(
            [
                invariant_groups(table[:, at], errors[:, first + at], configural.sizes)
                for at in range(n_items)
            ]
        ).T
        for table, first in ((loadings, 0), (intercepts, n_items))
    ]
    r2 = _explained(configural, means, spreads, loadings, intercepts)
    return AlignedFactor(
        factor,
        items,
        setting.labels,
        means,
        spreads**2,
        loadings,
        intercepts,
        same[0],
        same[1],
        *r2,
        loss,
    )


def _errors(
    setting: Groups,
    rows: np.ndarray,
    configural: Configural,
    solution: np.ndarray,
    kind: str,
) -> np.ndarray:
    """Return the covariance of each aligned parameter over groups.

    By the delta method through the alignment: the turns move with the
    configural estimates as the gradient of the loss stays zero.

    Returns
    -------
    ndarray, shape (n_groups, 2 n_items, n_groups)
    """
    n, width = rows.shape
    flat = np.concatenate([configural.loadings, configural.intercepts], axis=1).ravel()

    def of(vector: np.ndarray) -> Configural:
        table = vector.reshape(n, width)
        half = width // 2
        return Configural(table[:, :half], table[:, half:], configural.sizes)

    def gradient(turn: np.ndarray, vector: np.ndarray) -> np.ndarray:
        return simplicity(turn, of(vector), kind)[1]

    def outcome(turn: np.ndarray, vector: np.ndarray) -> np.ndarray:
        table = aligned(of(vector), *turns(turn, n, kind))
        return np.concatenate(table, axis=1).ravel()

    hessian = _slopes(lambda turn: gradient(turn, flat), solution)
    mixed = _slopes(lambda vector: gradient(solution, vector), flat)
    moved = -np.linalg.pinv(hessian) @ mixed
    slopes = _slopes(lambda vector: outcome(solution, vector), flat)
    slopes = slopes + _slopes(lambda turn: outcome(turn, flat), solution) @ moved
    covariance = slopes @ _covariance(setting, rows) @ slopes.T
    shaped = covariance.reshape(n, width, n, width)
    return np.stack([shaped[:, at, :, at] for at in range(width)], axis=1)


def _covariance(setting: Groups, rows: np.ndarray) -> np.ndarray:
    """Return the sampling covariance of the table of parameters, row by row."""
    parameters = setting.freest.specification.parameters
    numbers = [parameters[row].free - 1 for row in rows.ravel()]
    covariance = setting.freest.covariance[np.ix_(numbers, numbers)]
    fixed = np.array(numbers) < 0
    covariance[fixed] = covariance[:, fixed] = 0.0
    return np.asarray(covariance)


def _explained(
    configural: Configural,
    means: np.ndarray,
    spreads: np.ndarray,
    loadings: np.ndarray,
    intercepts: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return R-square of loadings and of intercepts of every item."""
    level = loadings.mean(axis=0), intercepts.mean(axis=0)
    expected = spreads[:, None] * level[0], level[1] + means[:, None] * level[0]
    observed = configural.loadings, configural.intercepts
    first, second = (
        1
        - (seen - said).var(axis=0)
        / np.where(seen.var(axis=0) > 0, seen.var(axis=0), np.nan)
        for seen, said in zip(observed, expected, strict=True)
    )
    return first, second


def _slopes(function: Any, at: np.ndarray) -> np.ndarray:
    """Differentiate by central differences; one column a coordinate."""
    columns: Sequence[np.ndarray] = [
        (function(at + step) - function(at - step)) / (2 * _STEP)
        for step in _STEP * np.eye(len(at))
    ]
    return np.stack(columns, axis=-1)
