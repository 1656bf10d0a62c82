"""Fit a response surface and describe its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import delta_method, percentile_interval
from srtoolkit.regression.linear import LinearFit, fit_linear, require_unexplained
from srtoolkit.regression.paths.draws import EquationColumns, bootstrap_system
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.surface.congruence import CongruenceTest, congruence_test
from srtoolkit.regression.surface.rivals import rival_models
from srtoolkit.regression.surface.shape import AXES, LINES, shape_code

if TYPE_CHECKING:
    import pandas as pd

#: Names of the columns of the polynomial, b1 to b5.
TERMS = ("x", "y", "x2", "xy", "y2")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSurface:
    """A second-degree polynomial of two scores.

    Attributes
    ----------
    x, y, outcome : str
    centre : float
        What was subtracted from both scores: their scale's midpoint.
    fit : LinearFit
        Terms ``(Intercept), x, y, x2, xy, y2`` and covariates.
    draws : ndarray, shape (n_draws, 5)
        b1 to b5 in resamples; empty without a bootstrap.
    congruence : CongruenceTest
    rivals : tuple of mapping
        Simpler models inside the surface; rows of ``model, r2, df1, df2, f,
        p, f_robust, p_robust``.
    ranges : mapping of str to (float, float)
        Lowest and highest value of x and y, in their own units.
    hull : tuple of (float, float)
        Corners of the smallest convex area that holds all pairs of x and y, in
        their own units: outside it the surface is a guess.
    """

    x: str
    y: str
    outcome: str
    centre: float
    fit: LinearFit
    draws: np.ndarray = field(repr=False, compare=False)
    congruence: CongruenceTest
    rivals: tuple[Mapping[str, Any], ...]
    ranges: Mapping[str, tuple[float, float]]
    hull: tuple[tuple[float, float], ...]

    @property
    def coefficients(self) -> np.ndarray:
        """b1 to b5."""
        return self.fit.estimates[1:6]

    @property
    def shape(self) -> str:
        """``maximum, minimum, saddle`` or ``degenerate``."""
        return shape_code(self.coefficients)

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient, a1 to a5, and the stationary point and axes.

        Stationary point and axes are on the centred scales. Their errors are
        from the delta method; with a bootstrap ``boot_low`` and ``boot_high``
        are percentile limits of every row.
        """
        import pandas as pd

        table = self.fit.tidy()
        table["kind"] = "coefficient"
        rows = [self._line(name) for name in LINES]
        rows += [self._axis(name) for name in AXES]
        table = pd.concat([table, pd.DataFrame(rows)], ignore_index=True)
        if self.draws.size:
            self._add_draws(table)
        return table

    def glance(self) -> pd.DataFrame:
        """One row: the regression, the shape, the congruence test."""
        return self.fit.glance().assign(
            centre=self.centre,
            shape=self.shape,
            congruence=self.congruence.congruence,
            strict_congruence=self.congruence.strict,
        )

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return {
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records")[0],
            **self.details,
        }

    @property
    def details(self) -> dict[str, Any]:
        """Surface, ranges, congruence conditions and rivals, for pictures."""
        return {
            "surface": {
                "x": self.x,
                "y": self.y,
                "outcome": self.outcome,
                "centre": self.centre,
                "coefficients": [float(b) for b in self.fit.estimates[:6]],
                "shape": self.shape,
                "ranges": {name: list(ends) for name, ends in self.ranges.items()},
                "hull": [list(corner) for corner in self.hull],
            },
            "congruence": self.congruence.rows(),
            "rivals": [dict(row) for row in self.rivals],
        }

    def line(self, name: str) -> tuple[float, float]:
        """Return estimate and standard error of a1 to a5."""
        weights = np.array([LINES[name](unit) for unit in np.eye(5)])
        block = self.fit.covariance[1:6, 1:6]
        est = float(weights @ self.coefficients)
        return est, float(np.sqrt(weights @ block @ weights))

    def axis(self, name: str) -> tuple[float, float]:
        """Return estimate and delta-method error of a stationary point or axis."""

        def value(b: np.ndarray) -> float:
            with np.errstate(divide="ignore", invalid="ignore"):
                return float(AXES[name](b))

        return delta_method(value, self.coefficients, self.fit.covariance[1:6, 1:6])

    def _line(self, name: str) -> dict[str, Any]:
        return self._row(name, "surface", *self.line(name))

    def _axis(self, name: str) -> dict[str, Any]:
        return self._row(name, "axis", *self.axis(name))

    def _row(self, name: str, kind: str, est: float, se: float) -> dict[str, Any]:
        from scipy.stats import t

        df, level = self.fit.df2, self.fit.ci_level
        reach = float(t.isf((1 - level) / 2, df)) * se
        return {
            "outcome": self.outcome,
            "term": name,
            "kind": kind,
            "est": est,
            "se": se,
            "statistic": est / se if kind == "surface" else np.nan,
            "df": df,
            "p": float(2 * t.sf(abs(est / se), df)) if kind == "surface" else np.nan,
            "ci_low": est - reach,
            "ci_high": est + reach,
            "std": np.nan,
            "ci_level": level,
        }

    def _add_draws(self, table: pd.DataFrame) -> None:
        drawn = {name: self.draws[:, k] for k, name in enumerate(TERMS)}
        with np.errstate(divide="ignore", invalid="ignore"):
            drawn |= {k: f(self.draws) for k, f in {**LINES, **AXES}.items()}
        limits = {
            name: percentile_interval(values, self.fit.ci_level)
            for name, values in drawn.items()
        }
        nothing = (np.nan, np.nan)
        table["boot_low"] = [limits.get(t, nothing)[0] for t in table["term"]]
        table["boot_high"] = [limits.get(t, nothing)[1] for t in table["term"]]


