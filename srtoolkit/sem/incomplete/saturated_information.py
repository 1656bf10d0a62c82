"""The saturated and the independence model of incomplete answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from srtoolkit.sem.complete.recipes import Recipe
from srtoolkit.sem.incomplete.em import SaturatedMoments, saturated_moments
from srtoolkit.sem.incomplete.expectation import expect_missing
from srtoolkit.sem.incomplete.information import (
    casewise_scores,
    expected_information,
    observed_information,
)
from srtoolkit.sem.incomplete.patterns import Patterns, sort_patterns
from srtoolkit.sem.incomplete.sample import IncompleteSample
from srtoolkit.sem.observed import GroupMoments, Observed, moments_of
from srtoolkit.sem.structure.constraints import symmetric_inverse
from srtoolkit.sem.structure.moment_structure import modelled, triangle
from srtoolkit.sem.structure.specification import Specification


@dataclass(frozen=True, slots=True, eq=False)
class SaturatedInformation:
    """Information about one group's moments at the saturated estimates.

    All respondents of the group.

    Attributes
    ----------
    moments : ndarray of bool, shape (n_all_moments,)
        Those the matrices speak of: moments that the model explains, without
        covariances of variables that were never answered together.
    observed, inverse : ndarray, shape (n_moments, n_moments)
        The observed information and its inverse.
    chosen : ndarray, shape (n_moments, n_moments)
        The kind of information that errors are computed from.
    scores : ndarray or None, shape (n_moments, n_moments)
        Cross-products of the casewise scores; None when not asked for.
    """

    moments: np.ndarray
    observed: np.ndarray
    inverse: np.ndarray
    chosen: np.ndarray
    scores: np.ndarray | None

    def trace(self) -> float:
        """Return the trace of inverse information times scores."""
        if self.scores is None:
            return float(len(self.observed))
        if self.chosen is self.observed:
            return float(np.vdot(self.inverse, self.scores))
        return float(np.trace(np.linalg.solve(self.chosen, self.scores)))

    def sandwich(self) -> np.ndarray:
        """Return the covariance of the estimates without assuming normality."""
        if self.scores is None:
            return self.inverse
        return np.asarray(self.inverse @ self.scores @ self.inverse)


def saturated_information(
    sample: IncompleteSample, explained: np.ndarray, recipe: Recipe
) -> tuple[SaturatedInformation, ...] | None:
    """Return every group's information; None where one cannot be inverted.

    Parameters
    ----------
    explained : ndarray of bool, shape (n_moments,)
    recipe : Recipe
        Which information errors come from, and whether the test is scaled.
    """
    try:
        return tuple(
            _group_information(patterns, moments, explained, recipe)
            for patterns, moments in zip(sample.patterns, sample.saturated, strict=True)
        )
    except np.linalg.LinAlgError:
        return None


def _group_information(
    patterns: Patterns,
    moments: SaturatedMoments,
    explained: np.ndarray,
    recipe: Recipe,
) -> SaturatedInformation:
    expected = expect_missing(patterns, moments.means, moments.covariance)
    if expected is None:
        raise np.linalg.LinAlgError
    known = explained & _answered_together(patterns)
    square = np.ix_(known, known)
    observed = observed_information(patterns, expected)[square]
    inverse = symmetric_inverse(observed)
    if not np.isfinite(inverse).all():
        raise np.linalg.LinAlgError
    chosen, scores = observed, None
    if recipe.test is not None or recipe.information == "first_order":
        by_case = casewise_scores(patterns, expected)[:, known]
        scores = by_case.T @ by_case
    if recipe.information == "first_order" and scores is not None:
        chosen = scores
    if recipe.information == "expected":
        chosen = expected_information(patterns, expected)[square]
    kept = scores if recipe.test is not None else None
    return SaturatedInformation(known, observed, inverse, chosen, kept)


def _answered_together(patterns: Patterns) -> np.ndarray:
    """Tell of which moments some respondent gave all answers."""
    together = patterns.present.T.astype(float) @ patterns.present > 0
    return np.concatenate([np.diagonal(together), together[triangle(len(together))]])


def independent_moments(
    specification: Specification, observed: Observed
) -> tuple[GroupMoments, ...]:
    """Return the moments of the baseline model: no covariance but among x.

    Without covariances each variable has the mean and variance of its given
    answers; exogenous variables have moments of their own.
    """
    if observed.rows is None or observed.row_groups is None:
        return observed.groups
    names = specification.observed
    outside = [i for i, name in enumerate(names) if name in specification.exogenous]
    square = np.ix_(outside, outside)
    groups = []
    for number, group in enumerate(observed.groups):
        rows = observed.rows[observed.row_groups == number]
        means = np.nanmean(rows, axis=0)
        covariance = np.diag(np.nanvar(rows, axis=0))
        some = ~np.isnan(rows[:, outside]).all(axis=1)
        if outside:
            own = saturated_moments(sort_patterns(rows[some][:, outside]).compressed())
            means[outside], covariance[square] = own.means, own.covariance
        groups.append(moments_of(group.label, group.n, covariance, means))
    return tuple(groups)


def available_moments(patterns: Patterns) -> tuple[np.ndarray, np.ndarray]:
    """Return covariance and means of the answers given, pair by pair.

    For description only: the likelihood never sees them. Each covariance is
    about the means of the rows that have both, with divisor their number less
    one, all times (n - 1)/n.

    Parameters
    ----------
    patterns : Patterns
        Not compressed.
    """
    given = patterns.present[patterns.row_pattern].astype(float)
    means = patterns.values.sum(axis=0) / given.sum(axis=0)
    centred = np.where(given > 0, patterns.values - means, 0.0)
    counts = given.T @ given
    sums = centred.T @ given
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = (centred.T @ centred - sums * sums.T / counts) / (counts - 1)
    return np.nan_to_num(covariance) * (1 - 1 / patterns.n), means


def exogenous_moments(specification: Specification) -> np.ndarray:
    """Tell which moments are those of exogenous variables among themselves."""
    fixed = replace(specification.options, fixed_x=True)
    return ~modelled(replace(specification, options=fixed))


def free_moments(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> np.ndarray:
    """Return the free parameters of a model without structure, its moments."""
    place = {name: index for index, name in enumerate(specification.observed)}
    values = np.zeros(specification.n_free)
    for parameter in specification.parameters:
        if parameter.free:
            group, left = moments[parameter.group - 1], place[parameter.lhs]
            values[parameter.free - 1] = (
                group.means[left]
                if parameter.op == "~1"
                else group.covariance[left, place[parameter.rhs]]
            )
    return values
