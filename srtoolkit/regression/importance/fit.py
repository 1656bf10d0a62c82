"""Divide the explained variance among predictors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.importance.kernels import (
    complete_dominance,
    conditional_dominance,
    relative_weights,
    subset_r2,
)
from srtoolkit.regression.importance.result import RelativeImportance
from srtoolkit.regression.linear import fit_linear
from srtoolkit.regression.moments import bootstrap_correlations

if TYPE_CHECKING:
    import pandas as pd

#: 2 to this power sets of predictors are fitted in every draw.
_MOST = 12


def importance(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    covariates: Sequence[str] = (),
    ci_level: float = 0.95,
    bootstrap: int = 2000,
    seed: int | None = None,
) -> RelativeImportance:
    """Divide the explained variance among predictors.

    Parameters
    ----------
    predictors : sequence of str
        2 to 12 numeric columns.
    covariates : sequence of str
        Taken out of outcome and predictors first; words become dummies.
    bootstrap : int
        Draws, at least 100.
    seed : int or None
        Also of the random column that weights are set against.

    Raises
    ------
    ModelError
        As `fit_linear`, and for another number of predictors or draws.

    References
    ----------
    Azen & Budescu (2003), Psychological Methods 8, 129-148.
    Johnson (2000), Multivariate Behavioral Research 35, 1-19.
    Tonidandel, LeBreton & Johnson (2009), Psychological Methods 14, 387-399.
    """
    if not 2 <= len(predictors) <= _MOST or bootstrap < 100:
        raise ModelError(
            f"{len(predictors)} predictors and {bootstrap} draws",
            code="importance_sizes",
            allowed=f"2 to {_MOST} predictors, 100 draws or more",
        )
    fit = fit_linear(
        data, outcome=outcome, predictors=predictors, covariates=covariates
    )
    p = len(predictors)
    columns = np.column_stack([fit.design.matrix[:, 1 : p + 1], fit.design.outcome])
    columns, r2_covariates = _without(columns, fit.design.matrix[:, p + 1 :])
    chance, draw_seed = np.random.SeedSequence(seed).spawn(2)
    noise = np.random.default_rng(chance).standard_normal((len(columns), 1))
    drawn = bootstrap_correlations(
        np.column_stack([noise, columns]),
        n_draws=bootstrap,
        seed=int(draw_seed.generate_state(1)[0]),
    )
    scale = 1 - r2_covariates
    sets = subset_r2(np.corrcoef(columns, rowvar=False)[None])
    set_draws = subset_r2(drawn[:, 1:, 1:])
    weights = relative_weights(np.corrcoef(columns, rowvar=False)[None])[0]
    with_noise = relative_weights(drawn)
    conditional = conditional_dominance(sets)[0]
    return RelativeImportance(
        outcome=outcome,
        predictors=tuple(predictors),
        covariates=tuple(covariates),
        n=fit.n,
        n_excluded=fit.n_excluded,
        r2=fit.r2,
        r2_covariates=r2_covariates,
        estimates={
            "general_dominance": scale * conditional.mean(axis=1),
            "relative_weight": scale * weights,
        },
        draws={
            "general_dominance": scale * conditional_dominance(set_draws).mean(axis=2),
            "relative_weight": scale * relative_weights(drawn[:, 1:, 1:]),
        },
        random=scale * (with_noise[:, 1:] - with_noise[:, :1]),
        conditional=scale * conditional,
        sets=sets[0],
        complete_draws={
            pair: complete_dominance(set_draws, *pair)
            for pair in combinations(range(p), 2)
        },
        ci_level=ci_level,
    )


def _without(columns: np.ndarray, covariates: np.ndarray) -> tuple[np.ndarray, float]:
    """Take covariates out of all columns; tell what they explain of the last."""
    centred = columns - columns.mean(axis=0)
    if covariates.shape[1] == 0:
        return centred, 0.0
    others = covariates - covariates.mean(axis=0)
    rest = centred - others @ np.linalg.lstsq(others, centred)[0]
    before, after = centred[:, -1] @ centred[:, -1], rest[:, -1] @ rest[:, -1]
    return rest, float(1 - after / before)
