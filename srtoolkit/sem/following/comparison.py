"""Comparison of nested models by the difference of their chi-squares.

Steiger, Shapiro & Browne (1985), Psychometrika 50, 253-263; the scaled
differences: Satorra & Bentler (2001), Psychometrika 66, 507-514, and (2010),
75, 243-248; Satorra (2000), in Heijmans and others, Innovations in
Multivariate Statistical Analysis, 233-247.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.following.scaled_difference import borrowed_factor, satorra_2000

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

DifferenceMethod = Literal[
    "auto",
    "plain",
    "satorra_bentler_2001",
    "satorra_bentler_2010",
    "satorra_2000",
]
_METHODS: tuple[DifferenceMethod, ...] = (
    "auto",
    "plain",
    "satorra_bentler_2001",
    "satorra_bentler_2010",
    "satorra_2000",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one model loses against the next freer one.

    Attributes
    ----------
    chisq_diff, p : float
        Scaled when the method scales; p is NaN at df_diff = 0.
    df_diff : float
    scaling_factor, shift : float
        Of the difference; one and zero for the plain one.
    delta_cfi, delta_rmsea : float
        Restricted less free.
    """

    chisq_diff: float
    df_diff: float
    p: float
    scaling_factor: float
    shift: float
    delta_cfi: float
    delta_rmsea: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Nested models from the freest to the most restricted.

    Attributes
    ----------
    method : str
    models : tuple of str
    chisq, df, aic, bic : tuple of float
        Unscaled chi-squares, as in lavaan: a scaled difference is a function
        of two unscaled statistics.
    steps : tuple of Step
        Each model against the one before.
    """

    method: str
    models: tuple[str, ...]
    chisq: tuple[float, ...]
    df: tuple[int, ...]
    aic: tuple[float, ...]
    bic: tuple[float, ...]
    steps: tuple[Step, ...]

    def tidy(self) -> pd.DataFrame:
        """Return one row a model with its step; the first has none."""
        import pandas as pd

        nothing = dict.fromkeys(Step.__dataclass_fields__, math.nan)
        rows = [
            {"model": name, "chisq": c, "df": d, "aic": a, "bic": b, **step}
            for name, c, d, a, b, step in zip(
                self.models,
                self.chisq,
                self.df,
                self.aic,
                self.bic,
                [nothing, *(asdict(step) for step in self.steps)],
                strict=True,
            )
        ]
        return pd.DataFrame(rows)

    def glance(self) -> pd.DataFrame:
        """Return the method and the last step as one row."""
        import pandas as pd

        return pd.DataFrame([{"method": self.method, **asdict(self.steps[-1])}])

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def compare_fits(
    fits: Sequence[Fitted],
    *,
    names: Sequence[str] | None = None,
    method: DifferenceMethod = "auto",
) -> Comparison:
    """Compare nested models of the same answers.

    Parameters
    ----------
    fits : sequence of Fitted
        Two or more; they are ordered by degrees of freedom.
    names : sequence of str, optional
        In the order of `fits`.
    method : str
        ``auto``: plain without scaled tests, Satorra (2000) for mean- and
        variance-adjusted ones, else Satorra & Bentler (2001).

    Raises
    ------
    ModelError
        When the fits are not of the same variables, respondents and estimator,
        or a scaled difference is asked of fits without scaled tests.
    OptionError
        When the method is unknown or names do not match the fits.
    """
    labels = _names(fits, names)
    _require_comparable(fits)
    settled = _settled(fits, method)
    order = sorted(range(len(fits)), key=lambda i: fits[i].estimated.test.df)
    ordered = [fits[i] for i in order]
    steps = tuple(_step(free, held, settled) for free, held in pairwise(ordered))
    indices = [fitted.indices.as_dict() for fitted in ordered]
    return Comparison(
        settled,
        tuple(labels[i] for i in order),
        tuple(fitted.estimated.test.chisq for fitted in ordered),
        tuple(int(fitted.estimated.test.df) for fitted in ordered),
        tuple(float(row.get("aic", math.nan)) for row in indices),
        tuple(float(row.get("bic", math.nan)) for row in indices),
        steps,
    )


def _step(free: Fitted, held: Fitted, method: str) -> Step:
    difference = held.estimated.test.chisq - free.estimated.test.chisq
    df: float = held.estimated.test.df - free.estimated.test.df
    factor, shift = 1.0, 0.0
    if df > 0 and method != "plain":
        if method == "satorra_2000":
            factor, shift = satorra_2000(free, held)
        else:
            factor = _scaling_factor(free, held, int(df), method)
    value = difference / factor + shift
    now, before = held.indices.as_dict(), free.indices.as_dict()
    return Step(
        value,
        df,
        _upper(value, df),
        factor,
        shift,
        float(now["cfi"] - before["cfi"]),
        float(now["rmsea"] - before["rmsea"]),
    )


def _scaling_factor(free: Fitted, held: Fitted, df: int, method: str) -> float:
    """(r0 c0 - r1 c1)/m; in 2010 c1 is that of the free model at held values."""
    c0, r0 = _factor(held), held.estimated.test.df
    c1, r1 = _factor(free), free.estimated.test.df
    if method == "satorra_bentler_2010":
        c1 = borrowed_factor(free, held)
    factor = (r0 * c0 - r1 * c1) / df
    return factor if factor > 0 else math.nan


def _factor(fitted: Fitted) -> float:
    scaled = fitted.estimated.test.scaled
    if scaled is None or fitted.estimated.test.df == 0:
        return 1.0
    return scaled.scaling_factor


def _upper(value: float, df: float) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(value, df)) if df > 0 else math.nan


def _settled(fits: Sequence[Fitted], method: DifferenceMethod) -> str:
    if method not in _METHODS:
        raise OptionError(
            f'there is no difference test "{method}"',
            code="unknown_method",
            allowed=", ".join(_METHODS),
        )
    kinds = {
        fitted.estimated.test.scaled.kind
        for fitted in fits
        if fitted.estimated.test.scaled is not None
    }
    if method == "auto":
        if not kinds:
            return "plain"
        adjusted = {"mean_var_adjusted", "scaled_shifted"}
        return "satorra_2000" if kinds & adjusted else "satorra_bentler_2001"
    if method != "plain" and not kinds:
        raise ModelError(
            f'method="{method}" scales, but these fits have no scaled test',
            code="no_scaled_test",
            advice='Fit with estimator="MLR" or "MLM", or leave method out.',
        )
    return method


def _names(fits: Sequence[Fitted], names: Sequence[str] | None) -> list[str]:
    if len(fits) < 2:
        raise OptionError("a comparison needs two fits", code="one_fit")
    labels = list(names or (f"model {i + 1}" for i in range(len(fits))))
    if len(labels) != len(fits):
        raise OptionError(
            f"{len(labels)} names for {len(fits)} fits", code="names_do_not_match"
        )
    return labels


def _require_comparable(fits: Sequence[Fitted]) -> None:
    first = fits[0]
    for other in fits[1:]:
        pairs = {
            "observed variables": (
                set(first.specification.observed),
                set(other.specification.observed),
            ),
            "respondents": (
                [g.n for g in first.observed.groups],
                [g.n for g in other.observed.groups],
            ),
            "estimators": (first.estimator, other.estimator),
            "mean structures": (first.layout.has_means, other.layout.has_means),
        }
        different = [what for what, (a, b) in pairs.items() if a != b]
        if different:
            raise ModelError(
                "these fits differ in " + ", ".join(different),
                code="not_comparable",
                advice="Nested models are fitted to the same answers alike.",
            )
    chisq = [(f.estimated.test.df, f.estimated.test.chisq) for f in fits]
    for (df, value), (held_df, held_value) in pairwise(sorted(chisq)):
        if held_df > df and held_value < value - 1e-6 * (1 + abs(value)):
            raise ModelError(
                "a model with more degrees of freedom fits better: "
                "these models are not nested",
                code="not_nested",
                advice="Compare them by AIC or BIC instead.",
            )
