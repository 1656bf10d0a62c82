"""Reads the models, answers and lavaan results the ordinal tests stand on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).parents[1] / "references" / "sem" / "ordinal"
ORDERED = ("u1", "u2", "u3", "u4", "b1", "b2", "t1", "t2", "t3")

#: lavaan's name of each index that ordinal models have.
ORDINAL_NAMES = {
    "npar": "npar",
    "chisq": "chisq",
    "df": "df",
    "p": "pvalue",
    "chisq_scaled": "chisq.scaled",
    "p_scaled": "pvalue.scaled",
    "baseline_chisq": "baseline.chisq",
    "baseline_df": "baseline.df",
    "baseline_chisq_scaled": "baseline.chisq.scaled",
    "cfi": "cfi",
    "tli": "tli",
    "nfi": "nfi",
    "cfi_scaled": "cfi.scaled",
    "tli_scaled": "tli.scaled",
    "cfi_robust": "cfi.robust",
    "tli_robust": "tli.robust",
    "rmsea": "rmsea",
    "rmsea_ci_low": "rmsea.ci.lower",
    "rmsea_ci_high": "rmsea.ci.upper",
    "rmsea_p_close": "rmsea.pvalue",
    "rmsea_scaled": "rmsea.scaled",
    "rmsea_scaled_ci_low": "rmsea.ci.lower.scaled",
    "rmsea_scaled_ci_high": "rmsea.ci.upper.scaled",
    "rmsea_robust": "rmsea.robust",
    "rmsea_robust_ci_low": "rmsea.ci.lower.robust",
    "rmsea_robust_ci_high": "rmsea.ci.upper.robust",
    "srmr": "srmr",
    "wrmr": "wrmr",
}


@dataclass(frozen=True)
class OrdinalCase:
    """One model of models.txt with the options in its headline."""

    name: str
    syntax: str
    answers: str
    settings: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def ordinal_answers(name: str = "answers") -> pd.DataFrame:
    """Return the simulated answers, complete or with ``holes``."""
    return pd.read_csv(FOLDER / f"ordinal_{name}.csv")


def ordinal_cases() -> list[OrdinalCase]:
    """Return the models of models.txt."""
    text = (FOLDER / "models.txt").read_text(encoding="utf-8")
    cases = []
    for block in text.split("## ")[1:]:
        head, _, syntax = block.partition("\n")
        name, *pairs = head.split()
        words = dict(pair.split("=", 1) for pair in pairs)
        answers = words.pop("data", "answers")
        cases.append(OrdinalCase(name, syntax, answers, _settings(words)))
    return cases


def _settings(words: dict[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for key, word in words.items():
        if word in {"TRUE", "FALSE"}:
            settings[key] = word == "TRUE"
        else:
            lists = key in {"equal", "partial"}
            settings[key] = tuple(word.split(",")) if lists else word
    return settings


def ordinal_parameters(case: str) -> list[dict[str, Any]]:
    """Return lavaan's stored parameter table of one model."""
    table = pd.read_csv(
        FOLDER / "lavaan_parameters.csv", comment="#", keep_default_na=False
    )
    table = table[table["case"] == case]
    for column in ("group", "est", "se", "ci.lower", "ci.upper", "std.all"):
        table = table.assign(**{column: pd.to_numeric(table[column], errors="coerce")})
    names = {"ci.lower": "ci_low", "ci.upper": "ci_high", "std.all": "std"}
    return table.rename(columns=names).to_dict("records")


def ordinal_fit(case: str) -> dict[str, float]:
    """Return lavaan's stored fit measures of one model; NaN where it has none."""
    table = pd.read_csv(FOLDER / "lavaan_fit.csv", comment="#")
    return table[table["case"] == case].iloc[0].drop("case").to_dict()
