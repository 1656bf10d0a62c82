"""Reliability and validity of published data meet psych, semTools and lavaan."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.psychometrics import (
    average_variance_extracted,
    composite_reliability,
    cronbach_alpha,
    htmt,
    item_analysis,
    mcdonald_omega,
)

pytestmark = pytest.mark.shared

#: psych divides by the same n - 1, so only rounding separates us.
RTOL = 1e-9
#: CR and AVE are computed from lavaan's own printed estimates.
LOADING_RTOL = 1e-9
#: semTools averages AVE over the *observed* variances, we over the implied
#: ones; the two differ by how far a diagonal is from its stationary point.
AVE_RTOL = 1e-5

#: semTools rebuilds the correlations from lavaan's covariances.
HTMT_RTOL = 1e-6

FACTOR_CASES = [
    "hs_reliability_validity",
    "acsi_cfa_validity",
    "satisfaction_cfa_validity",
]


def reference(name: str) -> dict:
    return json.loads(shared_path(f"reference/{name}.json").read_text("utf-8"))


def rows_of(case: dict, items: list[str], extra: list[str]) -> pd.DataFrame:
    data = pd.read_csv(shared_path(case["data"]), encoding="utf-8")
    return data[items + extra].dropna()


def factors(case: dict) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in case["expected"]["params"]:
        if row["op"] == "=~":
            found.setdefault(row["lhs"], []).append(row["rhs"])
    return found


def estimates(case: dict, key: str) -> dict[tuple[str, str, str], float]:
    rows = case["expected"]["params"]
    return {(r["lhs"], r["op"], r["rhs"]): r[key] for r in rows}


@pytest.fixture(params=FACTOR_CASES)
def case(request):
    return reference(request.param)


@pytest.fixture
def answers(case):
    items = [item for own in factors(case).values() for item in own]
    extra = ["REPUR"] if "REPUR" in case["options"].get("missing", "") else []
    return rows_of(case, items, extra)


def test_alpha_of_keyed_personality_scales():
    case = reference("bfi_alpha_keys")
    data = pd.read_csv(shared_path(case["data"]), encoding="utf-8")
    for name, keys in case["options"]["scales"].items():
        expected = case["expected"]["extra"]["alpha"][name]
        scores = pd.DataFrame(
            {k.strip("-"): 7 - data[k[1:]] if k[0] == "-" else data[k] for k in keys}
        )
        result = cronbach_alpha(scores, missing="pairwise")

        assert_allclose(result.alpha, expected["raw"], rtol=RTOL)
        assert_allclose(
            [result.ci_low, result.ci_high],
            [expected["feldt_lower"], expected["feldt_upper"]],
            rtol=RTOL,
        )
        assert_allclose(result.alpha_standardised, expected["std"], rtol=RTOL)


def test_omega_of_standardised_items_is_near_that_of_psych():
    case = reference("bfi_alpha_keys")
    data = pd.read_csv(shared_path(case["data"]), encoding="utf-8")
    for name, keys in case["options"]["scales"].items():
        expected = case["expected"]["extra"]["alpha"][name]["omega_total_1factor"]
        scores = data[[k.strip("-") for k in keys]].copy()
        for key in keys:
            if key.startswith("-"):
                scores[key[1:]] = 7 - scores[key[1:]]
        z = (scores - scores.mean()) / scores.std()

        #: psych factors correlations by minimum residuals, we by maximum
        #: likelihood: on these scales .002 apart at the most
        found = mcdonald_omega(z, missing="pairwise").omega
        assert_allclose(found, expected, atol=0.004)


def test_alpha_and_items_agree_with_psych(case, answers):
    expected = case["expected"]["extra"]
    for name, items in factors(case).items():
        result = cronbach_alpha(answers[items])
        known = expected["alpha"][name]
        if isinstance(known, float):
            assert_allclose(result.alpha, known, rtol=RTOL)
            continue
        assert_allclose(result.alpha, known["raw_alpha"], rtol=RTOL)
        feldt = list(known["feldt"].values())
        assert_allclose([result.ci_low, result.ci_high], feldt, rtol=RTOL)
        table = item_analysis(answers[items]).tidy().set_index(["coefficient", "item"])
        for code, key in (
            ("citc", "item_rest"),
            ("alpha_if_deleted", "alpha_if_dropped"),
        ):
            found = table.loc[code, "est"]
            assert_allclose(
                found, [known[key][item] for item in found.index], rtol=RTOL
            )


def in_points(case, name, items):
    """Loadings on a factor of variance one, and residual variances, in points."""
    points = estimates(case, "est")
    sd = np.sqrt(points[name, "~~", name])
    loadings = np.array([points[name, "=~", item] for item in items]) * sd
    return loadings, np.array([points[item, "~~", item] for item in items])


@pytest.mark.parametrize("name", [FACTOR_CASES[0], FACTOR_CASES[2]])
def test_omega_from_loadings_agrees_with_semtools(name):
    case = reference(name)
    table = case["expected"]["extra"]["semTools_reliability"]
    known = dict(zip(table["cols"], table["values"][1], strict=True))
    for factor, items in factors(case).items():
        found = composite_reliability(*in_points(case, factor, items))

        assert_allclose(found, known[factor], rtol=LOADING_RTOL)


def test_semtools_newer_omega_differs_by_its_denominator(case, answers):
    """compRelSEM divides by the observed variance of the sum, we by the implied."""
    extra = case["expected"]["extra"]
    known = extra.get("compRelSEM_omega", extra.get("omega"))
    n = len(answers)
    for factor, items in factors(case).items():
        loadings, _ = in_points(case, factor, items)
        observed = answers[items].cov().to_numpy().sum() * (n - 1) / n

        assert_allclose(loadings.sum() ** 2 / observed, known[factor], rtol=AVE_RTOL)


def test_ave_in_points_agrees_with_semtools(case):
    for factor, items in factors(case).items():
        found = average_variance_extracted(*in_points(case, factor, items))

        assert_allclose(found, case["expected"]["extra"]["AVE"][factor], rtol=AVE_RTOL)


@pytest.mark.parametrize("name", [FACTOR_CASES[0], FACTOR_CASES[2]])
def test_cr_and_ave_of_standardised_loadings(name):
    case = reference(name)
    extra, std = case["expected"]["extra"], estimates(case, "std")
    for factor, items in factors(case).items():
        loadings = np.array([std[factor, "=~", item] for item in items])
        cr = composite_reliability(loadings)
        assert_allclose(cr, extra["cr_std"][factor], rtol=LOADING_RTOL)
        found = average_variance_extracted(loadings)
        assert_allclose(found, extra["ave_std"][factor], rtol=LOADING_RTOL)


@pytest.mark.parametrize("key", ["htmt", "htmt2"])
def test_htmt_agrees_with_semtools(case, answers, key):
    expected = case["expected"]["extra"][key]
    found = htmt(answers, factors(case)).matrix(key)

    assert list(found.columns) == expected["cols"]
    assert_allclose(found.to_numpy(), expected["values"], rtol=HTMT_RTOL)
