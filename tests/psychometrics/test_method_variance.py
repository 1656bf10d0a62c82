"""Common method variance against lavaan, psych, mathematics and misuse."""

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
from sem_references import shared_case
from shared_files import shared_path

from srtoolkit.errors import ModelError
from srtoolkit.psychometrics import method_variance
from srtoolkit.results import Result, is_plan_step, plain

#: lavaan stops its search earlier than we do.
FIT_RTOL = 1e-5
#: Shares and paths inherit that; weakly determined method factors more.
SHARE_ATOL = 6e-5
#: In standard errors, and relative for standard errors.
EST_SE = 1e-3
SE_RTOL = 1e-3
#: psych's axes stop when communalities move by less than .001 together.
PSYCH_ATOL = 2e-4
#: Seconds for all models of 24 items and 500 respondents on a loaded machine.
TIME_LIMIT = 3.0
#: Several optima, none admissible: lavaan's has a negative factor variance and
#: ours another, so there is nothing to agree on but that it is not read.
UNREADABLE = {("satisfaction", "ulmc_free")}

CASES = [
    *SIMULATED,
    *(pytest.param(name, marks=pytest.mark.shared) for name in SHARED),
]


@pytest.fixture(scope="module", params=CASES)
def compared(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any], Any]:
    case = rival_case(request.param)
    result = method_variance(
        case_responses(case),
        syntax_of(case["factors"]),
        structure=case.get("structure"),
        estimation=ESTIMATION.get(request.param),
    )
    return request.param, case, result


def rows_of(result: Any) -> dict[str, dict[str, Any]]:
    rows = {row["model"]: row for row in result.glance().to_dict("records")}
    return {**rows, "hypothesised": rows["measurement"]}


def require_paths(found: list[Any], wanted: list[dict[str, Any]]) -> None:
    ours = {(row.outcome, row.predictor): row for row in found}
    assert set(ours) == {(row["lhs"], row["rhs"]) for row in wanted}
    for row in wanted:
        mine = ours[row["lhs"], row["rhs"]]
        assert abs(mine.est - row["est"]) < EST_SE * row["se"]
        assert_allclose(mine.se, row["se"], rtol=SE_RTOL)
        if row["std.all"] is not None:
            assert_allclose(mine.std, row["std.all"], atol=SHARE_ATOL)


def test_every_models_fit_is_lavaans(compared):
    name, case, result = compared
    rows = rows_of(result)
    for model in ("hypothesised", "one_factor", "ulmc_free", "ulmc_equal"):
        found = case["fit"].get(model)
        if found:
            wanted = lavaan_indices(found)
            ours = [rows[model][key] for key in wanted]
            assert_allclose(
                ours,
                list(wanted.values()),
                rtol=FIT_RTOL,
                atol=FIT_RTOL,
                err_msg=f"{name} {model}",
            )


def test_every_difference_is_lavaans(compared):
    name, case, result = compared
    rows = rows_of(result)
    for model in ("one_factor", "ulmc_free", "ulmc_equal"):
        found = case["difference"].get(model)
        if found:
            wanted = [found["chisq_diff"], found["df_diff"], found["p"]]
            keys = ("chisq_diff", "df_diff", "p_diff")
            ours = [rows[model][key] for key in keys]
            assert_allclose(
                ours, wanted, rtol=1e-4, atol=1e-5, err_msg=f"{name} {model}"
            )


def test_the_decomposition_is_that_of_squared_standardised_loadings(compared):
    _, case, result = compared
    for model, wanted in case["shares"].items():
        found = {share.item: share for share in result.shares.get(model, ())}
        for row in wanted or ():
            if row.get("method") is not None:
                mine = found[row["item"]]
                ours = [mine.trait, mine.method, mine.error]
                theirs = [row["trait"], row["method"], row["error"]]
                assert_allclose(ours, theirs, atol=SHARE_ATOL)


