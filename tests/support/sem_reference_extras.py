"""Compares the blocks of a stored SEM case beyond its parameters and indices.

Difference, Wald and score tests, modification indices, residuals, factor
scores, R², polychoric correlations, validity, bootstrap intervals: each block
of ``extra`` has a function in `EXTRAS` or a reason in `LEFT_TO_OTHERS`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sem_reference_table import (
    Deviations,
    compare_shares,
    fit_case,
    term_of,
)
from sem_references import shared_case

from srtoolkit import sem
from srtoolkit.psychometrics import average_variance_extracted, composite_reliability
from srtoolkit.psychometrics.reliability.alpha import alpha_from_covariance

#: A change below this has no error of its own.
_NOTHING = 1e-6


def compare_difference(
    found: Deviations, held: sem.SemFit, free: sem.SemFit, rows: list[dict]
) -> None:
    """Compare a difference test, lavaan's ``lavTestLRT``."""
    compared = held.compare(free)
    stored = rows[-1]
    for place, row in enumerate(rows):
        found.add("chisq", compared.chisq[place], row["Chisq"], "lrt: chisq")
        found.add("index", compared.df[place], row["Df"], "lrt: df")
    step = compared.steps[0]
    found.add("chisq", step.chisq_diff, stored["Chisq diff"], "lrt: difference")
    found.add("index", step.df_diff, stored["Df diff"], "lrt: df of difference")
    found.add("index", step.p, stored["Pr(>Chisq)"], "lrt: p")


def compare_modifications(found: Deviations, fit: sem.SemFit, rows: list[dict]) -> None:
    """Compare modification indices; expected changes in their own errors."""
    table = fit.modification_indices().to_dict("records")
    ours = {term_of(row): row for row in table}
    for theirs in rows:
        row = ours[term_of({"group": 1, **theirs})]
        where = f"modification {theirs['lhs']} {theirs['op']} {theirs['rhs']}"
        found.add("chisq", row["mi"], theirs["mi"], where)
        for mine, lavaan in (("epc", "epc"), ("sepc_all", "sepc.all")):
            error = max(abs(theirs[lavaan]) / math.sqrt(theirs["mi"]), _NOTHING)
            found.add("est", row[mine], theirs[lavaan], where, error)


def compare_matrix(
    found: Deviations, kind: str, ours: Any, stored: Mapping[str, Any], where: str
) -> None:
    """Compare a matrix in lavaan's order."""
    ours, theirs = np.asarray(ours, float), np.asarray(stored["values"], float)
    assert ours.shape == theirs.shape
    for mine, value in zip(ours.ravel(), theirs.ravel(), strict=True):
        found.add(kind, mine, value, where)


def _three_factors() -> sem.SemFit:
    return fit_case(shared_case("hs_cfa_ml"))


def _errors(found: Deviations, fit: sem.SemFit, stored: Mapping[str, float]) -> None:
    rows = fit.tidy().to_dict("records")
    ours = {f"{r['lhs']}{r['op']}{r['rhs']}": r["se"] for r in rows}
    for name, variance in stored.items():
        error = math.sqrt(variance)
        found.add("se", ours[name], error, f"vcov of {name}", error)


def _score(found: Deviations, fit: sem.SemFit, rows: list[dict]) -> None:
    single = fit.score_test().single
    for row, stored in zip(single, rows, strict=True):
        found.add("chisq", row["chisq"], stored["X2"], "score test")
        found.add("index", row["df"], stored["df"], "score test: df")
        found.add("index", row["p"], stored["p.value"], "score test: p")


def _wald(found: Deviations, stored: Mapping[str, float]) -> None:
    """Compare the test of a held equality in the model that does not hold it."""
    case = shared_case("hs_cfa_ml")
    free = case["model"].replace("x2 + x3", "a*x2 + b*x3")
    test = fit_case({**case, "model": free}).wald_test("a == b")
    found.add("chisq", test.chisq, stored["stat"], "Wald test")
    found.add("index", test.df, stored["df"], "Wald test: df")
    found.add("index", test.p, stored["p.value"], "Wald test: p")


def _thresholds(found: Deviations, fit: sem.SemFit, stored: Mapping[str, float]):
    rows = fit.tidy().to_dict("records")
    ours = {f"{r['lhs']}|{r['rhs']}": r["est"] for r in rows if r["op"] == "|"}
    for name, value in stored.items():
        found.add("std", ours[name], value, f"threshold {name}")


