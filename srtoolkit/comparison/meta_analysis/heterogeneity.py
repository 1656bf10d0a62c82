"""How much true effects differ between studies: estimators of tau squared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from srtoolkit.comparison.meta_analysis.bracketed_root import bracketed_root

#: Estimators by their usual abbreviation; EE fixes tau squared at zero.
METHODS = ("EE", "REML", "DL", "PM", "ML", "SJ", "HE", "EB", "HS")
#: Scoring stops when tau squared moves by less: metafor's default, so that both
#: print the same digits. Where sampling variances are tiny it is tightened to
#: this share of the median one.
THRESHOLD = 1e-5
_SHARE_OF_VARIANCE = 0.1
_MOST_STEPS = 10_000
#: metafor looks for the Paule-Mandel root up to here and this finely (R's
#: default of ``uniroot``); ``EB`` has the same root to full precision.
_PAULE_MANDEL_MAX = 100.0
_PAULE_MANDEL_TOLERANCE = float(np.finfo(float).eps ** 0.25)


def projection(weights: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Return P = W - WX(X'WX)^-1 X'W, shape (k, k)."""
    weighted = weights[:, None] * design
    inverse = np.linalg.inv(design.T @ weighted)
    return np.asarray(np.diag(weights) - weighted @ inverse @ weighted.T)


