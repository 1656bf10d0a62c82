"""Means of groups with covariates held constant, and whether one slope will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.means.least_squares import LeastSquares, fit_least_squares
from srtoolkit.comparison.means.several import ComparisonTable
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.covariates import CodedCovariates, code_covariates
from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.inference import Expectation, wald_estimate
from srtoolkit.inference.robust import ErrorKind
from srtoolkit.responses.personal.masking import listed_labels

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class EqualSlopes:
    """Whether the covariates' slopes are the same in all groups.

    Attributes
    ----------
    f, df1, df2, p : float
        Wald F test of all products of group and covariate: with ``classic``
        errors the usual comparison of two models.
    errors : str
        Kind of errors the test used.
    """

    f: float
    df1: float
    df2: float
    p: float
    errors: str


def adjusted_means_of(
    scores: np.ndarray,
    labels: np.ndarray,
    covariates: pd.DataFrame,
    *,
    control: str,
    categories: Sequence[str] = (),
    errors: ErrorKind = "HC3",
    expect: Expectation = "any",
    alpha: float = 0.05,
    outcome: str = "",
) -> ComparisonTable:
    """Compare every group with the control at the same values of the covariates.

    Numeric covariates are held at their mean; categories, and numbers with
    only two values, are averaged with equal weights: R's ``emmeans`` with its
    defaults. One slope for all groups is assumed; ``details["slopes"]`` says
    whether that holds.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        In points; NaN is left out.
    labels : ndarray of str, shape (n,)
        Group of each respondent; all of them are used.
    covariates : DataFrame, n rows
        Respondents with a missing value are left out.
    control : str
    categories : sequence of str
        Numeric columns whose numbers are labels.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of each comparison; not adjusted for their number.

    Returns
    -------
    ComparisonTable
        ``details``: means (group, n, mean, se, ci_low, ci_high, ci_level),
        slopes (f, df1, df2, p, errors) or None when they cannot be fitted.

    Raises
    ------
    OptionError
        When the control is not among the groups, or stands alone.
    ModelError, ScoresError
        When a covariate is constant, or too few complete respondents remain,
        or covariates determine each other or the group.

    References
    ----------
    Searle, Speed & Milliken (1980), The American Statistician 34, 216-221
    (population marginal means). Milliken & Johnson (2002), Analysis of Messy
    Data III (equal slopes).
    """
    kept = np.isfinite(scores) & covariates.notna().all(axis=1).to_numpy()
    kept &= np.array([isinstance(label, str) for label in labels])
    names = _names(labels[kept], control)
    coded = code_covariates(covariates.loc[kept], categories=categories)
    members = np.column_stack([labels[kept] == name for name in names]).astype(float)
    fit = fit_least_squares(
        scores[kept], np.column_stack([members, coded.matrix]), errors=errors
    )
    place = np.concatenate([np.zeros(len(names)), _reference_point(coded)])
    points = np.hstack(
        [np.eye(len(names)), np.tile(place[len(names) :], (len(names), 1))]
    )
    slopes = equal_slopes(scores[kept], members, coded, errors=errors)
    sizes = members.sum(axis=0).astype(int)
    return ComparisonTable(
        rows=tuple(
            _difference(
                fit,
                points[i] - points[0],
                f"{name} - {control}",
                int(sizes[i] + sizes[0]),
                errors,
                expect,
                alpha,
                outcome,
            )
            for i, name in enumerate(names)
            if i
        ),
        method=f"ancova_{errors.lower()}",
        n=fit.n,
        details={
            "means": [
                {"group": name, "n": int(size), **_mean(fit, point, alpha, expect)}
                for name, size, point in zip(names, sizes, points, strict=True)
            ],
            "slopes": slopes,
        },
    )


def equal_slopes(
    scores: np.ndarray,
    members: np.ndarray,
    coded: CodedCovariates,
    *,
    errors: ErrorKind = "classic",
) -> dict[str, float | str] | None:
    """Test whether covariates have the same slopes in all groups.

    Parameters
    ----------
    scores : ndarray, shape (n,)
    members : ndarray, shape (n, n_groups)
        One dummy a group.
    coded : CodedCovariates

    Returns
    -------
    dict or None
        The fields of `EqualSlopes`; None when the groups are too small, or a
        category is missing in one of them.
    """
    from dataclasses import asdict

    from scipy.stats import f as f_distribution

    from srtoolkit.errors import ScoresError

    products = [
        members[:, [group]] * coded.matrix for group in range(1, members.shape[1])
    ]
    design = np.hstack([members, coded.matrix, *products])
    try:
        fit = fit_least_squares(scores, design, errors=errors)
    except ScoresError:  # no answer is not a mistake of the caller's: say None
        return None
    df1 = sum(part.shape[1] for part in products)
    tail = fit.coefficients[-df1:]
    wald = float(tail @ np.linalg.solve(fit.covariance[-df1:, -df1:], tail)) / df1
    p = float(f_distribution.sf(wald, df1, fit.df))
    return asdict(EqualSlopes(wald, float(df1), fit.df, p, errors))


def _names(labels: np.ndarray, control: str) -> list[str]:
    found = sorted(set(labels))
    if control not in found or len(found) < 2:
        raise OptionError(
            f'there is no control group "{control}" beside another group',
            code="unknown_group",
            allowed=listed_labels(found),
            advice=did_you_mean(control, found),
        )
    return [control, *(name for name in found if name != control)]


def _reference_point(coded: CodedCovariates) -> np.ndarray:
    """Means of numbers, equal shares of categories."""
    n_levels: dict[str, int] = {}
    for column in coded.balance:
        n_levels[column.term.partition("[")[0]] = (
            n_levels.get(column.term.partition("[")[0], 0) + 1
        )
    place = []
    for column in coded.columns:
        levels = n_levels[column.term.partition("[")[0]]
        if levels > 1:
            place.append(1 / levels)
        elif column.is_binary:
            place.append(float(column.values.min() + column.values.max()) / 2)
        else:
            place.append(float(column.values.mean()))
    return np.array(place)


def _mean(
    fit: LeastSquares, point: np.ndarray, alpha: float, expect: Expectation
) -> dict[str, float | None]:
    est, se = fit.combination(point)
    wald = wald_estimate(est, se, df=fit.df, expect=expect, alpha=alpha, method="mean")
    return {
        "mean": est,
        "se": se,
        "ci_low": wald.ci_low,
        "ci_high": wald.ci_high,
        "ci_level": wald.ci_level,
    }


def _difference(
    fit: LeastSquares,
    weights: np.ndarray,
    contrast: str,
    n: int,
    errors: ErrorKind,
    expect: Expectation,
    alpha: float,
    outcome: str,
) -> ComparisonResult:
    est, se = fit.combination(weights)
    method = f"ancova_{errors.lower()}"
    wald = wald_estimate(est, se, df=fit.df, expect=expect, alpha=alpha, method=method)
    return ComparisonResult.of_wald(
        wald,
        outcome=outcome,
        contrast=contrast,
        n=n,
    )
