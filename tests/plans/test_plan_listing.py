"""The list of plans, and rooms whose names load on first use."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from srtoolkit.errors import ContentError
from srtoolkit.plans import list_plans, read_plan
from srtoolkit.shelves import bundled_library

PLAN = (bundled_library() / "analyses" / "recovery-paradox" / "plan.yaml").read_text(
    encoding="utf-8"
)


def study_with(folder: Path, **plans: str) -> Path:
    for name, text in plans.items():
        place = folder / "analyses" / name
        place.mkdir(parents=True)
        (place / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


def test_rows_say_what_the_whole_plan_says():
    rows = {row["name"]: row for row in list_plans()}

    for name, row in rows.items():
        plan = read_plan(name).plan
        assert row["title"] == {"zh": plan.title.zh, "en": plan.title.en}
        assert row["theory"] == list(plan.theory)
        assert row["instruments"] == list(plan.instruments)
        assert row["origin"] == "bundled"


def test_a_mistake_the_row_does_not_say_keeps_no_plan_from_the_list(tmp_path):
    study = study_with(tmp_path, mine=PLAN + "\nno_such_key: 1\n")

    assert "mine" in {row["name"] for row in list_plans(study)}
    with pytest.raises(ContentError, match="no_such_key"):
        read_plan("mine", study)


def test_mistakes_of_all_plans_come_together(tmp_path):
    broken = PLAN.replace("\ntheory:", "\nnot_theory:")
    study = study_with(tmp_path, one=broken, two=broken)

    with pytest.raises(ContentError) as caught:
        list_plans(study)

    assert [problem.where for problem in caught.value.problems] == [
        "analyses/one/plan.yaml",
        "analyses/two/plan.yaml",
    ]


@pytest.mark.parametrize("room", ["plans", "questionnaire"])
def test_every_public_name_loads(room):
    face = import_module(f"srtoolkit.{room}")

    assert set(face._FILES) == set(face.__all__)
    for name in face.__all__:
        assert getattr(face, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        face.no_such_name  # noqa: B018


def test_the_list_of_plans_loads_no_method():
    code = (
        "import sys; from srtoolkit.plans import list_plans; list_plans(); "
        "print([m for m in ('numpy', 'srtoolkit.sem', 'srtoolkit.document') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.strip() == "[]"