def weighted_rss(
    tau2: float, est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> float:
    """Return Q at a given tau squared: y'Py with weights 1/(v + tau squared)."""
    weights = 1 / (variance + tau2)
    root = np.sqrt(weights)
    _, remaining, *_ = np.linalg.lstsq(root[:, None] * design, root * est)
    if remaining.size:
        return float(remaining[0])
    return 0.0


def estimate_tau2(
    method: str,
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    threshold: float = THRESHOLD,
) -> tuple[float, float | None]:
    """Estimate tau squared, never below zero, and its standard error.

    Parameters
    ----------
    method : str
        One of `METHODS`.
    est, variance : ndarray, shape (k,)
    design : ndarray, shape (k, p)
        Intercept and moderators.
    threshold : float
        Precision of REML, ML and EB, in units of tau squared.

    References
    ----------
    Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30,
    261-293 (HS, HE, DL, ML, REML). DerSimonian & Laird (1986), Controlled
    Clinical Trials 7, 177-188. Paule & Mandel (1982), Journal of Research of
    the National Bureau of Standards 87, 377-385. Sidik & Jonkman (2005),
    Applied Statistics 54, 367-384. Morris (1983), JASA 78, 47-55 (EB).
    """
    if method == "EE":
        return 0.0, None
    centred = est - est.mean()
    if method in _SCORED:
        enough = min(threshold, _SHARE_OF_VARIANCE * float(np.median(variance)))
        return _SCORED[method](centred, variance, design, enough)
    return _ESTIMATORS[method](centred, variance, design)


def _moment(
    weights: np.ndarray, est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    """Solve E[y'Py] = y'Py for tau squared with fixed weights."""
    p = projection(weights, design)
    pv = p * variance
    trace = float(np.trace(p))
    tau2 = max(0.0, float(est @ p @ est - np.trace(pv)) / trace)
    spread = np.sum(pv * pv.T) + 2 * tau2 * np.sum(pv * p) + tau2**2 * np.sum(p * p)
    return tau2, float(np.sqrt(2 * spread)) / trace


def _hedges(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    return _moment(np.ones_like(est), est, variance, design)


def _dersimonian_laird(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    return _moment(1 / variance, est, variance, design)


def _hunter_schmidt(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    weights = 1 / variance
    p = projection(weights, design)
    k, n_terms = design.shape
    tau2 = max(0.0, float(est @ p @ est - k) / float(weights.sum()))
    spread = 2 * (k - n_terms) + 4 * tau2 * np.trace(p) + 2 * tau2**2 * np.sum(p * p)
    return tau2, float(np.sqrt(spread) / weights.sum())


def _sidik_jonkman(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    start = float(est.var())
    if start <= 0:
        return 0.0, 0.0
    p = projection(1 / (variance + start), design)
    pv = p * variance
    df = int(design.shape[0] - design.shape[1])
    tau2 = start * float(est @ p @ est) / df
    spread = np.sum(pv * pv.T) + 2 * tau2 * np.sum(pv * p) + tau2**2 * np.sum(p * p)
    return tau2, start * float(np.sqrt(2 * spread)) / df


def _paule_mandel(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray
) -> tuple[float, float]:
    df = design.shape[0] - design.shape[1]
    deviation = float(np.median(np.abs(est - np.median(est)))) * 1.4826
    upper = max(_PAULE_MANDEL_MAX, 10 * deviation**2)

    def excess(tau2: float) -> float:
        return weighted_rss(tau2, est, variance, design) - float(df)

    tau2 = 0.0
    if excess(0.0) > 0:
        tau2 = bracketed_root(excess, 0.0, upper, _PAULE_MANDEL_TOLERANCE)
    return tau2, _bayes_error(tau2, variance, design)


def _empirical_bayes(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray, threshold: float
) -> tuple[float, float]:
    k, n_terms = design.shape

    def step(tau2: float, weights: np.ndarray, p: np.ndarray) -> float:
        return float(est @ p @ est * k / (k - n_terms) - k) / float(weights.sum())

    tau2 = _scoring(step, est, variance, design, threshold)
    return tau2, _bayes_error(tau2, variance, design)


def _bayes_error(tau2: float, variance: np.ndarray, design: np.ndarray) -> float:
    k, n_terms = design.shape
    total = float(np.sum(1 / (variance + tau2)))
    return float(np.sqrt(2 * k**2 / (k - n_terms))) / total


def _maximum_likelihood(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray, threshold: float
) -> tuple[float, float]:
    def step(tau2: float, weights: np.ndarray, p: np.ndarray) -> float:
        residual = p @ est
        return float(residual @ residual - weights.sum()) / float(np.sum(weights**2))

    tau2 = _scoring(step, est, variance, design, threshold)
    tau2 = _better_at_zero(tau2, est, variance, design, restricted=False)
    return tau2, float(np.sqrt(2 / np.sum(1 / (variance + tau2) ** 2)))


def _restricted(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray, threshold: float
) -> tuple[float, float]:
    def step(tau2: float, weights: np.ndarray, p: np.ndarray) -> float:
        residual = p @ est
        return float(residual @ residual - np.trace(p)) / float(np.sum(p * p))

    tau2 = _scoring(step, est, variance, design, threshold)
    tau2 = _better_at_zero(tau2, est, variance, design, restricted=True)
    p = projection(1 / (variance + tau2), design)
    return tau2, float(np.sqrt(2 / np.sum(p * p)))


def _scoring(
    step: Callable[[float, np.ndarray, np.ndarray], float],
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    threshold: float,
) -> float:
    """Fisher scoring from Hedges' estimate; steps below zero are halved."""
    tau2 = _hedges(est, variance, design)[0]
    for _ in range(_MOST_STEPS):
        weights = 1 / (variance + tau2)
        move = step(tau2, weights, projection(weights, design))
        while tau2 + move < 0:
            move /= 2
        tau2 += move
        if abs(move) <= threshold:
            break
    at_zero = step(0.0, 1 / variance, projection(1 / variance, design))
    return 0.0 if tau2 <= threshold and at_zero <= 0 else tau2


def log_likelihood(
    tau2: float,
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    *,
    restricted: bool,
) -> float:
    """Return the (restricted) log-likelihood at a given tau squared."""
    total = variance + tau2
    k, n_terms = design.shape
    value = np.log(total).sum() + weighted_rss(tau2, est, variance, design)
    if not restricted:
        return float(-0.5 * (k * np.log(2 * np.pi) + value))
    value += np.linalg.slogdet(design.T @ (design / total[:, None]))[1]
    return float(-0.5 * ((k - n_terms) * np.log(2 * np.pi) + value))


def _better_at_zero(
    tau2: float,
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    *,
    restricted: bool,
) -> float:
    """Return zero when scoring stopped at a lower, local maximum."""
    here, none = (
        log_likelihood(value, est, variance, design, restricted=restricted)
        for value in (tau2, 0.0)
    )
    return 0.0 if none > here else tau2


_ESTIMATORS = {
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "SJ": _sidik_jonkman,
    "HE": _hedges,
    "HS": _hunter_schmidt,
}
_SCORED = {
    "REML": _restricted,
    "ML": _maximum_likelihood,
    "EB": _empirical_bayes,
}
