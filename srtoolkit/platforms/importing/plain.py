"""A manifest for a file that no export of ours stands behind."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from srtoolkit.platforms.form.building import form_of
from srtoolkit.platforms.form.parts import Question
from srtoolkit.platforms.importing.headings import PLAIN
from srtoolkit.platforms.manifest.columns import other_column, question_column
from srtoolkit.platforms.manifest.model import (
    Column,
    Manifest,
    ManifestForm,
    NamedSource,
)
from srtoolkit.questionnaire import LANGUAGES, LoadedInstrument

_FINISHED = {
    "1": "yes",
    "true": "yes",
    "yes": "yes",
    "0": "no",
    "false": "no",
    "no": "no",
}


def plain_manifest(instruments: Sequence[LoadedInstrument]) -> Manifest:
    """Return what a file of answers to some instruments can hold.

    An item's column bears its code or its text; answers are codes or labels.
    The columns that the well-known platforms add are known by name.
    """
    items = [column for loaded in instruments for column in _item_columns(loaded)]
    return Manifest(
        platform=PLAIN,
        form=ManifestForm(
            name="-".join(i.instrument.name for i in instruments), version="0"
        ),
        instruments=tuple(
            NamedSource(
                name=loaded.instrument.name,
                version=loaded.instrument.version,
                sha256=loaded.sha256,
            )
            for loaded in instruments
        ),
        languages=LANGUAGES,
        columns=(*items, *_known_columns()),
    )


def _item_columns(loaded: LoadedInstrument) -> list[Column]:
    if loaded.instrument.kind == "described":
        return _described_columns(loaded)
    return [_item_column(each) for each in form_of(loaded, required="none").questions]


def _described_columns(loaded: LoadedInstrument) -> list[Column]:
    """Return the items of an instrument without wording: numbers, by their codes."""
    found = []
    for scale in loaded.instrument.scales:
        for item in scale.items:
            response = loaded.instrument.response_of(item)
            column = other_column(
                item.id,
                "number",
                question=item.id,
                low=response.low,
                high=response.high,
                missing=tuple(map(str, loaded.instrument.missing_codes)),
            )
            found.append(column)
    return found


def _item_column(question: Question) -> Column:
    headings = {
        "code": question.id,
        "text:zh": question.text.zh,
        "text:en": question.text.en,
    }
    return question_column(question, headings).model_copy(update={"optional": True})


def _known_columns() -> list[Column]:
    names = {
        "duration": ("Duration (in seconds)", "duration", "所用时间", "interviewtime"),
        "started": ("StartDate", "startdate", "start", "started"),
        "ended": (
            "EndDate",
            "submitdate",
            "end",
            "提交答卷时间",
            "_submission_time",
            "SubmissionDate",
            "ended",
        ),
        "finished": ("Finished",),
        "respondent": ("ResponseId", "_uuid", "KEY", "instanceID", "record_id", "序号"),
    }
    metadata = (
        "Progress",
        "RecordedDate",
        "DistributionChannel",
        "lastpage",
        "seed",
        "_id",
        "_index",
        "_validation_status",
        "_notes",
        "_status",
        "__version__",
        "_tags",
        "meta/rootUuid",
        "来源",
        "来源详情",
    )
    status = {
        "0": "answer",
        "ip address": "answer",
        "1": "preview",
        "survey preview": "preview",
    }
    language = {
        "en": "en",
        "zh": "zh",
        "zh-s": "zh",
        "zh-hans": "zh",
        "zh-cn": "zh",
        "中文": "zh",
        "english": "en",
    }
    found = [
        other_column("duration", "duration", {"code": names["duration"]}),
        other_column("started", "started", {"code": names["started"]}),
        other_column("ended", "ended", {"code": names["ended"]}),
        other_column(
            "finished", "finished", {"code": names["finished"]}, meanings=_FINISHED
        ),
        other_column("respondent_id", "respondent", {"code": names["respondent"]}),
        other_column("Status", "status", {"code": ("Status",)}, meanings=status),
        other_column(
            "language",
            "language",
            {"code": ("UserLanguage", "startlanguage")},
            meanings=language,
        ),
    ]
    return found + [other_column(name, "metadata") for name in metadata]


def fingerprint(manifest: Manifest) -> str:
    """Return the hash of a manifest's bytes."""
    return hashlib.sha256(manifest.to_bytes()).hexdigest()