def _difference(free: Callable[[Mapping[str, Any]], sem.SemFit]):
    def compare(found, fit, rows, case):
        compare_difference(found, fit, free(case), rows)

    return compare


def _without_equalities(case: Mapping[str, Any]) -> sem.SemFit:
    return fit_case(case, equal=())


def _draws(found, fit, rows, kind):
    again = replace(fit, bootstrap=replace(fit.bootstrap, interval=kind))
    ours = {row["lhs"]: row for row in again.tidy().to_dict("records")}
    for stored in rows:
        row = ours[stored["lhs"]]
        for mine, lavaan in (("ci_low", "ci.lower"), ("ci_high", "ci.upper")):
            where = f"{kind} {stored['lhs']}"
            unit = ours[stored["lhs"]]["se"]
            found.add("limits", row[mine], stored[lavaan], where, unit)


def _factors(fit: sem.SemFit) -> dict[str, list[dict[str, Any]]]:
    """Return the loadings' rows by factor."""
    factors: dict[str, list[dict[str, Any]]] = {}
    for row in fit.tidy().to_dict("records"):
        if row["op"] == "=~":
            factors.setdefault(row["lhs"], []).append(row)
    return factors


def _std_loadings(fit: sem.SemFit) -> dict[str, np.ndarray]:
    return {
        name: np.array([row["std"] for row in rows])
        for name, rows in _factors(fit).items()
    }


def _of_loadings(
    measure: Callable[[np.ndarray], float], word: str
) -> Callable[..., None]:
    """Compare a function of standardised loadings, factor by factor."""

    def compare(found, fit, stored, case):
        for name, loadings in _std_loadings(fit).items():
            found.add("std", measure(loadings), stored[name], f"{word} of {name}")

    return compare


def _discriminant(fit: sem.SemFit) -> np.ndarray:
    """Return latent correlations with roots of AVE in the diagonal."""
    loadings = _std_loadings(fit)
    place = {name: number for number, name in enumerate(loadings)}
    found = np.diag(
        [math.sqrt(average_variance_extracted(x)) for x in loadings.values()]
    )
    for row in fit.tidy().to_dict("records"):
        if row["op"] == "~~" and row["lhs"] in place and row["lhs"] != row["rhs"]:
            ends = place[row["lhs"]], place[row["rhs"]]
            found[ends] = found[ends[::-1]] = row["std"]
    return found


def _shared(found: Deviations, fit: sem.SemFit, stored: list[float]) -> None:
    squares = _discriminant(fit) ** 2
    np.fill_diagonal(squares, 0.0)
    for ours, theirs in zip(squares.max(axis=0), stored, strict=True):
        found.add("std", ours, theirs, "maximum shared variance")


def _ordinal_alphas(fit: sem.SemFit) -> dict[str, float]:
    observed = fit.observed
    return {
        name: alpha_from_covariance(
            observed.groups[0].covariance[
                np.ix_(*[[observed.names.index(row["rhs"]) for row in rows]] * 2)
            ]
        )
        for name, rows in _factors(fit).items()
    }


def _ordinal_alpha(found: Deviations, fit: sem.SemFit, stored: Mapping[str, float]):
    for name, alpha in _ordinal_alphas(fit).items():
        found.add("std", alpha, stored[name], f"ordinal alpha of {name}")


def _ordinal_reliability(found: Deviations, fit: sem.SemFit, stored: Mapping[str, Any]):
    """Compare ordinal alpha and AVE; omegas and alpha of codes need no fit of ours."""
    rows = dict(zip(stored["rows"], stored["values"], strict=True))
    alphas, loadings = _ordinal_alphas(fit), _std_loadings(fit)
    for place, name in enumerate(stored["cols"]):
        found.add("std", alphas[name], rows["alpha.ord"][place], "alpha.ord")
        ave = average_variance_extracted(loadings[name])
        found.add("std", ave, rows["avevar"][place], "avevar")


