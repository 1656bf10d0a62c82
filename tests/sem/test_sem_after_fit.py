"""What can be asked after a fit meets lavaan 0.6-14.

Stored values and the script that made them: tests/references/sem/after_fit.json
and make_after_fit.R. The answers are those of the shared folder.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit import sem
from srtoolkit.errors import ModelError, OptionError

pytestmark = pytest.mark.shared

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "references" / "sem" / "after_fit.json").read_text(
        encoding="utf-8"
    )
)
CFA = "visual =~ x1+x2+x3\ntextual =~ x4+x5+x6\nspeed =~ x7+x8+x9"
HELD = (
    "visual =~ x1+a*x2+a*x3\ntextual =~ x4+b*x5+b*x6\n"
    "speed =~ x7+x8+x9\nvisual ~~ 0*speed"
)
LABELLED = "visual =~ x1+a*x2+b*x3\ntextual =~ x4+c*x5+d*x6\nspeed =~ x7+x8+x9"
COVARIATE = CFA + "\nspeed ~ age + visual\ntextual ~ age + sex"
DEMOCRACY = (
    "ind60 =~ x1+x2+x3\ndem60 =~ y1+y2+y3+y4\ndem65 =~ y5+y6+y7+y8\n"
    "dem60 ~ ind60\ndem65 ~ ind60 + dem60\n"
    "y1~~y5\ny2~~y4+y6\ny3~~y7\ny4~~y8\ny6~~y8"
)
WAYS = {
    "default": "auto",
    "satorra.bentler.2001": "satorra_bentler_2001",
    "satorra.bentler.2010": "satorra_bentler_2010",
    "satorra.2000": "satorra_2000",
}
KINDS = {
    "raw": "raw",
    "cor.bollen": "correlation",
    "cor.bentler": "correlation_bentler",
    "normalized": "normalized",
    "standardized": "standardized",
}

#: Agreed for stored references: estimates within 1e-4 of a standard error,
#: errors 1e-3 relative, chi-squares (a modification index is one) 1e-3,
#: indices 1e-5.
EST_IN_SE, SE_RTOL, CHISQ_ATOL, INDEX_ATOL = 1e-4, 1e-3, 1e-3, 1e-5
#: With covariates lavaan's search leaves a gradient in the model's own
#: parameters; a path between two factors that overlap almost fully shows it.
EARLY_STOP = 1e-3
#: Residuals and scores in points; standardised residuals are z values.
RESIDUAL_ATOL, Z_ATOL, SCORE_ATOL = 1e-5, 5e-4, 1e-5
#: A p value moves with its chi-square; far in the tail only relatively.
P_RTOL = 2e-3
#: Hoelter's N is greater by three digits than the other indices.
CRITICAL_N_RTOL = 1e-5


@pytest.fixture(scope="module")
def answers():
    table = pd.read_csv(shared_path("data/HolzingerSwineford1939.csv"))
    return table.assign(age=table["ageyr"] + table["agemo"] / 12 - 13.5)


@pytest.fixture(scope="module")
def fits(answers):
    def fit(model, **options):
        return sem.fit(model, answers, engine="native", **options)

    return {
        "cfa": fit(CFA),
        "covariate": fit(COVARIATE, mean_structure=True),
        "held": fit(HELD),
        "gls": fit(CFA, estimator="GLS"),
        "metric": fit(CFA, group="school", equal=["loadings"]),
    }


@pytest.mark.parametrize(
    "case",
    REFERENCE["lrt"],
    ids=lambda c: f"{c['estimator']}-{c['method']}-{c['group']}",
)
def test_difference_of_nested_models(answers, case):
    options = {"estimator": case["estimator"], "engine": "native"}
    if case["group"]:
        options["group"] = case["group"]
        free = sem.fit(CFA, answers, **options)
        held = sem.fit(CFA, answers, equal=["loadings"], **options)
    else:
        free, held = (sem.fit(model, answers, **options) for model in (CFA, HELD))
    (step,) = held.compare(free, method=WAYS[case["method"]]).steps

    assert_allclose(step.chisq_diff, case["chisq"], atol=CHISQ_ATOL)
    assert step.df_diff == case["df"]
    assert_allclose(step.p, case["p"], rtol=P_RTOL)


@pytest.mark.parametrize("name", list(REFERENCE["mi"]))
def test_modification_indices(fits, name):
    table = fits[name].modification_indices()
    ours = {}
    for row in table.itertuples():
        ours[row.lhs, row.op, row.rhs, row.group] = row
        if row.op == "~~":
            ours[row.rhs, row.op, row.lhs, row.group] = row
    compared = 0
    for theirs in REFERENCE["mi"][name]:
        row = ours.get((theirs["lhs"], theirs["op"], theirs["rhs"], theirs["group"]))
        if theirs["mi"] < 1e-6:
            continue  # fixed moments of x, which no parameter can improve
        assert row is not None, theirs
        compared += 1
        if name == "covariate":
            assert abs(np.sqrt(row.mi) - np.sqrt(theirs["mi"])) < EARLY_STOP, theirs
        else:
            assert_allclose(row.mi, theirs["mi"], atol=CHISQ_ATOL, err_msg=str(theirs))
        changes = {"epc": row.epc, "sepc.lv": row.sepc_lv}
        changes |= {"sepc.all": row.sepc_all, "sepc.nox": row.sepc_nox}
        for lavaan, mine in changes.items():
            if theirs[lavaan] is not None:
                error = abs(theirs[lavaan]) / np.sqrt(theirs["mi"])
                share = EARLY_STOP if name == "covariate" else EST_IN_SE
                assert abs(mine - theirs[lavaan]) <= share * error + 1e-8, theirs
    assert compared > 20


@pytest.mark.parametrize("case", REFERENCE["wald"], ids=lambda c: c["text"])
def test_wald(answers, case):
    result = sem.fit(LABELLED, answers, engine="native").wald_test(case["text"])

    assert_allclose(result.chisq, case["stat"], atol=CHISQ_ATOL)
    assert result.df == case["df"]
    assert_allclose(result.p, case["p.value"], rtol=P_RTOL)


@pytest.mark.parametrize("name", ["held", "metric", "add"])
def test_score(fits, name):
    stored = REFERENCE["score"][name]
    if name == "add":
        result = fits["cfa"].score_test("x1 ~~ x4\nvisual =~ x9")
        epcs = sorted(row["epc"] for row in result.single)
        assert_allclose(epcs, sorted(stored["epc"]), rtol=1e-4)
    else:
        result = fits[name].score_test()

    assert_allclose(result.chisq, stored["total"]["X2"], atol=CHISQ_ATOL)
    assert result.df == stored["total"]["df"]
    singles = np.atleast_1d(stored["single"])
    assert_allclose(
        sorted(row["chisq"] for row in result.single), sorted(singles), atol=CHISQ_ATOL
    )


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("name", ["cfa", "metric"])
def test_residuals(fits, name, kind):
    ours = fits[name].residuals(KINDS[kind])
    atol = Z_ATOL if kind in {"normalized", "standardized"} else RESIDUAL_ATOL
    for group, theirs in enumerate(REFERENCE["residuals"][name][kind]):
        stored = np.array(theirs["cov"], dtype=float)
        assert_allclose(ours.covariances[group], stored, atol=atol, equal_nan=True)
        if theirs.get("mean"):
            stored = np.array(theirs["mean"], dtype=float)
            assert_allclose(ours.means[group], stored, atol=atol)


@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_factor_scores(fits, method):
    stored = REFERENCE["scores"][method]
    democracy = pd.read_csv(shared_path("data/PoliticalDemocracy.csv"))
    fitted = sem.fit(DEMOCRACY, democracy, engine="native")

    assert_allclose(
        fits["cfa"].factor_scores(method).iloc[:5], stored["cfa"], atol=SCORE_ATOL
    )
    assert_allclose(
        fitted.factor_scores(method).iloc[:5], stored["democracy"], atol=SCORE_ATOL
    )
    metric = fits["metric"].factor_scores(method)
    assert list(metric["group_label"].unique()) == ["Pasteur", "Grant-White"]
    assert_allclose(
        metric.iloc[:5, 1:].to_numpy(float), stored["metric"], atol=SCORE_ATOL
    )


@pytest.mark.parametrize("kind", ["all", "lv", "nox"])
def test_standardised_solutions_with_errors(fits, kind):
    table = fits["covariate"].standardised(kind)
    ours = {(row.lhs, row.op, row.rhs): row for row in table.itertuples()}
    for theirs in REFERENCE["standardised"][kind]:
        row = ours[theirs["lhs"], theirs["op"], theirs["rhs"]]
        gap = abs(row.std - theirs["est.std"])
        assert gap <= EST_IN_SE * max(theirs["se"], 1e-3), theirs
        assert_allclose(
            row.se, theirs["se"], rtol=SE_RTOL, atol=1e-9, err_msg=str(theirs)
        )


@pytest.mark.parametrize("name", list(REFERENCE["indices"]))
def test_further_indices(fits, name):
    ours = fits[name].fit_indices()
    for index, stored in REFERENCE["indices"][name].items():
        rtol = CRITICAL_N_RTOL if index.startswith("cn") else 0
        assert_allclose(ours[index], stored, atol=INDEX_ATOL, rtol=rtol, err_msg=index)


def test_misuse_is_told(fits, answers):
    other = sem.fit("visual =~ x1 + x2 + x3 + x4", answers, engine="native")
    with pytest.raises(ModelError, match="differ in observed variables"):
        fits["cfa"].compare(other)
    with pytest.raises(ModelError, match="no scaled test"):
        fits["cfa"].compare(fits["held"], method="satorra_2000")
    with pytest.raises(OptionError, match="no difference test"):
        fits["cfa"].compare(fits["held"], method="magic")
    with pytest.raises(ModelError, match="holds no equality"):
        fits["cfa"].score_test()
    with pytest.raises(ModelError, match="free in the model already"):
        fits["cfa"].score_test("x1 ~~ x1")
    with pytest.raises(ModelError, match='no variable "x77"'):
        fits["cfa"].score_test("x1 ~~ x77")
    with pytest.raises(ModelError, match='no parameter is labelled "q"'):
        fits["held"].wald_test("a == q")
    with pytest.raises(ModelError, match="follow from the others"):
        sem.fit(LABELLED, answers, engine="native").wald_test("a == b\nb == a")
    with pytest.raises(OptionError, match="regression, bartlett"):
        fits["cfa"].factor_scores("sum")
    with pytest.raises(OptionError, match="no residuals of kind"):
        fits["cfa"].residuals("odd")
