"""Models with ordered variables meet lavaan on simulated answers.

Answers, models, stored results and the scripts that made them lie in
tests/references/sem/ordinal.
"""

from __future__ import annotations

import math

import pytest
from numpy.testing import assert_allclose
from ordinal_references import (
    ORDERED,
    ORDINAL_NAMES,
    ordinal_answers,
    ordinal_cases,
    ordinal_fit,
    ordinal_parameters,
)

from srtoolkit import sem

#: In standard errors, as agreed for stored references.
EST_IN_SE = 1e-4
SE_RTOL = 1e-3
STD_ATOL = 1e-4
#: Chi-squares; indices.
CHISQ_ATOL, INDEX_ATOL = 1e-3, 1e-5


@pytest.fixture(scope="module", params=ordinal_cases(), ids=str)
def case_and_fit(request):
    case = request.param
    answers = ordinal_answers(case.answers)
    return case, sem.fit(case.syntax, answers, ordered=ORDERED, **case.settings)


def test_every_parameter_agrees_with_lavaan(case_and_fit):
    case, fit = case_and_fit
    rows = fit.tidy().to_dict("records")
    ours = {(r["lhs"], r["op"], r["rhs"], r["group"]): r for r in rows}

    for theirs in ordinal_parameters(case.name):
        group = max(int(theirs["group"]), 1)
        key = theirs["lhs"], theirs["op"], theirs["rhs"].replace(" ", ""), group
        row = ours[key]
        if theirs["se"] > 0:
            assert abs(row["est"] - theirs["est"]) < EST_IN_SE * theirs["se"], key
            assert_allclose(row["se"], theirs["se"], rtol=SE_RTOL, err_msg=str(key))
        else:
            assert_allclose(row["est"], theirs["est"], atol=STD_ATOL, err_msg=str(key))
            assert row["se"] == 0 or row["op"] in {"~~", "~*~"}
        if not math.isnan(theirs["std"]):
            assert_allclose(row["std"], theirs["std"], atol=STD_ATOL, err_msg=str(key))


def test_every_index_agrees_with_lavaan(case_and_fit):
    case, fit = case_and_fit
    ours, theirs = fit.fit_indices(), ordinal_fit(case.name)

    for mine, lavaan in ORDINAL_NAMES.items():
        if math.isnan(theirs[lavaan]):
            assert math.isnan(ours.get(mine, math.nan)) or "robust" not in mine
            continue
        tolerance = CHISQ_ATOL if "chisq" in mine else INDEX_ATOL
        assert_allclose(ours[mine], theirs[lavaan], atol=tolerance, err_msg=mine)
