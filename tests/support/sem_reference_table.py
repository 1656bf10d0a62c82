"""Measures how far a fit lies from a stored SEM case, kind by kind.

Numbers are those of the case file, in the units of the tolerances agreed in
``../shared/reference/README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from incomplete_references import our_names
from shared_files import shared_path

from srtoolkit import sem

#: Agreed: estimates in standard errors, errors relative, chi-squares and
#: log-likelihoods, indices. A standardised value, a share and a residual are
#: estimates whose errors are about one or less; a standardised residual near
#: zero is one rounding over another.
LIMITS = {"est": 1e-4, "se": 1e-3, "std": 1e-4, "chisq": 1e-3, "index": 1e-5}
LIMITS |= {"z": 5e-4}
#: Agreed for draws: ours against lavaan's 2,000.
DRAW_LIMITS = {**LIMITS, "se": 0.08, "limits": 0.3}
N_DRAWS = 50_000

#: lavaan's names, by ours after `our_names`.
_ALSO_CALLED = {
    "nnfi": "tli",
    "nnfi_scaled": "tli_scaled",
    "nnfi_robust": "tli_robust",
    "ntotal": "n",
    "chisq_scaling_factor": "scaling_factor",
    "baseline_chisq_scaling_factor": "baseline_scaling_factor",
    "pvalue_scaled": "p_scaled",
}
#: What lavaan lists and we do not report: variants of SRMR and RMR, inputs
#: repeated as results, the test of RMSEA >= .08, p values of the baseline model
#: and scaled variants of NFI, IFI, RNI and RFI.
NOT_REPORTED = {
    *("fmin", "rmr", "rmr_nomean", "crmr", "crmr_nomean"),
    *("srmr_bentler", "srmr_bentler_nomean", "srmr_mplus", "srmr_mplus_nomean"),
    *("rmsea_ci_level", "rmsea_close_h0", "rmsea_notclose_h0"),
    *("rmsea_notclose_pvalue", "rmsea_notclose_pvalue_scaled"),
    *("rmsea_notclose_pvalue_robust", "baseline_pvalue", "baseline_pvalue_scaled"),
    *("nfi_scaled", "ifi_scaled", "rni_scaled", "rfi_scaled", "pnfi_scaled"),
    "rni_robust",
}
#: On the scale of a chi-square.
_LARGE = ("chisq", "loglik", "aic", "bic", "cn_0")
#: A saturated model: lavaan's critical N is 1, ours is not defined.
_UNDEFINED_WHEN_SATURATED = {"cn_05", "cn_01"}


@dataclass
class Deviations:
    """The largest deviation of each kind and where it is."""

    largest: dict[str, tuple[float, str]] = field(default_factory=dict)
    n_compared: int = 0

    def add(self, kind: str, ours: Any, theirs: Any, where: str, unit: float = 1.0):
        """Note one number; what we lack is infinitely far away."""
        gap = abs(float(ours) - float(theirs)) / unit
        gap = math.inf if math.isnan(gap) else gap
        self.n_compared += 1
        if gap >= self.largest.get(kind, (-1.0, ""))[0]:
            self.largest[kind] = (gap, where)

    def value(self, kind: str) -> float:
        return self.largest.get(kind, (math.nan, ""))[0]


def answers_of(case: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows a case was computed from.

    ``missing = "listwise on 12 items incl REPUR"``: rows complete in the eleven
    items of the model and REPUR, an item the model does not name.
    """
    answers = pd.read_csv(shared_path(case["data"]))
    missing = str(case["options"].get("missing", ""))
    if missing == "listwise on 12 items incl REPUR":
        items = list(sem.parse_model(case["model"]).observed)
        assert len(items) == 11
        return answers.dropna(subset=[*items, "REPUR"])
    return answers


def fit_case(
    case: Mapping[str, Any], answers: pd.DataFrame | None = None, **changed: Any
) -> sem.SemFit:
    """Fit a case with all of its options."""
    options = case["options"]
    settings = {
        "model_type": options["fn"],
        "estimator": options.get("estimator", "ML"),
        "missing": "fiml" if options.get("missing") == "fiml" else "listwise",
        "group": options.get("group"),
        "equal": options.get("group_equal", ()),
        "ordered": options.get("ordered", False),
        "parameterization": options.get("parameterization", "delta"),
        "std_lv": options.get("std_lv", False),
        "fixed_x": options.get("fixed_x", True),
        "mean_structure": options.get("meanstructure"),
        "likelihood": options.get("likelihood", "normal"),
        "information": options.get("information", "default"),
        **changed,
    }
    data = case["data"]
    if not isinstance(data, str):
        matrix = pd.read_csv(shared_path(data["cov"]), index_col=0)
        return sem.fit(case["model"], covariance=matrix, n=data["nobs"], **settings)
    answers = answers_of(case) if answers is None else answers
    return sem.fit(case["model"], answers, **settings)


def term_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    rhs = "" if row["op"] in {"~1", ":="} else row["rhs"]
    ends = sorted((row["lhs"], rhs)) if row["op"] == "~~" else (row["lhs"], rhs)
    return (*ends, row["op"], row["group"] or 1)


def _spoken(row: Mapping[str, Any]) -> str:
    return f"{row['lhs']} {row['op']} {row['rhs']} [{row['group']}]"


def compare_parameters(found: Deviations, fit: sem.SemFit, rows: list[dict]) -> None:
    """Compare every row: estimates, errors, standardised values."""
    ours = {term_of(row): row for row in fit.tidy().to_dict("records")}
    for theirs in rows:
        row, where = ours[term_of(theirs)], _spoken(theirs)
        if theirs["se"]:
            found.add("est", row["est"], theirs["est"], where, theirs["se"])
            found.add("se", row["se"], theirs["se"], where, theirs["se"])
            if fit.bootstrap is not None:
                for mine, lavaan in (("ci_low", "ci_lower"), ("ci_high", "ci_upper")):
                    found.add("limits", row[mine], theirs[lavaan], where, theirs["se"])
        else:  # fixed, or settled by others: of ordered variables
            found.add("std", row["est"], theirs["est"], where)
        if theirs["std"] is not None:
            found.add("std", row["std"], theirs["std"], f"std of {where}")


def compare_indices(
    found: Deviations, ours: Mapping[str, float], fit: Mapping[str, float | None]
) -> None:
    """Compare every fit measure but those in `NOT_REPORTED`."""
    stored = {_ALSO_CALLED.get(k, k): v for k, v in our_names(dict(fit)).items()}
    for name, value in stored.items():
        if name in NOT_REPORTED:
            continue
        if name in _UNDEFINED_WHEN_SATURATED and stored["df"] == 0:
            continue
        big = any(word in name for word in _LARGE) and "factor" not in name
        found.add("chisq" if big else "index", ours[name], value, name)


def compare_shares(found: Deviations, fit: sem.SemFit, stored: Any) -> None:
    """Compare R²; where a residual is negative lavaan has none."""
    table = fit.r2()
    keys = zip(table["variable"], table["group"], strict=True)
    ours = dict(zip(keys, table["r2"], strict=True))
    grouped = [stored]
    if stored and not isinstance(next(iter(stored.values())), float | int | None):
        grouped = list(stored.values())
    for group, shares in enumerate(grouped, start=1):
        for variable, value in shares.items():
            if value is not None:
                found.add("std", ours[variable, group], value, f"R² of {variable}")
