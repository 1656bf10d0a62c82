"""Intervals of full-information maximum likelihood keep what they promise.

Answers are missing at random: those about loyalty the more often, the worse
the first answer about quality, which everyone gave. Complete rows alone would
give biased estimates; the likelihood of all answers must not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from srtoolkit import sem

pytestmark = pytest.mark.slow

MODEL = """
Q =~ q1 + q2 + q3
T =~ t1 + t2 + t3
L =~ l1 + l2 + l3
T ~ a*Q
L ~ b*T + c*Q
ind := a*b
"""
LOADINGS = np.array([1.0, 0.8, 1.2])
POPULATION = {
    **{
        f"{latent} =~ {latent.lower()}{i}": LOADINGS[i - 1]
        for latent in "QTL"
        for i in (2, 3)
    },
    "T ~ Q": 0.5,
    "L ~ T": 0.4,
    "L ~ Q": 0.3,
    "Q ~~ Q": 1.0,
    "T ~~ T": 0.75,
    "L ~~ L": 0.6,
    **{f"{latent}{i} ~~ {latent}{i}": 0.64 for latent in "qtl" for i in (1, 2, 3)},
    **{f"{latent}{i} ~ 1": 4.0 for latent in "qtl" for i in (1, 2, 3)},
    "ind": 0.2,
}
N, N_SAMPLES = 500, 2000
#: 2,000 samples place a coverage within half a point of its true value.
COVERAGE = (0.93, 0.97)


def sample(seed: int) -> pd.DataFrame:
    generator = np.random.default_rng([2026, seed])
    quality = generator.standard_normal(N)
    trust = 0.5 * quality + np.sqrt(0.75) * generator.standard_normal(N)
    loyalty = 0.4 * trust + 0.3 * quality + np.sqrt(0.6) * generator.standard_normal(N)
    latent = np.column_stack([quality, trust, loyalty])
    answers = 4 + np.repeat(latent, 3, axis=1) * np.tile(LOADINGS, 3)
    answers += 0.8 * generator.standard_normal((N, 9))
    share = np.full((N, 9), 0.10)
    share[:, 0] = 0.0
    share[:, 6:] = (1 / (1 + np.exp(answers[:, 0] - 3.2)))[:, None]
    answers[generator.random((N, 9)) < share] = np.nan
    names = [f"{latent}{i}" for latent in "qtl" for i in (1, 2, 3)]
    return pd.DataFrame(answers, columns=names)


@pytest.fixture(scope="module", params=["ML", "MLR"])
def covered(request) -> pd.DataFrame:
    """Whether each interval holds its population value, one row a sample."""
    rows = []
    for seed in range(N_SAMPLES):
        fit = sem.fit(MODEL, sample(seed), missing="fiml", estimator=request.param)
        assert fit.status.code == "converged"
        table = fit.tidy()
        low = dict(zip(_names(table), table["ci_low"], strict=True))
        high = dict(zip(_names(table), table["ci_high"], strict=True))
        rows.append({k: low[k] <= v <= high[k] for k, v in POPULATION.items()})
    return pd.DataFrame(rows)


def _names(table: pd.DataFrame) -> list[str]:
    spoken = table["lhs"] + " " + table["op"].replace("~1", "~ 1") + " " + table["rhs"]
    return list(spoken.str.strip().where(table["op"] != ":=", table["lhs"]))


def test_intervals_cover_what_they_promise(covered):
    share = covered.mean()

    assert len(covered) == N_SAMPLES
    assert share.between(*COVERAGE).all(), share.to_string()