def test_paths_with_and_without_a_method_factor_are_lavaans(compared):
    name, case, result = compared
    for model, wanted in (case.get("paths") or {}).items():
        found = [row for row in result.paths if row.model == model]
        if (name, model) in UNREADABLE:
            assert {row.conclusion for row in found} == {"not_admissible"}
        elif isinstance(wanted, list):
            require_paths(found, wanted)


def test_harmans_shares(compared):
    _, case, result = compared
    wanted = case["harman"]

    assert_allclose(result.harman.first_component, wanted["first_component"])
    assert_allclose(result.harman.first_axis, wanted["first_axis"], atol=1e-8)
    assert result.harman.n_above_one == wanted["n_above_one"]


MARKED = [
    *SIMULATED,
    *(pytest.param(name, marks=pytest.mark.shared) for name in ("mobi", "bfi")),
]


@pytest.fixture(scope="module", params=MARKED)
def marked(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Any]:
    case = rival_case(request.param)
    ((marker, items),) = case["marker"].items()
    syntax = syntax_of({**case["factors"], marker: items})
    result = method_variance(
        case_responses(case),
        syntax,
        structure=case["structure"],
        estimation=ESTIMATION.get(request.param),
        marker=marker,
    )
    return case["marker_models"], result


def test_the_marker_models_are_lavaans(marked):
    wanted, result = marked
    rows = rows_of(result)
    for model, found in wanted["fit"].items():
        indices = lavaan_indices(found)
        ours = [rows[model][key] for key in indices]
        values = list(indices.values())
        assert_allclose(ours, values, rtol=FIT_RTOL, atol=FIT_RTOL, err_msg=model)
    for model, found in wanted["difference"].items():
        keys = ("chisq_diff", "df_diff", "p_diff")
        ours = [rows[model][key] for key in keys]
        theirs = [found["chisq_diff"], found["df_diff"], found["p"]]
        assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5, err_msg=model)


def test_the_markers_reliability_shares_and_paths(marked):
    wanted, result = marked

    assert result.marker.retained == wanted["retained"]
    for mine, theirs in zip(
        result.marker.reliability, wanted["reliability"], strict=True
    ):
        assert mine.factor == theirs["factor"]
        ours = [mine.substantive, mine.method]
        assert_allclose(
            ours, [theirs["substantive"], theirs["method"]], atol=SHARE_ATOL
        )
    require_paths([r for r in result.paths if r.model == "without"], wanted["without"])
    kept = [r for r in result.paths if r.model.startswith("marker")]
    require_paths(kept, wanted["paths"])


@pytest.mark.shared
def test_harman_meets_the_stored_case():
    case = shared_case("hs_onefactor_harman")
    frame = pd.read_csv(shared_path("data/HolzingerSwineford1939.csv"))
    syntax = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
    result = method_variance(responses_of_frame(frame), syntax)
    extra = case["expected"]["extra"]
    one = rows_of(result)["one_factor"]

    assert_allclose(100 * result.harman.first_component, extra["pca_first_pct"])
    assert_allclose(result.harman.eigenvalues, extra["eigen"])
    share = extra["paf_first_pct"] / 100
    assert_allclose(result.harman.first_axis, share, atol=PSYCH_ATOL)
    assert_allclose(one["chisq"], case["expected"]["fit"]["chisq"], rtol=1e-6)
    assert_allclose(
        one["chisq_diff"], extra["diff_vs_3factor"][1]["Chisq diff"], rtol=1e-5
    )


@pytest.fixture(scope="module")
def simulated():
    case = rival_case("simulated")
    return case_responses(case), syntax_of(case["factors"]), case["structure"]


def test_the_result_keeps_the_protocol(simulated):
    responses, measurement, structure = simulated
    result = method_variance(responses, measurement, structure=structure)

    assert is_plan_step(method_variance, "step")
    assert isinstance(result, Result)
    json.dumps(plain(result.to_dict()), allow_nan=False)
    json.dumps(plain(result.details), allow_nan=False)
    codes = [note.code for note in result.notes]
    assert codes[:2] == ["harman_proves_nothing", "method_factor_caution"]