def fit_surface(
    data: pd.DataFrame,
    *,
    outcome: str,
    x: str,
    y: str,
    centre: float,
    covariates: Sequence[str] = (),
    errors: ErrorKind = "HC3",
    ci_level: float = 0.95,
    alpha: float = 0.05,
    bootstrap: int = 0,
    seed: int | None = None,
) -> ResponseSurface:
    """Fit Z = b0 + b1 X + b2 Y + b3 X² + b4 XY + b5 Y².

    Parameters
    ----------
    x, y : str
        Two scores on the same scale.
    centre : float
        The midpoint of that scale, subtracted from both: only then does X = Y
        mean agreement, and (0, 0) a middling answer to both.
    covariates : sequence of str
        Added linearly.
    errors : str
    alpha : float
        Of the congruence test.
    bootstrap : int
        Draws for percentile limits; 0 for none.

    Raises
    ------
    ModelError
        As `fit_linear`, when x and y are the same column, and when they
        determine the outcome exactly.

    References
    ----------
    Edwards & Parry (1993), Academy of Management Journal 36, 1577-1613.
    """
    if len({x, y, outcome}) < 3:
        raise ModelError(
            "a response surface needs three different columns",
            code="role_twice",
            advice="Name two scores as x and y, and what they may explain as outcome.",
        )
    fit, ranges, hull = _fit_polynomial(
        data, outcome, x, y, centre, covariates, errors, ci_level
    )
    require_unexplained(fit, outcome)
    return ResponseSurface(
        x=x,
        y=y,
        outcome=outcome,
        centre=centre,
        fit=fit,
        draws=_draws(fit, bootstrap, seed),
        congruence=congruence_test(fit, alpha=alpha),
        rivals=rival_models(fit),
        ranges=ranges,
        hull=hull,
    )


def _fit_polynomial(
    data: pd.DataFrame,
    outcome: str,
    x: str,
    y: str,
    centre: float,
    covariates: Sequence[str],
    errors: ErrorKind,
    ci_level: float,
) -> tuple[LinearFit, dict[str, tuple[float, float]], tuple[tuple[float, float], ...]]:
    # a plain regression first: it tells every mistake in names and values
    plain = fit_linear(data, outcome=outcome, predictors=[x, y], covariates=covariates)
    rows = data.loc[plain.design.rows]
    a, b = rows[x].to_numpy(float) - centre, rows[y].to_numpy(float) - centre
    squares = dict(zip(TERMS, (a, b, a * a, a * b, b * b), strict=True))
    taken = [name for name in (*covariates, outcome) if name in squares]
    renamed = {name: f"{name}_" for name in taken}
    table = rows[[outcome, *covariates]].rename(columns=renamed).assign(**squares)
    fit = fit_linear(
        table,
        outcome=renamed.get(outcome, outcome),
        predictors=TERMS,
        covariates=[renamed.get(name, name) for name in covariates],
        errors=errors,
        ci_level=ci_level,
    )
    ranges = {
        name: (plain.spreads[name].low, plain.spreads[name].high) for name in (x, y)
    }
    return fit, ranges, _hull(rows[[x, y]].to_numpy(float))


def _hull(pairs: np.ndarray) -> tuple[tuple[float, float], ...]:
    from scipy.spatial import ConvexHull

    corners = pairs[ConvexHull(pairs).vertices]
    return tuple((float(a), float(b)) for a, b in corners)


def _draws(fit: LinearFit, n_draws: int, seed: int | None) -> np.ndarray:
    if n_draws == 0:
        return np.empty((0, 5))
    matrix = np.column_stack([fit.design.matrix, fit.design.outcome])
    n_terms = matrix.shape[1] - 1
    equation = EquationColumns(tuple(range(n_terms)), n_terms, "linear")
    drawn = bootstrap_system(matrix, [equation], n_draws=n_draws, seed=seed)
    return drawn.coefficients[0][:, 1:6]
