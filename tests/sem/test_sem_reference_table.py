"""Every SEM case of ``../shared/reference`` and how far we are from it.

``pytest tests/sem/test_sem_reference_table.py -s`` prints the table: one row a
case with the largest deviation of each kind. A case of the folder without a row
fails; where a row keeps wider limits, or our refusal stands in place of
numbers, it says why and the evidence is checked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd
import pytest
from sem_reference_extras import LEFT_TO_OTHERS, compare_extras
from sem_reference_table import (
    DRAW_LIMITS,
    LIMITS,
    N_DRAWS,
    Deviations,
    answers_of,
    compare_indices,
    compare_parameters,
    fit_case,
)
from sem_references import shared_case
from shared_files import shared_path

from srtoolkit import sem
from srtoolkit.errors import ModelError

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Row:
    """One case of the table."""

    case: str
    deviations: Deviations
    limits: Mapping[str, float] = field(default_factory=lambda: LIMITS)
    note: str = ""
    left: tuple[str, ...] = ()


Measure = Callable[[str], Row]
#: A chi-square lower by 1e-8 stands on its last digits: a tenth for those.
COST_OF_DISTANCE = 0.9


def compared(case: Mapping[str, Any], fit: sem.SemFit) -> tuple[Deviations, list[str]]:
    found, expected = Deviations(), case["expected"]
    compare_parameters(found, fit, expected["params"])
    compare_indices(found, fit.fit_indices(), expected["fit"])
    return found, compare_extras(found, fit, case)


def numbers(name: str) -> Row:
    """Compare every number, within the limits agreed."""
    case = shared_case(name)
    found, left = compared(case, fit_case(case))
    return Row(name, found, left=tuple(left))


def stopped_early(**limits: float) -> Measure:
    """Compare every number of a case where lavaan stops before its optimum.

    The evidence: our chi-square is lower than the stored one by as much as the
    largest distance costs, which is its square in standard errors (a profile of
    the likelihood): the stored point lies off the optimum, not ours.
    """

    def measure(name: str) -> Row:
        case = shared_case(name)
        fit = fit_case(case)
        found, left = compared(case, fit)
        gain = case["expected"]["fit"]["chisq"] - fit.indices.chisq
        assert gain >= COST_OF_DISTANCE * found.value("est") ** 2 > 0
        note = f"lavaan stopped early: our chi-square is lower by {gain:.1e}"
        return Row(name, found, LIMITS | limits, note, tuple(left))

    return measure


def draws(name: str) -> Row:
    """Compare a bootstrap; estimates and indices are those without draws."""
    case = shared_case(name)
    fit = fit_case(case, bootstrap=N_DRAWS, seed=1)
    found, left = compared(case, fit)
    gain = case["expected"]["fit"]["chisq"] - fit.indices.chisq
    assert gain > 0
    note = (
        f"{N_DRAWS:,} draws against lavaan's 2,000; the model of "
        f"pd_sem_equal_defined: our chi-square is lower by {gain:.1e}"
    )
    return Row(name, found, DRAW_LIMITS | {"est": 2e-4}, note, tuple(left))


def ladder(name: str) -> Row:
    """Compare the four levels of invariance and what each step loses."""
    case, found = shared_case(name), Deviations()
    kinds = ("loadings", "intercepts", "residuals")
    stored = case["expected"]["extra"]
    fits = [fit_case(case, equal=kinds[:step]) for step in range(4)]
    for fit, level in zip(fits, stored["ladder"], strict=True):
        measures = {k: v for k, v in level.items() if k not in {"level", "_row"}}
        compare_indices(found, fit.fit_indices(), measures)
    steps = fits[0].compare(*fits[1:]).steps
    for place, (step, row) in enumerate(zip(steps, stored["lrt"][1:], strict=True)):
        found.add("chisq", step.chisq_diff, row["Chisq diff"], "lrt: difference")
        found.add("index", step.df_diff, row["Df diff"], "lrt: df of difference")
        found.add("index", step.p, row["Pr(>Chisq)"], "lrt: p")
        for kind in ("delta_cfi", "delta_rmsea"):
            found.add("index", getattr(step, kind), stored[kind][place], kind)
    assert set(stored) == {"ladder", "lrt", "delta_cfi", "delta_rmsea"}
    return Row(name, found, note="four levels and their differences")


def heywood(name: str) -> Row:
    """Compare every number; the fit itself must not be called admissible."""
    case = shared_case(name)
    fit = fit_case(case)
    assert fit.status.code == "negative_variance"
    found, left = compared(case, fit)
    note = "status: negative_variance"
    return Row(name, found, note=note, left=tuple(left))


def refused(code: str) -> Measure:
    """lavaan has no numbers but an error; ours is refused before computing."""

    def measure(name: str) -> Row:
        case = shared_case(name)
        assert not case["expected"]["params"]
        with pytest.raises(ModelError) as caught:
            fit_case(case)
        assert caught.value.code == code
        note = f"refused: {code}; {case['expected']['extra']['error']}"
        return Row(name, Deviations(), note=note)

    return measure


def text_column(name: str) -> Row:
    """lavaan takes text for a factor and fits the codes of its levels.

    The evidence: codes in alphabetical order give lavaan's numbers. Ours
    refuses the text.
    """
    case = shared_case(name)
    answers = pd.read_csv(
        shared_path(case["data"]), dtype={"x3": str}, keep_default_na=False
    )
    with pytest.raises(ModelError) as caught:
        fit_case(case, answers)
    codes = pd.Categorical(answers["x3"]).codes + 1.0
    found, left = compared(case, fit_case(case, answers.assign(x3=codes)))
    note = f"refused: {caught.value.code}; lavaan fits codes: compared by such codes"
    return Row(name, found, note=note, left=tuple(left))


def scales_differ(name: str) -> Row:
    """lavaan does not converge; our numbers are hs_cfa_ml's in these units."""
    case = shared_case(name)
    assert case["expected"]["extra"]["converged"] is False
    assert "x2*1000, x9/1000" in case["source"]
    units = {"x2": 1e3, "x9": 1e-3}
    reference = shared_case("hs_cfa_ml")["expected"]
    rows = []
    for row in reference["params"]:
        unit = units.get(row["rhs"], 1.0)
        unit *= units.get(row["lhs"], 1.0) if row["op"] == "~~" else 1.0
        rows.append(row | {"est": row["est"] * unit, "se": row["se"] * unit})
    fit, found = fit_case(case), Deviations()
    assert fit.status.admissible
    compare_parameters(found, fit, rows)
    # 1000 and 1/1000 leave the likelihood as it was
    compare_indices(found, fit.fit_indices(), reference["fit"])
    note = "lavaan does not converge: compared with hs_cfa_ml in these units"
    return Row(name, found, note=note)


