"""A study that asks for every table of the measurement chapter, and its results."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from srtoolkit.plans import RunOptions, run_plan
from srtoolkit.responses import read_responses
from srtoolkit.results import StudyResults, parse_results

INSTRUMENTS = [
    "justice-four-facets",
    "recovery-satisfaction",
    "failure-context",
    "manipulation-checks",
    "method-marker",
]
PLAN = """
schema: 1
theory: [T4]
title: {zh: 测量, en: Measurement}
question: {zh: 测得好不好？, en: How well is it measured?}
instruments:
  [justice-four-facets, recovery-satisfaction, failure-context,
  manipulation-checks, method-marker]
estimation: {estimator: MLR, bootstrap: 0, seed: 1}
measurement: |
  DJ =~ DJ1 + DJ2 + DJ3 + DJ4
  IPJ =~ IPJ1 + IPJ2 + IPJ3 + IPJ4
  IFJ =~ IFJ1 + IFJ2 + IFJ3 + IFJ4
  RSAT =~ RSAT1 + RSAT2 + RSAT3 + RSAT4
structure: |
  RSAT ~ DJ + IPJ + MC_SEV
models:
  without_severity:
    title: {zh: 不含严重性, en: Without severity}
    structure: |
      RSAT ~ DJ + IPJ
      RSAT ~ 0*MC_SEV
  named:
    title: {zh: 假设所指模型, en: The model a claim names}
    structure: |
      RSAT ~ DJ + IPJ + IFJ
  by_group:
    title: {zh: 分组模型, en: Model by group}
    group: gender
    structure: |
      RSAT ~ c(first, second)*DJ + IPJ
      gap := first - second
steps:
  - psychometrics.item_statistics:
      correlation: polychoric
      deleted: {RSAT4: {zh: 措辞重复, en: Worded twice}}
  - psychometrics.normality
  - psychometrics.exploratory_factor_analysis: {n_draws: 20}
  - psychometrics.reliability: {ordinal: true}
  - psychometrics.validity: {bootstrap: 50}
  - psychometrics.rival_models: {factors: [DJ, IPJ, IFJ]}
  - psychometrics.method_variance: {marker: MARKER}
  - psychometrics.measurement_invariance: {group: gender}
  - psychometrics.formative: {criterion: {LOSS_econ: MC_SEV}, bootstrap: 50}
  - psychometrics.single_items: {items: [MC_SEV]}
  - psychometrics.test_retest: {measures: {RSAT: [first_time, second_time]}}
  - psychometrics.coder_agreement: {codings: {cause: [coder_a, coder_b, coder_c]}}
  - sem.compare_models: {of: [structural, without_severity]}
hypotheses:
  H1: {claim: {zh: 一, en: One}, test: sem.path, path: RSAT ~ DJ, expect: positive}
  H2: {claim: {zh: 二, en: Two}, test: sem.path, path: RSAT ~ IFJ, expect: positive,
    model: named}
  H3: {claim: {zh: 三, en: Three}, test: sem.parameter, parameter: gap, expect: any,
    model: by_group}
"""
LOADINGS = (1.0, 0.95, 1.0, 0.8)
N = 260


@cache
def measured(correlation: float = 0.5) -> StudyResults:
    """Run every step on answers whose last two facets correlate so."""
    with TemporaryDirectory() as name:
        study = Path(name)
        (study / "srtoolkit.yaml").write_text("schema: 1\n", encoding="utf-8")
        plan = study / "analyses" / "chapter"
        plan.mkdir(parents=True)
        (plan / "plan.yaml").write_text(PLAN, encoding="utf-8")
        (plan / "README.md").write_text("A chapter.\n", encoding="utf-8")
        answers(correlation).to_csv(study / "answers.csv", index=False)
        responses = read_responses(study / "answers.csv", INSTRUMENTS)
        results = run_plan("chapter", responses, study=study, options=RunOptions())
    return parse_results(json.loads(results.to_bytes()), "results.json")


def answers(correlation: float) -> pd.DataFrame:
    """Simulate answers on 7 points, two groups, coders and a second occasion."""
    rng = np.random.default_rng(20)
    facets = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    facets[1, 2] = facets[2, 1] = correlation
    dj, ipj, ifj = rng.multivariate_normal(np.zeros(3), facets, N).T
    severity, method = rng.normal(size=(2, N))
    rsat = 0.4 * dj + 0.4 * ipj - 0.2 * severity + rng.normal(0, 0.7, N)
    latent = {"DJ": dj, "IPJ": ipj, "IFJ": ifj, "RSAT": rsat, "MARKER": method}
    latent["PJ"] = rng.normal(size=N)
    male = np.arange(N) % 2
    columns: dict[str, Any] = {"gender": np.where(male, "male", "female")}
    for scale, score in latent.items():
        for at, loading in enumerate(LOADINGS[: 3 if scale == "MARKER" else 4]):
            noise = rng.normal(0, 0.7, N) + 0.2 * method
            moved = 0.9 * male if (scale, at) == ("RSAT", 2) else 0.0
            columns[f"{scale}{at + 1}"] = on_seven(loading * score + noise + moved)
    for item in ("LOSSE1", "LOSSE2", "LOSSE3", "LOSSE4"):
        columns[item] = on_seven(0.4 * severity + rng.normal(size=N))
    columns["MC_SEV"] = on_seven(severity)
    columns["first_time"] = rsat
    columns["second_time"] = rsat + rng.normal(0, 0.5, N)
    true = rng.integers(1, 4, N)
    for coder in "abc":
        guess = rng.integers(1, 4, N)
        columns[f"coder_{coder}"] = np.where(rng.random(N) < 0.8, true, guess)
    return pd.DataFrame(columns)


def on_seven(values: np.ndarray) -> np.ndarray:
    """Round to answers from 1 to 7."""
    return np.clip(np.round(4 + 1.3 * values), 1, 7)
