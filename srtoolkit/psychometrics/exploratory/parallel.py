"""Horn's parallel analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.correlations import (
    Correlation,
    Handling,
    ItemCorrelations,
    correlate_items,
    pairwise_correlation,
)
from srtoolkit.psychometrics.exploratory.one_factor_stack import factor_eigenvalues
from srtoolkit.psychometrics.scores import require_number, require_options
from srtoolkit.resampling import one_thread
from srtoolkit.sem import polychoric_correlations

if TYPE_CHECKING:
    import pandas as pd

Chance = Literal["normal", "resampled"]

#: So many numbers are drawn at a time.
_BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class Scree:
    """Eigenvalues beside those of unrelated items.

    Attributes
    ----------
    observed, chance_mean, chance_quantile : tuple of float
        Largest first, one an item.
    """

    observed: tuple[float, ...]
    chance_mean: tuple[float, ...]
    chance_quantile: tuple[float, ...]

    def above(self, chance: Sequence[float]) -> int:
        """Count the leading eigenvalues above those of chance."""
        beaten = np.greater(self.observed, chance)
        return int(np.argmin(beaten)) if not beaten.all() else len(beaten)


@dataclass(frozen=True, slots=True)
class ParallelAnalysisResult:
    """How many factors and components exceed chance.

    Attributes
    ----------
    factors, components : Scree
        Of the matrix with one factor's communalities on the diagonal, and of
        the correlations themselves.
    quantile : float
        Of the eigenvalues of chance, in (0, 1).
    chance : {"normal", "resampled"}
    n_draws : int
    seed : int or None
    n : int
    n_items : int
    """

    factors: Scree
    components: Scree
    quantile: float
    chance: str
    n_draws: int
    seed: int | None
    n: int
    n_items: int

    @property
    def n_factors(self) -> int:
        """Factors above the quantile."""
        return self.factors.above(self.factors.chance_quantile)

    @property
    def n_components(self) -> int:
        """Components above the quantile."""
        return self.components.above(self.components.chance_quantile)

    @property
    def n_factors_by_mean(self) -> int:
        """Factors above the mean, Horn's own rule."""
        return self.factors.above(self.factors.chance_mean)

    @property
    def n_components_by_mean(self) -> int:
        """Components above the mean, Horn's own rule."""
        return self.components.above(self.components.chance_mean)

    def tidy(self) -> pd.DataFrame:
        """One row a number (`item`) and coefficient.

        ``factor_eigenvalue``, ``factor_chance_mean``,
        ``factor_chance_quantile``; the same of ``component``.
        """
        rows = [
            Coefficient(f"{of}_{kind}", value, item=str(number))
            for of, scree in (
                ("factor", self.factors),
                ("component", self.components),
            )
            for kind, values in (
                ("eigenvalue", scree.observed),
                ("chance_mean", scree.chance_mean),
                ("chance_quantile", scree.chance_quantile),
            )
            for number, value in enumerate(values, start=1)
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: the four numbers and how they were found."""
        import pandas as pd

        names = (
            "n_factors",
            "n_components",
            "n_factors_by_mean",
            "n_components_by_mean",
            "quantile",
            "chance",
            "n_draws",
            "seed",
            "n",
            "n_items",
        )
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def parallel_analysis(
    data: np.ndarray | pd.DataFrame,
    *,
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
    chance: Chance = "normal",
    quantile: float = 0.95,
    n_draws: int = 100,
    seed: int | None = None,
) -> ParallelAnalysisResult:
    """Compare eigenvalues with those of items that have nothing in common.

    Parameters
    ----------
    data, n, correlation, missing, items
        As in `factor_analysis`; a matrix needs `n`.
    chance : {"normal", "resampled"}
        Draw independent normal scores, as ``psych::fa.parallel`` decides by
        default; or draw each item's scores with replacement by itself, which
        keeps its distribution (and its missing answers), and for polychorics
        takes their larger error into account. Polychorics of resamples take
        seconds.
    quantile : float, in (0, 1)
    n_draws : int
    seed : int, optional

    Raises
    ------
    ScoresError
        As `correlate_items`.
    OptionError
        When an option has another value, or a matrix comes without `n` or is
        to be resampled.

    References
    ----------
    Horn (1965), Psychometrika 30, 179-185.
    Glorfeld (1995), Educational and Psychological Measurement 55, 377-393
    (quantile).
    """
    require_options({"chance": (chance, ("normal", "resampled"))})
    require_draws(quantile, n_draws)
    given = correlate_items(
        data, n=n, correlation=correlation, missing=missing, items=items
    )
    if given.n is None or (chance == "resampled" and given.points is None):
        raise OptionError(
            "a correlation matrix does not tell its sample"
            + (" size" if given.n is None else ", so nothing can be resampled"),
            code="n_missing",
            advice='Pass n= and chance="normal", or the scores.',
        )
    return against_chance(
        given, chance=chance, quantile=quantile, n_draws=n_draws, seed=seed
    )


def against_chance(
    given: ItemCorrelations,
    *,
    chance: Chance = "normal",
    quantile: float = 0.95,
    n_draws: int = 100,
    seed: int | None = None,
) -> ParallelAnalysisResult:
    """Analyse correlations that are checked already and know their sample."""
    generator = np.random.default_rng(seed)
    of_components, of_factors = [], []
    with one_thread():
        for stack in _chance_correlations(given, chance, n_draws, generator):
            of_components.append(np.linalg.eigvalsh(stack)[:, ::-1])
            of_factors.append(factor_eigenvalues(stack))
        observed = factor_eigenvalues(given.values[None])[0]
    return ParallelAnalysisResult(
        factors=_scree(observed, np.concatenate(of_factors), quantile),
        components=_scree(given.eigenvalues, np.concatenate(of_components), quantile),
        quantile=quantile,
        chance=chance,
        n_draws=n_draws,
        seed=seed,
        n=given.n or 0,
        n_items=len(given.items),
    )


def require_draws(quantile: float, n_draws: int) -> None:
    """Check quantile and number of draws.

    Raises
    ------
    OptionError
        When the quantile is not in (0, 1) or there are fewer than 10 draws.
    """
    require_number("quantile", quantile, 0, 1, open_ends=True)
    require_number("n_draws", n_draws, 10, whole=True)


def _scree(observed: np.ndarray, drawn: np.ndarray, quantile: float) -> Scree:
    return Scree(
        tuple(observed.tolist()),
        tuple(drawn.mean(axis=0).tolist()),
        tuple(np.quantile(drawn, quantile, axis=0).tolist()),
    )


def _chance_correlations(
    given: ItemCorrelations,
    chance: Chance,
    n_draws: int,
    generator: np.random.Generator,
) -> Iterator[np.ndarray]:
    """Yield stacks of correlation matrices of unrelated items."""
    n, k = given.n or 0, len(given.items)
    most = max(1, _BLOCK // (n * k))
    for first in range(0, n_draws, most):
        size = min(most, n_draws - first)
        if chance == "normal" or given.points is None:
            yield pairwise_correlation(generator.standard_normal((size, n, k)))
            continue
        rows = generator.integers(0, n, size=(size, n, k))
        drawn = given.points[rows, np.arange(k)]
        if given.kind == "polychoric":
            yield np.stack([_polychoric(points) for points in drawn])
        else:
            yield pairwise_correlation(drawn)


def _polychoric(points: np.ndarray) -> np.ndarray:
    import pandas as pd

    frame = pd.DataFrame(points)
    return polychoric_correlations(frame, missing="pairwise").to_numpy()
