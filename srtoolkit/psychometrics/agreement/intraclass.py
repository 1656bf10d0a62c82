"""Intraclass correlations: the same units measured several times."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import Missing, require_level, score_matrix

if TYPE_CHECKING:
    import pandas as pd


Components = Literal["reml", "anova"]


@dataclass(frozen=True, slots=True)
class IntraclassForm:
    """One of the six forms.

    Attributes
    ----------
    form : {"icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"}
        Units nested in occasions; occasions random (absolute agreement);
        occasions fixed (consistency). With k: of the mean over occasions.
    est, ci_low, ci_high : float
    f, df1, df2, p : float
        Test of no correlation.
    """

    form: str
    est: float
    ci_low: float
    ci_high: float
    f: float
    df1: float
    df2: float
    p: float


@dataclass(frozen=True, slots=True)
class IntraclassResult:
    """All six intraclass correlations.

    Attributes
    ----------
    forms : tuple of IntraclassForm
    ci_level : float
    n, n_occasions : int
        Units measured on every occasion.
    variance_units, variance_occasions, variance_residual : float
        Components; none below zero unless of the analysis of variance.
    """

    forms: tuple[IntraclassForm, ...]
    ci_level: float
    n: int
    n_occasions: int
    variance_units: float
    variance_occasions: float
    variance_residual: float

    def coefficients(self, scale: str | None = None) -> list[Coefficient]:
        """Return one row a form."""
        return [
            Coefficient(f.form, f.est, f.ci_low, f.ci_high, self.ci_level, scale)
            for f in self.forms
        ]

    def tidy(self) -> pd.DataFrame:
        """One row a form."""
        return coefficient_table(self.coefficients())

    def glance(self) -> pd.DataFrame:
        """One row: sizes and variance components."""
        import pandas as pd

        row = {key: value for key, value in self.to_dict().items() if key != "forms"}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _MeanSquares:
    """Of units, occasions, residual, and within units; psych's MSB, MSJ, MSE, MSW."""

    units: float
    occasions: float
    residual: float
    within: float
    components: tuple[float, float, float]


def intraclass_correlation(
    scores: np.ndarray | pd.DataFrame,
    *,
    components: Components = "reml",
    ci_level: float = 0.95,
    missing: Missing = "error",
) -> IntraclassResult:
    """Estimate how alike repeated measures of the same units are.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_units, n_occasions)
    components : {"reml", "anova"}
        Variance components of restricted maximum likelihood, as R psych's
        ``ICC`` by default, or of the analysis of variance, as SPSS. With
        complete data the two differ only where the latter has a negative one.
    ci_level : float, in (0, 1)
    missing : {"error", "listwise"}

    Raises
    ------
    ScoresError
        With fewer than two occasions or three units, a missing score, or no
        variance at all.
    OptionError
        When `ci_level` is not in (0, 1) or `components` is unknown.

    References
    ----------
    Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428.
    McGraw & Wong (1996), Psychological Methods 1, 30-46.
    """
    require_level(ci_level)
    complete: Missing = "error" if missing == "error" else "listwise"
    matrix = score_matrix(scores, min_items=2, missing=complete)
    if components not in ("reml", "anova"):
        raise OptionError(
            f'there are no components "{components}"',
            code="unknown_components",
            allowed="reml, anova",
        )
    found = _mean_squares(matrix, components)
    if found.residual <= 0:
        raise ScoresError(
            "the occasions do not differ beyond a constant",
            code="no_residual_variance",
        )
    n, k = matrix.shape
    forms = tuple(_forms(found, n, k, ci_level))
    return IntraclassResult(forms, ci_level, n, k, *found.components)


def _mean_squares(matrix: np.ndarray, components: Components) -> _MeanSquares:
    n, k = matrix.shape
    grand = matrix.mean()
    units = k * ((matrix.mean(axis=1) - grand) ** 2).sum()
    occasions = n * ((matrix.mean(axis=0) - grand) ** 2).sum()
    residual = ((matrix - grand) ** 2).sum() - units - occasions
    df = np.array([n - 1, k - 1, (n - 1) * (k - 1)], dtype=float)
    sums = np.array([units, occasions, residual])
    pooled = np.array([False, False, True])
    if components == "reml":
        pooled = _restricted(sums, df)
    error = sums[pooled].sum() / df[pooled].sum()
    of_units = 0.0 if pooled[0] else (units / df[0] - error) / k
    of_occasions = 0.0 if pooled[1] else (occasions / df[1] - error) / n
    return _MeanSquares(
        float(k * of_units + error),
        float(n * of_occasions + error),
        float(error),
        float(error + of_occasions),
        (float(of_units), float(of_occasions), float(error)),
    )


