"""The blocks of a composed questionnaire, in the order they must be asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from srtoolkit.errors import SrtoolkitError
from srtoolkit.questionnaire.composed.questionnaire import AssignedCell
from srtoolkit.questionnaire.composing import texts
from srtoolkit.questionnaire.composing.stages import (
    AFTER_FAILURE,
    STAGES,
    Stage,
    by_stage,
    chosen_scales,
    same_answers,
)
from srtoolkit.questionnaire.instrument import Scale
from srtoolkit.questionnaire.reading import LoadedInstrument, read_instrument
from srtoolkit.questionnaire.response_format import ResponseFormat
from srtoolkit.questionnaire.scenarios.scenario import Scenario
from srtoolkit.shelves import find_item, list_items

_CHECKS = "manipulation-checks"
_ATTENTION = "ATTENTION1"
_SCREENER = "screener-recall"
_SCREENED = "HAD_PROBLEM"
#: 1 means that a problem was met with.
_NO_PROBLEM = {
    "item": "HAD_PROBLEM1",
    "operator": "not_equals",
    "value": 1,
    "then": "end",
}
#: By the word in an instrument's name, what its author has to do with it.
_COMPANION_NOTES = {
    "incident": "{name} asks for the story of the failure in the respondent's words; "
    "two coders are needed for it.",
    "marker": "{name} has nothing to do with the plan's constructs: its correlations "
    "with them estimate common method variance.",
    "profile": "{name} comes at the end; leave out what you do not need to know.",
}


class BlockMaker:
    """Builds the blocks and remembers which instruments they use."""

    def __init__(
        self,
        loaded: Sequence[LoadedInstrument],
        variables: Collection[str],
        scenario: Scenario | None,
        cells: Sequence[AssignedCell],
        study: Path | None,
    ) -> None:
        self.loaded = loaded
        self.variables = variables
        self.scenario = scenario
        self.failed = [cell.label for cell in cells if not cell.control]
        self.factors = tuple(dict.fromkeys(f for cell in cells for f in cell.levels))
        self.study = study
        self.used: dict[str, None] = {}
        self.notes: list[str] = []

    def blocks(self) -> list[dict[str, Any]]:
        """Return every block, in the order asked."""
        staged = [
            (each, by_stage(each, chosen_scales(each, self.variables)))
            for each in self.loaded
        ]
        asked = {stage: self._scale_blocks(stage, staged) for stage in STAGES}
        judged = asked["recovery"] + asked["recovery_verdict"] + asked["outcome"]
        blocks = self._opening() if self.scenario is None else []
        blocks += asked["before"]
        blocks += self._story("failure" if asked["expectation"] else "whole")
        blocks += asked["failure"] + asked["expectation"]
        blocks += self._story("recovery") if asked["expectation"] else []
        if self.scenario is None and blocks:
            self._skip_recovery(blocks[-1], asked)
        self._add_attention(judged)
        blocks += judged + self._checks()
        blocks += self._companion("marker") + self._companion("profile")
        comments = {"id": "comments", "show": [{"question": "COMMENT"}]}
        return [*blocks, comments | {"new_page": False}]

    def _opening(self) -> list[dict[str, Any]]:
        """Ask a survey's respondents whether, and what, they met with."""
        try:
            item = find_item("instruments", _SCREENER, self.study)
            instrument = read_instrument(item).instrument
        except SrtoolkitError:
            self.notes.append(f"The shelf has no {_SCREENER}; write a screener.")
            return []
        self.used[_SCREENER] = None
        rest = [s.id for s in instrument.scales if s.id not in ("CONSENT", _SCREENED)]
        recall: dict[str, Any] = {
            "id": "recall",
            "show": [{"scale": scale} for scale in rest],
        }
        self.notes.append(
            "Who met with no problem in the past year is sent to the end."
        )
        screened = {
            "id": "screener",
            "instructions": instrument.instructions,
            "show": [{"scale": _SCREENED}],
            "rules": [_NO_PROBLEM],
        }
        return [screened, recall, *self._companion("incident")]

    def _skip_recovery(
        self,
        before: dict[str, Any],
        asked: Mapping[Stage, Sequence[Mapping[str, Any]]],
    ) -> None:
        """Lead respondents for whom nothing was done past the recovery."""
        judged = [*asked["recovery"], *asked["recovery_verdict"]]
        if _SCREENER not in self.used or not judged:
            return
        then = asked["outcome"][0]["id"] if asked["outcome"] else "end"
        rule = {"item": "RECOVERED1", "operator": "equals", "value": 2, "then": then}
        before["rules"] = [*before.get("rules", []), rule]
        self.notes.append(
            "Respondents for whom nothing was done are not asked to judge a recovery."
        )

    def _scale_blocks(
        self,
        stage: Stage,
        staged: Sequence[tuple[LoadedInstrument, Mapping[Stage, list[Scale]]]],
    ) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = []
        for loaded, scales in staged:
            if stage not in scales:
                continue
            name = loaded.instrument.name
            self.used[name] = None
            stem = name.replace("-", "_") + ("" if len(scales) == 1 else f"_{stage}")
            groups = same_answers(loaded, scales[stage])
            for number, group in enumerate(groups, start=1):
                first = number == 1
                block: dict[str, Any] = {
                    "id": stem if first else f"{stem}_{number}",
                    "instructions": loaded.instrument.instructions
                    if first
                    else texts.OTHER_ANSWERS,
                    "show": [{"scale": scale.id} for scale in group],
                    "shuffle": all(scale.kind == "reflective" for scale in group),
                    "new_page": first,
                }
                if self.failed and stage in AFTER_FAILURE:
                    block["conditions"] = self.failed
                blocks.append(block)
        return blocks

    def _story(self, part: str) -> list[dict[str, Any]]:
        if self.scenario is None:
            return []
        if part == "recovery":
            show: list[dict[str, Any]] = [{"text": texts.GO_ON}, {"scenario": part}]
            return [{"id": "story_goes_on", "show": show, "conditions": self.failed}]
        self.notes.append(
            f"The story is {self.scenario.name}; its control text is the group without "
            f"a failure. Manipulated: {', '.join(self.factors)}. Other factors are told "
            "as the scenario holds them."
        )
        if part == "failure":
            self.notes.append(
                "The story stops before the recovery, where expectations are asked: "
                "asked later, they would be hindsight."
            )
        show = [
            {"text": self.scenario.perspective},
            {"scenario": part},
            {"text": texts.ANSWER_AS},
        ]
        return [{"id": "story", "instructions": texts.READ, "show": show}]

    def _add_attention(self, blocks: list[dict[str, Any]]) -> None:
        """Put the attention check among items that are answered as it is."""
        item = self._check_items([_ATTENTION])
        fitting = [block for block in blocks if self._answered_alike(block)]
        open_to_all = [block for block in fitting if "conditions" not in block]
        if not item or not open_to_all:
            self.notes.append("There is no attention check: no block for it was found.")
            return
        self.used[_CHECKS] = None
        open_to_all[-1]["show"].append({"items": item})
        self.notes.append(
            f"{_ATTENTION} stands in the block {open_to_all[-1]['id']}; decide before the "
            "data come in whether a failed check excludes a respondent."
        )

    def _answered_alike(self, block: Mapping[str, Any]) -> bool:
        """Whether a block's items have the answers of the attention check."""
        shown = block["show"][0].get("scale")
        for loaded in self.loaded:
            for scale in loaded.instrument.scales:
                if scale.id == shown:
                    answers = loaded.instrument.response_of(scale.items[0])
                    return answers == self._attention_answers()
        return False

    def _attention_answers(self) -> ResponseFormat | None:
        if not self._check_items([_ATTENTION]):
            return None
        found = read_instrument(find_item("instruments", _CHECKS, self.study))
        return found.instrument.response_of(_ATTENTION)

    def _checks(self) -> list[dict[str, Any]]:
        """Manipulation checks, after the outcomes so that they give nothing away."""
        if self.scenario is None:
            return []
        wanted = self.scenario.checks_of(self.factors)
        for_all = self._check_items(
            [name for name in wanted if name == "MC_FAIL"] + ["REALISM1", "REALISM2"]
        )
        for_failed = self._check_items([name for name in wanted if name != "MC_FAIL"])
        self.used[_CHECKS] = None
        blocks: list[dict[str, Any]] = [
            {
                "id": "checks",
                "instructions": texts.CHECKS,
                "show": [{"items": for_all}],
            }
        ]
        if for_failed:
            blocks.append(
                {
                    "id": "checks_of_factors",
                    "show": [{"items": for_failed}],
                    "new_page": False,
                    "conditions": self.failed,
                }
            )
        self.notes.append(
            "The control group is asked MC_FAIL and realism, and none of the checks of "
            "what only happens after a failure."
        )
        return blocks

    def _check_items(self, names: Sequence[str]) -> list[str]:
        """Those of the check items that are on the shelf."""
        try:
            found = read_instrument(find_item("instruments", _CHECKS, self.study))
        except SrtoolkitError:
            return []
        known = {item.id for item in found.instrument.items}
        return [name for name in names if name in known]

    def _companion(self, kind: str) -> list[dict[str, Any]]:
        """The shelf's incident, marker or sample profile, if it has one."""
        for item in list_items("instruments", self.study):
            if kind in item.name and item.name not in self.used:
                instrument = read_instrument(item).instrument
                self.used[item.name] = None
                block = {
                    "id": item.name.replace("-", "_"),
                    "instructions": instrument.instructions,
                    "show": [{"instrument": item.name}],
                }
                self.notes.append(_COMPANION_NOTES[kind].format(name=item.name))
                return [block]
        self.notes.append(f"The shelf has no {kind}; write one and add it.")
        return []
