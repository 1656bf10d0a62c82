"""How often intervals cover and claims are made where nothing is (slow)."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from srtoolkit.regression import fit_process, fit_surface, importance, path_system
from srtoolkit.regression.paths.effects import draw_interval

pytestmark = pytest.mark.slow

#: Fails only when chance would do so once in a thousand runs.
P_LIMIT = 0.001
#: Percentile intervals of products cover a little less than they claim in
#: samples of 100 (Fritz, Taylor & MacKinnon 2012).
LEAST_COVERAGE = 0.93


def at_least(hits, n, rate):
    return binomtest(hits, n, rate, alternative="less").pvalue > P_LIMIT


def at_most(hits, n, rate):
    return binomtest(hits, n, rate, alternative="greater").pvalue > P_LIMIT


@pytest.mark.parametrize("n", [100, 300])
def test_percentile_intervals_cover_indirect_effects_and_their_index(n):
    generator, studies = np.random.default_rng(n), 1000
    system = path_system(
        x="x", outcome="y", mediators=["m"], moderators={"x -> m": "w"}
    )
    covered = {"effect": 0, "index": 0}
    for seed in range(studies):
        x, w, e, f = generator.normal(size=(4, n))
        m = 0.3 * x + 0.2 * w + 0.25 * x * w + e
        data = pd.DataFrame({"x": x, "w": w, "m": m, "y": 0.4 * m + 0.1 * x + f})
        effect = fit_process(data, system, bootstrap=1000, seed=seed).effects[0]
        for name, found, true in (
            ("effect", effect.at({"w": 0.0}), 0.12),
            ("index", effect.derivative("w").at({}), 0.10),
        ):
            low, high = draw_interval(*found, 0.95, "percentile")
            covered[name] += low <= true <= high

    assert at_least(covered["effect"], studies, LEAST_COVERAGE)
    assert at_least(covered["index"], studies, LEAST_COVERAGE)


@pytest.mark.parametrize("surface", ["plane", "nothing", "equal_slopes", "curve_in_x"])
def test_congruence_is_seldom_found_where_agreement_does_not_matter(surface):
    generator, studies, n, found = np.random.default_rng(4), 500, 300, 0
    for _ in range(studies):
        x, y = generator.uniform(-3, 3, (2, n))
        z = {
            "plane": 0.3 * x + 0.2 * y,
            "nothing": 0 * x,
            "equal_slopes": 0.3 * (x + y),
            "curve_in_x": -0.2 * x**2,
        }[surface] + generator.normal(size=n)
        data = pd.DataFrame({"x": x, "y": y, "z": z})
        fit = fit_surface(data, outcome="z", x="x", y="y", centre=0)
        found += fit.congruence.congruence

    assert at_most(found, studies, 0.05)


@pytest.mark.parametrize("correlation", [0.0, 0.5])
@pytest.mark.parametrize("measure", ["general_dominance", "relative_weight"])
def test_equally_important_predictors_are_seldom_ordered(correlation, measure):
    generator, studies, n, wrong = np.random.default_rng(6), 400, 200, 0
    root = np.linalg.cholesky(
        np.full((3, 3), correlation) + (1 - correlation) * np.eye(3)
    )
    for seed in range(studies):
        predictors = generator.normal(size=(n, 3)) @ root.T
        outcome = predictors @ [0.3, 0.3, 0.3] + generator.normal(size=n)
        data = pd.DataFrame(predictors, columns=list("abc")).assign(y=outcome)
        found = importance(
            data, outcome="y", predictors=["a", "b", "c"], bootstrap=500, seed=seed
        )
        wrong += np.quantile(found.difference(measure, "a", "b")[1], 0.05) > 0

    assert at_most(wrong, studies, 0.05)
