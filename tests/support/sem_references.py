"""Reads the models, moments and lavaan results the SEM tests stand on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from shared_files import shared_path

FOLDER = Path(__file__).parents[1] / "references" / "sem"
#: Respondents behind the ECSI covariance matrix.
ECSI_N = 250

#: lavaan's name of each fit index.
LAVAAN_NAMES = {
    "npar": "npar",
    "chisq": "chisq",
    "df": "df",
    "p": "pvalue",
    "baseline_chisq": "baseline.chisq",
    "baseline_df": "baseline.df",
    "cfi": "cfi",
    "tli": "tli",
    "nfi": "nfi",
    "rmsea": "rmsea",
    "rmsea_ci_low": "rmsea.ci.lower",
    "rmsea_ci_high": "rmsea.ci.upper",
    "rmsea_p_close": "rmsea.pvalue",
    "srmr": "srmr",
    "loglik": "logl",
    "loglik_unrestricted": "unrestricted.logl",
    "aic": "aic",
    "bic": "bic",
    "sabic": "bic2",
}


@dataclass(frozen=True)
class ModelCase:
    """One model of models.txt with the options in its headline."""

    name: str
    syntax: str
    options: dict[str, bool]

    def __str__(self) -> str:
        return self.name


def model_cases() -> list[ModelCase]:
    """Return the models of models.txt."""
    text = (FOLDER / "models.txt").read_text(encoding="utf-8")
    cases = []
    for block in text.split("## ")[1:]:
        head, _, syntax = block.partition("\n")
        name, *options = head.split()
        pairs = (option.split("=") for option in options)
        cases.append(
            ModelCase(name, syntax, {key: value == "TRUE" for key, value in pairs})
        )
    return cases


def model_syntax(name: str) -> str:
    """Return one model of models.txt."""
    return next(case.syntax for case in model_cases() if case.name == name)


def ecsi_covariance() -> pd.DataFrame:
    """Return the covariance matrix of Tenenhaus and others (2005)."""
    text = (FOLDER / "ecsi_mobile_covariance.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    names = [row[0] for row in rows]
    matrix = np.full((len(rows), len(rows)), np.nan)
    for place, row in enumerate(rows):
        matrix[place, : place + 1] = [float(value) for value in row[1:]]
    return pd.DataFrame(matrix, index=names, columns=names)


def ecsi_like_answers() -> pd.DataFrame:
    """Return simulated rows whose moments are exactly those of the matrix."""
    lower = np.nan_to_num(ecsi_covariance().to_numpy())
    covariance = lower + lower.T - np.diag(np.diagonal(lower))
    noise = np.random.default_rng(2005).standard_normal((ECSI_N, len(covariance)))
    noise -= noise.mean(axis=0)
    white = noise @ np.linalg.inv(np.linalg.cholesky(np.cov(noise.T))).T
    rows = white @ np.linalg.cholesky(covariance).T + 7
    return pd.DataFrame(rows, columns=list(ecsi_covariance().columns))


def lavaan_parameters(case: str) -> list[dict[str, Any]]:
    """Return lavaan's stored parameter table of one model."""
    table = pd.read_csv(
        FOLDER / "lavaan_parameters.csv", comment="#", keep_default_na=False
    )
    table = table[table["case"] == case]
    for column in ("est", "se", "ci.lower", "ci.upper", "std.all"):
        table = table.assign(**{column: pd.to_numeric(table[column], errors="coerce")})
    names = {"ci.lower": "ci_low", "ci.upper": "ci_high", "std.all": "std"}
    return table.rename(columns=names).to_dict("records")


def lavaan_fit(case: str) -> dict[str, float]:
    """Return lavaan's stored fit measures of one model; NaN where it has none."""
    table = pd.read_csv(FOLDER / "lavaan_fit.csv", comment="#")
    return table[table["case"] == case].iloc[0].drop("case").to_dict()


def shared_case(name: str) -> dict[str, Any]:
    """Return one stored reference case of the shared folder."""
    text = shared_path(f"reference/{name}.json").read_text(encoding="utf-8")
    return json.loads(text)
