"""Factor scores of every respondent.

Regression scores: Thurstone (1935), The Vectors of Mind; Bartlett scores:
Bartlett (1937), British Journal of Psychology 28, 97-104. With holes in the
answers each respondent is scored from what was answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.structure.implied import ImpliedMoments

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

ScoreMethod = Literal["regression", "bartlett"]


def factor_score_table(
    fitted: Fitted, method: ScoreMethod = "regression"
) -> pd.DataFrame:
    """Return one row a respondent used, one column a latent variable.

    With groups a column ``group_label`` stands first.

    Raises
    ------
    ModelError
        When only moments were given, the model has no latent variable or has
        ordered ones.
    OptionError
        When the method is unknown.
    """
    import pandas as pd

    _require_scorable(fitted, method)
    rows, row_groups = fitted.observed.rows, fitted.observed.row_groups
    assert rows is not None and row_groups is not None  # checked above
    latent = fitted.specification.latent
    scores = np.empty((len(rows), len(latent)))
    for number, implied in enumerate(fitted.implied()):
        members = row_groups == number
        answers = rows[members]
        if not fitted.layout.has_means:
            answers = answers - fitted.observed.groups[number].means
        scores[members] = scores_of(answers, implied, method)
    table = pd.DataFrame(scores, columns=list(latent))
    if fitted.specification.n_groups > 1:
        labels = np.array(fitted.group_labels)[row_groups]
        table.insert(0, "group_label", labels)
    return table


def scores_of(
    rows: np.ndarray, implied: ImpliedMoments, method: ScoreMethod
) -> np.ndarray:
    """Return the scores of one group's rows, pattern by pattern.

    Parameters
    ----------
    rows : ndarray, shape (n, n_observed)
        NaN where an answer is missing.

    Returns
    -------
    ndarray, shape (n, n_latent)
        NaN for a latent variable of which nothing is known (Bartlett only).
    """
    scores = np.empty((len(rows), len(implied.joint) - implied.n_observed))
    patterns, which = np.unique(~np.isnan(rows), axis=0, return_inverse=True)
    for number, seen in enumerate(patterns):
        members = np.ravel(which) == number
        scores[members] = _of_pattern(rows[members], seen, implied, method)
    return scores


def _of_pattern(
    rows: np.ndarray, seen: np.ndarray, implied: ImpliedMoments, method: ScoreMethod
) -> np.ndarray:
    first, seen_at = implied.n_observed, np.flatnonzero(seen)
    precision = np.linalg.inv(implied.covariance[np.ix_(seen_at, seen_at)])
    spread = implied.joint[first:, first:]
    if method == "regression":
        weights = implied.joint[first:, seen_at] @ precision
    else:
        loadings = _total_loadings(implied)[seen_at]
        inner = np.linalg.pinv(loadings.T @ precision @ loadings, hermitian=True)
        weights = inner @ loadings.T @ precision
        weights[~weights.any(axis=1) & (np.diagonal(spread) != 0)] = np.nan
    gaps = rows[:, seen_at] - implied.means[seen_at]
    return np.asarray(gaps @ weights.T + implied.joint_means[first:])


def _total_loadings(implied: ImpliedMoments) -> np.ndarray:
    """Arrows from latent to observed variables, around other latent variables.

    Observed variables that other observed ones explain count as lavaan counts
    them: their arrows are carried through.
    """
    first = implied.n_observed
    among = np.eye(first) - implied.arrows[:first, :first]
    return np.asarray(np.linalg.solve(among, implied.arrows[:first, first:]))


def _require_scorable(fitted: Fitted, method: str) -> None:
    if method not in {"regression", "bartlett"}:
        raise OptionError(
            f'there is no method "{method}" for factor scores',
            code="unknown_method",
            allowed="regression, bartlett",
        )
    if not fitted.specification.latent:
        raise ModelError("the model has no latent variable", code="no_latent")
    if fitted.observed.rows is None or fitted.observed.row_groups is None:
        raise ModelError(
            "factor scores need the answers, but only a covariance matrix was given",
            code="scores_need_rows",
        )
    if fitted.specification.options.thresholds:
        raise ModelError(
            "factor scores of ordered answers are not available",
            code="scores_of_ordered",
            advice="Treat the answers as numbers, or use scale scores.",
        )
