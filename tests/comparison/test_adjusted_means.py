"""Adjusted means and robust errors against R's emmeans and sandwich."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import stored_reference

from srtoolkit.comparison import adjusted_means_of, ancova_difference
from srtoolkit.errors import ModelError, OptionError

RTOL = 1e-9

R = stored_reference("comparison/comparisons")
SCORE, GROUP = np.array(R["score"], dtype=float), np.array(R["group"], dtype=object)
COVARIATES = pd.DataFrame({"age": R["age"], "region": R["region"]})


@pytest.mark.parametrize("errors", list(R["ancova"]))
def test_adjusted_means_agree_with_emmeans(errors):
    found = adjusted_means_of(
        SCORE, GROUP, COVARIATES, control="none", errors=errors, expect="zero"
    )
    means = {row["group"]: row for row in found.details["means"]}

    for stored in R["ancova"][errors]["means"]:
        ours = means[stored["group"]]
        assert_allclose(ours["mean"], stored["emmean"], rtol=RTOL)
        assert_allclose(ours["se"], stored["SE"], rtol=RTOL)
        assert_allclose(ours["ci_low"], stored["lower.CL"], rtol=RTOL)
    for stored in R["ancova"][errors]["against"]:
        row = found[stored["contrast"]]
        assert_allclose(row.est, stored["estimate"], rtol=RTOL)
        assert_allclose(row.se, stored["SE"], rtol=RTOL)
        assert_allclose(row.p, stored["p.value"], rtol=1e-7)
        assert row.df == stored["df"]


def test_equal_slopes_agree_with_r():
    classic, robust = (
        adjusted_means_of(SCORE, GROUP, COVARIATES, control="none", errors=errors)
        for errors in ("classic", "HC3")
    )
    stored = R["slopes"]

    assert_allclose(classic.details["slopes"]["f"], stored["f"], rtol=1e-8)
    assert_allclose(classic.details["slopes"]["p"], stored["p"], rtol=1e-8)
    assert classic.details["slopes"]["df1"] == stored["df1"]
    assert_allclose(robust.details["slopes"]["f"], stored["f_hc3"], rtol=1e-8)
    assert_allclose(robust.details["slopes"]["p"], stored["p_hc3"], rtol=1e-8)


def test_numbers_called_categories_become_dummies():
    codes = COVARIATES.assign(region=COVARIATES["region"].factorize(sort=True)[0] + 1.0)
    named = adjusted_means_of(SCORE, GROUP, COVARIATES, control="none")
    coded = adjusted_means_of(
        SCORE, GROUP, codes, control="none", categories=("region",)
    )
    members = np.isin(GROUP, ["none", "excellent"])
    treated = (GROUP == "excellent")[members]
    pair = [
        ancova_difference(SCORE[members], treated, table[members], categories=names)
        for table, names in ((COVARIATES, ()), (codes, ("region",)))
    ]

    assert_allclose([r.est for r in named.rows], [r.est for r in coded.rows])
    assert_allclose(pair[0].est, pair[1].est)


def test_kinds_of_errors_are_named():
    members = np.isin(GROUP, ["none", "excellent"])
    treated, table = (GROUP == "excellent")[members], COVARIATES[members]
    found = ancova_difference(SCORE[members], treated, table, errors="HC4")

    assert found.method == "ancova_hc4"


def test_mistakes_are_named():
    with pytest.raises(OptionError, match='no control group "nobody"'):
        adjusted_means_of(SCORE, GROUP, COVARIATES, control="nobody")
    constant = COVARIATES.assign(age=40.0)
    with pytest.raises(ModelError, match='"age" is the same for all'):
        adjusted_means_of(SCORE, GROUP, constant, control="none")
