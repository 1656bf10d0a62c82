"""Fit indices of scaled tests, and robust ones.

The scaled indices put the corrected statistic into the usual formulas; the
robust ones estimate what the uncorrected formulas would give under normality:
Brosseau-Liard, Savalei & Li (2012), Multivariate Behavioral Research 47,
904-930; Brosseau-Liard & Savalei (2014), Multivariate Behavioral Research 49,
460-470.
"""

from __future__ import annotations

import math

from srtoolkit.sem.estimated import Estimated, FitTest, RobustFit
from srtoolkit.sem.indices.rmsea import cfi, rmsea, rmsea_interval, rmsea_p_close, tli


def corrected_indices(estimated: Estimated, n_groups: int) -> dict[str, float]:
    """Return scaled and robust indices by name; empty for plain tests."""
    values: dict[str, float] = {}
    if estimated.test.scaled is not None:
        values |= _scaled(estimated, n_groups)
    robust = estimated.robust or _robust_fit(estimated)
    if robust is not None:
        values |= _robust(estimated, robust, n_groups)
    return values


def _scaled(estimated: Estimated, n_groups: int) -> dict[str, float]:
    test, n = estimated.test, estimated.n_rmsea
    scaled = test.scaled
    assert scaled is not None  # the caller looked
    base = estimated.baseline.scaled
    null, null_df = (base.chisq, base.df) if base else (math.nan, math.nan)
    shifted = scaled.kind == "scaled_shifted"
    # the mean-scaled RMSEA divides the plain statistic by the trace
    chisq, df = (scaled.chisq, test.df) if shifted else (test.chisq, scaled.trace)
    low, high = rmsea_interval(chisq, df, n, n_groups)
    values = {
        "chisq_scaled": scaled.chisq,
        "df_scaled": scaled.df,
        "p_scaled": scaled.p,
        "scaling_factor": scaled.scaling_factor,
        "baseline_chisq_scaled": null,
        "baseline_df_scaled": null_df,
        "baseline_scaling_factor": base.scaling_factor if base else math.nan,
        "cfi_scaled": cfi(scaled.chisq, scaled.df, null, null_df),
        "tli_scaled": tli(scaled.chisq, scaled.df, null, null_df),
        "rmsea_scaled": rmsea(chisq, df, n, n_groups),
        "rmsea_scaled_ci_low": low,
        "rmsea_scaled_ci_high": high,
        "rmsea_scaled_p_close": rmsea_p_close(chisq, df, n, n_groups),
    }
    if shifted:
        values["shift"] = scaled.shift
    return values


def _robust_fit(estimated: Estimated) -> RobustFit | None:
    scaled = estimated.test.scaled
    if scaled is None or scaled.kind == "mean_var_adjusted":
        return None
    return RobustFit(
        estimated.test.chisq,
        estimated.test.df,
        _correction(estimated.test),
        scaled.chisq,
        estimated.baseline.chisq,
        _correction(estimated.baseline),
        # lavaan leaves the shift out of the interval
        scaled.scaling_factor,
    )


def _correction(test: FitTest) -> float:
    scaled = test.scaled
    if scaled is None:
        return math.nan
    if scaled.kind == "scaled_shifted" and test.df > 0:
        return scaled.scaling_factor * (test.df - scaled.shift) / test.df
    return scaled.scaling_factor


def _robust(estimated: Estimated, robust: RobustFit, n_groups: int) -> dict[str, float]:
    df, n, c = estimated.test.df, estimated.n_rmsea, robust.correction
    null, null_df = robust.baseline_chisq, estimated.baseline.df
    null_c = robust.baseline_correction
    width = robust.interval_correction or c
    low, high = rmsea_interval(robust.chisq_scaled, robust.df, n, n_groups, c=width)
    return {
        "cfi_robust": cfi(robust.chisq, df, null, null_df, c, null_c),
        "tli_robust": tli(robust.chisq, df, null, null_df, c, null_c),
        "rmsea_robust": rmsea(robust.chisq, robust.df, n, n_groups, c),
        "rmsea_robust_ci_low": low,
        "rmsea_robust_ci_high": high,
        "rmsea_robust_p_close": rmsea_p_close(
            robust.chisq_scaled, robust.df, n, n_groups, width
        ),
    }