def _restricted(sums: np.ndarray, df: np.ndarray) -> np.ndarray:
    """Tell which sums of squares are pooled with the residual.

    A component that would be negative is zero: its sum of squares is error.
    """
    pooled = np.array([False, False, True])
    for _ in range(2):
        error = sums[pooled].sum() / df[pooled].sum()
        below = ~pooled & (sums / df < error)
        if not below.any():
            break
        pooled[np.flatnonzero(below)[np.argmin((sums / df)[below])]] = True
    return pooled


def _forms(
    found: _MeanSquares, n: int, k: int, ci_level: float
) -> list[IntraclassForm]:
    """Return the three forms of one occasion, then those of the mean."""
    between, error, within = found.units, found.residual, found.within
    spread = (found.occasions - error) / n
    nested = ((between - within), between / within, n - 1.0, n * (k - 1.0))
    crossed = ((between - error), between / error, n - 1.0, (n - 1.0) * (k - 1.0))
    bottoms = [
        between + (k - 1) * within,
        between + (k - 1) * error + k * spread,
        between + (k - 1) * error,
    ]
    tests = [nested, crossed, crossed]
    estimates = [test[0] / bottom for test, bottom in zip(tests, bottoms, strict=True)]
    averaged = [
        nested[0] / between,
        crossed[0] / (between + spread),
        crossed[0] / between,
    ]
    limits = [
        _f_limits(*nested[1:], k, ci_level),
        _absolute_limits(found, estimates[1], n, k, ci_level),
        _f_limits(*crossed[1:], k, ci_level),
    ]
    single = [
        _form(f"icc{at + 1}", estimates[at], limits[at], tests[at]) for at in range(3)
    ]
    stepped = [tuple(_stepped_up(value, k) for value in pair) for pair in limits]
    mean = [
        _form(
            f"icc{at + 1}k", averaged[at], (stepped[at][0], stepped[at][1]), tests[at]
        )
        for at in range(3)
    ]
    return single + mean


def _form(
    name: str,
    est: float,
    limits: tuple[float, float],
    test: tuple[float, float, float, float],
) -> IntraclassForm:
    from scipy.stats import f

    _, statistic, df1, df2 = test
    p = float(f.sf(statistic, df1, df2))
    return IntraclassForm(name, est, *limits, statistic, df1, df2, p)


def _f_limits(
    statistic: float, df1: float, df2: float, k: int, ci_level: float
) -> tuple[float, float]:
    """Return the exact limits of forms 1 and 3; Shrout & Fleiss, p. 424."""
    from scipy.stats import f

    tail = (1 - ci_level) / 2
    low = statistic / float(f.isf(tail, df1, df2))
    high = statistic * float(f.isf(tail, df2, df1))
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute_limits(
    found: _MeanSquares, icc: float, n: int, k: int, ci_level: float
) -> tuple[float, float]:
    """Return Satterthwaite's limits of form 2; McGraw & Wong, table 7."""
    from scipy.stats import f

    between, error, occasions = found.units, found.residual, found.occasions
    ratio = occasions / error
    rest = n * (1 + (k - 1) * icc) - k * icc
    top = (k - 1) * (n - 1) * (k * icc * ratio + rest) ** 2
    df = top / ((n - 1) * k**2 * icc**2 * ratio**2 + rest**2)
    tail = (1 - ci_level) / 2
    upper, lower = float(f.isf(tail, n - 1, df)), float(f.isf(tail, df, n - 1))
    both = k * occasions + (k * n - k - n) * error
    low = n * (between - upper * error) / (upper * both + n * between)
    high = n * (lower * between - error) / (both + n * lower * between)
    return low, high


def _stepped_up(value: float, k: int) -> float:
    return value * k / (1 + value * (k - 1))
