"""Round trips: made-up respondents, a platform's download, and the same scores.

A platform's test writes the download itself, from what is documented of the
platform; writing it from the manifest would prove nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.testing import assert_frame_equal

from srtoolkit.platforms import (
    Export,
    Form,
    Imported,
    ImportOptions,
    Question,
    import_download,
    read_form,
)
from srtoolkit.platforms.form.parts import FormBlock
from srtoolkit.questionnaire import Rule, list_instruments
from srtoolkit.responses import responses_from_frame

Person = dict[str, Any]
#: Every respondent of this number declines, where the form asks for consent.
DECLINING = 7
STYLES = ("lowest", "highest", "middle", "extremes", "agreeing", "random", "holes")
#: What an open answer may do to a file: commas, quotes, line ends, formulas.
WORDS = ("fine", "慢，太慢了", 'a "quoted", word', "two\nlines", "=1+1", "a;b\tc", "'x")


def fielded() -> list[str]:
    """Names of every instrument that asks something."""
    names = [str(row["name"]) for row in list_instruments()]
    return [name for name in names if name not in ("acsi-survey", "ecsi-mobile")]


def experiment(folder: Path) -> Path:
    """Compose the paradox experiment, with conditions, rules and open questions."""
    from srtoolkit.plans import read_plan
    from srtoolkit.questionnaire import (
        ComposedDesign,
        compose_questionnaire,
        write_composition,
    )

    plan = read_plan("recovery-paradox").plan
    composition = compose_questionnaire(
        name="paradox-experiment",
        title=plan.title,
        instruments=plan.instruments,
        variables={"OSAT", "LOY", "PWOM"},
        design=ComposedDesign(
            "condition",
            "no_failure",
            ("excellent_recovery", "poor_recovery"),
            "scenario-hotel-check-in",
        ),
    )
    write_composition(composition, folder / "paradox-experiment")
    return folder / "paradox-experiment"


def all_forms(folder: Path) -> Iterator[Form]:
    """Every instrument, plain and with ticked options, and the experiment."""
    for name in fielded():
        form = read_form(name)
        yield form
        ticked = read_form(name, multi_select=True)
        if ticked.multi_selects:
            yield ticked
    yield read_form(experiment(folder))


def respondents(form: Form, *, n: int = 42, seed: int = 1) -> list[Person]:
    """Make up respondents: every style, both languages, holes, rules obeyed.

    Each has ``language``, ``condition`` (None without an assignment) and every
    question's id: a value, words, or None where nothing was answered. With
    ticked options, all are None where none is ticked.
    """
    source = random.Random(seed)
    labels = form.assignment.labels if form.assignment else (None,)
    people = []
    for number in range(n):
        person: Person = {
            "language": ("zh", "en")[number % 2],
            "condition": labels[number % len(labels)],
        }
        style = STYLES[number % len(STYLES)]
        _answer_all(form, person, style, source, declines=number % n == DECLINING)
        people.append(person)
    return people


def _answer_all(
    form: Form, person: Person, style: str, source: random.Random, *, declines: bool
) -> None:
    person |= dict.fromkeys(question.id for question in form.questions)
    skip_to: str | None = None
    for block in form.blocks:
        if skip_to not in (None, block.id):
            continue
        skip_to = None
        if block.shown.conditions and person["condition"] not in block.shown.conditions:
            continue
        _answer_block(form, block, person, style, source, declines=declines)
        skip_to = next((r.then for r in block.rules if holds(r, person)), None)


def _answer_block(
    form: Form,
    block: FormBlock,
    person: Person,
    style: str,
    source: random.Random,
    *,
    declines: bool,
) -> None:
    for question in block.questions:
        if question.origin == "consent":
            person[question.id] = 0 if declines else 1
        elif style == "holes" and source.random() < 0.3:
            person[question.id] = None
        else:
            person[question.id] = answer(question, style, source)
    for select in form.multi_selects:
        ids = [option.id for option in select.options]
        if set(ids) <= {question.id for question in block.questions}:
            ticked = {name: int(source.random() < 0.5) for name in ids}
            if style == "holes":
                ticked = dict.fromkeys(ids, 0)
            nothing = not any(ticked.values())
            person |= dict.fromkeys(ids) if nothing else ticked


def answer(question: Question, style: str, source: random.Random) -> int | str:
    """Answer one question in one style."""
    if question.kind == "text":
        return source.choice(WORDS)
    if question.kind == "number":
        low, high = question.low or 0, question.high or 500
        return source.randrange(low, high + 1, question.step)
    values = question.values
    upper = values[len(values) // 2 :]
    return {
        "lowest": values[0],
        "highest": values[-1],
        "middle": values[len(values) // 2],
        "extremes": source.choice((values[0], values[-1])),
        "agreeing": source.choice(upper),
    }.get(style, source.choice(values))


def holds(rule: Rule, person: Mapping[str, Any]) -> bool:
    """Tell whether a rule is followed; a comparison needs an answer."""
    value = person[rule.item]
    if rule.operator in ("answered", "not_answered"):
        return (value is not None) is (rule.operator == "answered")
    if value is None or rule.value is None:
        return False
    return {
        "equals": value == rule.value,
        "not_equals": value != rule.value,
        "below": value < rule.value,
        "above": value > rule.value,
        "at_most": value <= rule.value,
        "at_least": value >= rule.value,
    }[rule.operator]


def kept(form: Form, people: Sequence[Person]) -> list[Person]:
    """Those an import hands on: who agreed, where the form asks."""
    consent = [q.id for q in form.questions if q.origin == "consent"]
    return [person for person in people if all(person[name] == 1 for name in consent)]


def check_trip(
    form: Form,
    export: Export,
    people: Sequence[Person],
    path: Path,
    *,
    options: ImportOptions | None = None,
    **more: Any,
) -> Imported:
    """Import a download and compare answers and scores to the last digit."""
    manifest = path.parent / "manifest.json"
    manifest.write_bytes(export.manifest.to_bytes())
    found = import_download(path, manifest=manifest, options=options, **more)
    staying = kept(form, people)
    asked = [q.id for q in form.questions if q.origin == "item" and q.kind != "text"]
    expected = pd.DataFrame(
        {name: [person[name] for person in staying] for name in asked},
        index=range(len(staying)),
        dtype="float64",
    )
    answers = found.responses.answers
    if asked:
        assert_frame_equal(answers[asked], expected, check_exact=True)
        own = responses_from_frame(
            expected, found.responses.instruments, required=asked, may_be_constant=asked
        )
        scores = found.responses.scores[own.scores.columns]
        assert_frame_equal(scores, own.scores, check_exact=True)
    if form.assignment:
        labels = [person["condition"] for person in staying]
        assert answers[form.assignment.column].tolist() == labels
    if "language" in answers:
        assert answers["language"].tolist() == [p["language"] for p in staying]
    for question in form.questions:
        if question.kind == "text":
            assert question.id not in answers
    return found
