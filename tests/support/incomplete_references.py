"""Reads the answers with holes and what lavaan makes of them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from sem_references import FOLDER

#: Where our name of an index is not lavaan's with underscores for dots.
_NAMES = {
    "pvalue": "p",
    "logl": "loglik",
    "unrestricted.logl": "loglik_unrestricted",
    "bic2": "sabic",
    "rmsea.ci.lower": "rmsea_ci_low",
    "rmsea.ci.upper": "rmsea_ci_high",
    "rmsea.pvalue": "rmsea_p_close",
    "rmsea.ci.lower.scaled": "rmsea_scaled_ci_low",
    "rmsea.ci.upper.scaled": "rmsea_scaled_ci_high",
    "rmsea.pvalue.scaled": "rmsea_scaled_p_close",
    "rmsea.ci.lower.robust": "rmsea_robust_ci_low",
    "rmsea.ci.upper.robust": "rmsea_robust_ci_high",
    "rmsea.pvalue.robust": "rmsea_robust_p_close",
}


def incomplete_answers() -> pd.DataFrame:
    """Return simulated answers with holes."""
    return pd.read_csv(FOLDER / "incomplete_answers.csv")


def incomplete_cases() -> dict[str, dict[str, Any]]:
    """Return models with their options, by name."""
    text = (FOLDER / "incomplete_cases.json").read_text(encoding="utf-8")
    return json.loads(text)


def lavaan_incomplete(name: str) -> dict[str, Any]:
    """Return lavaan's parameters, fit measures and n of one case."""
    text = (FOLDER / "lavaan_incomplete.json").read_text(encoding="utf-8")
    return json.loads(text)[name]


def our_names(fit: dict[str, float | None]) -> dict[str, float]:
    """Return lavaan's fit measures by our names; without what it leaves empty."""
    return {
        _NAMES.get(name, name.replace(".", "_")): value
        for name, value in fit.items()
        if value is not None
    }


def by_term(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return parameter rows by term and group; covariances either way round."""
    found = {}
    for row in rows:
        rhs = "" if row["op"] == ":=" else row["rhs"]
        ends = sorted((row["lhs"], rhs)) if row["op"] == "~~" else (row["lhs"], rhs)
        found[(*ends, row["op"], row["group"])] = row
    return found
