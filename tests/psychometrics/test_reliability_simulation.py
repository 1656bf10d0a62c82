"""Intervals of omega and HTMT cover what they should, 1000 samples of 250."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from srtoolkit.psychometrics import categorical_omega, htmt, mcdonald_omega
from srtoolkit.psychometrics.reliability.green_yang import categorical_reliability
from srtoolkit.psychometrics.validity.heterotrait_ratio import heterotrait_ratios

pytestmark = pytest.mark.slow

SAMPLES, N, DRAWS = 1000, 250, 1000
#: what a 95 % interval may cover in the end; its own sampling error is .007
LEAST, MOST = 0.92, 0.97
#: at a correlation of .3 the items' mean correlation, .09 to .16, is shown to be
#: above zero in some nine of ten samples
MOST_FLAGGED = 0.1
LOADINGS = np.array([0.8, 0.75, 0.7, 0.65])
CUTS = np.array([-1.5, -0.5, 0.3, 1.1])


def one_factor(seed: int, loadings: np.ndarray) -> np.ndarray:
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal((N, len(loadings)))
    common = generator.standard_normal((N, 1))
    return common * loadings + noise * np.sqrt(1 - loadings**2)


def two_factors(correlation: float, loadings: np.ndarray) -> np.ndarray:
    """The population's correlations of the items of two factors."""
    k = len(loadings)
    pattern = np.zeros((2 * k, 2))
    pattern[:k, 0] = pattern[k:, 1] = loadings
    implied = pattern @ np.array([[1, correlation], [correlation, 1]]) @ pattern.T
    np.fill_diagonal(implied, 1)
    return implied


@pytest.mark.parametrize("bootstrap", [0, DRAWS], ids=["delta", "percentile"])
def test_omega_intervals_cover(bootstrap):
    scale = np.array([1.0, 1.5, 0.7, 1.2])
    common = (LOADINGS * scale).sum() ** 2
    truth = common / (common + ((1 - LOADINGS**2) * scale**2).sum())
    inside = 0
    for seed in range(SAMPLES):
        found = mcdonald_omega(
            one_factor(seed, LOADINGS) * scale, bootstrap=bootstrap, seed=seed
        )
        inside += found.ci_low <= truth <= found.ci_high
    print(f"omega, {bootstrap} draws: {inside / SAMPLES:.3f}")
    assert LEAST <= inside / SAMPLES <= MOST


def test_categorical_omega_intervals_cover():
    common = np.outer(LOADINGS, LOADINGS)
    total = np.where(np.eye(4, dtype=bool), 1.0, common)
    truth = float(categorical_reliability(common, total, np.tile(CUTS, (4, 1))))
    inside = 0
    for seed in range(SAMPLES):
        points = np.searchsorted(CUTS, one_factor(seed, LOADINGS)).astype(float)
        found = categorical_omega(points, bootstrap=400, seed=seed)
        inside += found.ci_low <= truth <= found.ci_high
    print(f"categorical omega: {inside / SAMPLES:.3f}")
    assert LEAST <= inside / SAMPLES <= MOST


@pytest.mark.parametrize("correlation", [0.3, 0.65, 0.9])
@pytest.mark.parametrize(
    "loadings", [LOADINGS, np.array([0.9, 0.7, 0.6, 0.5])], ids=["alike", "unlike"]
)
def test_htmt_intervals_cover(correlation, loadings):
    population = two_factors(correlation, loadings)
    places = [np.arange(4), np.arange(4, 8)]
    truth = [
        float(heterotrait_ratios(population, places, geometric=g)[0])
        for g in (False, True)
    ]
    root = np.linalg.cholesky(population)
    columns = [f"i{at}" for at in range(8)]
    inside, flagged = np.zeros(2), 0
    for seed in range(SAMPLES):
        generator = np.random.default_rng(seed)
        points = generator.standard_normal((N, 8)) @ root.T
        result = htmt(
            pd.DataFrame(points, columns=columns),
            {"F": columns[:4], "G": columns[4:]},
            bootstrap=DRAWS,
            seed=seed,
        )
        pair = result.pairs[0]
        inside += [
            pair.htmt_low <= truth[0] <= pair.htmt_high,
            pair.htmt2_low <= truth[1] <= pair.htmt2_high,
        ]
        flagged += pair.interval_unreliable
    print(f"HTMT at {correlation}: {inside / SAMPLES}, flagged {flagged / SAMPLES}")
    assert (inside / SAMPLES >= LEAST).all()
    assert (inside / SAMPLES <= MOST).all()
    assert flagged <= MOST_FLAGGED * SAMPLES


def test_near_zero_the_interval_is_called_unreliable():
    """There no interval covers: the population's value is the edge."""
    root = np.linalg.cholesky(two_factors(0.0, LOADINGS))
    columns = [f"i{at}" for at in range(8)]
    flagged = 0
    for seed in range(SAMPLES):
        points = np.random.default_rng(seed).standard_normal((N, 8)) @ root.T
        found = htmt(
            pd.DataFrame(points, columns=columns),
            {"F": columns[:4], "G": columns[4:]},
            bootstrap=400,
            seed=seed,
        )
        flagged += found.pairs[0].interval_unreliable
    print(f"flagged at 0: {flagged / SAMPLES:.3f}")
    assert flagged / SAMPLES > 0.9
