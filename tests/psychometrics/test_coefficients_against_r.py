"""Alpha, omega, item analysis and HTMT meet R psych and lavaan."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.psychometrics import (
    cronbach_alpha,
    htmt,
    item_analysis,
    mcdonald_omega,
    spearman_brown,
)
from srtoolkit.psychometrics.reliability.one_factor import fit_one_factor

REFERENCES = Path(__file__).parents[1] / "references" / "psychometrics"
#: psych divides by the same n - 1, so only rounding separates us.
RTOL = 1e-10
#: lavaan stops when a parameter's relative change is below 1.5e-8.
FIT_RTOL = 1e-5


def reference_cases(name: str) -> list[dict]:
    content = json.loads((REFERENCES / f"{name}.json").read_text("utf-8"))
    return [
        case | {"scores": np.array(case["scores"], dtype=float)}
        for case in content["cases"]
    ]


ALPHA = reference_cases("psych_alpha")
WITH_OMEGA = [case for case in ALPHA if "omega" in case]


@pytest.mark.parametrize("case", ALPHA, ids=lambda case: str(case["scores"].shape))
def test_alpha_agrees_with_psych(case):
    result = cronbach_alpha(case["scores"])

    assert_allclose(result.alpha, case["alpha"], rtol=RTOL)
    assert_allclose(result.alpha_standardised, case["alpha_standardised"], rtol=RTOL)
    assert_allclose(
        [result.ci_low, result.ci_high],
        [case["feldt_low"], case["feldt_high"]],
        rtol=RTOL,
    )


def test_alpha_of_pairs_agrees_with_psych():
    case = reference_cases("psych_alpha_pairwise")[0]
    result = cronbach_alpha(case["scores"], missing="pairwise")

    assert_allclose(result.alpha, case["alpha"], rtol=RTOL)
    assert_allclose(
        [result.ci_low, result.ci_high],
        [case["feldt_low"], case["feldt_high"]],
        rtol=RTOL,
    )


def test_alpha_agrees_with_pingouin():
    import pandas as pd
    import pingouin

    for case in ALPHA:
        alpha, interval = pingouin.cronbach_alpha(pd.DataFrame(case["scores"]))
        result = cronbach_alpha(case["scores"])

        assert_allclose(result.alpha, alpha, rtol=RTOL)
        #: pingouin rounds its interval to three decimals
        assert_allclose([result.ci_low, result.ci_high], interval, atol=5.1e-4)


@pytest.mark.parametrize("case", ALPHA, ids=lambda case: str(case["scores"].shape))
def test_item_analysis_agrees_with_psych(case):
    table = item_analysis(case["scores"]).tidy()

    citc = table.loc[table["coefficient"] == "citc", "est"]
    deleted = table.loc[table["coefficient"] == "alpha_if_deleted", "est"]
    assert_allclose(citc, case["citc"], rtol=RTOL)
    assert_allclose(deleted, case.get("alpha_if_deleted", []), rtol=RTOL)


@pytest.mark.parametrize("case", WITH_OMEGA, ids=lambda case: str(case["scores"].shape))
def test_omega_agrees_with_lavaan(case):
    result = mcdonald_omega(case["scores"])

    assert result.status == "converged"
    assert_allclose(result.omega, case["omega"], rtol=FIT_RTOL)
    assert_allclose(result.se, case["omega_se"], rtol=FIT_RTOL)
    assert_allclose(
        [result.ci_low, result.ci_high],
        [case["omega_low"], case["omega_high"]],
        rtol=FIT_RTOL,
    )


@pytest.mark.parametrize("case", WITH_OMEGA, ids=lambda case: str(case["scores"].shape))
def test_one_factor_agrees_with_lavaan(case):
    scores = case["scores"]
    n, k = scores.shape
    fit = fit_one_factor(np.cov(scores, rowvar=False), n)

    # lavaan's normal likelihood divides covariances by n
    shrunk = (n - 1) / n
    assert_allclose(fit.loadings * np.sqrt(shrunk), case["loadings"], rtol=FIT_RTOL)
    assert_allclose(
        fit.residual_variances * shrunk, case["residual_variances"], rtol=FIT_RTOL
    )
    se = np.sqrt(np.diag(fit.covariance)[:k] * shrunk)
    assert_allclose(se, case["loading_se"], rtol=FIT_RTOL)


def test_an_improper_factor_model_gives_no_omega():
    case = reference_cases("psych_alpha_heywood")[0]
    result = mcdonald_omega(case["scores"])

    assert min(case["residual_variances"]) < 0
    assert result.status == "negative_variance"
    assert result.omega is None
    assert np.isnan(result.tidy().loc[0, "est"])
    n = len(case["scores"])
    found = np.array(result.residual_variances) * (n - 1) / n
    assert_allclose(found, case["residual_variances"], rtol=FIT_RTOL)


def test_htmt_agrees_with_its_definition_in_r():
    case = reference_cases("htmt")[0]
    scores = pd.DataFrame(case["scores"], columns=list("abcdef"))
    found = htmt(scores, {"first": list("abc"), "second": list("def")})

    assert_allclose(found.pairs[0].htmt, case["htmt"], rtol=RTOL)


def test_two_items_step_up_their_correlation():
    scores = next(case["scores"] for case in ALPHA if case["scores"].shape[1] == 2)
    result = spearman_brown(scores)

    assert_allclose(result.correlation, np.corrcoef(scores.T)[0, 1], rtol=RTOL)
    assert result.ci_low < result.spearman_brown < result.ci_high
