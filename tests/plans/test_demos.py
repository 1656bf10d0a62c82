"""Each plan's demos give what its expected.json says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from report_sweep import defects

from srtoolkit.document import build_report
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.plans import RunOptions, check_plan, run_plan, simulate_demo
from srtoolkit.results import StudyResults
from srtoolkit.shelves import (
    bundled_library,
    find_item,
    list_items,
    read_content,
    validate_content,
)

#: Bootstrap draws here; enough for the tails of the percentile intervals.
DRAWS = 1000
#: An estimate strays further than this from its population's value, in standard
#: errors, once in 2,000 times; rounding to the response options adds a little.
STRAY = 3.5

CASES = [
    (item.name, population)
    for item in list_items("analyses")
    for population in ("effect", "null")
]


def expected(name: str) -> dict[str, Any]:
    path: Path = bundled_library() / "analyses" / name / "expected.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def demo(request: pytest.FixtureRequest) -> tuple[str, str, StudyResults]:
    name, population = request.param
    checked = check_plan(name)
    draws = min(DRAWS, checked.plan.estimation.bootstrap)
    options = RunOptions(bootstrap=draws)
    responses = simulate_demo(checked, population, options)
    return name, population, run_plan(checked, responses, options=options)


def test_a_demo_gives_its_verdicts_and_its_populations_values(demo):
    name, population, results = demo
    wanted = expected(name)[population]

    assert {h["id"] for h in results["hypotheses"]} == set(wanted["hypotheses"])
    for found in results["hypotheses"]:
        should = wanted["hypotheses"][found["id"]]
        assert found["verdict"] == should["verdict"], found["id"]
        assert found["practical"] == should["practical"], found["id"]
        primaries = [e for e in found["estimates"] if e["role"] == "primary"]
        if should["verdict"] == "not testable":  # nothing may decide
            assert not primaries
            continue
        (primary,) = primaries
        if should["truth"] is None:  # a ceiling has no one value in a population
            assert primary["method"].startswith("necessity_")
            continue
        assert abs(found["est"] - should["truth"]) < STRAY * primary["se"], found["id"]
    assert results.needs_attention == wanted["needs_attention"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_demos_report_has_nothing_that_a_reader_would_strike_out(demo, lang):
    _, _, results = demo
    folder = find_item("reports", "standard")
    page = read_content(folder.folder / "docx.yaml")

    report = build_report(results, lang=lang, report=folder)

    style = validate_content(page, PageStyle)
    assert defects(report, results.content, style) == []


def test_a_demo_is_marked_as_simulated(demo):
    _, population, results = demo

    assert results.simulated
    assert results["data"]["population"] == population


def test_the_same_seed_gives_the_same_bytes():
    checked = check_plan("recovery-paradox")

    def once() -> bytes:
        return run_plan(checked, simulate_demo(checked, "effect")).to_bytes()

    first = once()
    assert first == once()
    assert b"\r" not in first


def test_another_seed_gives_other_answers():
    checked = check_plan("recovery-paradox")
    frames = [
        simulate_demo(checked, "effect", RunOptions(seed=seed)).answers
        for seed in (1, 2)
    ]

    assert not frames[0].equals(frames[1])


def test_draws_do_not_depend_on_jobs():
    checked = check_plan("justice-satisfaction")
    responses = simulate_demo(checked, "effect")
    one, two = (
        run_plan(checked, responses, options=RunOptions(bootstrap=100, jobs=jobs))
        for jobs in (1, 2)
    )

    assert one.to_bytes() == two.to_bytes()
