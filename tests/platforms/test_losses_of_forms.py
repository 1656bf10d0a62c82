"""Every platform tells of every form what it loses, in both languages."""

from __future__ import annotations

import pytest
from platform_trips import all_forms

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    Matrix,
    MultiSelect,
    Question,
    read_manifest,
)

PLAIN = ("wjx", "redcap", "qualtrics-txt")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.mark.parametrize("platform", ["limesurvey", "qualtrics", *PLAIN])
def test_reports_are_worded_and_manifests_sound(forms, platform, tmp_path):
    for form in forms:
        for language in ("zh", "en"):
            options = ExportOptions(languages=(language,))
            found = PLATFORMS[platform](form, options=options)
            folder = found.folder()
            assert {"manifest.json", "loss-report.md"} < set(folder)
            (tmp_path / "manifest.json").write_bytes(folder["manifest.json"])
            assert read_manifest(tmp_path / "manifest.json") == found.manifest
            codes = {(loss.item, loss.code) for loss in found.losses}
            assert ("", "one_language") in codes
            told = {part.id for part in form.parts} | {b.id for b in form.blocks}
            told |= {q.id for q in form.questions} | {"", "condition", "thanks"}
            told |= {f"STORY1_{number}" for number in (1, 2, 3)}
            assert {loss.item for loss in found.losses} <= told


@pytest.mark.parametrize("platform", PLAIN)
def test_everything_a_list_of_questions_cannot_hold_is_told(forms, platform):
    for form in forms:
        found = {(x.item, x.code) for x in PLATFORMS[platform](form).losses}
        for block in form.blocks:
            if block.shuffle:
                assert (block.id, "shuffle_dropped") in found
            if block.shown.conditions and platform != "redcap":
                assert (block.id, "shown_by_hand") in found
        for question in form.questions:
            if question.unit:
                assert (question.id, "unit_in_text") in found
            if question.kind == "number" and platform != "redcap":
                assert (question.id, "range_dropped") in found
            if question.origin == "consent" and platform != "redcap":
                assert (question.id, "consent_not_enforced") in found
        for part in form.parts:
            if isinstance(part, MultiSelect):
                assert (part.id, "ticked_only") in found
            first = part.first if isinstance(part, Matrix) else part
            if isinstance(first, Question) and first.low_label:
                assert (part.id, "ends_in_labels") in found
