"""How often the attribution, justice and expectancy plans say what is so (slow)."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from srtoolkit.comparison import mean_contrast, one_sample_difference
from srtoolkit.inference import decide, wald_estimate
from srtoolkit.plans import RunOptions, check_plan, run_plan, simulate_demo
from srtoolkit.regression import (
    fit_linear,
    fit_process,
    fit_surface,
    fit_tobit,
    path_system,
)
from srtoolkit.regression.paths.effects import draw_interval
from srtoolkit.sem import fit as fit_sem

pytestmark = pytest.mark.slow

STUDIES = 2000
ALPHA = 0.05
#: A rate is refuted only when it is this unlikely under the true one.
REFUTED = 0.001
#: Studies of a whole plan; each is a simulated sample of the demo's size.
DEMOS = 30
LEAST_POWER = 0.9
CELLS = np.array(list(product([0.5, -0.5], repeat=3)))
FACTORS = ["locus", "stability", "controllability"]
PRODUCTS = [FACTORS[:2], FACTORS[::2], FACTORS[1:], FACTORS]


def scores(means, sd, generator, n_items=4):
    """Mean of seven-point items, shape (n,)."""
    latent = generator.normal(means, sd)[:, None]
    items = np.rint(latent + generator.normal(0, 0.8, (len(latent), n_items)))
    return np.clip(items, 1, 7).mean(axis=1)


def supported(estimate, expect="positive"):
    return decide(estimate, expect, None).verdict == "supported"


def coefficient(fit, term):
    place = fit.position(term)
    return wald_estimate(
        float(fit.estimates[place]),
        float(np.sqrt(fit.covariance[place, place])),
        df=float(fit.df2) if np.isfinite(fit.df2) else None,
        expect="positive",
        alpha=ALPHA,
        method="",
    )


def three_way(generator):
    rows = np.repeat(CELLS, 30, axis=0)
    sd = 0.8 + 0.6 * (rows[:, 0] > 0)  # blamed firms divide their customers
    y = scores(
        4 + rows @ [0.4, 0.3, 0.5] + 0.4 * rows[:, 1] * rows[:, 2], sd, generator
    )
    data = pd.DataFrame(rows, columns=FACTORS).assign(y=y)
    fit = fit_linear(
        data, outcome="y", predictors=FACTORS, interactions=PRODUCTS, centre=False
    )
    return supported(coefficient(fit, ":".join(FACTORS)))


def planned_contrast(generator):
    groups = {
        "all": scores(np.full(40, 4.0), 1.3, generator),
        "two": scores(np.full(60, 4.5), 0.9, generator),
        "one": scores(np.full(60, 3.5), 0.9, generator),
    }
    weights = {"all": 1, "two": -0.5, "one": -0.5}
    return supported(mean_contrast(groups, weights).as_estimate("primary"))


def below_expectation(generator):
    sample = scores(np.full(80, 4.0), 1.0, generator, n_items=3)
    found = one_sample_difference(sample, value=4, expect="negative", alpha=ALPHA)
    return supported(found.as_estimate("primary"), "negative")


def demand(generator):
    fair, severe = generator.normal(size=(2, 200))
    asked = np.clip(np.rint(55 + 15 * severe + generator.normal(0, 50, 200)), 0, 200)
    data = pd.DataFrame({"fair": fair, "severe": severe, "asked": asked})
    fit = fit_tobit(
        data, outcome="asked", predictors=["fair", "severe"], lower=0, upper=200
    )
    return supported(coefficient(fit, "fair"))


def incongruence(generator):
    met, expected = generator.normal(size=(2, 200))
    z = 0.3 * (met + expected) + generator.normal(0, 1, 200) * (1 + 0.3 * abs(met))
    data = pd.DataFrame({"x": met, "y": expected, "z": z})
    est, se = fit_surface(data, outcome="z", x="x", y="y", centre=0).line("a3")
    wald = wald_estimate(est, se, df=194, expect="positive", alpha=ALPHA, method="")
    return supported(wald)


def through_emotions(generator):
    control = np.repeat([0.5, -0.5], 100)
    emotion = generator.normal(size=200)  # not moved, but itself at work
    data = pd.DataFrame({"x": control, "m": emotion})
    data["y"] = 0.5 * emotion + 0.3 * control + generator.normal(size=200)
    system = path_system(x="x", outcome="y", mediators=["m"])
    seed = int(generator.integers(2**31))
    effect = fit_process(data, system, bootstrap=500, seed=seed).effects[0]
    low, _ = draw_interval(*effect.at({}), 1 - 2 * ALPHA, "percentile")
    return low > 0


def path_difference(generator):
    factors = generator.multivariate_normal(
        np.zeros(3), [[1, 0.5, 0.4], [0.5, 1, 0.4], [0.4, 0.4, 1]], 250
    )
    items = np.repeat(factors, 3, axis=1) + generator.normal(0, 0.7, (250, 9))
    data = pd.DataFrame(items, columns=[f"{f}{k}" for f in "abc" for k in (1, 2, 3)])
    model = "".join(f"{f} =~ {f}1 + {f}2 + {f}3\n" for f in "abc")
    found = fit_sem(model + "c ~ p*a + q*b\nd := p - q", data).tidy()
    row = found[found["op"] == ":="].iloc[0]
    wald = wald_estimate(row.est, row.se, expect="positive", alpha=ALPHA, method="")
    return supported(wald)


TESTS = (
    three_way,
    planned_contrast,
    below_expectation,
    demand,
    incongruence,
    through_emotions,
    path_difference,
)


@pytest.mark.parametrize("study", TESTS, ids=lambda study: study.__name__)
def test_nothing_is_supported_more_often_than_alpha(study):
    generator = np.random.default_rng(6)
    hits = sum(study(generator) for _ in range(STUDIES))

    print(f"{study.__name__}: {hits} of {STUDIES}")
    found = binomtest(hits, STUDIES, ALPHA, alternative="greater")
    assert found.pvalue > REFUTED, f"{hits} of {STUDIES}"


#: Hypotheses the population of the effect contradicts on purpose.
PLANTED_OTHERWISE = {("justice-indispensable", "H3"): "opposite"}


@pytest.mark.parametrize(
    "name",
    [
        "failure-as-gap",
        "expectancy-surface",
        "apology-alone",
        "attribution-experiment",
        "attribution-emotions",
        "compensation-by-attribution",
        "explanation-by-control",
        "justice-indispensable",
        "severity-and-justice",
        "justice-mediates-actions",
        "justice-demands",
    ],
)
def test_planted_effects_are_found(name):
    checked = replace(check_plan(name), steps=())
    found = dict.fromkeys(checked.plan.hypotheses, 0)
    for seed in range(DEMOS):
        options = RunOptions(
            bootstrap=min(200, checked.plan.estimation.bootstrap), seed=500 + seed
        )
        results = run_plan(
            checked, simulate_demo(checked, "effect", options), options=options
        )
        for h in results["hypotheses"]:
            wanted = PLANTED_OTHERWISE.get((name, h["id"]), "supported")
            found[h["id"]] += h["verdict"] == wanted

    print(name, found)
    for key, hits in found.items():
        test = binomtest(hits, DEMOS, LEAST_POWER, alternative="less")
        assert test.pvalue > REFUTED, f"{key}: {hits} of {DEMOS}"
