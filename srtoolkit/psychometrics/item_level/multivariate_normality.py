"""Mardia's multivariate skewness and kurtosis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.correlations import item_names
from srtoolkit.psychometrics.scores import Missing, require_options, score_matrix
from srtoolkit.responses import moments

if TYPE_CHECKING:
    import pandas as pd


_ALPHA = 0.05
#: So many products are held at a time.
_BLOCK = 4_000_000
#: Guides of West, Finch & Curran (1995).
_SKEWNESS = 2.0
_KURTOSIS = 7.0


@dataclass(frozen=True, slots=True)
class ItemShape:
    """Shape of one item's distribution.

    Attributes
    ----------
    item : str
    skewness, kurtosis : float
        Sample-adjusted (G1, G2); 0 and 0 of a normal variable.
    skewness_z, kurtosis_z : float or None
        Divided by their standard errors under normality; None with too few
        respondents.
    """

    item: str
    skewness: float
    kurtosis: float
    skewness_z: float | None
    kurtosis_z: float | None


@dataclass(frozen=True, slots=True)
class MardiaResult:
    """Multivariate skewness and kurtosis, and the shape of each item.

    Attributes
    ----------
    skewness : float
        b1,p: 0 of a normal population.
    skewness_chisq, skewness_p : float
        n b1,p / 6.
    skewness_chisq_corrected, skewness_p_corrected : float
        The same with Mardia's correction for small samples.
    skewness_df : int
    kurtosis, kurtosis_excess : float
        b2,p, and its distance from p (p + 2), which AMOS calls multivariate
        kurtosis.
    kurtosis_z, kurtosis_p : float
        Critical ratio and two-sided p.
    items : tuple of ItemShape
    n, n_items : int
    divisor : str
        Of the covariance: ``n`` or ``n-1``.
    """

    skewness: float
    skewness_chisq: float
    skewness_df: int
    skewness_p: float
    skewness_chisq_corrected: float
    skewness_p_corrected: float
    kurtosis: float
    kurtosis_excess: float
    kurtosis_z: float
    kurtosis_p: float
    items: tuple[ItemShape, ...]
    n: int
    n_items: int
    divisor: str

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers.

        ``not_multivariate_normal`` where skewness or kurtosis departs at .05,
        and ``items_far_from_normal`` beyond the guides of West, Finch & Curran
        (1995, in Hoyle (ed.), Structural equation modeling, 56-75): skewness
        of 2, kurtosis of 7.
        """
        notes = []
        if min(self.skewness_p_corrected, self.kurtosis_p) < _ALPHA:
            values = {"kurtosis": self.kurtosis, "z": self.kurtosis_z}
            notes.append(Reason("not_multivariate_normal", values))
        far = [
            shape.item
            for shape in self.items
            if abs(shape.skewness) > _SKEWNESS or abs(shape.kurtosis) > _KURTOSIS
        ]
        if far:
            guides = {"skewness": _SKEWNESS, "kurtosis": _KURTOSIS}
            notes.append(Reason("items_far_from_normal", {"items": far, **guides}))
        return tuple(notes)

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient.

        ``skewness``, ``kurtosis``, ``skewness_z`` and ``kurtosis_z`` of each
        item; ``mardia_skewness``, ``mardia_kurtosis`` and
        ``mardia_kurtosis_excess`` of all together.
        """
        rows = [
            Coefficient(kind, getattr(shape, kind), item=shape.item)
            for shape in self.items
            for kind in ("skewness", "kurtosis", "skewness_z", "kurtosis_z")
        ]
        rows += [
            Coefficient(f"mardia_{kind}", getattr(self, kind))
            for kind in ("skewness", "kurtosis", "kurtosis_excess")
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: everything but the items."""
        import pandas as pd

        row = self.to_dict()
        del row["items"]
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def mardia(
    scores: np.ndarray | pd.DataFrame,
    *,
    items: Sequence[str] | None = None,
    missing: Missing = "listwise",
    divisor: Literal["n-1", "n"] = "n-1",
) -> MardiaResult:
    """Test multivariate normality by skewness and kurtosis.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
    items : sequence of str, optional
        Names; by default the frame's columns, else 1, 2, ...
    missing : {"listwise", "error"}
        Leave out respondents with any score missing, or refuse them.
    divisor : {"n-1", "n"}
        Of the covariance: n - 1 as ``psych::mardia`` and semTools, or n as in
        Mardia's paper.

    Raises
    ------
    ScoresError
        When a score is missing and refused, an item does not vary, or the
        covariance cannot be inverted: too few respondents, or an item that is
        a combination of others.
    OptionError
        When an option has another value.

    References
    ----------
    Mardia (1970), Biometrika 57, 519-530.
    Mardia (1974), Sankhya B 36, 115-128 (small samples).
    """
    require_options(
        {
            "missing": (missing, ("listwise", "error")),
            "divisor": (divisor, ("n", "n-1")),
        }
    )
    names = item_names(scores, items)
    points = score_matrix(scores, min_items=1, missing=missing)
    n, p = points.shape
    skewness, kurtosis = _moments(points, n if divisor == "n" else n - 1)
    df = p * (p + 1) * (p + 2) // 6
    shrink = (p + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (p + 1) - 6))
    chisq = n * skewness / 6
    excess = kurtosis - p * (p + 2)
    z = excess * float(np.sqrt(n / (8 * p * (p + 2))))
    return MardiaResult(
        skewness=skewness,
        skewness_chisq=chisq,
        skewness_df=df,
        skewness_p=_chisq_p(chisq, df),
        skewness_chisq_corrected=chisq * shrink,
        skewness_p_corrected=_chisq_p(chisq * shrink, df),
        kurtosis=kurtosis,
        kurtosis_excess=excess,
        kurtosis_z=z,
        kurtosis_p=_normal_p(z),
        items=tuple(map(_shape, names, points.T)),
        n=n,
        n_items=p,
        divisor=divisor,
    )


