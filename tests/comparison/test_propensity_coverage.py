"""Coverage with all confounders measured, and its loss with one hidden."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.comparison import weighted_difference

N_REPLICATIONS = 2_000
TRUE_ATT = 0.4


def drawn(generator, n=600):
    """Two confounders; the effect is the same for everybody."""
    region = generator.choice(["a", "b", "c"], size=n)
    experience = generator.normal(size=n)
    risk = -1 + 0.7 * experience + 0.6 * (region == "b")
    is_treated = generator.random(n) < 1 / (1 + np.exp(-risk))
    noise = generator.normal(size=n)
    outcome = TRUE_ATT * is_treated + 0.8 * experience + 0.4 * (region == "b") + noise
    return outcome, is_treated, pd.DataFrame({"region": region, "exp": experience})


def share_covered(covariates, seed, **options):
    generator = np.random.default_rng(seed)
    covered, naive = [], []
    for _ in range(N_REPLICATIONS):
        outcome, is_treated, table = drawn(generator)
        found = weighted_difference(
            outcome, is_treated, table[covariates], expect="any", **options
        ).difference
        covered.append(found.ci_low <= TRUE_ATT <= found.ci_high)
        naive.append(found.est)
    bias = float(np.mean(naive)) - TRUE_ATT
    print(f"{covariates} {options}: coverage {np.mean(covered):.4f}, bias {bias:+.3f}")
    return float(np.mean(covered)), bias


@pytest.mark.slow
@pytest.mark.parametrize("is_doubly_robust", [False, True])
@pytest.mark.parametrize("estimand", ["att", "ate"])
def test_all_confounders_measured(estimand, is_doubly_robust):
    coverage, bias = share_covered(
        ["region", "exp"],
        21,
        estimand=estimand,
        is_doubly_robust=is_doubly_robust,
        bootstrap=0,
    )

    assert 0.92 <= coverage <= 0.975
    assert abs(bias) < 0.02


@pytest.mark.slow
def test_a_hidden_confounder_is_not_repaired():
    coverage, bias = share_covered(["region"], 22, bootstrap=0)

    assert coverage < 0.2
    assert bias > 0.3


@pytest.mark.slow
def test_bootstrap_interval_covers():
    generator = np.random.default_rng(23)
    covered = []
    for seed in range(500):
        outcome, is_treated, table = drawn(generator, n=400)
        found = weighted_difference(
            outcome, is_treated, table, expect="any", bootstrap=200, seed=seed
        ).difference
        covered.append(found.ci_low <= TRUE_ATT <= found.ci_high)
    print(f"bootstrap: coverage {np.mean(covered):.4f}")

    assert np.mean(covered) > 0.90