#: How each block of a case's ``extra`` is compared; (case, block) before block.
EXTRAS: dict[Any, Callable[..., None]] = {
    "nobs": lambda d, f, x, c: d.add("index", f.n, sum(np.atleast_1d(x)), "n"),
    "n": lambda d, f, x, c: d.add("index", f.n, x, "n"),
    # before equalities; what is left after them is among the fit measures
    "npar": lambda d, f, x, c: d.add("index", f.tidy()["free"].sum(), x, "free rows"),
    "converged": lambda d, f, x, c: d.add(
        "index", f.status.code != "not_converged", x, "converged"
    ),
    "r2": lambda d, f, x, c: compare_shares(d, f, x),
    "modindices": lambda d, f, x, c: compare_modifications(d, f, x),
    "cor_residuals": lambda d, f, x, c: compare_matrix(
        d, "std", f.residuals("correlation").covariances[0], x, "correlation residual"
    ),
    "std_residuals_z": lambda d, f, x, c: compare_matrix(
        d, "z", f.residuals("standardized").covariances[0], x, "standardised residual"
    ),
    "implied_cov": lambda d, f, x, c: compare_matrix(
        d, "std", f.implied()[0].covariance, x, "implied covariance"
    ),
    "fscores_regression_head": lambda d, f, x, c: compare_matrix(
        d, "std", f.factor_scores("regression").iloc[:6], x, "regression score"
    ),
    "fscores_bartlett_head": lambda d, f, x, c: compare_matrix(
        d, "std", f.factor_scores("bartlett").iloc[:6], x, "Bartlett score"
    ),
    "vcov_diag": lambda d, f, x, c: _errors(d, f, x),
    "scoretest": lambda d, f, x, c: _score(d, f, x),
    "wald": lambda d, f, x, c: _wald(d, x),
    "polychoric": lambda d, f, x, c: compare_matrix(
        d, "std", f.observed.groups[0].covariance, x, "polychoric"
    ),
    "thresholds": lambda d, f, x, c: _thresholds(d, f, x),
    ("hs_equal_loadings_labels", "lrt"): _difference(lambda c: _three_factors()),
    ("hs_onefactor_harman", "diff_vs_3factor"): _difference(lambda c: _three_factors()),
    ("pd_sem_equal_defined", "lrt"): _difference(
        lambda c: fit_case(shared_case("pd_sem_ml"))
    ),
    ("hs_ordinal_mg_scalar", "lrt"): _difference(_without_equalities),
    "ave_std": _of_loadings(average_variance_extracted, "AVE"),
    "cr_std": _of_loadings(composite_reliability, "CR"),
    "fornell_larcker": lambda d, f, x, c: compare_matrix(
        d, "std", _discriminant(f), x, "Fornell-Larcker"
    ),
    "max_shared_variance": lambda d, f, x, c: _shared(d, f, x),
    "ordinal_alpha": lambda d, f, x, c: _ordinal_alpha(d, f, x),
    "reliability": lambda d, f, x, c: _ordinal_reliability(d, f, x),
    # lavaan's "bca" has no acceleration
    "bca": lambda d, f, x, c: _draws(d, f, x, "bias_corrected"),
    "basic": lambda d, f, x, c: _draws(d, f, x, "basic"),
}


#: Blocks that no fit answers: where they are held, or what is missing.
LEFT_TO_OTHERS = {
    **dict.fromkeys(
        [
            *("semTools_reliability", "compRelSEM_omega", "compRelSEM_alpha"),
            *("alpha", "omega", "AVE", "htmt", "htmt2"),
        ],
        "tests/psychometrics/test_shared_reliability.py",
    ),
    "ordinal_omega": "Green and Yang's (2009) omega: no room has it",
    **dict.fromkeys(
        ["pca_first_pct", "eigen", "paf_first_pct"],
        "components and principal axes of the answers: no room has them",
    ),
    "published": "the book cuts lavaan's 4.735 to 4.73",
    "engine_warnings": "words of lavaan; ours are checked by the statuses",
    "note": "words",
    "error": "words of lavaan, shown beside our refusal",
}


def compare_extras(found: Deviations, fit: sem.SemFit, case: Mapping[str, Any]):
    """Compare the blocks of ``extra``; return the names of those that are not."""
    left = []
    for name, stored in case["expected"]["extra"].items():
        compare = EXTRAS.get((case["case"], name), EXTRAS.get(name))
        if compare is None:
            left.append(name)
        else:
            compare(found, fit, stored, case)
    return left
