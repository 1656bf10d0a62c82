"""The shape of a second-degree surface from its coefficients.

Z = b0 + b1 X + b2 Y + b3 X² + b4 XY + b5 Y². Edwards & Parry (1993), Academy
of Management Journal 36, 1577-1613; Shanock et al. (2010), Journal of Business
and Psychology 25, 543-554 (a1 to a4); Humberg, Nestler & Back (2019), Social
Psychological and Personality Science 10, 409-419 (a5, congruence).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

#: b1 to b5, shape (..., 5), to one number each.
Feature = Callable[[np.ndarray], np.ndarray]


def _a1(b: np.ndarray) -> np.ndarray:
    return np.asarray(b[..., 0] + b[..., 1])


def _a2(b: np.ndarray) -> np.ndarray:
    return np.asarray(b[..., 2] + b[..., 3] + b[..., 4])


def _a3(b: np.ndarray) -> np.ndarray:
    return np.asarray(b[..., 0] - b[..., 1])


def _a4(b: np.ndarray) -> np.ndarray:
    return np.asarray(b[..., 2] - b[..., 3] + b[..., 4])


def _a5(b: np.ndarray) -> np.ndarray:
    return np.asarray(b[..., 2] - b[..., 4])


def _curvature(b: np.ndarray) -> np.ndarray:
    return np.asarray(4 * b[..., 2] * b[..., 4] - b[..., 3] ** 2)


def _x0(b: np.ndarray) -> np.ndarray:
    top = b[..., 1] * b[..., 3] - 2 * b[..., 0] * b[..., 4]
    return np.asarray(top / _curvature(b))


def _y0(b: np.ndarray) -> np.ndarray:
    top = b[..., 0] * b[..., 3] - 2 * b[..., 1] * b[..., 2]
    return np.asarray(top / _curvature(b))


def _p11(b: np.ndarray) -> np.ndarray:
    root = np.sqrt((b[..., 2] - b[..., 4]) ** 2 + b[..., 3] ** 2)
    return np.asarray((b[..., 4] - b[..., 2] + root) / b[..., 3])


def _p21(b: np.ndarray) -> np.ndarray:
    root = np.sqrt((b[..., 2] - b[..., 4]) ** 2 + b[..., 3] ** 2)
    return np.asarray((b[..., 4] - b[..., 2] - root) / b[..., 3])


def _p10(b: np.ndarray) -> np.ndarray:
    return np.asarray(_y0(b) - _p11(b) * _x0(b))


def _p20(b: np.ndarray) -> np.ndarray:
    return np.asarray(_y0(b) - _p21(b) * _x0(b))


def _shift(b: np.ndarray) -> np.ndarray:
    return np.asarray(-_p10(b) / (1 + _p11(b)))


#: Linear in the coefficients: slope and curvature along the line of congruence
#: (X = Y: a1, a2) and of incongruence (X = -Y: a3, a4), and a5 = b3 - b5.
LINES: Mapping[str, Feature] = {
    "a1": _a1,
    "a2": _a2,
    "a3": _a3,
    "a4": _a4,
    "a5": _a5,
}
#: Stationary point, intercept and slope of the principal axes, and by how much
#: the first is shifted along the line of incongruence.
AXES: Mapping[str, Feature] = {
    "x0": _x0,
    "y0": _y0,
    "p10": _p10,
    "p11": _p11,
    "p20": _p20,
    "p21": _p21,
    "shift": _shift,
}


def shape_code(b: np.ndarray) -> str:
    """Name the surface: ``maximum, minimum, saddle`` or ``degenerate``.

    Parameters
    ----------
    b : ndarray, shape (5,)
        b1 to b5.
    """
    curvature = float(_curvature(b))
    if abs(curvature) < 1e-12:
        return "degenerate"
    if curvature < 0:
        return "saddle"
    return "maximum" if b[2] < 0 else "minimum"
