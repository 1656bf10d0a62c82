"""The stored lavaan cases of the shared folder: ordered variables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from ordinal_references import ORDINAL_NAMES
from sem_references import shared_case
from shared_files import shared_path

from srtoolkit import sem
from srtoolkit.errors import ModelError

pytestmark = pytest.mark.shared

CASES = [
    "hs_ordinal_wlsmv",
    "hs_ordinal_dwls",
    "hs_ordinal_ulsmv",
    "hs_ordinal_theta",
    "hs_ordinal_sem_covariate",
    "hs_ordinal_mg_scalar",
    "hs_ordinal_reliability",
]
#: In standard errors, as agreed for stored references.
EST_IN_SE = 1e-4
SE_RTOL = 1e-3
STD_ATOL = 1e-4
#: Chi-squares; indices.
CHISQ_ATOL, INDEX_ATOL = 1e-3, 1e-5


@pytest.fixture(scope="module", params=CASES)
def case_and_fit(request):
    case = shared_case(request.param)
    options = case["options"]
    fit = sem.fit(
        case["model"],
        pd.read_csv(shared_path(case["data"])),
        estimator=options["estimator"],
        ordered=True,
        parameterization=options.get("parameterization", "delta"),
        group=options.get("group"),
        equal=tuple(options.get("group_equal", ())),
        model_type=options["fn"],
    )
    return case, fit


def test_parameters_agree_with_stored_lavaan(case_and_fit):
    case, fit = case_and_fit
    rows = fit.tidy().to_dict("records")
    ours = {(r["lhs"], r["op"], r["rhs"], r["group"]): r for r in rows}

    for theirs in case["expected"]["params"]:
        rhs = "" if theirs["op"] == "~1" else theirs["rhs"]
        row = ours[theirs["lhs"], theirs["op"], rhs, theirs["group"]]
        if theirs["se"]:
            assert abs(row["est"] - theirs["est"]) < EST_IN_SE * theirs["se"]
            assert_allclose(row["se"], theirs["se"], rtol=SE_RTOL)
        else:
            assert_allclose(row["est"], theirs["est"], atol=STD_ATOL)
        assert_allclose(row["std"], theirs["std"], atol=STD_ATOL)


def test_indices_agree_with_stored_lavaan(case_and_fit):
    case, fit = case_and_fit
    ours, theirs = fit.fit_indices(), case["expected"]["fit"]

    for mine, lavaan in ORDINAL_NAMES.items():
        if theirs.get(lavaan) is not None:
            tolerance = CHISQ_ATOL if "chisq" in mine else INDEX_ATOL
            assert_allclose(ours[mine], theirs[lavaan], atol=tolerance, err_msg=mine)


def test_polychoric_correlations_agree_with_stored_lavaan():
    case = shared_case("hs_ordinal_wlsmv")
    answers = pd.read_csv(shared_path(case["data"]))
    fit = sem.fit(case["model"], answers, estimator="WLSMV", ordered=True)
    stored = case["expected"]["extra"]["polychoric"]

    assert fit.observed.names == tuple(stored["rows"])
    assert_allclose(
        fit.observed.groups[0].covariance, np.array(stored["values"]), atol=1e-6
    )


def test_a_category_empty_in_one_group_is_refused():
    answers = pd.read_csv(shared_path("data/more/path_ordinal_empty_category.csv"))
    with pytest.raises(ModelError) as caught:
        sem.fit(
            "f =~ x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9",
            answers,
            estimator="WLSMV",
            ordered=True,
            group="school",
        )

    assert caught.value.code == "category_empty"
