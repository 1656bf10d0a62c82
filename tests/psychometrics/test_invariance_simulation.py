"""Does the ladder keep its promises in samples from known populations?

Two groups of 300, two factors of four items. The step to the metric and to the
scalar level must reject in about one sample of twenty when both hold, and find
an intercept that is .4 of the item's standard deviations higher.
"""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from srtoolkit.psychometrics import measurement_invariance
from srtoolkit.responses import responses_from_frame

MODEL = "f =~ x1 + x2 + x3 + x4\ng =~ x5 + x6 + x7 + x8"
LOADINGS = np.array([0.8, 0.7, 0.75, 0.65, 0.7, 0.8, 0.6, 0.75])
N_SAMPLES = 1500
SIZE = 300
SHIFT = 0.4
#: The range the issue asks for; the simulation's own error at .05 is .006.
LOWEST, HIGHEST = 0.040, 0.065
POWER = 0.80


def sample(generator, *, shift=0.0, skewed=False):
    tables = []
    for group, mean in (("a", 0.0), ("b", 0.3)):
        shape = np.array([[1.0, 0.5], [0.5, 1.0]])
        factors = generator.multivariate_normal([mean, -mean], shape, SIZE)
        noise = generator.standard_normal((SIZE, 8))
        if skewed:
            noise = (generator.chisquare(4, (SIZE, 8)) - 4) / np.sqrt(8)
        items = factors[:, [0] * 4 + [1] * 4] * LOADINGS
        items = items + noise * np.sqrt(1 - LOADINGS**2)
        items[:, 1] += shift * (group == "b")
        table = pd.DataFrame(items, columns=[f"x{k}" for k in range(1, 9)])
        tables.append(table.assign(group=group))
    return responses_from_frame(pd.concat(tables, ignore_index=True), [])


def ladders(seed, **options):
    estimator = options.pop("estimator", "ML")
    generator = np.random.default_rng(seed)
    for _ in range(N_SAMPLES):
        found = measurement_invariance(
            sample(generator, **options),
            measurement=MODEL,
            group="group",
            levels=["metric", "scalar", "strict"],
            estimation={"estimator": estimator},
        )
        yield {
            "p": [rung.difference.p for rung in found.rungs[1:]],
            "decision": {
                row.factor: (row.decision, row.why)
                for row in found.factors
                if row.level == "scalar"
            },
            "first": {
                rung.level: rung.proposal.releases[0].parameter
                for rung in found.rungs
                if rung.proposal is not None and rung.proposal.releases
            },
            "warranted": {f: found.warranted("means", f) for f in ("f", "g")},
        }


def rejection(results):
    return (np.array([result["p"] for result in results]) < 0.05).mean(axis=0)


def decisions(results, factor):
    return Counter(result["decision"][factor] for result in results)


def share_warranted(results, factor):
    return np.mean([result["warranted"][factor] for result in results])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("estimator", "skewed"), [("ML", False), ("MLR", True)], ids=["ml", "mlr_skewed"]
)
def test_steps_reject_at_their_level_when_invariance_holds(estimator, skewed):
    results = list(ladders(11, estimator=estimator, skewed=skewed))
    rates = rejection(results)
    print(estimator, "metric, scalar, strict reject:", rates)
    print("whole rule, means of f:", decisions(results, "f"))
    assert ((rates[:2] > LOWEST) & (rates[:2] < HIGHEST)).all()
    print("means of f warranted:", share_warranted(results, "f"))
    assert share_warranted(results, "f") > 1 - HIGHEST


@pytest.mark.slow
def test_planted_intercept_is_found_and_named():
    results = list(ladders(12, shift=SHIFT))
    scalar = rejection(results)[1]
    first = Counter(result["first"].get("scalar") for result in results)
    print("scalar rejects:", scalar, "first proposal:", first.most_common(4))
    print("whole rule, f:", decisions(results, "f"), "g:", decisions(results, "g"))
    for factor in ("f", "g"):
        print("means warranted:", factor, share_warranted(results, factor))
    assert scalar > POWER
    assert first["x2 ~ 1"] > POWER * N_SAMPLES
