"""Draws respondents from a population, causes before effects."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from srtoolkit.simulation.population import Population, causes_of, cholesky_root


def draw_group(
    population: Population,
    group: int,
    n: int,
    *,
    intercepts: Mapping[str, float],
    generator: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Draw one group's latent and observed values, before any rounding.

    What is left of each variable beside its causes is multivariate normal;
    effects are added in causal order, so that products of generated values
    may have effects too.

    Parameters
    ----------
    group : int
        From 0, in the order of the population's values.
    n : int
        Respondents.
    intercepts : mapping of str to float
        For variables whose intercept the population leaves open; 0 for others.

    Returns
    -------
    dict of str to ndarray, shape (n,)
    """
    root = cholesky_root(population.covariances[group])
    residuals = generator.standard_normal((n, len(root))) @ root.T
    stated = {**intercepts, **population.intercepts[group]}
    values: dict[str, np.ndarray] = {}
    for place, name in enumerate(population.variables):
        total = residuals[:, place] + stated.get(name, 0.0)
        for cause, effect in population.effects[group].get(name, {}).items():
            factors = [values[factor] for factor in causes_of(cause)]
            total = total + effect * np.prod(factors, axis=0)
        values[name] = total
    return values
