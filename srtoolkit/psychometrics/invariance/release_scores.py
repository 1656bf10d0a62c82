"""How much a model would gain if one equality were released.

Sörbom (1989), Psychometrika 54, 371-384; Bentler & Chou (1992), Sociological
Methods & Research 21, 259-282. All groups of one parameter are released at
once, so that the test of several groups has several degrees of freedom. The
statistic is not scaled, as lavaan's is not: it orders the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.psychometrics.invariance.setting import Equality, Setting

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit
    from srtoolkit.sem.following.enlarged import Enlarged

#: Information left for a released parameter, as a share of its own, below
#: which the parameter is not identified.
_NO_INFORMATION = 1e-8


def release_scores(
    fitted: SemFit, setting: Setting, equalities: Sequence[Equality]
) -> list[tuple[Equality, float, int]]:
    """Return score statistic and degrees of freedom of every equality.

    Left out is what the fit does not hold equal, and what it could not
    estimate after a release.
    """
    from srtoolkit.sem.following.enlarged import key_of, unlinked, with_free

    parameters = fitted.specification.parameters
    place = {key_of(parameter): at for at, parameter in enumerate(parameters)}
    tied: dict[Equality, list[int]] = {}
    fixed: dict[Equality, list[int]] = {}
    for equality in equalities:
        rows = [place[key] for key in setting.rows(equality.key) if key in place]
        numbers = {parameters[row].free for row in rows}
        if len(rows) > 1 and len(numbers) == 1:
            (fixed if numbers == {0} else tied)[equality] = rows[1:]
    found: list[tuple[Equality, float, int]] = []
    if tied:
        enlarged, _ = unlinked(fitted)
        found += _scores(fitted, enlarged, tied)
    if fixed:
        keys = [key_of(parameters[row]) for rows in fixed.values() for row in rows]
        found += _scores(fitted, with_free(fitted, release=keys), fixed)
    return found


def _scores(
    fitted: SemFit, enlarged: Enlarged, released: dict[Equality, list[int]]
) -> list[tuple[Equality, float, int]]:
    """Release each set of rows alone; the rest stays as the fit holds it."""
    new = enlarged.specification.parameters
    basis = np.zeros((enlarged.specification.n_free, fitted.specification.n_free))
    for before, now in zip(fitted.specification.parameters, new, strict=False):
        if before.free:
            basis[now.free - 1, before.free - 1] = 1.0
    gradient, information = enlarged.at.gradient, enlarged.at.information
    turned = information @ basis
    inverse = np.linalg.pinv(basis.T @ turned, hermitian=True)
    found = []
    for equality, rows in released.items():
        at = [new[row].free - 1 for row in rows]
        own = information[np.ix_(at, at)]
        left = own - turned[at] @ inverse @ turned[at].T
        values, vectors = np.linalg.eigh(left)
        if values[0] <= _NO_INFORMATION * np.trace(own):
            continue
        slope = vectors.T @ gradient[at]
        found.append((equality, float(np.sum(slope**2 / values)), len(at)))
    return found