def not_converged(name: str) -> Row:
    """lavaan stopped without an optimum; ours has one and must not praise it.

    The evidence: lavaan says so and stores no errors.
    """
    case = shared_case(name)
    assert case["expected"]["extra"]["converged"] is False
    assert not case["expected"]["fit"]
    assert not any(row["se"] for row in case["expected"]["params"])
    status = fit_case(case).status
    assert not status.admissible
    return Row(name, Deviations(), note=f"lavaan has no solution; ours: {status.code}")


#: On a ridge with standardised errors of 10.8 a ten-thousandth of an error is
#: 1e-3. lavaan's own restarts there give a scaled chi-square of 444.869 to
#: 444.880, and what its scaling factor divides moves along.
ON_RIDGE = {"est": 2e-4, "se": 2e-3, "std": 1e-3}

CASES: dict[str, Measure] = {
    "acsi_cfa_validity": numbers,
    "acsi_recovery_mediation_ml": numbers,
    "corprep_sem_fiml": numbers,
    "hs_cfa_gls": numbers,
    "hs_cfa_listwise_missing": numbers,
    "hs_cfa_ml": numbers,
    "hs_cfa_ml_meanstructure": numbers,
    "hs_cfa_ml_observed_info": numbers,
    "hs_cfa_ml_stdlv": numbers,
    "hs_cfa_ml_wishart": numbers,
    "hs_cfa_mlm": numbers,
    "hs_cfa_mlr": numbers,
    "hs_cfa_mlr_fiml_missing": numbers,
    "hs_cfa_uls": numbers,
    "hs_cfa_wls_adf": numbers,
    "hs_equal_loadings_labels": numbers,
    "hs_invariance_ladder": ladder,
    "hs_mg_configural": stopped_early(est=2e-4),
    "hs_mg_metric": numbers,
    "hs_mg_path_equality": numbers,
    "hs_mg_scalar": numbers,
    "hs_mg_strict": numbers,
    "hs_mimic_fixedx_false": numbers,
    "hs_onefactor_harman": numbers,
    "hs_ordinal_dwls": numbers,
    "hs_ordinal_mg_scalar": numbers,
    "hs_ordinal_reliability": numbers,
    "hs_ordinal_sem_covariate": numbers,
    "hs_ordinal_theta": numbers,
    "hs_ordinal_ulsmv": numbers,
    "hs_ordinal_wlsmv": numbers,
    "hs_reliability_validity": numbers,
    "hs_second_order": numbers,
    "mobi_ecsi_complaint_mediation": numbers,
    "mobi_ecsi_sem_ml": stopped_early(**ON_RIDGE),
    "mobi_ecsi_sem_mlr": stopped_early(**ON_RIDGE, chisq=1e-2, index=1e-4),
    "mtcars_path_fixedx": numbers,
    "mtcars_path_randomx": numbers,
    "path_constant_column": refused("constant_column"),
    "path_duplicate_item": refused("duplicated_column"),
    "path_heywood": heywood,
    "path_missing_column": refused("column_missing"),
    "path_n_less_than_p": refused("too_few_rows"),
    "path_non_numeric": text_column,
    "path_nonconverged": not_converged,
    "path_saturated": numbers,
    "path_scales_differ": scales_differ,
    "path_tiny_group": refused("group_too_small"),
    "pd_sem_bootstrap_indirect": draws,
    "pd_sem_equal_defined": stopped_early(est=2e-4),
    "pd_sem_ml": numbers,
    "pd_sem_mlr": numbers,
    "satisfaction_cfa_validity": numbers,
    "wheaton_cov_input": numbers,
}
HEADINGS = {
    "est": "est/SE",
    "se": "SE rel",
    "std": "std",
    "chisq": "χ², logl",
    "index": "indices",
    "limits": "CI/SE",
    "z": "res. z",
}


