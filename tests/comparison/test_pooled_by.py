"""Meta-analysis inside a plan: levels of a column, and tables of studies."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import (
    mean_difference_effects,
    meta_analysis,
    pooled_by,
    pooled_effect,
    pooled_studies,
    pooled_with_studies,
    weighted_difference,
)
from srtoolkit.errors import ModelError

#: The same rule stops both, so rounding alone is left.
RTOL = 1e-8

GENERATOR = np.random.default_rng(8)
GROUPS = {
    "yes": np.clip(np.round(GENERATOR.normal(4.6, 1.2, 60)), 1, 7),
    "no": np.clip(np.round(GENERATOR.normal(4.2, 1.0, 90)), 1, 7),
}
INDUSTRY = [f"i{number % 3}" for number in range(150)]
RESPONSES = grouped_responses(GROUPS, industry=INDUSTRY)
DESIGN = {
    "outcome": "OSAT",
    "condition": "condition",
    "control": "no",
    "treated": "yes",
}
STUDIES = [
    {"study": "A", "est": 0.30, "se": 0.12, "design": "field", "n": 80},
    {"study": "B", "est": -0.05, "se": 0.20, "design": "lab", "n": 40},
    {"study": "C", "est": 0.41, "se": 0.15, "design": "field", "n": 60},
    {"study": "D", "est": 0.10, "se": 0.10, "design": "lab", "n": 100},
]


def test_levels_are_compared_and_pooled():
    companion = pooled_by(RESPONSES, **DESIGN, by="industry", measure="mean_difference")
    levels = np.array(INDUSTRY)
    arms = []
    for start, name in ((0, "yes"), (60, "no")):
        own = levels[start : start + len(GROUPS[name])]
        split = [GROUPS[name][own == level] for level in ("i0", "i1", "i2")]
        arms.append(
            (
                [part.mean() for part in split],
                [part.std(ddof=1) for part in split],
                [len(part) for part in split],
            )
        )
    effects = mean_difference_effects(*arms, measure="mean_difference")
    expected = meta_analysis(effects.est, effects.variance, ci_level=0.9)

    (row,) = companion.estimates
    assert (row.est, row.ci_low) == (
        expected.coefficients[0].est,
        expected.coefficients[0].ci_low,
    )
    assert row.method == "pooled_knapp_hartung"
    assert [study["study"] for study in companion.details["studies"]] == [
        "i0",
        "i1",
        "i2",
    ]
    assert companion.details["studies"][0]["n_treated"] == 20


def test_levels_without_both_groups_are_named():
    industry = ["x"] * 30 + ["y"] * 30 + ["x"] * 40 + ["y"] * 40 + ["z"] * 10
    responses = grouped_responses(GROUPS, industry=industry)
    companion = pooled_by(responses, **DESIGN, by="industry")

    assert companion.details["left_out"] == ["z"]
    with pytest.raises(ModelError, match="has 1 level"):
        pooled_by(
            grouped_responses(GROUPS, industry=["x"] * 150), **DESIGN, by="industry"
        )


def test_listed_studies_give_forest_influence_and_asymmetry():
    result = pooled_studies(
        RESPONSES,
        measure="given",
        studies=STUDIES,
        moderators=["n"],
        subgroup="design",
    )
    expected = meta_analysis(
        [study["est"] for study in STUDIES], [study["se"] ** 2 for study in STUDIES]
    )

    assert result.analysis.coefficients == expected.coefficients
    assert result.tidy()["study"].tolist() == ["A", "B", "C", "D"]
    assert len(result.details["leave_one_out"]) == 4
    assert {row["method"] for row in result.details["small_studies"]} >= {
        "egger",
        "pet",
    }
    assert result.regression is not None and result.regression.moderators == ("n",)
    assert [row["subgroup"] for row in result.details["subgroups"]] == ["field", "lab"]
    assert {note.code for note in result.notes} == {
        "few_studies",
        "few_studies_for_asymmetry",
    }


def test_the_responses_themselves_may_be_studies():
    frame = {"effect": [0.1, 0.5, 0.3, 0.2], "error": [0.1, 0.2, 0.1, 0.3]}
    responses = grouped_responses(
        {"all": [1, 2, 3, 4]}, study=["a", "b", "c", "d"], **frame
    )
    found = pooled_effect(
        responses, measure="given", columns={"est": "effect", "se": "error"}
    )
    expected = meta_analysis(
        frame["effect"], np.square(frame["error"]), ci_level=0.9
    ).coefficients[0]

    assert found.primary.est == expected.est
    assert found.primary.p == pytest.approx(expected.p / 2)


def test_own_data_join_earlier_studies():
    companion = pooled_with_studies(
        RESPONSES, **DESIGN, studies=STUDIES, studies_measure="given"
    )

    names = [row["study"] for row in companion.details["studies"]]
    assert names == ["A", "B", "C", "D", "own_study"]
    assert companion.estimates[0].df == 4


def test_mistakes_in_the_table_are_told():
    with pytest.raises(ModelError, match='has no column "se"'):
        pooled_studies(RESPONSES, measure="given", studies=[{"study": "A", "est": 1}])
    with pytest.raises(ModelError, match="is not a list of studies"):
        pooled_studies(RESPONSES, measure="given", studies=[])
    with pytest.raises(ModelError, match='has no column "sector"'):
        pooled_studies(
            RESPONSES, measure="given", studies=STUDIES, moderators=["sector"]
        )


@pytest.mark.shared
def test_the_sign_for_satisfaction_hangs_on_overall_expectations():
    data = pd.read_csv(shared_path("data/acsi2015.csv"))
    excellent = (data["COMP"] == 1) & (data["HANDLE"] >= 9)
    both = data[excellent | (data["COMP"] == 0)]
    is_treated = excellent[both.index].to_numpy()
    found = {}
    for outcome in ("SATIS", "REPUR"):
        for extra in ((), ("OVERALLX",)):
            covariates = ["AGE", "GENDER", "EDUCAT", "INDUSTRY", *extra]
            found[outcome, bool(extra)] = weighted_difference(
                both[outcome].to_numpy(dtype=float),
                is_treated,
                both[covariates],
                categories=["EDUCAT", "INDUSTRY"],
                bootstrap=0,
            )

    assert found["SATIS", False].difference.est > 0
    assert found["SATIS", True].difference.est < 0
    assert found["REPUR", True].difference.ci_low > 0
    assert_allclose(found["SATIS", True].balance_table()["smd_after"], 0, atol=0.02)


@pytest.mark.shared
@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
@pytest.mark.parametrize(
    ("measure", "theirs"),
    [("standardised_mean_difference", "SMD"), ("heteroscedastic_difference", "SMDH")],
)
def test_pooling_over_industries_agrees_with_metafor(outcome, measure, theirs):
    stored = stored_reference("comparison/meta_by_industry")[f"{outcome} {theirs}"]
    data = pd.read_csv(shared_path("data/acsi2015.csv"))
    excellent = (data["COMP"] == 1) & (data["HANDLE"] >= 9)
    both = data[excellent | (data["COMP"] == 0)].dropna(subset=[outcome])
    arms = both.groupby([excellent[both.index], "INDUSTRY"])[outcome]
    table = arms.agg(["mean", "std", "count"])
    treated, control = (tuple(table.loc[arm].T.to_numpy()) for arm in (True, False))
    effects = mean_difference_effects(treated, control, measure=measure)
    result = meta_analysis(effects.est, effects.variance)
    pooled = result.coefficients[0]

    assert_allclose(effects.est, stored["yi"], rtol=RTOL)
    assert_allclose(effects.variance, stored["vi"], rtol=RTOL)
    found = pooled.est, pooled.se, pooled.p, result.tau2, result.i2, result.q
    names = "est", "se", "p", "tau2", "i2", "q"
    assert_allclose(found, [stored[name] for name in names], rtol=RTOL)
    assert_allclose((result.pi_low, result.pi_high), stored["pi"], rtol=RTOL)
