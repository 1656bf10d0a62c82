"""What an exploratory factor analysis found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.fit import FactorFit
from srtoolkit.psychometrics.exploratory.rotation import ORTHOGONAL

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class FactorAnalysisResult:
    """Factors, and how well they reproduce the correlations.

    Attributes
    ----------
    items, factors : tuple of str
        Factors are F1, F2, ... by the variance each accounts for.
    loadings, structure : ndarray, shape (n_items, n_factors)
        Pattern coefficients, and correlations of items with factors: the same
        unless the rotation is oblique.
    factor_correlation : ndarray, shape (n_factors, n_factors)
    communalities, uniquenesses, complexity : ndarray, shape (n_items,)
        Complexity is Hofmann's: 1 for an item of one factor.
    eigenvalues, factor_eigenvalues : ndarray, shape (n_items,)
        Of the correlations, and with communalities on their diagonal.
    variance : ndarray, shape (n_factors,)
        Sum of squared loadings (with factor correlations if oblique).
    fit : FactorFit
    heywood : tuple of str
        Items whose communality reaches one or more.
    method, rotation, correlation, status : str
        Status is ``converged``, ``not_converged`` or ``not_defined``.
    rivalled : bool
        Whether the likelihood has several maxima.
    n : int or None
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    loadings: np.ndarray
    structure: np.ndarray
    factor_correlation: np.ndarray
    communalities: np.ndarray
    uniquenesses: np.ndarray
    complexity: np.ndarray
    eigenvalues: np.ndarray
    factor_eigenvalues: np.ndarray
    variance: np.ndarray
    fit: FactorFit
    heywood: tuple[str, ...]
    method: str
    rotation: str
    correlation: str
    status: str
    rivalled: bool
    rotation_converged: bool
    n: int | None
    smooth: bool

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers."""
        notes = []
        if self.status != "converged" or not self.rotation_converged:
            status = self.status if self.status != "converged" else "not_converged"
            notes.append(Reason("factors_not_converged", {"status": status}))
        if self.heywood:
            notes.append(Reason("heywood_case", {"items": list(self.heywood)}))
        if self.rivalled:
            values = {"n_factors": len(self.factors)}
            notes.append(Reason("factors_several_solutions", values))
        if self.fit.df < 0:
            values = {"n_factors": len(self.factors), "df": self.fit.df}
            notes.append(Reason("factors_too_many", values))
        if not self.smooth:
            notes.append(Reason("correlations_not_positive_definite"))
        return tuple(notes)

    def tidy(self) -> pd.DataFrame:
        """One row per coefficient.

        ``loading`` and, if oblique, ``structure`` of each item (`item`) on
        each factor (`scale`); ``communality``, ``uniqueness`` and
        ``complexity`` of each item; ``ss_loading``, ``variance_share``,
        ``variance_cumulative`` of each factor; ``correlation`` of pairs of
        factors; ``eigenvalue`` and ``factor_eigenvalue`` by number.
        """
        return coefficient_table(
            [*self._of_items(), *self._of_factors(), *self._scree()]
        )

    def glance(self) -> pd.DataFrame:
        """One row: sizes, options, ``status``, ``n_heywood`` and all of `fit`."""
        import pandas as pd

        row = {
            "n": self.n,
            "n_items": len(self.items),
            "n_factors": len(self.factors),
            "method": self.method,
            "rotation": self.rotation,
            "correlation": self.correlation,
            "status": self.status,
            "n_heywood": len(self.heywood),
            "variance_explained": float(self.variance.sum()) / len(self.items),
        }
        return pd.DataFrame([row | asdict(self.fit)])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        names = self.__slots__
        fields = {name: getattr(self, name) for name in names}
        plain = {
            name: value.tolist() if isinstance(value, np.ndarray) else value
            for name, value in fields.items()
        }
        return plain | {"fit": asdict(self.fit)}

    @property
    def oblique(self) -> bool:
        """Whether the factors may correlate."""
        return self.rotation not in ORTHOGONAL and len(self.factors) > 1

    def _of_items(self) -> Iterable[Coefficient]:
        kinds = [("loading", self.loadings)]
        if self.oblique:
            kinds.append(("structure", self.structure))
        for row, item in enumerate(self.items):
            for kind, matrix in kinds:
                for column, factor in enumerate(self.factors):
                    est = float(matrix[row, column])
                    yield Coefficient(kind, est, scale=factor, item=item)
            yield Coefficient("communality", float(self.communalities[row]), item=item)
            yield Coefficient("uniqueness", float(self.uniquenesses[row]), item=item)
            yield Coefficient("complexity", float(self.complexity[row]), item=item)

    def _of_factors(self) -> Iterable[Coefficient]:
        shares = self.variance / len(self.items)
        for column, factor in enumerate(self.factors):
            total = float(shares[: column + 1].sum())
            strength = float(self.variance[column])
            yield Coefficient("ss_loading", strength, scale=factor)
            yield Coefficient("variance_share", float(shares[column]), scale=factor)
            yield Coefficient("variance_cumulative", total, scale=factor)
        if not self.oblique:
            return
        for row, first in enumerate(self.factors):
            for column, second in enumerate(self.factors[row + 1 :], start=row + 1):
                est = float(self.factor_correlation[row, column])
                yield Coefficient("correlation", est, scale=first, item=second)

    def _scree(self) -> Iterable[Coefficient]:
        for kind, values in (
            ("eigenvalue", self.eigenvalues),
            ("factor_eigenvalue", self.factor_eigenvalues),
        ):
            for number, value in enumerate(values, start=1):
                yield Coefficient(kind, float(value), item=str(number))
