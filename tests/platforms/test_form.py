"""The neutral form: parts, jumps as hiding, names and losses."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from platform_trips import experiment, fielded, holds

from srtoolkit.errors import ContentError, OptionError
from srtoolkit.platforms import (
    PLATFORMS,
    Export,
    ExportOptions,
    Loss,
    Matrix,
    MultiSelect,
    Story,
    form_of,
    read_form,
)
from srtoolkit.platforms.form.building import shown_by_jumps
from srtoolkit.platforms.form.logic import Shown, expression
from srtoolkit.platforms.form.parts import FormBlock
from srtoolkit.platforms.naming import NameRule, cut_bytes, fitted_names
from srtoolkit.questionnaire import Rule, load_instruments


class Python:
    """Conditions as Python that a test can evaluate."""

    def test(self, rule: Rule) -> str:
        return f"holds(rules[{rule.item!r}, {rule.operator!r}, {rule.value!r}], person)"

    def condition(self, labels: Sequence[str]) -> str:
        return f"(person['condition'] in {list(labels)})"

    def all_of(self, parts: Sequence[str]) -> str:
        return f"({' and '.join(parts)})"

    def negated(self, part: str) -> str:
        return f"(not {part})"


def rule(item: str, operator: str, then: str, value: int | None = None) -> Rule:
    return Rule(item=item, operator=operator, value=value, then=then)  # type: ignore[arg-type]


def test_every_item_is_asked_once_with_its_own_values():
    for name in fielded():
        loaded = load_instruments([name])[0]
        for multi_select in (False, True):
            form = form_of(loaded, multi_select=multi_select)

            asked = {question.id: question for question in form.questions}
            assert list(asked) == [item.id for item in loaded.instrument.items]
            for item in loaded.instrument.items:
                response = loaded.instrument.response_of(item)
                assert set(asked[item.id].values) <= set(response.values)
                assert asked[item.id].reverse == item.reverse
            ids = [part.id for part in form.parts]
            assert len(ids) == len(set(ids))


def test_the_experiment_has_consent_stories_and_conditions(tmp_path):
    form = read_form(experiment(tmp_path))

    consent = form.question("AGREED")
    stories = [part for part in form.parts if isinstance(part, Story)]
    assert (consent.origin, consent.required, consent.values) == (
        "consent",
        True,
        (1, 0),
    )
    assert set(stories[0].texts) == {
        "no_failure",
        "excellent_recovery",
        "poor_recovery",
    }
    assert form.blocks[2].shown.unless[0].rule.item == "AGREED"
    factors = next(b for b in form.blocks if b.id == "checks_of_factors")
    assert factors.shown.conditions == ("excellent_recovery", "poor_recovery")


def test_yes_no_facts_are_a_matrix_or_ticked():
    plain = read_form("complaint-responses")
    ticked = read_form("complaint-responses", multi_select=True)

    assert not plain.multi_selects
    assert [select.id for select in ticked.multi_selects] == [
        "VOI_DONE",
        "PRI_DONE",
        "TPR_DONE",
    ]
    assert all(isinstance(part, Matrix | MultiSelect) for part in ticked.parts)


def test_what_must_be_answered():
    scales = read_form("sample-profile")
    everything = read_form("sample-profile", required="all")

    assert not any(question.required for question in scales.questions)
    assert all(question.required for question in everything.questions)
    with pytest.raises(OptionError, match="scales, all, none"):
        read_form("sample-profile", required="some")  # type: ignore[arg-type]


def test_what_asks_nothing_is_refused():
    with pytest.raises(ContentError, match="no sentence to ask"):
        read_form("ecsi-mobile")
    with pytest.raises(OptionError, match="asks nothing"):
        read_form("scenario-hotel-check-in")


def test_hiding_says_the_same_as_jumping():
    """Every respondent sees the same blocks, whether a platform jumps or hides."""
    questions = read_form("screener-recall").questions
    a, b = questions[1].id, questions[4].id
    first = [
        rule(a, "not_equals", "end", 1),
        rule(b, "answered", "four"),
    ]
    second = [rule(a, "not_answered", "five"), rule(b, "at_least", "four", 3)]
    blocks = shown_by_jumps(
        [
            FormBlock("one", tuple(questions), rules=tuple(first)),
            FormBlock("two", (), shown=Shown(("x",)), rules=tuple(second)),
            FormBlock("three", ()),
            FormBlock("four", ()),
            FormBlock("five", ()),
        ]
    )
    rules = {(r.item, r.operator, r.value): r for r in (*first, *second)}
    for condition in ("x", "y"):
        for one in (None, 1, 2):
            for other in (None, 2, 4):
                person = {a: one, b: other, "condition": condition}
                names = {"holds": holds, "rules": rules, "person": person}
                hidden = [
                    block.id
                    for block in blocks
                    if not eval(expression(block.shown, Python()) or "True", names)
                ]
                assert hidden == skipped(blocks, person), person


def skipped(blocks: Sequence[FormBlock], person: dict[str, object]) -> list[str]:
    """The blocks a respondent does not see who jumps."""
    missed, until = [], None
    for block in blocks:
        out = until not in (None, block.id)
        if not out:
            until = None
        conditions = block.shown.conditions
        if out or (conditions and person["condition"] not in conditions):
            missed.append(block.id)
            continue
        until = next((r.then for r in block.rules if holds(r, person)), None)
    return missed


def test_names_are_fitted_and_never_collide():
    rule_ = NameRule(forbidden="[^A-Za-z0-9]", longest=5)
    fitted, losses = fitted_names(
        ["DJ_1", "DJ1", "dj1", "1st", "LONGNAME", "LONGNOTE"], rule_
    )

    assert fitted["DJ1"] == "DJ1"
    assert len({name.lower() for name in fitted.values()}) == 6 - 1
    assert all(len(name) <= 5 for name in fitted.values())
    assert losses[0] == Loss("DJ_1", "renamed", {"old": "DJ_1", "new": fitted["DJ_1"]})
    assert "DJ_1 → " in losses[0].text("en") and "DJ_1 → " in losses[0].text("zh")


@pytest.mark.parametrize("longest", [4, 7, 10, 30])
def test_labels_are_cut_between_characters(longest):
    cut = cut_bytes("非常不同意 at all", longest)

    assert len(cut.encode()) <= longest
    assert longest == 30 or cut.endswith("…")


def test_every_loss_is_worded_and_every_folder_is_the_same_twice(tmp_path):
    forms = [read_form(name, multi_select=True) for name in fielded()[:12]]
    forms.append(read_form(experiment(tmp_path)))
    for form in forms:
        for platform, write in PLATFORMS.items():
            for languages in (("zh", "en"), ("en",)):
                options = ExportOptions(languages)  # type: ignore[arg-type]
                export = write(form, options=options)

                assert export.manifest.platform == platform
                assert all(
                    loss.text("zh") and loss.text("en") for loss in export.losses
                )
                assert export.folder() == write(form, options=options).folder()


def test_a_file_name_never_leaves_the_folder(tmp_path):
    form = read_form("overall-satisfaction")
    made = PLATFORMS["surveyjs"](form)

    for name in ("../x.json", "a/b", "/etc/x", "..", ".hidden", "a\\b"):
        with pytest.raises(OptionError, match="no name of a file"):
            Export({name: b""}, made.manifest)
