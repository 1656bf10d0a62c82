"""Cohen's kappa of two coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics.agreement.codes import read_codes
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import require_level

if TYPE_CHECKING:
    import pandas as pd

Weights = Literal["quadratic", "linear"]


@dataclass(frozen=True, slots=True)
class CohenKappaResult:
    """Agreement of two coders beyond chance.

    Attributes
    ----------
    kappa, se, ci_low, ci_high : float
        Every disagreement counts alike.
    weighted_kappa, weighted_se, weighted_ci_low, weighted_ci_high : float
        A disagreement counts by the distance of the categories.
    weights : {"quadratic", "linear"}
    ci_level : float
    agreement : float
        Share of units with the same code.
    n : int
        Units that both coded.
    categories : tuple
    """

    kappa: float
    se: float
    ci_low: float
    ci_high: float
    weighted_kappa: float
    weighted_se: float
    weighted_ci_low: float
    weighted_ci_high: float
    weights: str
    ci_level: float
    agreement: float
    n: int
    categories: tuple[object, ...]

    def tidy(self) -> pd.DataFrame:
        """Two rows: ``cohen_kappa``, ``cohen_kappa_weighted``."""
        plain = (self.kappa, self.ci_low, self.ci_high, self.ci_level)
        limits = (self.weighted_ci_low, self.weighted_ci_high, self.ci_level)
        rows = [
            Coefficient("cohen_kappa", *plain),
            Coefficient("cohen_kappa_weighted", self.weighted_kappa, *limits),
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, agreement, n_categories, weights``."""
        import pandas as pd

        row = {
            "n": self.n,
            "agreement": self.agreement,
            "n_categories": len(self.categories),
            "weights": self.weights,
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def cohen_kappa(
    codes: np.ndarray | pd.DataFrame,
    *,
    weights: Weights = "quadratic",
    categories: Sequence[object] | None = None,
    ci_level: float = 0.95,
) -> CohenKappaResult:
    """Estimate the agreement of two coders, plain and weighted.

    Units that only one coded are left out. Intervals are normal, cut at -1 and
    1, as those of R psych's ``cohen.kappa``. Its error of a *weighted* kappa
    sums the wrong margin (version 2.2.9); ours is the published one.

    Parameters
    ----------
    codes : ndarray or DataFrame, shape (n_units, 2)
    weights : {"quadratic", "linear"}
        How a disagreement grows with the distance of the categories.
    categories : sequence, optional
        All categories in rising order; by default those that occur, sorted.
    ci_level : float, in (0, 1)

    Raises
    ------
    ScoresError
        Unless there are two coders and two units both coded, or when only one
        category occurs.
    OptionError
        When `ci_level` or `weights` is wrong.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46; Cohen
    (1968), Psychological Bulletin 70, 213-220.
    Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327 (errors).
    """
    require_level(ci_level)
    read = read_codes(codes, categories=categories)
    pairs, k = read.complete, len(read.categories)
    if read.positions.shape[1] != 2 or len(pairs) < 2:
        raise ScoresError(
            f"{read.positions.shape[1]} coders, {len(pairs)} units that all coded",
            code="not_two_coders",
            allowed="two coders and two units or more",
        )
    if k < 2:
        raise ScoresError("only one category occurs", code="one_category")
    shares = np.zeros((k, k))
    np.add.at(shares, (pairs[:, 0], pairs[:, 1]), 1 / len(pairs))
    plain = _kappa(shares, np.eye(k), len(pairs))
    weighted = _kappa(shares, _credit(k, weights), len(pairs))
    return CohenKappaResult(
        *plain,
        *_limits(*plain, ci_level),
        *weighted,
        *_limits(*weighted, ci_level),
        weights=weights,
        ci_level=ci_level,
        agreement=float(np.trace(shares)),
        n=len(pairs),
        categories=read.categories,
    )


def _credit(k: int, weights: str) -> np.ndarray:
    """Return what a pair of codes is worth: 1 on the diagonal, 0 in the corners."""
    if weights not in ("quadratic", "linear"):
        raise OptionError(
            f'there are no weights "{weights}"',
            code="unknown_weights",
            allowed="quadratic, linear",
        )
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    return np.asarray(1 - distance ** (2 if weights == "quadratic" else 1))


def _kappa(shares: np.ndarray, credit: np.ndarray, n: int) -> tuple[float, float]:
    """Return kappa and its error; equations 5 and 10 of Fleiss et al. (1969)."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed = float((credit * shares).sum())
    expected = float(rows @ credit @ columns)
    if expected >= 1:
        return float("nan"), float("nan")
    margins = np.add.outer(credit @ columns, rows @ credit)
    inside = credit * (1 - expected) - margins * (1 - observed)
    centre = observed * expected - 2 * expected + observed
    variance = ((shares * inside**2).sum() - centre**2) / (n * (1 - expected) ** 4)
    kappa = (observed - expected) / (1 - expected)
    return kappa, float(np.sqrt(max(variance, 0.0)))


def _limits(kappa: float, se: float, ci_level: float) -> tuple[float, float]:
    from scipy.stats import norm

    margin = float(norm.isf((1 - ci_level) / 2)) * se
    return max(kappa - margin, -1.0), min(kappa + margin, 1.0)