@cache
def row_of(name: str) -> Row:
    return CASES[name](name)


def test_every_case_of_the_folder_has_a_row():
    """A case is one of SEM by its kind or by a model in lavaan's language."""
    found = set()
    for path in shared_path("reference").glob("*.json"):
        case = json.loads(path.read_text(encoding="utf-8"))
        if case["kind"] in {"sem", "cfa"} or "~" in str(case.get("model", "")):
            found.add(path.stem)

    assert found == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_the_stored_case(name):
    row = row_of(name)

    for kind, (value, where) in row.deviations.largest.items():
        assert value <= row.limits[kind], (kind, where)
    assert set(row.left) <= set(LEFT_TO_OTHERS)
    assert row.deviations.n_compared > 40 or row.note


def test_listwise_on_twelve_items_leaves_the_stored_number_of_rows():
    case = shared_case("acsi_cfa_validity")

    assert len(answers_of(case)) == case["expected"]["extra"]["n"] == 7422


def test_table_of_all_cases(record_property):
    lines = [f"{'case':31}{'numbers':>8}"]
    lines[0] += "".join(f"{word:>9}" for word in HEADINGS.values()) + "  note"
    for name in CASES:
        row = row_of(name)
        line = f"{name:31}{row.deviations.n_compared:8d}"
        for kind in HEADINGS:
            value = row.deviations.largest.get(kind)
            line += f"{value[0]:9.1e}" if value else f"{'–':>9}"
        lines.append(f"{line}  {row.note}".rstrip())
    print("\n" + "\n".join(lines))
    record_property("table", "\n".join(lines))
    assert len(lines) == len(CASES) + 1
