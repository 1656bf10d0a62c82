"""SurveyJS: survey-core builds the form, and its answers come back whole."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from surveyjs_answers import answers

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    PLATFORMS,
    Form,
    ImportOptions,
    Matrix,
    read_form,
)

#: Fills every form in survey-core itself and prints what is visible and kept.
PROBE = """
const { Model } = require("survey-core");
const fs = require("fs");
const [form, people] = process.argv.slice(2).map((p) => JSON.parse(fs.readFileSync(p)));
const out = people.map((person) => {
  const survey = new Model(form);
  const errors = survey.jsonErrors;
  survey.locale = person.locale;
  for (const [name, value] of person.values) survey.setValue(name, value);
  survey.doComplete();
  const shown = survey.getAllPanels().filter((p) => p.isVisible).map((p) => p.name);
  return { errors: errors && errors.map((e) => e.message), data: survey.data, shown };
});
console.log(JSON.stringify(out));
"""


def export(form: Form) -> Any:
    return PLATFORMS["surveyjs"](form)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.mark.parametrize("lines", [False, True])
def test_answers_come_back(forms, tmp_path, lines):
    for form in forms:
        people = respondents(form)
        data = answers(form, people)
        text = json.dumps(data, ensure_ascii=False)
        if lines:
            text = "\n".join(json.dumps(each) for each in data)
        path = tmp_path / "answers.json"
        path.write_text(text, encoding="utf-8")

        found = check_trip(form, export(form), people, path)

        assert found.report.n_read == len(people)


def test_comments_are_left_out_as_words(tmp_path):
    form = read_form("overall-satisfaction")
    people = respondents(form)
    data = answers(form, people)
    matrix = next(part.id for part in form.parts if isinstance(part, Matrix))
    for each in data[::2]:
        each[f"{matrix}-Comment"] = "my own words"
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(data), encoding="utf-8")

    found = check_trip(form, export(form), people, path)

    (told,) = (c for c in found.report.columns if c.heading.endswith("-Comment"))
    assert (told.fate, told.personal) == ("dropped", "text")


def test_what_a_page_adds_is_named_and_can_be_left_out(tmp_path):
    form = read_form("overall-satisfaction")
    people = respondents(form)
    data = [each | {"pageNo": 3} for each in answers(form, people)]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"results": data}), encoding="utf-8")

    with pytest.raises(ResponsesError, match='"pageNo" is none of the form'):
        check_trip(form, export(form), people, path)
    options = ImportOptions(leave_out=("pageNo",))
    check_trip(form, export(form), people, path, options=options)


def test_text_is_escaped_and_names_are_unique(forms):
    for form in forms:
        survey = json.loads(export(form).files[f"{form.name}.json"])
        names = [
            element["name"]
            for page in survey["pages"]
            for panel in page["elements"]
            for element in panel["elements"]
        ]

        assert len(names) == len(set(names))


@pytest.mark.peer
def test_survey_core_builds_fills_and_routes_every_form(forms, tmp_path):
    """Needs a folder with survey-core 2.5.38, named by SURVEYJS_HOME."""
    home = os.environ.get("SURVEYJS_HOME")
    if not home:
        pytest.skip("SURVEYJS_HOME names no folder with node_modules/survey-core")
    probe = Path(home) / "probe.cjs"
    probe.write_text(PROBE, encoding="utf-8")
    for form in forms:
        people = respondents(form)
        data = answers(form, people)
        survey, filled = tmp_path / "survey.json", tmp_path / "people.json"
        survey.write_bytes(export(form).files[f"{form.name}.json"])
        given = [
            {"locale": each.pop("language"), "values": list(each.items())}
            for each in data
        ]
        filled.write_text(json.dumps(given), encoding="utf-8")
        command = ["node", str(probe), str(survey), str(filled)]

        run = subprocess.run(command, cwd=home, capture_output=True, check=True)
        found = json.loads(run.stdout)

        assert all(each["errors"] is None for each in found), form.name
        path = tmp_path / "answers.json"
        path.write_text(json.dumps([each["data"] for each in found]), encoding="utf-8")
        check_trip(form, export(form), people, path)
        for person, each in zip(people, found, strict=True):
            for block in form.blocks:
                conditions = block.shown.conditions
                if conditions and person["condition"] not in conditions:
                    assert block.id not in each["shown"]


def test_the_script_and_the_stories(tmp_path):
    form = read_form(experiment(tmp_path))
    made = export(form)
    survey = json.loads(made.files["paradox-experiment.json"])

    assert "no_failure" in made.files["paradox-experiment-assign.js"].decode()
    assert survey["pages"][1]["elements"][0]["elements"][1]["visibleIf"] == (
        "({condition} = 'no_failure')"
    )
    assert {loss.code for loss in made.losses} == {
        "assignment_simple",
        "assignment_by_page",
    }
