"""Facets of justice that customers do not tell apart stop their own paths."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from terminal import run_srtoolkit

from srtoolkit.plans import check_plan
from srtoolkit.psychometrics import rival_models
from srtoolkit.responses import responses_from_frame
from srtoolkit.simulation import simulate_answers

FACETS = ("DJ", "PJ", "IPJ", "IFJ")
#: Hypotheses about the effect of one facet beside the others.
OF_A_FACET = {"H1a", "H1b", "H1c", "H1d", "H3a", "H3b", "H3c", "H3d"}
DRAWS = 100


def answers(correlation: float) -> Any:
    """Simulate the plan's questionnaire with facets of one correlation."""
    checked = check_plan("justice-satisfaction")
    demo = checked.plan.demos["effect"]
    population = demo.population.replace("0.65*", f"{correlation}*")
    return simulate_answers(
        population, n=demo.n, instruments=checked.instruments, seed=20261122
    )


@pytest.fixture(scope="module", params=[0.65, 0.95])
def analysed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[float, dict[str, Any], str]:
    folder = tmp_path_factory.mktemp("study")
    answers(request.param).to_csv(folder / "answers.csv", index=False)
    ran = run_srtoolkit(
        *("analyze", "justice-satisfaction", "answers.csv", "-o", "out"),
        *("--bootstrap", DRAWS, "--format", "html", "--lang", "en"),
        cwd=folder,
    )
    assert ran.code == (0 if request.param < 0.9 else 1), ran.err
    out = folder / "out"
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    (report,) = (path for path in out.glob("report*.html"))
    return request.param, results, Path(report).read_text(encoding="utf-8")


def test_only_hypotheses_of_indistinct_facets_are_stopped(analysed):
    correlation, results, _ = analysed
    stopped = {h["id"] for h in results["hypotheses"] if h["verdict"] == "not testable"}

    assert stopped == (OF_A_FACET if correlation > 0.9 else set())


def test_the_reason_names_the_two_facets(analysed):
    correlation, results, report = analysed
    reasons = [
        h["why"] for h in results["hypotheses"] if h["verdict"] == "not testable"
    ]
    pairs = {
        frozenset({reason["values"]["first"], reason["values"]["second"]})
        for reason in reasons
    }

    assert all(reason["code"] == "not_distinguishable" for reason in reasons)
    assert all(pair <= set(FACETS) for pair in pairs)
    assert ("cannot be told apart" in report) == (correlation > 0.9)


def test_the_validity_step_names_every_pair(analysed):
    correlation, results, _ = analysed
    (step,) = (s for s in results["steps"] if s["step"] == "psychometrics.validity")
    named = {
        frozenset({note["values"]["first"], note["values"]["second"]})
        for note in step["notes"]
        if note["code"] == "not_distinguishable"
    }

    named = {pair for pair in named if pair <= set(FACETS)}
    every = {frozenset(pair) for pair in itertools.combinations(FACETS, 2)}
    assert named == (every if correlation > 0.9 else set())


def test_rival_models_reject_every_merging_of_distinct_facets():
    checked = check_plan("justice-satisfaction")
    responses = responses_from_frame(answers(0.65), checked.instruments)
    assert checked.plan.measurement is not None
    table = rival_models(responses, checked.plan.measurement).glance()
    merged = table[table["relation"] == "nested"]
    merged = merged[merged["kind"] != "second_order"]

    assert list(table["model"])[:5] == [
        "four_factors",
        "one_factor",
        "two_factors_outcome",
        "two_factors_structural",
        "three_factors",
    ]
    assert (merged["p_diff"] < 1e-6).all()
    assert (table["bic"].iloc[0] < merged["bic"]).all()
