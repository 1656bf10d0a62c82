"""Meta-analysis against metafor 3.8."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    correlation_effects,
    d_to_r,
    disattenuated_correlations,
    leave_one_out,
    mean_difference_effects,
    meta_analysis,
    proportion_effects,
    r_to_d,
    small_study_effects,
    study_effects,
    study_template,
    subgroup_analysis,
    two_by_two_effects,
)
from srtoolkit.errors import ModelError, OptionError

#: Closed forms: rounding alone. Iterated estimators stop at 1e-12 on both sides.
RTOL = 1e-7
EXACT = 1e-12
#: Both stop by metafor's default rule, so rounding of many steps is left.
SHARED_RTOL = 1e-8

R = stored_reference("comparison/meta_analysis")
TESTS = {"z": "wald", "knha": "knapp_hartung", "adhoc": "knapp_hartung_adhoc"}
METHODS = ("EE", "DL", "REML", "ML", "PM", "HE", "SJ", "EB", "HS")


def assert_row(result, stored, rtol):
    pooled = result.coefficients[0]
    assert result.k == stored["k"]
    found = {
        "b": pooled.est,
        "se": pooled.se,
        "tau2": result.tau2,
        "I2": result.i2,
        "H2": result.h2,
        "QE": result.q,
        "QEp": result.q_p,
        "QM": result.qm,
        "QMp": result.qm_p,
        "p": pooled.p,
    }
    for name, value in found.items():
        assert_allclose(value, stored[name], rtol=rtol, atol=1e-9, err_msg=name)
    if stored["se_tau2"] is not None:
        assert_allclose(result.tau2_se, stored["se_tau2"], rtol=rtol, atol=1e-9)


@pytest.mark.parametrize("case", sorted(R["cases"]))
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("test", sorted(TESTS))
def test_every_estimator_and_test_agrees_with_metafor(case, method, test):
    studies = R["cases"][case]
    stored = studies["methods"][method][test]
    result = meta_analysis(
        studies["yi"],
        studies["vi"],
        method=method,
        test=TESTS[test],
        threshold=EXACT,
    )
    pooled = result.coefficients[0]

    assert_row(result, stored, RTOL)
    ends = pooled.ci_low, pooled.ci_high
    assert_allclose(ends, (stored["ci_low"], stored["ci_high"]), rtol=RTOL)
    if method == "EE":
        assert result.pi_low is None
    else:
        assert_allclose((result.pi_low, result.pi_high), stored["pi"], rtol=RTOL)


@pytest.mark.parametrize("case", sorted(R["cases"]))
@pytest.mark.parametrize(
    ("interval", "name"),
    [("q_profile", "confint_qp"), ("profile_likelihood", "confint_pl")],
)
def test_intervals_of_tau_squared(case, interval, name):
    studies = R["cases"][case]
    result = meta_analysis(studies["yi"], studies["vi"], interval=interval)

    stored = studies[name][0]
    assert_allclose((result.tau2_low, result.tau2_high), stored, rtol=RTOL, atol=1e-9)


@pytest.mark.parametrize("case", sorted(R["cases"]))
def test_influence_of_single_studies(case):
    studies = R["cases"][case]
    result = meta_analysis(studies["yi"], studies["vi"], test="wald")
    table = leave_one_out(result).tidy()

    stored = studies["loo"]
    names = {"est": "estimate", "se": "se", "p": "p", "tau2": "tau2", "q": "Q"}
    for ours, theirs in names.items():
        assert_allclose(table[ours], stored[theirs], rtol=RTOL, atol=1e-9)
    for ours, theirs in {
        "cooks_distance": "cooks",
        "dffits": "dffits",
        "studentised_residual": "rstudent",
        "hat": "hat",
    }.items():
        assert_allclose(table[ours], studies[theirs], rtol=RTOL, atol=1e-9)
    assert_allclose(result.tidy()["weight"], studies["weights"], rtol=RTOL)


@pytest.mark.parametrize("case", sorted(R["cases"]))
def test_small_study_effects(case):
    studies = R["cases"][case]
    result = meta_analysis(studies["yi"], studies["vi"], test="wald")
    found = small_study_effects(result)
    rows = found.tidy().set_index("method")

    mixed, plain = studies["egger"], studies["egger_lm"]
    assert_allclose(rows.loc["egger_mixed", "statistic"], mixed["statistic"], rtol=RTOL)
    for name in ("statistic", "p", "df"):
        assert_allclose(rows.loc["egger", name], plain[name], rtol=RTOL)
    for method, stored in (("pet", plain), ("peese", studies["peese_lm"])):
        for name in ("est", "ci_low", "ci_high"):
            assert_allclose(rows.loc[method, name], stored[name], rtol=RTOL)
    rank = studies["ranktest"]
    assert_allclose(rows.loc["rank_test", "statistic"], rank["tau"], rtol=RTOL)
    assert_allclose(rows.loc["rank_test", "p"], rank["p"], rtol=RTOL)
    filled = studies["trimfill"]
    assert (found.n_filled, found.filled_side) == (filled["k0"], filled["side"])
    assert_allclose(rows.loc["trim_and_fill", "est"], filled["b"], rtol=SHARED_RTOL)
    assert found.fail_safe_n == studies["fsn"]


@pytest.mark.parametrize(
    ("key", "columns", "options"),
    [
        ("ablat_z", "ablat", {"test": "wald"}),
        ("ablat_knha", "ablat", {}),
        ("alloc_z_dl", "alloc", {"test": "wald", "method": "DL"}),
        ("alloc_knha_pm", "alloc", {"method": "EB"}),
        ("alloc_ee", "alloc", {"method": "EE"}),
    ],
)
def test_meta_regression_agrees_with_metafor(key, columns, options):
    studies, stored = R["cases"]["bcg"], R["moderators"][key]
    matrix = np.array(R["moderators"][columns])
    result = meta_analysis(
        studies["yi"],
        studies["vi"],
        moderators={"first": matrix[:, 0], "second": matrix[:, 1]},
        threshold=EXACT,
        **options,
    )

    found = result.coefficient_table()
    for ours, theirs in {"est": "b", "se": "se", "p": "p", "ci_low": "ci_low"}.items():
        assert_allclose(found[ours], stored[theirs], rtol=RTOL)
    assert_allclose((result.qm, result.qm_p), (stored["QM"], stored["QMp"]), rtol=RTOL)
    assert_allclose((result.tau2, result.i2), (stored["tau2"], stored["I2"]), rtol=RTOL)
    assert_allclose((result.q, result.h2), (stored["QE"], stored["H2"]), rtol=RTOL)
    if options.get("method") != "EE":
        assert_allclose(result.r2, stored["R2"], rtol=RTOL)
    assert result.pooled is None and result.pi_low is None


def test_text_moderators_are_categories():
    studies = R["cases"]["bcg"]
    kinds = ["a", "b", "c"] * 4 + ["a"]
    result = meta_analysis(studies["yi"], studies["vi"], moderators={"kind": kinds})

    assert result.moderators == ("kind[b]", "kind[c]")


ARMS, TABLES, SHARES = R["arms"], R["tables"], R["shares"]
TREATED = ARMS["m1"], ARMS["sd1"], ARMS["n1"]
CONTROL = ARMS["m2"], ARMS["sd2"], ARMS["n2"]
EVENTS = TABLES["ai"], TABLES["ci"]
SIZES = np.add(TABLES["ai"], TABLES["bi"]), np.add(TABLES["ci"], TABLES["di"])
R_N = R["correlations"]["ri"], R["correlations"]["ni"]
XI_NI = SHARES["xi"], SHARES["ni"]


@pytest.mark.parametrize(
    ("function", "numbers", "measure", "theirs"),
    [
        (mean_difference_effects, (TREATED, CONTROL), "mean_difference", "MD"),
        (
            mean_difference_effects,
            (TREATED, CONTROL),
            "standardised_mean_difference",
            "SMD",
        ),
        (
            mean_difference_effects,
            (TREATED, CONTROL),
            "heteroscedastic_difference",
            "SMDH",
        ),
        (two_by_two_effects, (EVENTS, SIZES), "log_odds_ratio", "OR"),
        (two_by_two_effects, (EVENTS, SIZES), "log_risk_ratio", "RR"),
        (two_by_two_effects, (EVENTS, SIZES), "risk_difference", "RD"),
        (correlation_effects, R_N, "fisher_z", "ZCOR"),
        (correlation_effects, R_N, "correlation", "COR"),
        (proportion_effects, XI_NI, "proportion", "PR"),
        (proportion_effects, XI_NI, "logit_proportion", "PLO"),
    ],
)
def test_effect_sizes_agree_with_escalc(function, numbers, measure, theirs):
    found = function(*numbers, measure=measure)

    assert_allclose(found.est, R["effects"][theirs]["yi"], rtol=1e-12)
    assert_allclose(found.variance, R["effects"][theirs]["vi"], rtol=1e-12)


@pytest.mark.shared
def test_the_shared_bcg_case_agrees_in_every_field():
    stored = json.loads(
        shared_path("reference/bcg_meta.json").read_text(encoding="utf-8")
    )["expected"]["extra"]
    for method, row in stored["methods"].items():
        result = meta_analysis(stored["yi"], stored["vi"], method=method, test="wald")
        assert_row(result, row, SHARED_RTOL)
    knha = meta_analysis(stored["yi"], stored["vi"])
    assert_row(knha, stored["knha"], SHARED_RTOL)
    reml = meta_analysis(stored["yi"], stored["vi"], test="wald")
    assert_allclose((reml.pi_low, reml.pi_high), stored["pred"], rtol=SHARED_RTOL)
    table = leave_one_out(reml).tidy()
    assert_allclose(table["est"], stored["loo"], rtol=SHARED_RTOL)
    assert_allclose(table["cooks_distance"], stored["cooks"], rtol=SHARED_RTOL)
    small = small_study_effects(reml)
    rows = small.tidy().set_index("method")
    assert_allclose(
        rows.loc["egger_mixed", "statistic"], stored["egger"]["z"], rtol=SHARED_RTOL
    )
    assert_allclose(rows.loc["egger", "p"], stored["egger_lm"]["p"], rtol=SHARED_RTOL)
    assert_allclose(
        rows.loc["trim_and_fill", "est"], stored["trimfill"]["b"], rtol=SHARED_RTOL
    )
    assert small.fail_safe_n == stored["fsn"]


@pytest.mark.shared
def test_the_shared_correlation_case_agrees():
    import pandas as pd

    stored = json.loads(
        shared_path("reference/molloy_correlation_meta.json").read_text(
            encoding="utf-8"
        )
    )["expected"]["extra"]
    data = pd.read_csv(shared_path("data/metadat_molloy2014.csv"))
    effects = correlation_effects(data["ri"], data["ni"])
    result = meta_analysis(effects.est, effects.variance, test="wald")

    assert_row(result, stored, SHARED_RTOL)
    pooled = result.coefficients[0]
    back = np.tanh([pooled.est, pooled.ci_low, pooled.ci_high])
    assert_allclose(back, [stored["r"], *stored["r_ci"]], rtol=SHARED_RTOL)


def test_conversions_turn_round():
    equal = d_to_r([0.5, -0.2], [50, 40], [50, 40])

    assert_allclose(r_to_d(equal), [0.5, -0.2])


def test_attenuation_correction_divides_estimate_and_error_alike():
    plain = correlation_effects([0.3, 0.3], [100, 100], measure="correlation")
    corrected = disattenuated_correlations(
        [0.3, 0.3], [100, 100], reliability_x=[0.8, np.nan], reliability_y=0.9
    )

    assert_allclose(corrected.est, 0.3 / np.sqrt(0.72))
    assert_allclose(corrected.variance, plain.variance / 0.72)


def test_subgroups_pool_on_their_own():
    studies = R["cases"]["large"]
    kinds = ["x", "y"] * 15
    found = subgroup_analysis(studies["yi"], studies["vi"], kinds)
    alone = meta_analysis(studies["yi"][::2], studies["vi"][::2])

    assert found.analyses["x"].coefficients == alone.coefficients
    assert found.df == 1 and 0 <= found.p <= 1
    with pytest.raises(ModelError, match="subgroups need two studies each"):
        subgroup_analysis([1, 2, 3], [1, 1, 1], ["x", "x", "y"])


def test_a_filled_template_gives_effects():
    table = study_template("given", ["sector"])
    table.loc[0] = ["A 2001", 0.3, 0.1, "bank"]

    assert study_effects(table, "given").variance.tolist() == [0.1**2]
    table = table.astype(object)
    table.loc[1] = ["B", "?", 0.1, "bank"]
    with pytest.raises(ModelError, match='"est" holds no number for study 2'):
        study_effects(table, "given")


def test_result_shapes():
    result = meta_analysis([0.1, 0.4, 0.2], [0.02, 0.05, 0.01], studies=["A", "B", "C"])

    assert list(result.tidy())[:4] == ["study", "est", "se", "weight"]
    assert result.tidy()["weight"].sum() == pytest.approx(100)
    glance = result.glance().iloc[0]
    assert glance["est"] == result.coefficients[0].est
    assert {"tau2", "q", "i2", "pi_low", "pi_high"} <= set(result.glance())
    assert result.to_dict()["studies"] == ("A", "B", "C")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([0.1, np.nan], [0.1, 0.1]), {}, 'study "2" has effect nan'),
        (([0.1, 0.2], [0.1, 0.0]), {}, "sampling variance 0"),
        (([0.1], [0.1]), {}, "1 studies are too few for 1 coefficients"),
        (([0.1, 0.2], [0.1]), {}, "do not belong together"),
        (([0.1, 0.2], [1e-14, 10.0]), {}, "more than 10\\^12 times"),
        (
            ([0.1, 0.2, 0.3, 0.5], [0.1] * 4),
            {"moderators": {"a": [1, 2, 3, 4], "b": [2, 4, 6, 8]}},
            "a, b determine each other",
        ),
    ],
)
def test_studies_that_cannot_be_pooled(arguments, options, message):
    with pytest.raises(ModelError, match=message):
        meta_analysis(*arguments, **options)


def test_unknown_options_are_told_together():
    with pytest.raises(OptionError) as caught:
        meta_analysis([1, 2], [1, 1], method="XX", test="yy")

    assert len(caught.value.problems) == 2
