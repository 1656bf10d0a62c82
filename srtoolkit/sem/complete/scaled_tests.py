"""Test statistics corrected for non-normality, from traces of U times Gamma.

Satorra & Bentler (1994), in von Eye & Clogg, Latent Variables Analysis,
399-419 (mean; mean and variance); Asparouhov & Muthén (2010), Mplus Technical
Report (scaled and shifted).
"""

from __future__ import annotations

import math

from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.estimated import ScaledKind, ScaledTest, chi_square_p


def scaled_test(
    kind: ScaledKind, chisq: float, df: int, pieces: MomentPieces
) -> ScaledTest:
    """Return the corrected statistic; NaN at df = 0 and far from an optimum."""
    if df <= 0:
        return ScaledTest(kind, chisq, df, math.nan, math.nan)
    first, second = pieces.traces()
    if kind == "satorra_bentler":
        return mean_scaled(kind, chisq, df, first)
    if not second > 0:  # far from an optimum the traces mean nothing
        return ScaledTest(kind, math.nan, df, math.nan, math.nan)
    if kind == "mean_var_adjusted":
        adjusted = first**2 / second
        factor = first / adjusted
        value = chisq / factor
        p = chi_square_p(value, adjusted)
        return ScaledTest(kind, value, adjusted, p, factor, trace=first)
    share = math.sqrt(df / second)
    shift = df - share * first
    value = chisq * share + shift
    return ScaledTest(
        kind, value, df, chi_square_p(value, df), 1 / share, shift, trace=first
    )


def mean_scaled(kind: ScaledKind, chisq: float, df: int, trace: float) -> ScaledTest:
    """Divide by the mean of the statistic's reference; NaN for a negative one."""
    factor = trace / df if df > 0 and trace > 0 else math.nan
    value = chisq / factor
    return ScaledTest(kind, value, df, chi_square_p(value, df), factor, trace=trace)
