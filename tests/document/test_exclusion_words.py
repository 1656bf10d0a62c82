"""What a report says of who was left out: rules, review, and what hangs on it."""

from __future__ import annotations

import pytest

from srtoolkit.document import build_report
from srtoolkit.document.blocks import (
    Bullets,
    Code,
    Figure,
    Paragraph,
    Report,
    Table,
    plain,
)
from srtoolkit.plans import RunOptions, check_plan, run_plan, simulate_demo
from srtoolkit.responses import Decision, Review
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item

REASON = "*bold* {n} <b>twin</b>"
#: Some of these ten bear several marks and are gone by the plan's rule.
REVIEWED = tuple(Decision(row, True, REASON, False) for row in range(300, 310))
DECISIONS = (*REVIEWED, Decision(320, None, "", True))
CHANGED = "exclusions_change_verdict"


@pytest.fixture(scope="module")
def results() -> StudyResults:
    """A demo whose careless respondents alone would make claims appear."""
    checked = check_plan("relationship-after-recovery")
    options = RunOptions(bootstrap=100)
    responses = simulate_demo(checked, "null", options)
    review = Review(DECISIONS, "review.csv", "f" * 64)
    return run_plan(checked, responses, options=options, review=review)


@pytest.fixture(params=["zh", "en"])
def report(request: pytest.FixtureRequest, results: StudyResults) -> Report:
    return build_report(
        results, lang=request.param, report=find_item("reports", "standard")
    )


def paragraphs(report: Report) -> str:
    return "\n".join(plain(b.text) for b in report.blocks if isinstance(b, Paragraph))


def bullets(report: Report) -> list[str]:
    lists = [b.items for b in report.blocks if isinstance(b, Bullets)]
    return [plain(item) for items in lists for item in items]


def _codes(found: dict) -> set[str]:
    return {one["code"] for one in found["details"]["diagnostics"]}


def table(report: Report, key: str) -> Table:
    (found,) = [b for b in report.blocks if isinstance(b, Table) and b.key == key]
    return found


def test_the_methods_name_the_rules_and_the_review(report):
    words = {
        "zh": ("全部题项作答相同", "全程重复同一组答案", "有两个或以上的标记", "人工"),
        "en": ("same answer throughout", "one cycle", "two marks or more", "person"),
    }[report.lang]

    assert all(word in paragraphs(report) for word in words)


def test_the_reviewers_words_stand_in_the_flow_and_are_never_markup(report):
    rows = table(report, "flow").rows
    (figure,) = [b for b in report.blocks if isinstance(b, Figure) and b.key == "flow"]

    assert REASON in " ".join(plain(row.cells[1]) for row in rows)
    assert any(REASON in line for s in figure.drawing.stages for line in s.left_out)
    assert "review.csv" in paragraphs(report)


def test_equal_sentences_stand_once_with_all_their_hypotheses(report, results):
    unchanged = {
        found["id"]
        for found in results["hypotheses"]
        if "exclusions_keep_verdict" in _codes(found)
    }
    kept = {"zh": "判断不取决于", "en": "does not depend on who"}[report.lang]

    (sentence,) = [one for one in bullets(report) if kept in one]
    assert all(key in sentence for key in unchanged)


def test_the_other_verdict_is_named_and_told_up_front(report, results):
    changed = [
        found["id"] for found in results["hypotheses"] if CHANGED in _codes(found)
    ]
    word = {"zh": "“假设成立”", "en": "“supported”"}[report.lang]

    assert changed
    assert sum(word in one for one in bullets(report)) == len(changed)
    notes = "\n".join(plain(note) for note in table(report, "summary").notes)
    assert all(key in notes for key in changed)


def test_marks_are_counted_under_their_table(report, results):
    (step,) = [s for s in results["steps"] if s["step"] == "responses.screening"]
    notes = "\n".join(plain(note) for note in table(report, "screening").notes)

    assert str(step["glance"][0]["n_flagged"]) in notes
    assert str(step["glance"][0]["n_several"]) in notes


def test_the_command_and_the_hash_of_the_review_are_printed(report):
    (command, *_) = [b.text for b in report.blocks if isinstance(b, Code)]
    facts = table(report, "reproducibility").rows

    assert "--review review.csv" in command
    assert any("f" * 64 in plain(row.cells[1]) for row in facts)
