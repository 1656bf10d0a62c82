"""Corrections of fit under full-information maximum likelihood.

Yuan & Bentler (2000), Sociological Methodology 30, 165-200: chi-square scaled
for non-normal incomplete answers, in the variant of Mplus (Asparouhov &
Muthén, 2005), whose traces come from the saturated and the fitted model each
at its own estimates. Zhang & Savalei (2023), Psychological Methods 28,
263-283: CFI, TLI and RMSEA that estimate what complete data would give; their
FIML-C(V6) when answers are taken as normal and FIML-C(V3) when not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.gamma import normal_weight
from srtoolkit.sem.estimated import RobustFit
from srtoolkit.sem.incomplete.saturated_information import SaturatedInformation
from srtoolkit.sem.observed import GroupMoments


@dataclass(frozen=True, slots=True, eq=False)
class RestrictedModel:
    """A model under the saturated one, as the corrections see it.

    Attributes
    ----------
    slopes : tuple of ndarray, each (n_moments, n_free)
        Derivatives of all moments, one matrix a group.
    inverse : callable
        Inverts an information within what the constraints leave free.
    chisq : float
        Complete-data chi-square of this model's implied moments against the
        saturated estimates.
    df : float
    """

    slopes: tuple[np.ndarray, ...]
    inverse: Callable[[np.ndarray], np.ndarray]
    chisq: float
    df: float


def robust_fit(
    groups: tuple[SaturatedInformation, ...] | None,
    moments: tuple[GroupMoments, ...],
    exogenous: np.ndarray,
    model: RestrictedModel,
    baseline: RestrictedModel,
) -> RobustFit | None:
    """Return what robust CFI, TLI and RMSEA are computed from.

    None when nothing is tested, or when the saturated information is singular.

    Parameters
    ----------
    moments : tuple of GroupMoments
        The saturated estimates.
    exogenous : ndarray of bool, shape (n_moments,)
        Moments of exogenous variables among themselves.
    """
    if groups is None or model.df <= 0 or baseline.df <= 0:
        return None
    weights = tuple(
        _complete_weight(sample, exogenous)[np.ix_(group.moments, group.moments)]
        for sample, group in zip(moments, groups, strict=True)
    )
    correction = fiml_correction(groups, weights, model)
    return RobustFit(
        chisq=model.chisq,
        df=model.df,
        correction=correction,
        chisq_scaled=model.chisq / correction,
        baseline_chisq=baseline.chisq,
        baseline_correction=fiml_correction(groups, weights, baseline),
    )


def _complete_weight(sample: GroupMoments, exogenous: np.ndarray) -> np.ndarray:
    """Return the information that complete normal answers would carry.

    As in lavaan, none about exogenous variables among themselves, fixed or not.
    """
    weight = sample.n * normal_weight(sample.covariance, has_means=True)
    weight[exogenous], weight[:, exogenous] = 0.0, 0.0
    return weight


def fiml_correction(
    groups: tuple[SaturatedInformation, ...],
    weights: tuple[np.ndarray, ...],
    model: RestrictedModel,
) -> float:
    """Return the c by which the complete-data chi-square is too large.

    With W the information of the incomplete and C that of complete answers, P
    the projection of the model in the metric W and G the asymptotic covariance
    of the saturated estimates: c df = tr[C (inv(W) - D inv(D'WD) D')] under
    normality (V6); c df = tr[(I - P)' C (I - P) G] in general (V3).

    Parameters
    ----------
    groups, weights : tuple
        Per group; scores in `groups` ask for V3.
    """
    slopes = tuple(
        part[group.moments] for group, part in zip(groups, model.slopes, strict=True)
    )
    inner = np.zeros((slopes[0].shape[1],) * 2)
    for group, part in zip(groups, slopes, strict=True):
        inner += part.T @ group.chosen @ part
    middle = model.inverse(inner)
    if all(group.scores is None for group in groups):
        return _normal_trace(groups, weights, slopes, middle) / model.df
    return _general_trace(groups, weights, slopes, middle) / model.df


def _normal_trace(
    groups: tuple[SaturatedInformation, ...],
    weights: tuple[np.ndarray, ...],
    slopes: tuple[np.ndarray, ...],
    middle: np.ndarray,
) -> float:
    trace = 0.0
    for group, weight, part in zip(groups, weights, slopes, strict=True):
        trace += float(np.vdot(weight, group.inverse))
        trace -= float(np.vdot(part.T @ weight @ part, middle))
    return trace


def _general_trace(
    groups: tuple[SaturatedInformation, ...],
    weights: tuple[np.ndarray, ...],
    slopes: tuple[np.ndarray, ...],
    middle: np.ndarray,
) -> float:
    """Sum each group's block of (I - P)' C (I - P) times its G.

    Groups may share parameters, so P runs across groups; G does not.
    """
    complete = np.zeros_like(middle)
    for weight, part in zip(weights, slopes, strict=True):
        complete += part.T @ weight @ part
    outer = middle @ complete @ middle
    trace = 0.0
    for group, weight, part in zip(groups, weights, slopes, strict=True):
        spread = group.sandwich()
        pulled = group.observed @ part @ middle
        trace += float(np.vdot(weight, spread))
        trace -= 2 * float(np.vdot(weight @ part, spread @ pulled))
        carried = group.observed @ part
        trace += float(np.vdot(carried.T @ spread @ carried, outer))
    return trace
