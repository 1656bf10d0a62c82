"""How well fitted probabilities tell events from non-events."""

from __future__ import annotations

import numpy as np


def discrimination(
    events: np.ndarray, probabilities: np.ndarray, ci_level: float
) -> dict[str, float]:
    """Return the area under the ROC curve with DeLong's interval, and Brier's score.

    Parameters
    ----------
    events : ndarray of 0 and 1, shape (n,)
    probabilities : ndarray, shape (n,)

    References
    ----------
    DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837-845.
    Brier (1950), Monthly Weather Review 78, 1-3.
    """
    from scipy.stats import norm, rankdata

    positive, negative = probabilities[events == 1], probabilities[events == 0]
    n1, n0 = len(positive), len(negative)
    ranks = rankdata(np.concatenate([positive, negative]))
    of_positive = (ranks[:n1] - rankdata(positive)) / n0
    of_negative = 1 - (ranks[n1:] - rankdata(negative)) / n1
    auc = float(of_positive.mean())
    variance = of_positive.var(ddof=1) / n1 + of_negative.var(ddof=1) / n0
    reach = float(norm.isf((1 - ci_level) / 2) * np.sqrt(variance))
    return {
        "auc": auc,
        "auc_low": max(0.0, auc - reach),
        "auc_high": min(1.0, auc + reach),
        "brier": float(((events - probabilities) ** 2).mean()),
    }


def hosmer_lemeshow(
    events: np.ndarray, probabilities: np.ndarray, *, n_groups: int = 10
) -> dict[str, float]:
    """Compare events with what was expected in groups of like probability.

    Hosmer & Lemeshow (1980), Communications in Statistics A9, 1043-1069.
    Groups that ties empty are left out, and their degrees of freedom with them.
    """
    from scipy.stats import chi2

    edges = np.unique(np.quantile(probabilities, np.linspace(0, 1, n_groups + 1)))
    group = np.searchsorted(edges[1:-1], probabilities, side="left")
    sizes = np.bincount(group)
    found = np.bincount(group, events)[sizes > 0]
    expected = np.bincount(group, probabilities)[sizes > 0]
    sizes = sizes[sizes > 0]
    spread = expected * (1 - expected / sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        chisq = float(((found - expected) ** 2 / spread).sum())
    df = len(sizes) - 2
    return {
        "hosmer_lemeshow": chisq,
        "hosmer_lemeshow_df": float(df),
        "hosmer_lemeshow_p": float(chi2.sf(chisq, df)) if df > 0 else float("nan"),
    }
