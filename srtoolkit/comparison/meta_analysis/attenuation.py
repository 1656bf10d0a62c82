"""Correlations freed of measurement error before they are pooled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from srtoolkit.comparison.meta_analysis.effect_sizes import StudyEffects
from srtoolkit.errors import ModelError


def disattenuated_correlations(
    r: ArrayLike,
    n: ArrayLike,
    *,
    reliability_x: ArrayLike = 1.0,
    reliability_y: ArrayLike = 1.0,
) -> StudyEffects:
    """Divide correlations by the root of both reliabilities.

    The sampling variance is divided by the square of the same factor, so a
    study that measured badly weighs less. As in Hunter and Schmidt, the
    sampling variance of each study uses the size-weighted mean correlation.

    Parameters
    ----------
    r : shape (k,), in (-1, 1)
    n : shape (k,), respondents, above three
    reliability_x, reliability_y : number or shape (k,), in (0, 1]
        For example Cronbach's alpha; 1 where nothing is corrected. A missing
        one (NaN) takes the mean of the others.

    Returns
    -------
    StudyEffects
        A corrected correlation may exceed 1 in size.

    Raises
    ------
    ModelError
        When a correlation, a size or a reliability is outside its range.

    References
    ----------
    Hunter & Schmidt (2004), Methods of Meta-Analysis, ch. 3 (equations 3.4
    and 3.12; individually corrected correlations).
    """
    r, n = np.asarray(r, dtype=float), np.asarray(n, dtype=float)
    reliabilities = [_filled(r, value) for value in (reliability_x, reliability_y)]
    factor = np.sqrt(reliabilities[0] * reliabilities[1])
    if (np.abs(r) >= 1).any() or (n <= 3).any():
        raise ModelError(
            "a correlation is not between -1 and 1, or a study has three "
            "respondents or fewer",
            code="study_out_of_range",
        )
    mean = float(np.sum(n * r) / np.sum(n))
    variance = (1 - mean**2) ** 2 / (n - 1)
    return StudyEffects("corrected_correlation", r / factor, variance / factor**2)


def disattenuated_differences(
    d: ArrayLike, variance: ArrayLike, *, reliability_y: ArrayLike
) -> StudyEffects:
    """Divide standardised differences by the root of the outcome's reliability.

    Parameters
    ----------
    d, variance : shape (k,)
    reliability_y : number or shape (k,), in (0, 1]
        A missing one (NaN) takes the mean of the others.

    Raises
    ------
    ModelError
        When a reliability is outside its range.

    References
    ----------
    Hunter & Schmidt (2004), Methods of Meta-Analysis, ch. 7.
    """
    d, variance = np.asarray(d, dtype=float), np.asarray(variance, dtype=float)
    factor = np.sqrt(_filled(d, reliability_y))
    return StudyEffects("corrected_difference", d / factor, variance / factor**2)


def _filled(like: np.ndarray, reliability: ArrayLike) -> np.ndarray:
    values = np.broadcast_to(np.asarray(reliability, dtype=float), like.shape)
    known = values[np.isfinite(values)]
    if known.size == 0 or (known <= 0).any() or (known > 1).any():
        raise ModelError(
            "a reliability is not above 0 and at most 1, or none is known",
            code="reliability_out_of_range",
            allowed="0 < reliability <= 1",
        )
    return np.asarray(np.where(np.isfinite(values), values, known.mean()))
