"""Intervals of robust maximum likelihood keep what they promise on skewed answers.

Answers are drawn after Vale and Maurelli (1983): Fleishman's (1978) polynomial
of correlated normals, whose correlations are chosen so that the polynomials have
the covariances the model implies. Nothing else of the model holds for them
(factors and residuals are neither normal nor independent), which is what the
sandwich is for. The population covers the mediation model exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq, fsolve
from scipy.stats import norm

from srtoolkit import sem

pytestmark = pytest.mark.slow

MODEL = """
A =~ a1 + a2 + a3
B =~ b1 + b2 + b3
C =~ c1 + c2 + c3
B ~ a*A
C ~ b*B + c*A
ind := a*b
"""
ITEMS = [f"{factor}{item}" for factor in "abc" for item in (1, 2, 3)]
LOADINGS = np.array([1.0, 0.9, 0.8])
RESIDUAL = 0.49
PATHS = {"B ~ A": 0.4, "C ~ B": 0.35, "C ~ A": 0.2}
DISTURBANCES = {"A ~~ A": 1.0, "B ~~ B": 0.84, "C ~~ C": 0.64}
POPULATION = {
    **{
        f"{factor} =~ {factor.lower()}{i}": LOADINGS[i - 1]
        for factor in "ABC"
        for i in (2, 3)
    },
    **PATHS,
    **DISTURBANCES,
    **{f"{item} ~~ {item}": RESIDUAL for item in ITEMS},
    "ind": 0.14,
}
N, N_SAMPLES = 500, 4000
#: What 95 % intervals are to cover.
COVERS = (0.93, 0.97)
#: 4,000 samples tell a share of .93 to within .0079 (95 % binomial limits).
BINOMIAL_MARGIN = norm.ppf(0.975) * np.sqrt(0.93 * 0.07 / N_SAMPLES)


@dataclass(frozen=True)
class Shape:
    """Skewness and excess kurtosis of every item."""

    skewness: float
    kurtosis: float

    def __str__(self) -> str:
        return f"skewness {self.skewness:g}, kurtosis {self.kurtosis:g}"


#: Of gamma variables: excess kurtosis is 1.5 times the square of the skewness.
SHAPES = [Shape(0.5, 0.375), Shape(1.0, 1.5)]


def population_covariance() -> np.ndarray:
    """Return the covariance matrix of the items that the model implies."""
    regressions = np.zeros((3, 3))
    regressions[1, 0], regressions[2, 1], regressions[2, 0] = PATHS.values()
    total = np.linalg.inv(np.eye(3) - regressions)
    factors = total @ np.diag(list(DISTURBANCES.values())) @ total.T
    loadings = np.kron(np.eye(3), LOADINGS[:, None])
    return loadings @ factors @ loadings.T + RESIDUAL * np.eye(9)


def fleishman(shape: Shape) -> tuple[float, float, float]:
    """Return b, c, d of the standardised polynomial -c + bz + cz² + dz³."""

    def gaps(weights):
        b, c, d = weights
        return (
            b**2 + 6 * b * d + 2 * c**2 + 15 * d**2 - 1,
            2 * c * (b**2 + 24 * b * d + 105 * d**2 + 2) - shape.skewness,
            24
            * (
                b * d
                + c**2 * (1 + b**2 + 28 * b * d)
                + d**2 * (12 + 48 * b * d + 141 * c**2 + 225 * d**2)
            )
            - shape.kurtosis,
        )

    b, c, d = fsolve(gaps, (0.9, 0.1, 0.02), xtol=1e-13)
    np.testing.assert_allclose(gaps((b, c, d)), 0, atol=1e-9)
    return b, c, d


def normal_correlations(wanted: np.ndarray, shape: Shape) -> np.ndarray:
    """Return correlations of normals whose polynomials correlate as wanted."""
    b, c, d = fleishman(shape)

    def needed(target: float) -> float:
        return brentq(
            lambda r: (
                r * (b + 3 * d) ** 2 + 2 * (c * r) ** 2 + 6 * d**2 * r**3 - target
            ),
            0,
            1.01,
            xtol=1e-14,
        )

    found = np.vectorize(needed)(wanted)
    np.fill_diagonal(found, 1.0)
    return found


def sampler(shape: Shape):
    """Return a function that draws n rows of items from a generator."""
    covariance = population_covariance()
    spread = np.sqrt(np.diagonal(covariance))
    wanted = covariance / np.outer(spread, spread)
    root = np.linalg.cholesky(normal_correlations(wanted, shape))
    b, c, d = fleishman(shape)

    def draw(generator: np.random.Generator, n: int) -> pd.DataFrame:
        z = generator.standard_normal((n, 9)) @ root.T
        return pd.DataFrame(spread * (-c + z * (b + z * (c + z * d))), columns=ITEMS)

    return draw


def spoken(row) -> str:
    return row.lhs if row.op == ":=" else f"{row.lhs} {row.op} {row.rhs}"


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_drawn_items_have_the_moments_of_the_population(shape):
    n = 1_000_000
    drawn = sampler(shape)(np.random.default_rng(8), n)
    covariance = population_covariance()

    np.testing.assert_allclose(drawn.cov(), covariance, atol=0.01)
    np.testing.assert_allclose(drawn.skew(), shape.skewness, atol=0.03)
    np.testing.assert_allclose(drawn.kurt(), shape.kurtosis, atol=0.15)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_robust_intervals_cover_on_skewed_answers(record_property, shape):
    draw = sampler(shape)
    generator = np.random.default_rng(2026)
    hits = dict.fromkeys(POPULATION, 0)
    rejected = 0
    for _ in range(N_SAMPLES):
        fit = sem.fit(MODEL, draw(generator, N), estimator="MLR")
        assert fit.status.code == "converged"
        rejected += fit.fit_indices()["p_scaled"] < 0.05
        for row in fit.tidy().itertuples():
            name = spoken(row)
            if name in POPULATION:
                hits[name] += row.ci_low <= POPULATION[name] <= row.ci_high

    shares = pd.Series(hits) / N_SAMPLES
    for name, share in shares.items():
        record_property(str(name), share)
    record_property("rejected by the scaled chi-square", rejected / N_SAMPLES)
    print(f"\n{shape}; rejected {rejected / N_SAMPLES:.4f}\n{shares.to_string()}")
    low, high = COVERS[0] - BINOMIAL_MARGIN, COVERS[1] + BINOMIAL_MARGIN
    assert shares.between(low, high).all(), shares.to_string()
