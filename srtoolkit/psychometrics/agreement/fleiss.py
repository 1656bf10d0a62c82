"""Fleiss' kappa of several coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.agreement.codes import read_codes
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import require_level

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class FleissKappaResult:
    """Agreement of several coders beyond chance.

    Attributes
    ----------
    kappa, se, ci_low, ci_high : float
        The error holds away from zero agreement.
    se_null, p : float
        Error if coders only guessed, and the two-sided p of no agreement.
    by_category : mapping of category to float
        Kappa of each category against all others.
    ci_level : float
    agreement : float
        Mean share of pairs of coders with the same code.
    n, n_coders : int
        Units that all coded; coders.
    """

    kappa: float
    se: float
    ci_low: float
    ci_high: float
    se_null: float
    p: float
    by_category: dict[object, float]
    ci_level: float
    agreement: float
    n: int
    n_coders: int

    def tidy(self) -> pd.DataFrame:
        """``fleiss_kappa``, then one row a category, named in ``item``."""
        whole = (self.kappa, self.ci_low, self.ci_high, self.ci_level)
        rows = [Coefficient("fleiss_kappa", *whole)]
        rows += [
            Coefficient("fleiss_kappa", value, item=str(category))
            for category, value in self.by_category.items()
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_coders, agreement, se_null, p``."""
        import pandas as pd

        names = ("n", "n_coders", "agreement", "se_null", "p")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def fleiss_kappa(
    codes: np.ndarray | pd.DataFrame,
    *,
    categories: Sequence[object] | None = None,
    ci_level: float = 0.95,
) -> FleissKappaResult:
    """Estimate the agreement of two coders or more, who need not be the same.

    Units that not all coders coded are left out.

    Parameters
    ----------
    codes : ndarray or DataFrame, shape (n_units, n_coders)
    categories : sequence, optional
        By default those that occur, sorted.
    ci_level : float, in (0, 1)

    Raises
    ------
    ScoresError
        With fewer than two coders, two complete units or two categories.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76, 378-382.
    Fleiss, Nee & Landis (1979), Psychological Bulletin 86, 974-977 (error of no
    agreement).
    Gwet (2021), Educational and Psychological Measurement 81, 781-790 (error of
    any agreement).
    """
    from scipy.stats import norm

    require_level(ci_level)
    read = read_codes(codes, categories=categories)
    complete = read.counts[(read.positions >= 0).all(axis=1)]
    if len(complete) < 2 or (complete.sum(axis=0) > 0).sum() < 2:
        raise ScoresError(
            f"{len(complete)} units were coded by all coders, with "
            f"{int((complete.sum(axis=0) > 0).sum())} categories",
            code="too_few_units",
            allowed="two units and two categories or more",
        )
    n, m = len(complete), read.positions.shape[1]
    shares = complete.sum(axis=0) / (n * m)
    same = (complete * (complete - 1)).sum(axis=1) / (m * (m - 1))
    expected = float(shares @ shares)
    kappa = (float(same.mean()) - expected) / (1 - expected)
    se = _standard_error(complete / m, same, shares, kappa)
    null = _null_error(shares, n, m)
    margin = float(norm.isf((1 - ci_level) / 2)) * se
    return FleissKappaResult(
        kappa,
        se,
        max(kappa - margin, -1.0),
        min(kappa + margin, 1.0),
        null,
        float(2 * norm.sf(abs(kappa / null))),
        _by_category(complete, shares, read.categories, m),
        ci_level,
        float(same.mean()),
        n,
        m,
    )


def _standard_error(
    given: np.ndarray, same: np.ndarray, shares: np.ndarray, kappa: float
) -> float:
    """Return Gwet's error from the units' own contributions."""
    n = len(given)
    expected = float(shares @ shares)
    own = (same - expected) / (1 - expected)
    chance = given @ shares
    adjusted = own - 2 * (1 - kappa) * (chance - expected) / (1 - expected)
    return float(np.sqrt(((adjusted - kappa) ** 2).sum() / (n * (n - 1))))


def _null_error(shares: np.ndarray, n: int, m: int) -> float:
    rest = 1 - shares
    spread = float(shares @ rest)
    inside = spread**2 - float((shares * rest * (rest - shares)).sum())
    return float(np.sqrt(2 * inside / (n * m * (m - 1))) / spread)


def _by_category(
    counts: np.ndarray, shares: np.ndarray, categories: tuple[object, ...], m: int
) -> dict[object, float]:
    disagreed = (counts * (m - counts)).sum(axis=0)
    possible = len(counts) * m * (m - 1) * shares * (1 - shares)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = 1 - disagreed / possible
    return dict(zip(categories, values.tolist(), strict=True))