def _moments(points: np.ndarray, divisor: int) -> tuple[float, float]:
    """Return b1,p and b2,p.

    Skewness is the sum of squared third moments of uncorrelated scores, which
    needs no matrix of all pairs of respondents.
    """
    n, p = points.shape
    centred = points - points.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    values, vectors = np.linalg.eigh((centred / spread).T @ (centred / spread) / n)
    if n <= p or values[0] <= np.finfo(float).eps * p:
        raise ScoresError(
            f"the covariance of {p} items cannot be inverted with {n} respondents"
            if n <= p
            else "one item is a combination of the others",
            code="items_dependent",
            advice="Leave items out, or gather more respondents.",
        )
    distances = (centred / spread) @ vectors / np.sqrt(values * n / divisor)
    first, second = np.triu_indices(p)
    third = np.zeros((len(first), p))
    for rows in np.array_split(distances, max(1, n * len(first) // _BLOCK)):
        third += (rows[:, first] * rows[:, second]).T @ rows
    twice = np.where(first == second, 1.0, 2.0)
    skewness = float(twice @ (third**2).sum(axis=1)) / n**2
    return skewness, float(((distances**2).sum(axis=1) ** 2).mean())


def _shape(item: str, points: np.ndarray) -> ItemShape:
    """Divide skewness and kurtosis by their exact errors under normality."""
    found, n = moments(points), len(points)
    skewness_z = kurtosis_z = None
    if n > 3:
        variance = 6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3))
        skewness_z = found.skewness / float(np.sqrt(variance))
        larger = 4 * (n**2 - 1) * variance / ((n - 3) * (n + 5))
        kurtosis_z = found.kurtosis / float(np.sqrt(larger))
    return ItemShape(item, found.skewness, found.kurtosis, skewness_z, kurtosis_z)


def _chisq_p(chisq: float, df: int) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(chisq, df))


def _normal_p(z: float) -> float:
    from scipy.stats import norm

    return float(2 * norm.sf(abs(z)))
