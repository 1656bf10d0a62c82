"""Rival measurement models against lavaan, mathematics and misuse."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from rival_references import (
    ESTIMATION,
    SHARED,
    SIMULATED,
    case_responses,
    lavaan_indices,
    responses_of_frame,
    rival_case,
    syntax_of,
)

from srtoolkit.errors import ModelError
from srtoolkit.psychometrics import rival_models
from srtoolkit.psychometrics.rivals.groupings import groupings
from srtoolkit.results import Result, is_plan_step, plain

#: lavaan stops its search earlier than we do.
FIT_RTOL = 1e-5
#: Standardised loadings inherit that, and indices from them.
LOADING_ATOL = 5e-6
#: psych divides by the observed variance of the sum, we by the implied one.
OBSERVED_ATOL = 0.02
#: Seconds for all models of 24 items and 500 respondents on a loaded machine.
TIME_LIMIT = 3.0

CASES = [
    *SIMULATED,
    *(pytest.param(name, marks=pytest.mark.shared) for name in SHARED),
]
#: lavaan calls these converged where a residual variance runs to minus infinity.
DIVERGING = {("satisfaction", "bifactor"), ("mobi", "bifactor")}


@pytest.fixture(scope="module", params=CASES)
def compared(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], Any]:
    case = rival_case(request.param)
    result = rival_models(
        case_responses(case),
        syntax_of(case["factors"]),
        factors="all",
        merge="pairs",
        estimation=ESTIMATION.get(request.param),
    )
    return request.param, case, result


def rows_of(result: Any) -> dict[str, dict[str, Any]]:
    rows = {row["model"]: row for row in result.glance().to_dict("records")}
    return {**rows, "hypothesised": result.glance().iloc[0].to_dict()}


def test_every_rivals_fit_is_lavaans(compared):
    name, case, result = compared
    rows = rows_of(result)
    for model, found in case["fit"].items():
        if (name, model) in DIVERGING:
            assert rows[model]["status"] != "converged"
            assert np.isnan(rows[model]["chisq"])
        elif found and model in rows:
            wanted = lavaan_indices(found)
            ours = {key: rows[model][key] for key in wanted}
            assert_allclose(
                list(ours.values()),
                list(wanted.values()),
                rtol=FIT_RTOL,
                atol=FIT_RTOL,
                err_msg=f"{name} {model}",
            )


def test_every_difference_is_lavaans(compared):
    name, case, result = compared
    rows = rows_of(result)
    for model, found in case["difference"].items():
        if not found or model not in rows or found["df_diff"] == 0:
            continue
        wanted = [found["chisq_diff"], found["df_diff"], found["p"]]
        keys = ("chisq_diff", "df_diff", "p_diff")
        ours = [rows[model][key] for key in keys]
        assert_allclose(ours, wanted, rtol=1e-4, atol=1e-5, err_msg=f"{name} {model}")


def test_bifactor_and_second_order_coefficients(compared):
    _, case, result = compared
    found = {
        (row.coefficient, row.scale, row.item): row.est for row in result.coefficients
    }
    if ("puc", None, None) in found:
        wanted = case["bifactor"]
        for name in ("omega_total", "omega_hierarchical", "ecv"):
            assert_allclose(found[name, None, None], wanted[name], atol=LOADING_ATOL)
    if ("omega_partial", None, None) in found:
        wanted = case["second_order"]
        names = {
            "omega_second_order": "omegaL1",
            "omega_of_factors": "omegaL2",
            "omega_partial": "partialOmegaL1",
        }
        for ours, theirs in names.items():
            assert_allclose(found[ours, None, None], wanted[theirs], atol=LOADING_ATOL)


def test_hierarchical_omega_is_near_the_one_of_psych():
    case = rival_case("simulated")
    result = rival_models(
        case_responses(case), syntax_of(case["factors"]), factors="all"
    )
    found = {
        (row.coefficient, row.scale): row.est
        for row in result.coefficients
        if row.item is None
    }

    wanted = case["bifactor"]["psych_omega_h"]
    assert_allclose(found["omega_hierarchical", None], wanted, atol=OBSERVED_ATOL)


@pytest.fixture(scope="module")
def simulated():
    case = rival_case("simulated")
    return case_responses(case), syntax_of(case["factors"])


def test_the_result_keeps_the_protocol(simulated):
    result = rival_models(*simulated)

    assert is_plan_step(rival_models, "step")
    assert isinstance(result, Result)
    json.dumps(plain(result.to_dict()), allow_nan=False)
    json.dumps(plain(result.details), allow_nan=False)
    assert result.glance()["model"].iloc[0] == "three_factors"
    assert list(result.tidy().columns)[:4] == ["model", "scale", "item", "coefficient"]


def test_justice_facets_get_the_models_of_the_literature(simulated):
    result = rival_models(*simulated)  # DJ, PJ, IJ are facets, SAT is not
    table = rival_models(*simulated, factors=["DJ", "PJ", "IJ"]).glance()

    assert list(table["model"]) == [
        "three_factors",
        "one_factor",
        "two_factors_outcome",
        "two_factors_structural",
        "second_order",
        "bifactor",
    ]
    assert list(table["grouping"])[2:4] == ["DJ | PJ + IJ", "DJ + PJ | IJ"]
    assert len(result.details["factors"]) == 3


def test_four_facets_pool_the_interactional_ones():
    names = ("DJ", "PJ", "IPJ", "IFJ")
    found = groupings(
        names,
        merge="auto",
        codes=dict(zip(names, names, strict=True)),
        correlations=np.eye(4),
    )

    assert [grouping.name for grouping in found] == [
        "one_factor",
        "two_factors_outcome",
        "two_factors_structural",
        "three_factors",
    ]
    assert found[3].groups == (("DJ",), ("PJ",), ("IPJ", "IFJ"))


def test_nearest_merges_the_most_correlated_first():
    names = ("A", "B", "C", "D")
    correlations = np.array(
        [[1, 0.2, 0.3, 0.1], [0.2, 1, 0.4, 0.8], [0.3, 0.4, 1, 0.6], [0.1, 0.8, 0.6, 1]]
    )
    found = groupings(
        names,
        merge="nearest",
        codes=dict(zip(names, names, strict=True)),
        correlations=correlations,
    )

    assert [grouping.text for grouping in found] == [
        "A + B + C + D",
        "A | B + C + D",
        "A | B + D | C",
    ]


def test_the_plan_may_name_the_merging(simulated):
    result = rival_models(
        *simulated, factors="all", merge={"fair": [["DJ", "PJ", "IJ"]]}
    )
    table = result.glance().set_index("model")

    assert table.loc["fair", "grouping"] == "DJ + PJ + IJ | SAT"
    assert table.loc["fair", "df_diff"] == 5


def one_trait(n: int, seed: int) -> pd.DataFrame:
    """Eight items of one factor, written as two."""
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal((n, 8))
    points = 0.8 * generator.standard_normal((n, 1)) + 0.6 * noise
    return pd.DataFrame(points, columns=[f"{f}{i}" for f in "ab" for i in range(1, 5)])


TWO = "A =~ a1 + a2 + a3 + a4\nB =~ b1 + b2 + b3 + b4"


def test_factors_that_are_one_are_noted():
    result = rival_models(responses_of_frame(one_trait(400, 5)), TWO)
    (note,) = (note for note in result.notes if note.code == "rival_not_worse")

    assert note.values["model"] == "one_factor"
    assert note.values["df_diff"] == 1
    assert "second_order_needs_three" in {note.code for note in result.notes}


@pytest.mark.slow
def test_the_test_of_a_unit_correlation_keeps_its_level():
    rejected = [
        rival_models(responses_of_frame(one_trait(300, seed)), TWO).glance()
        for seed in range(1000)
    ]
    p = np.array(
        [table.set_index("model").loc["one_factor", "p_diff"] for table in rejected]
    )

    # binomial limits of .05 in 1,000 samples, three standard errors
    assert 0.029 < np.mean(p[np.isfinite(p)] < 0.05) < 0.071
    assert np.isfinite(p).mean() > 0.98


def test_bifactor_indices_of_known_loadings():
    generator = np.random.default_rng(8)
    n, general, specific = 4000, 0.7, 0.4
    residual = np.sqrt(1 - general**2 - specific**2)
    top = generator.standard_normal((n, 1))
    own = np.repeat(generator.standard_normal((n, 3)), 4, axis=1)
    points = general * top + specific * own
    points += residual * generator.standard_normal((n, 12))
    names = [f"{f}{i}" for f in "abc" for i in range(1, 5)]
    syntax = "\n".join(
        f"{f} =~ " + " + ".join(f"{f.lower()}{i}" for i in range(1, 5)) for f in "ABC"
    )
    result = rival_models(
        responses_of_frame(pd.DataFrame(points, columns=names)), syntax
    )
    found = {
        row.coefficient: row.est
        for row in result.coefficients
        if row.scale is None and row.item is None
    }

    total = 144 * general**2 + 3 * 16 * specific**2 + 12 * residual**2
    sampling = 0.03  # several standard errors at n = 4,000
    assert_allclose(
        found["omega_hierarchical"], 144 * general**2 / total, atol=sampling
    )
    assert_allclose(found["ecv"], 0.49 / 0.65, atol=sampling)
    assert_allclose(found["puc"], 1 - 18 / 66, atol=1e-12)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"factors": ["DJ", "SATT"]}, 'Did you mean "SAT"'),
        ({"factors": ["DJ"]}, "1 factors of two items"),
        ({"merge": "some"}, "auto, pairs, nearest"),
        ({"merge": {"m": [["DJ", "XJ"]]}}, '"XJ" is not one of the factors'),
        ({"merge": {"m": [["DJ", "PJ"], ["PJ", "IJ"]]}}, "stands in two groups"),
    ],
)
def test_mistakes_are_told(simulated, options, message):
    with pytest.raises(ModelError, match=message):
        rival_models(*simulated, **options)


def test_without_a_measurement_model_it_says_so(simulated):
    with pytest.raises(ModelError, match="no measurement model"):
        rival_models(simulated[0], None)


@pytest.mark.shared
def test_all_models_of_24_items_are_quick():
    case = rival_case("sim_recovery")
    responses = case_responses(case)
    begun = time.process_time()
    rival_models(responses, syntax_of(case["factors"]), factors="all")

    assert time.process_time() - begun < TIME_LIMIT
