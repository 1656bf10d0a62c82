"""Simulated samples: WLSMV intervals cover, its test keeps its level."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from srtoolkit import sem

pytestmark = pytest.mark.slow

N_SAMPLES, N = 2000, 500
#: As agreed for 95 % intervals; with 2,000 samples chance moves a coverage by
#: half a point.
COVERAGE = (0.93, 0.97)
#: Rejections of a true model at the 5 % level; as agreed for ML with 9 items.
REJECTION = (0.04, 0.065)

LOADINGS = np.array([0.7, 0.8, 0.6])
FACTOR_CORRELATIONS = np.array([[1, 0.4, 0.5], [0.4, 1, 0.3], [0.5, 0.3, 1]])
CUTS = np.array(
    [[-1.3, -0.5, 0.3, 1.1], [-1.0, -0.3, 0.4, 1.3], [-1.5, -0.8, 0.1, 0.9]]
)
MODEL = "f =~ a1 + a2 + a3\ng =~ b1 + b2 + b3\nh =~ c1 + c2 + c3"
FACTORS, ITEMS = "fgh", "abc"


def true_values() -> dict[tuple[str, str, str], float]:
    """Return the population under delta with markers."""
    values: dict[tuple[str, str, str], float] = {}
    marker = LOADINGS[0]
    for i, (factor, letter) in enumerate(zip(FACTORS, ITEMS, strict=True)):
        for number in range(3):
            item = f"{letter}{number + 1}"
            values[factor, "=~", item] = LOADINGS[number] / marker
            for cut in range(4):
                values[item, "|", f"t{cut + 1}"] = CUTS[number, cut]
        for j in range(i, 3):
            covariance = FACTOR_CORRELATIONS[i, j] * marker**2
            values[factor, "~~", FACTORS[j]] = covariance
    return values


def draw(generator: np.random.Generator) -> pd.DataFrame:
    """Draw one sample of five-category answers."""
    root = np.linalg.cholesky(FACTOR_CORRELATIONS)
    factors = generator.standard_normal((N, 3)) @ root.T
    columns = {}
    for i, letter in enumerate(ITEMS):
        for number, loading in enumerate(LOADINGS):
            noise = np.sqrt(1 - loading**2) * generator.standard_normal(N)
            response = loading * factors[:, i] + noise
            columns[f"{letter}{number + 1}"] = np.searchsorted(CUTS[number], response)
    return pd.DataFrame(columns)


def test_wlsmv_intervals_cover_and_its_test_keeps_its_level():
    generator = np.random.default_rng(2010)
    truth = true_values()
    covered: dict[tuple[str, str, str], int] = dict.fromkeys(truth, 0)
    n_rejected = 0
    for _ in range(N_SAMPLES):
        fit = sem.fit(MODEL, draw(generator), estimator="WLSMV", ordered=True)
        assert fit.solution.converged
        n_rejected += fit.fit_indices()["p_scaled"] < 0.05
        for row in fit.tidy().to_dict("records"):
            key = row["lhs"], row["op"], row["rhs"]
            if row["free"]:
                covered[key] += row["ci_low"] <= truth[key] <= row["ci_high"]
    free = {key: count / N_SAMPLES for key, count in covered.items() if count}
    print({key: round(share, 3) for key, share in free.items()})
    print(f"mean coverage {np.mean(list(free.values())):.4f}")
    print(f"rejections {n_rejected / N_SAMPLES:.4f}")

    assert len(free) == fit.specification.n_free
    assert COVERAGE[0] <= min(free.values()) <= max(free.values()) <= COVERAGE[1]
    assert REJECTION[0] <= n_rejected / N_SAMPLES <= REJECTION[1]
