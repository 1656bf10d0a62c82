"""Correlations of two variables, with intervals and a Bayes factor."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Expectation, interval_level, one_sided_p

Coefficient = Literal["pearson", "spearman", "kendall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """One correlation.

    Attributes
    ----------
    first, second : str
    method : str
        ``pearson``, ``spearman``, ``kendall`` (tau-b) or ``partial``.
    est, ci_low, ci_high : float
        In [-1, 1]; the interval by Fisher's z.
    ci_level : float
    statistic, df : float or None
        t of a Pearson or partial correlation, z of the others.
    p : float
        One-sided where a direction is expected, else two-sided.
    bf10 : float or None
        Of a Pearson correlation.
    n : int
    """

    first: str
    second: str
    method: str
    est: float
    ci_low: float
    ci_high: float
    ci_level: float
    statistic: float | None
    df: float | None
    p: float
    bf10: float | None
    n: int

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def correlate(
    first: np.ndarray,
    second: np.ndarray,
    *,
    method: Coefficient = "pearson",
    expect: Expectation = "any",
    alpha: float = 0.05,
    names: tuple[str, str] = ("", ""),
) -> Correlation:
    """Correlate two variables.

    The interval is Fisher's z: with 1 / (n - 3) for Pearson's r, with
    (1 + r^2 / 2) / (n - 3) for Spearman's and .437 / (n - 4) for Kendall's
    (Bonett & Wright). p is that of R's ``cor.test(exact = FALSE)``: t for
    Pearson and Spearman, the normal with correction for ties for Kendall.

    Parameters
    ----------
    first, second : ndarray, shape (n,)
        Nothing missing.
    method : {"pearson", "spearman", "kendall"}
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Raises
    ------
    ScoresError
        When the lengths differ, a value is missing, fewer than five are
        there, or one variable is constant.

    References
    ----------
    Bonett & Wright (2000), Psychometrika 65, 23-28. Kendall (1938),
    Biometrika 30, 81-93.
    """
    x, y = _checked(first, second)
    n, level = len(x), interval_level(alpha, expect)
    est = _coefficient(x, y, method)
    error = {
        "pearson": 1 / (n - 3),
        "spearman": (1 + est**2 / 2) / (n - 3),
        "kendall": 0.437 / (n - 4),
    }[method]
    statistic, df = _statistic(x, y, est, method)
    return _packed(
        est, np.sqrt(error), statistic, df, method, expect, level, names, n,
        correlation_bayes_factor(est, n) if method == "pearson" else None,
    )  # fmt: skip


def partial_correlation(
    first: np.ndarray,
    second: np.ndarray,
    given: np.ndarray,
    *,
    expect: Expectation = "any",
    alpha: float = 0.05,
    names: tuple[str, str] = ("", ""),
) -> Correlation:
    """Correlate two variables with others held constant.

    Parameters
    ----------
    first, second : ndarray, shape (n,)
    given : ndarray, shape (n, n_given)
        Nothing missing.

    Raises
    ------
    ScoresError
        As `correlate`, or when the others determine one of the two.

    References
    ----------
    Fisher (1924), Metron 3, 329-332 (n less the number held constant).
    """
    x, y = _checked(first, second)
    given = np.column_stack([np.ones(len(x)), np.asarray(given, dtype=float)])
    basis, _ = np.linalg.qr(given)
    rest = [values - basis @ (basis.T @ values) for values in (x, y)]
    n, n_given = len(x), given.shape[1] - 1
    for values, residual in zip((x, y), rest, strict=True):
        if not residual.var() > 1e-12 * values.var() or n - n_given < 5:
            raise ScoresError(
                "the variables held constant determine one of the two, or leave "
                "too few respondents",
                code="covariates_collinear",
                advice="Hold fewer variables constant.",
            )
    est = float(rest[0] @ rest[1] / np.sqrt((rest[0] @ rest[0]) * (rest[1] @ rest[1])))
    est = float(np.clip(est, -1, 1))
    df = float(n - 2 - n_given)
    statistic = _student(est, df)
    error = np.sqrt(1 / (n - n_given - 3))
    level = interval_level(alpha, expect)
    return _packed(est, error, statistic, df, "partial", expect, level, names, n, None)


def correlation_bayes_factor(r: float, n: int, *, scale: float = 1 / 3) -> float:
    """Return the Bayes factor of a Pearson correlation against none.

    The correlation is beta(1 / scale, 1 / scale) stretched to (-1, 1) under
    the alternative; 1/3 is the medium scale of R's ``correlationBF``.

    Parameters
    ----------
    r : float
        Observed correlation, in (-1, 1).
    n : int
    scale : float
        Above zero; 1 is Jeffreys' uniform prior.

    References
    ----------
    Ly, Verhagen & Wagenmakers (2016), Journal of Mathematical Psychology 72,
    19-32.
    """
    from scipy.special import betaln, hyp2f1

    if abs(r) >= 1:
        return float("inf")
    log_factor = (
        (1 - 2 / scale) * np.log(2)
        + 0.5 * np.log(np.pi)
        - betaln(1 / scale, 1 / scale)
        + _log_gamma_ratio(
            (2 + (n - 1) * scale) / (2 * scale), (2 + n * scale) / (2 * scale)
        )
    )
    kernel = hyp2f1((n - 1) / 2, (n - 1) / 2, (2 + n * scale) / (2 * scale), r**2)
    with np.errstate(over="ignore"):
        return float(np.exp(log_factor) * kernel)


def _log_gamma_ratio(above: float, below: float) -> float:
    from scipy.special import gammaln

    return float(gammaln(above) - gammaln(below))


def _checked(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if x.shape != y.shape or len(x) < 5 or not np.isfinite([x, y]).all():
        raise ScoresError(
            f"a correlation of {x.shape} and {y.shape} values, of which "
            f"{int((~np.isfinite(x)).sum() + (~np.isfinite(y)).sum())} are missing",
            code="pairs_unequal",
            allowed="five or more complete pairs",
        )
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise ScoresError(
            "one of two variables is the same for all respondents, so they have "
            "no correlation",
            code="scores_constant",
        )
    return x, y


def _coefficient(x: np.ndarray, y: np.ndarray, method: Coefficient) -> float:
    from scipy.stats import kendalltau, rankdata

    if method == "kendall":
        return float(kendalltau(x, y, method="asymptotic").statistic)
    if method == "spearman":
        x, y = rankdata(x), rankdata(y)
    return float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))


def _statistic(
    x: np.ndarray, y: np.ndarray, est: float, method: Coefficient
) -> tuple[float, float | None]:
    from scipy.stats import kendalltau, norm

    if method == "kendall":
        p = float(kendalltau(x, y, method="asymptotic").pvalue)
        return float(np.sign(est) * norm.isf(p / 2)), None
    df = float(len(x) - 2)
    return _student(est, df), df


def _student(est: float, df: float) -> float:
    rest = 1 - est**2
    return float(est * np.sqrt(df / rest)) if rest > 0 else float("inf") * est


def _packed(
    est: float,
    error: float,
    statistic: float,
    df: float | None,
    method: str,
    expect: Expectation,
    level: float,
    names: tuple[str, str],
    n: int,
    bf10: float | None,
) -> Correlation:
    from scipy.stats import norm

    reach = float(norm.isf((1 - level) / 2)) * float(error)
    centre = float(np.arctanh(np.clip(est, -1 + 1e-15, 1 - 1e-15)))
    return Correlation(
        first=names[0],
        second=names[1],
        method=method,
        est=est,
        ci_low=float(np.tanh(centre - reach)),
        ci_high=float(np.tanh(centre + reach)),
        ci_level=level,
        statistic=float(statistic),
        df=df,
        p=one_sided_p(float(statistic), expect, df),
        bf10=bf10,
        n=n,
    )