def test_a_structure_with_an_observed_outcome(simulated):
    responses, measurement, _ = simulated
    result = method_variance(
        responses, measurement, structure="SAT ~ DJ + PJ\nMARK1 ~ SAT"
    )
    table = result.tidy()

    assert set(table["outcome"]) == {"SAT", "MARK1"}
    assert set(table["model"]) == {"without", "ulmc_free", "ulmc_equal"}


def test_a_planted_method_factor_is_found_and_takes_a_path_away():
    generator = np.random.default_rng(11)
    n = 1500
    traits = generator.standard_normal((n, 3))
    method = generator.standard_normal((n, 1))
    signals = np.repeat(traits, 4, axis=1)
    noise = 0.6 * generator.standard_normal((n, 12))
    loadings = np.tile([0.9, 0.8, 0.6, 0.4], 3)  # equal ones leave it undetermined
    substantive = loadings * signals + 0.6 * method + noise
    own = 0.5 * generator.standard_normal((n, 1))
    marker = own + 0.6 * method + 0.6 * generator.standard_normal((n, 3))
    names = [f"{f}{i}" for f in "abc" for i in range(1, 5)] + ["m1", "m2", "m3"]
    frame = pd.DataFrame(np.hstack([substantive, marker]), columns=names)
    syntax = syntax_of(
        {
            **{f.upper(): [f"{f}{i}" for i in range(1, 5)] for f in "abc"},
            "MARK": ["m1", "m2", "m3"],
        }
    )
    result = method_variance(
        responses_of_frame(frame), syntax, structure="C ~ A + B", marker="MARK"
    )
    paths = result.tidy().set_index(["model", "predictor"])

    assert paths.loc[("without", "A"), "conclusion"] == "positive"
    assert paths.loc[("ulmc_equal", "A"), "conclusion"] == "undetermined"
    assert paths.loc[("ulmc_equal", "A"), "conclusion_changes"]
    assert result.marker.has_method_variance
    equal = result.glance().set_index("model").loc["ulmc_equal"]
    true = np.mean(0.36 / (np.array([0.9, 0.8, 0.6, 0.4]) ** 2 + 0.36 + 0.36))
    assert_allclose(equal["method_share"], true, atol=0.03)  # sampling


def test_an_inadmissible_solution_is_printed_but_not_read():
    frame = pd.DataFrame(
        np.random.default_rng(0).standard_normal((60, 6)),
        columns=["a1", "a2", "a3", "b1", "b2", "b3"],
    )
    frame["a1"] += frame["a2"]  # one pair of six items hangs together
    result = method_variance(
        responses_of_frame(frame),
        "A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3",
        structure="B ~ A",
    )
    codes = {note.code for note in result.notes}

    assert {row.conclusion for row in result.paths} == {"not_admissible"}
    assert "method_model_not_admissible" in codes
    assert "conclusions_hold_with_method" not in codes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"marker": "MARC"}, "neither a scale of the answers nor a factor"),
        ({"marker": "DJ"}, "is part of the structure"),
    ],
)
def test_mistakes_are_told(simulated, options, message):
    responses, measurement, structure = simulated
    with pytest.raises(ModelError, match=message):
        method_variance(responses, measurement, structure=structure, **options)


def test_a_marker_of_one_item_is_refused(simulated):
    responses, measurement, _ = simulated
    with pytest.raises(ModelError, match="has one item"):
        method_variance(responses, f"{measurement}\nM =~ MARK1", marker="M")


@pytest.mark.shared
def test_all_models_of_24_items_are_quick():
    case = rival_case("sim_recovery")
    responses = case_responses(case)
    begun = time.process_time()
    method_variance(responses, syntax_of(case["factors"]), structure=case["structure"])

    assert time.process_time() - begun < TIME_LIMIT
