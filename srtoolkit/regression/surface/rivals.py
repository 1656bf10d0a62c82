"""Simpler models that a response surface contains, tested against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from srtoolkit.regression.linear import LinearFit

#: Restrictions R b = 0 on b1 to b5. A difference score says that only X - Y
#: counts; a squared difference that only (X - Y)² does.
RIVALS: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "linear": ((0, 0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1)),
    "interaction": ((0, 0, 1, 0, 0), (0, 0, 0, 0, 1)),
    "difference": (
        (1, 1, 0, 0, 0),
        (0, 0, 1, 0, 0),
        (0, 0, 0, 1, 0),
        (0, 0, 0, 0, 1),
    ),
    "squared_difference": (
        (1, 0, 0, 0, 0),
        (0, 1, 0, 0, 0),
        (0, 0, 1, 0, -1),
        (0, 0, 2, 1, 0),
    ),
    "x_only": ((0, 1, 0, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1)),
    "y_only": ((1, 0, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 1, 0)),
}


def rival_models(fit: LinearFit) -> tuple[Mapping[str, Any], ...]:
    """Return one row a simpler model.

    Parameters
    ----------
    fit : LinearFit
        Terms 1 to 5 are X, Y, X², XY, Y².

    Returns
    -------
    tuple of mapping
        ``model, r2, rss, delta_r2, df1, df2, f, p`` (equal variances taken)
        ``f_robust, p_robust`` (by the errors of the fit). A small p says that
        the surface explains what the simpler model cannot.

    References
    ----------
    Edwards (2002), in Drasgow & Schmitt (eds.), Measuring and Analyzing
    Behavior in Organizations, 350-400.
    """
    from scipy.stats import f as f_distribution

    matrix, outcome = fit.design.matrix, fit.design.outcome
    total = float(((outcome - outcome.mean()) ** 2).sum())
    rss = total * (1 - fit.r2)
    inverse = np.linalg.inv(matrix.T @ matrix)
    rows: list[Mapping[str, Any]] = []
    for model, restrictions in RIVALS.items():
        r = np.zeros((len(restrictions), matrix.shape[1]))
        r[:, 1:6] = restrictions
        value, df1 = r @ fit.estimates, len(r)
        more = float(value @ np.linalg.solve(r @ inverse @ r.T, value))
        f = more / df1 / (rss / fit.df2)
        robust = float(value @ np.linalg.solve(r @ fit.covariance @ r.T, value)) / df1
        rows.append(
            {
                "model": model,
                "r2": fit.r2 - more / total,
                "rss": rss + more,
                "delta_r2": more / total,
                "df1": df1,
                "df2": fit.df2,
                "f": f,
                "p": float(f_distribution.sf(f, df1, fit.df2)),
                "f_robust": robust,
                "p_robust": float(f_distribution.sf(robust, df1, fit.df2)),
            }
        )
    return tuple(rows)
