"""Coverage of Hartung and Knapp's interval with few, unequal studies."""

import numpy as np
import pytest

from srtoolkit.comparison import meta_analysis
from srtoolkit.comparison.meta_analysis.analysis import pool

N_REPLICATIONS = 10_000
#: The bar of the method's note: 5 studies, sizes up to eight to one.
LEAST_COVERAGE = 0.92
SIZES = np.array([20, 40, 60, 100, 160])


@pytest.mark.slow
@pytest.mark.parametrize("tau", [0.0, 0.1, 0.3, 0.6])
def test_hartung_knapp_covers_the_mean_effect(tau):
    from scipy.stats import t

    generator = np.random.default_rng(11)
    quantile = t.isf(0.025, len(SIZES) - 1)
    design = np.ones((len(SIZES), 1))
    hits = 0
    for _ in range(N_REPLICATIONS):
        true = 0.3 + tau * generator.standard_normal(len(SIZES))
        variance = 4 / SIZES * (1 + true**2 / 8)
        est = true + np.sqrt(variance) * generator.standard_normal(len(SIZES))
        pooled = pool(est, variance, design, method="REML", test="knapp_hartung")
        se = np.sqrt(pooled.covariance[0, 0])
        hits += abs(pooled.coefficients[0] - 0.3) <= quantile * se
    coverage = hits / N_REPLICATIONS
    print(f"tau {tau}: coverage {coverage:.4f}")

    assert coverage >= LEAST_COVERAGE


@pytest.mark.slow
def test_prediction_interval_holds_the_effect_of_a_further_study():
    generator = np.random.default_rng(12)
    sizes = generator.integers(40, 200, size=20)
    hits = 0
    for _ in range(2_000):
        true = 0.3 + 0.25 * generator.standard_normal(21)
        variance = 4 / sizes
        est = true[:20] + np.sqrt(variance) * generator.standard_normal(20)
        result = meta_analysis(est, variance)
        assert result.pi_low is not None and result.pi_high is not None
        hits += result.pi_low <= true[20] <= result.pi_high
    print(f"prediction interval: coverage {hits / 2_000:.4f}")

    assert 0.92 <= hits / 2_000 <= 0.98
