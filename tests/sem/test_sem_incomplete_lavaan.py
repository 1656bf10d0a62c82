"""Full-information maximum likelihood meets lavaan 0.6-14.

The simulated answers, the models and the scripts that made them and lavaan's
results lie in tests/references/sem.
"""

from __future__ import annotations

import math

import pandas as pd
import pytest
from incomplete_references import (
    by_term,
    incomplete_answers,
    incomplete_cases,
    lavaan_incomplete,
    our_names,
)
from numpy.testing import assert_allclose
from sem_references import shared_case
from shared_files import shared_path

from srtoolkit import sem

#: The agreed tolerances: estimates in standard errors, errors, chi-squares and
#: log-likelihoods, indices.
EST_IN_SE, SE_RTOL, CHISQ_ATOL, INDEX_ATOL = 1e-4, 1e-3, 1e-3, 1e-5
STD_ATOL = 1e-4
#: A residual near zero over an error near zero: the stopping rule shows.
RESIDUAL_ATOL = 1e-3
#: Everything larger than an index or a p value.
LARGE = 30
#: Compared in every case.
ALWAYS = {"chisq", "df", "npar", "baseline_chisq", "baseline_df", "cfi", "tli"}
ALWAYS |= {"rmsea", "srmr", "loglik", "loglik_unrestricted", "aic", "bic", "gfi"}
#: A saturated model: lavaan's critical N is 1, ours is not defined.
UNDEFINED = {"cn_05", "cn_01"}


def assert_parameters_agree(fit, rows):
    ours = by_term(fit.tidy().to_dict("records"))
    for term, theirs in by_term(rows).items():
        row, unit = ours[term], theirs["se"] or 0.0
        if unit > 0:
            assert abs(row["est"] - theirs["est"]) < EST_IN_SE * unit, term
            assert row["se"] == pytest.approx(unit, rel=SE_RTOL), term
        else:
            assert row["est"] == pytest.approx(theirs["est"], rel=1e-6), term
        assert row["std"] == pytest.approx(theirs["std"], abs=STD_ATOL), term


def assert_indices_agree(fit, measures):
    ours, theirs = fit.fit_indices(), our_names(measures)
    compared = set(ours) & set(theirs)
    assert compared >= ALWAYS
    for name in compared:
        value = float(ours[name])
        if math.isnan(value) and name in UNDEFINED and fit.indices.df == 0:
            continue
        size = CHISQ_ATOL if abs(theirs[name]) > LARGE else INDEX_ATOL
        assert value == pytest.approx(theirs[name], abs=size), name


@pytest.mark.parametrize("name", incomplete_cases())
def test_agrees_with_lavaan(name):
    case = dict(incomplete_cases()[name])
    theirs = lavaan_incomplete(name)

    fit = sem.fit(case.pop("model"), incomplete_answers(), missing="fiml", **case)

    assert fit.n == theirs["n"]
    rows = [row | {"std": row["std.all"]} for row in theirs["parameters"]]
    assert_parameters_agree(fit, rows)
    assert_indices_agree(fit, theirs["fit"])


@pytest.mark.shared
@pytest.mark.parametrize("name", ["hs_cfa_mlr_fiml_missing", "corprep_sem_fiml"])
def test_agrees_with_stored_cases(name):
    case = shared_case(name)
    data = pd.read_csv(shared_path(case["data"]))

    fit = sem.fit(
        case["model"], data, missing="fiml", estimator=case["options"]["estimator"]
    )

    assert_parameters_agree(fit, case["expected"]["params"])
    assert_indices_agree(fit, case["expected"]["fit"])


@pytest.mark.parametrize("name", ["cfa_ml", "cfa_mlr", "groups_scalar_mlr"])
def test_standardised_residuals_agree_with_lavaan(name):
    case = dict(incomplete_cases()[name])
    fit = sem.fit(case.pop("model"), incomplete_answers(), missing="fiml", **case)

    residuals = fit.residuals("standardized")

    for ours, theirs in zip(
        residuals.covariances, lavaan_incomplete(name)["residuals"], strict=True
    ):
        assert_allclose(ours, theirs, atol=RESIDUAL_ATOL)
