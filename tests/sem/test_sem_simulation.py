"""Do intervals cover and tests err as often as they say? ``pytest -m slow``.

Each simulation draws its samples from a population that the model describes
exactly; `record_property` keeps the figures with the test report.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from srtoolkit import sem

pytestmark = pytest.mark.slow

N = 500
#: 95 % intervals may cover this share of 1,000 samples or more.
COVERS = 0.93, 0.97
#: Where the sampling distribution is far from normal only this much is asked.
COVERS_AT_LEAST = 0.93
#: Shares in which a test of a true model at 5 % may reject.
REJECTS = 0.04, 0.065

NINE_ITEMS = "A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3\nC =~ c1 + c2 + c3"
MEDIATION = NINE_ITEMS + "\nB ~ a*A\nC ~ b*B + c*A\nind := a*b"
_ITEMS = [f"{name}{item}" for name in "abc" for item in (1, 2, 3)]
_LOADINGS = np.array([1.0, 0.9, 0.8])


def nine_items(generator, factors):
    """Items of three factors, shape (n, 3), with loadings 1, .9 and .8."""
    items = factors[:, :, None] * _LOADINGS
    items = items + 0.7 * generator.standard_normal(items.shape)
    return pd.DataFrame(items.reshape(len(factors), 9), columns=_ITEMS)


def mediated(generator, n, *, a, b, c):
    first = generator.standard_normal(n)
    second = a * first + np.sqrt(1 - a**2) * generator.standard_normal(n)
    third = b * second + c * first + 0.8 * generator.standard_normal(n)
    return nine_items(generator, np.column_stack([first, second, third]))


def correlated(generator, n):
    root = np.linalg.cholesky([[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]])
    return nine_items(generator, generator.standard_normal((n, 3)) @ root.T)


def test_maximum_likelihood_intervals_cover(record_property):
    generator = np.random.default_rng(1)
    truth = {("B", "~", "A"): 0.4, ("C", "~", "B"): 0.35, ("C", "~", "A"): 0.2}
    truth |= {("A", "=~", "a2"): 0.9, ("C", "=~", "c3"): 0.8, ("A", "~~", "A"): 1.0}
    truth |= {("a1", "~~", "a1"): 0.49, ("ind", ":=", "a*b"): 0.14}
    hits = dict.fromkeys(truth, 0)
    n_samples = 2000
    for _ in range(n_samples):
        sample = mediated(generator, N, a=0.4, b=0.35, c=0.2)
        table = sem.fit(MEDIATION, sample, engine="native").tidy()
        for row in table.itertuples():
            key = (row.lhs, row.op, row.rhs)
            if key in truth:
                hits[key] += row.ci_low <= truth[key] <= row.ci_high
    for key, hit in hits.items():
        record_property(" ".join(key), hit / n_samples)
        assert COVERS[0] <= hit / n_samples <= COVERS[1], key


def covers_indirect(seed, n_samples, *, a, b, c):
    generator = np.random.default_rng(seed)
    hits = 0
    for number in range(n_samples):
        sample = mediated(generator, N, a=a, b=b, c=c)
        fitted = sem.fit(MEDIATION, sample, engine="native", bootstrap=500, seed=number)
        effect = fitted.effect("A -> B -> C")
        hits += effect.ci_low <= a * b <= effect.ci_high
    return hits / n_samples


@pytest.mark.parametrize(("a", "b"), [(0.3, 0.3), (0.4, 0.5)])
def test_percentile_intervals_of_an_indirect_effect_cover(record_property, a, b):
    share = covers_indirect(2, 1500, a=a, b=b, c=0.1)

    record_property("coverage", share)
    assert COVERS[0] <= share <= COVERS[1]


def test_percentile_intervals_of_no_indirect_effect_cover(record_property):
    share = covers_indirect(3, 1000, a=0.0, b=0.0, c=0.1)

    record_property("coverage", share)
    assert share >= COVERS_AT_LEAST


@pytest.mark.parametrize("n", [500, 1000])
def test_chi_square_of_a_true_model_with_nine_items(record_property, n):
    generator = np.random.default_rng(4)
    n_samples = 4000
    rejected = 0
    for _ in range(n_samples):
        fitted = sem.fit(NINE_ITEMS, correlated(generator, n), engine="native")
        rejected += fitted.indices.p < 0.05

    record_property("rejected", rejected / n_samples)
    assert REJECTS[0] <= rejected / n_samples <= REJECTS[1]


def test_chi_square_of_a_true_model_with_24_items(record_property):
    generator = np.random.default_rng(5)
    names = [f"{factor}{item}" for factor in "abcdef" for item in range(1, 5)]
    model = "\n".join(
        f"{factor.upper()} =~ " + " + ".join(f"{factor}{i}" for i in range(1, 5))
        for factor in "abcdef"
    )
    n_samples = 2000
    rejected = 0
    for _ in range(n_samples):
        common = generator.standard_normal((2000, 1))
        factors = np.sqrt(0.4) * common + np.sqrt(0.6) * generator.standard_normal(
            (2000, 6)
        )
        items = factors[:, :, None] * np.array([1.0, 0.9, 0.8, 0.7])
        items = items + 0.7 * generator.standard_normal(items.shape)
        sample = pd.DataFrame(items.reshape(2000, 24), columns=names)
        rejected += sem.fit(model, sample, engine="native").indices.p < 0.05

    record_property("rejected", rejected / n_samples)
    assert REJECTS[0] <= rejected / n_samples <= REJECTS[1]
