"""Who was asked what: told by the form, not guessed from the answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from platform_trips import experiment, holds, respondents
from wjx_downloads import download as wjx_download
from wjx_downloads import export as wjx_export
from wjx_downloads import write_gbk

from srtoolkit.cli.importing import answers_csv
from srtoolkit.inference import Reason
from srtoolkit.platforms import PLATFORMS, Form, import_download, read_form
from srtoolkit.platforms.form.building import shown_by_jumps
from srtoolkit.platforms.form.parts import FormPage
from srtoolkit.questionnaire import Rule
from srtoolkit.responses import missing_data, screening
from srtoolkit.responses.asked import asked_of
from srtoolkit.responses.rated_blocks import rated_items

#: Who is content skips both questions on what they would do, who is very content
#: and left the second one empty goes to the end.
RULES = {
    "overall_satisfaction": (
        Rule(item="OSAT1", operator="at_least", value=6, then="checks"),
        Rule(item="OSAT2", operator="equals", value=1, then="loyalty_word_of_mouth_2"),
    ),
    "checks": (Rule(item="REALISM1", operator="not_answered", then="end"),),
}
LOYALTY = ["LOY1", "LOY2", "LOY3", "LOY4"]


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """The experiment, with jumps of every sort."""
    plain = read_form(experiment(tmp_path_factory.mktemp("form")))
    blocks = [replace(b, rules=RULES.get(b.id, b.rules)) for b in plain.blocks]
    blocks = [replace(b, shown=replace(b.shown, unless=())) for b in blocks]
    pages = (FormPage("page1", tuple(shown_by_jumps(blocks))),)
    return replace(plain, pages=pages)


def shown_to(form: Form, person: dict[str, Any]) -> set[str]:
    """Follow one respondent through the blocks, one by one."""
    found: set[str] = set()
    skip_to: str | None = None
    for block in form.blocks:
        if skip_to not in (None, block.id):
            continue
        skip_to = None
        conditions = block.shown.conditions
        if conditions and person["condition"] not in conditions:
            continue
        found |= {question.id for question in block.questions}
        skip_to = next((r.then for r in block.rules if holds(r, person)), None)
    return found


def rows_of(form: Form, people: list[dict[str, Any]]) -> list[list[Any]]:
    """A download as our own spreadsheet of answers has it: by code."""
    names = [question.id for question in form.questions]
    labels = list(form.assignment.labels) if form.assignment else []
    head = ["_language", "condition", *names]
    body = [
        [p["language"], labels.index(p["condition"]) + 1, *(p[n] for n in names)]
        for p in people
    ]
    return [head, *([("" if cell is None else cell) for cell in row] for row in body)]


def read(form: Form, people: list[dict[str, Any]], folder: Path) -> Any:
    path = write_gbk(folder / "answers.csv", rows_of(form, people))
    return import_download(path, manifest=PLATFORMS["html"](form).manifest)


def test_the_walk_of_all_is_the_walk_of_each(form, tmp_path):
    people = respondents(form, n=84)
    found = read(form, people, tmp_path).responses
    staying = [person for person in people if person["AGREED"] == 1]
    items = [q.id for q in form.questions if q.origin == "item"]

    asked = asked_of(found, items).table

    expected = [[item in shown_to(form, p) for item in items] for p in staying]
    assert asked.tolist() == expected
    assert 0 < asked.mean() < 1
    assert found.asked.answered_unasked == {}


def test_a_hole_counts_where_it_was_asked_and_nowhere_else(form, tmp_path):
    people = respondents(form, n=84)
    for person in people:
        shown = shown_to(form, person)
        for item in LOYALTY:
            # everybody who was asked left the first one out
            person[item] = None if item == "LOY1" else (4 if item in shown else None)
    found = read(form, people, tmp_path).responses

    table = missing_data(found).tidy().set_index("item")

    staying = [person for person in people if person["AGREED"] == 1]
    n_asked = sum("LOY1" in shown_to(form, person) for person in staying)
    assert 0 < n_asked < len(staying)
    # guessed from the answers, an item that nobody answered was asked of nobody
    assert table.loc["LOY1", ["n_asked", "n_missing"]].tolist() == [n_asked, n_asked]
    assert table.loc["LOY2", ["n_asked", "n_missing"]].tolist() == [n_asked, 0]
    assert table.loc["LOY2", "gate"] == "OSAT2"
    assert table.loc["MC_RECOVERY", "gate"] == "condition"
    rated = [bound.id for bound in rated_items(found)]
    asked = [[i for i in rated if i in shown_to(form, p)] for p in staying]
    holes = [
        sum(p[i] is None for i in items)
        for p, items in zip(staying, asked, strict=True)
    ]
    expected = [n / len(i) for n, i in zip(holes, asked, strict=True)]
    shares = screening(found).respondents["missing_share"]
    assert shares.tolist() == pytest.approx(expected)


def test_an_answer_that_was_not_asked_for_is_reported_and_kept(form, tmp_path):
    people = respondents(form, n=42)
    control = next(
        p for p in people if p["condition"] == "no_failure" and p["AGREED"] == 1
    )
    control["MC_RECOVERY"] = 5
    found = read(form, people, tmp_path)

    note = Reason("answered_unasked", {"items": "MC_RECOVERY", "n": 1})
    assert note in found.report.notes
    assert "MC_RECOVERY" in found.report.to_markdown("zh").split("##")[0]
    assert "does not ask it of them" in found.report.to_markdown("en")
    kept = found.responses.answers["MC_RECOVERY"]
    assert kept[found.responses.answers["condition"] == "no_failure"].count() == 1
    listed = missing_data(found.responses).notes
    assert Reason("answered_unasked", {"items": ["MC_RECOVERY"], "n": 1}) in listed
    nobody = found.responses.keep(
        found.responses.answers["condition"].ne("no_failure").to_numpy(), "x", "x"
    )
    assert nobody.asked.answered_unasked == {}


def test_who_has_no_condition_was_asked_what_they_answered(form, tmp_path):
    people = respondents(form, n=42)
    rows = rows_of(form, people)
    treated = [
        number
        for number, person in enumerate(people, start=1)
        if person["MC_RECOVERY"] is not None
    ][:2]
    for number in treated:
        rows[number][1] = ""
    rows[treated[1]][rows[0].index("MC_RECOVERY")] = ""
    path = write_gbk(tmp_path / "answers.csv", rows)
    found = import_download(path, manifest=PLATFORMS["html"](form).manifest).responses

    asked = asked_of(found, ["MC_RECOVERY"]).table[:, 0]
    staying = [n for n, p in enumerate(people, start=1) if p["AGREED"] == 1]
    told = dict(zip(staying, asked.tolist(), strict=True))
    assert [told[number] for number in treated] == [True, False]


def test_the_platforms_own_word_that_it_skipped_a_question_holds(tmp_path):
    form = read_form("overall-satisfaction")
    people = respondents(form, n=12)
    for person in people[:6]:
        person["OSAT4"] = None
    rows = wjx_download(form, people, answers="number")
    for number, row in enumerate(rows[1:]):
        if row[-1] in (-2, -3, ""):
            row[-1] = -3 if number < 4 else -2
    path = write_gbk(tmp_path / "answers.csv", rows)

    found = import_download(path, manifest=wjx_export(form).manifest).responses

    assert asked_of(found, ["OSAT4"]).table[:6, 0].tolist() == [False] * 4 + [True] * 2


def test_a_manifest_without_blocks_leaves_it_to_the_answers(form, tmp_path):
    people = respondents(form, n=42)
    path = write_gbk(tmp_path / "answers.csv", rows_of(form, people))
    old = PLATFORMS["html"](form).manifest.model_copy(update={"blocks": ()})

    assert import_download(path, manifest=old).responses.asked is None


@pytest.mark.parametrize("platform", ["html", "wjx", "limesurvey"])
def test_answers_that_an_import_wrote_are_read_through_the_manifest(
    form, tmp_path, platform
):
    people = respondents(form, n=42)
    first = read(form, people, tmp_path)
    path = tmp_path / "own.csv"
    path.write_bytes(answers_csv(first))
    manifest = PLATFORMS[platform](form).manifest

    again = import_download(path, manifest=manifest)

    ours = first.responses
    items = [bound.id for bound in ours.items]
    assert again.responses.answers[items].equals(ours.answers[items])
    assert again.responses.scores.equals(ours.scores)
    assert again.responses.asked.table[items].equals(ours.asked.table[items])
    assert set(again.responses.answers) == set(ours.answers)
    assert {each.fate for each in again.report.columns} == {"kept"}
