"""Reads lavaan's results on rival models and method factors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
from shared_files import shared_path

from srtoolkit.responses import Responses

FOLDER = Path(__file__).parents[1] / "references" / "psychometrics" / "rivals"
#: Our name of each index to lavaan's.
INDICES = {
    "chisq": "chisq",
    "df": "df",
    "p": "pvalue",
    "chisq_scaled": "chisq.scaled",
    "df_scaled": "df.scaled",
    "p_scaled": "pvalue.scaled",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "rmsea_ci_low": "rmsea.ci.lower",
    "rmsea_ci_high": "rmsea.ci.upper",
    "srmr": "srmr",
    "cfi_robust": "cfi.robust",
    "tli_robust": "tli.robust",
    "rmsea_robust": "rmsea.robust",
    "aic": "aic",
    "bic": "bic",
    "loglik": "logl",
    "npar": "npar",
}
#: Options of the cases computed with other estimators.
ESTIMATION: dict[str, dict[str, Any]] = {
    "simulated_mlr": {"estimator": "MLR"},
    "simulated_wlsmv": {"estimator": "WLSMV", "ordered": True},
}
SIMULATED = ("simulated", "simulated_mlr", "simulated_wlsmv")
SHARED = ("hs", "sim_recovery", "satisfaction", "mobi", "bfi")


def rival_case(name: str) -> dict[str, Any]:
    """Return one stored case."""
    content = json.loads((FOLDER / "rival_models.json").read_text(encoding="utf-8"))
    return content["cases"][name]


def responses_of_frame(frame: pd.DataFrame) -> Responses:
    """Wrap columns that belong to no instrument."""
    return Responses(frame, frame, (), (), tuple(range(2, len(frame) + 2)), "")


def case_responses(case: dict[str, Any]) -> Responses:
    """Return the answers of a case; skip the test when they are not here."""
    own = FOLDER / case["file"]
    path = own if own.exists() else shared_path(f"data/{case['file']}")
    return responses_of_frame(pd.read_csv(path))


def syntax_of(factors: dict[str, list[str]]) -> str:
    """Write a case's factors in lavaan's language."""
    return "\n".join(f"{name} =~ {' + '.join(i)}" for name, i in factors.items())


def lavaan_indices(found: dict[str, Any]) -> dict[str, float]:
    """Return lavaan's indices under our names, without those it does not have."""
    return {
        ours: found[theirs]
        for ours, theirs in INDICES.items()
        if found.get(theirs) is not None
    }
