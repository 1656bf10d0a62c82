"""A whole QSF: elements, blocks, and the flow that leads through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any

from srtoolkit.platforms.export import ExportOptions
from srtoolkit.platforms.form.logic import Shown
from srtoolkit.platforms.form.parts import (
    Form,
    FormBlock,
    Matrix,
    MultiSelect,
    Note,
    Part,
    Story,
)
from srtoolkit.platforms.form.plain_logic import in_signs
from srtoolkit.platforms.form.stems import stem_of, told_before
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.qualtrics_form.logic import Clause, Logic, boolean
from srtoolkit.platforms.qualtrics_form.questions import Payload, QuestionWriter
from srtoolkit.platforms.qualtrics_form.words import LANGUAGE_CODES, identifier

#: One step of the flow and the clauses under which it is taken.
Step = tuple[tuple[Clause, ...], dict[str, Any]]


class SurveyWriter:
    """Writes one form, and notes what Qualtrics cannot carry.

    Attributes
    ----------
    numbers : dict of str to str
        ``QID`` of each question, matrix and multiple choice.
    losses : list of Loss
    """

    def __init__(self, form: Form, options: ExportOptions) -> None:
        self.form, self.options = form, options
        self.questions = QuestionWriter(options)
        self.payloads: list[Payload] = []
        self.numbers: dict[str, str] = {}
        self.losses: list[Loss] = []
        self.blocks: list[dict[str, Any]] = []
        self.flow_ids = count(2)

    def survey(self) -> dict[str, Any]:
        """Return the survey."""
        for block in self.form.blocks:
            self._block(block)
        self._number_all()
        self.logic = Logic(self.form, self.numbers)
        self._tell_stories_apart()
        flow = self._flow()
        own = identifier("SV", self.form.name)
        return {
            "SurveyEntry": self._entry(own),
            "SurveyElements": [
                {"SurveyID": own, **element} for element in self._elements(flow)
            ],
        }

    def _block(self, block: FormBlock) -> None:
        first = len(self.payloads)
        asked = [part for part in block.parts if not isinstance(part, Note | Story)]
        if block.shuffle and len(asked) > 1:
            self.losses.append(Loss(block.id, "shuffle_partly"))
        told = told_before(block)
        if told:
            self._add(self.questions.told(f"{block.id}_head", told))
        for part in block.parts:
            for payload in self._part(block, part):
                self._add(payload)
        made = self.payloads[first:]
        name = block.title.in_language(self.options.first) if block.title else block.id
        self._add_block(block.id, name, made)

    def _part(self, block: FormBlock, part: Part) -> Iterator[Payload]:
        if isinstance(part, Note):
            yield self.questions.told(part.id, part.text)
        elif isinstance(part, Story):
            for place, text in enumerate(part.texts.values(), start=1):
                yield self.questions.told(f"{part.id}_{place}", text)
        elif isinstance(part, Matrix):
            stem = stem_of(block, part)
            yield self.questions.matrix(part, stem, shuffle=block.shuffle)
        elif isinstance(part, MultiSelect):
            yield self.questions.multi_select(part, shuffle=block.shuffle)
        else:
            if part.step != 1 and part.kind == "number":
                self.losses.append(Loss(part.id, "step_dropped", {"step": part.step}))
            yield self.questions.question(part)

    def _add(self, payload: Payload) -> None:
        number = f"QID{len(self.payloads) + 1}"
        self.payloads.append(payload | {"QuestionID": number})

    def _add_block(self, block: str, name: str, payloads: Sequence[Payload]) -> None:
        self.blocks.append(
            {
                "Type": "Standard",
                "Description": name,
                "ID": identifier("BL", self.form.name, block),
                "BlockElements": [
                    {"Type": "Question", "QuestionID": payload["QuestionID"]}
                    for payload in payloads
                ],
                "Options": {
                    "BlockLocking": "false",
                    "RandomizeQuestions": "false",
                    "BlockVisibility": "Expanded",
                },
            }
        )

    def _number_all(self) -> None:
        for payload in self.payloads:
            self.numbers[payload["DataExportTag"]] = payload["QuestionID"]

    def _tell_stories_apart(self) -> None:
        """Show each story to its own condition."""
        tags = {payload["DataExportTag"]: payload for payload in self.payloads}
        for part in self.form.parts:
            if isinstance(part, Story):
                for place, label in enumerate(part.texts, start=1):
                    logic = boolean(self.logic.condition([label]))
                    shown = {"DisplayLogic": logic | {"inPage": False}}
                    tags[f"{part.id}_{place}"].update(shown)

    def _flow(self) -> list[dict[str, Any]]:
        steps = list(self._steps())
        if self.form.thanks:
            first = len(self.payloads)
            self._add(self.questions.told("thanks", self.form.thanks))
            self._add_block("thanks", "thanks", self.payloads[first:])
            steps.append(((), self._standard("thanks")))
        return list(self._branched(steps))

    def _steps(self) -> Iterator[Step]:
        assigned = self.form.assignment is None
        for block in self.form.blocks:
            tells = any(isinstance(part, Story) for part in block.parts)
            if not assigned and (tells or block.shown.conditions):
                assigned = True
                shown = Shown(unless=block.shown.unless)
                yield self._clauses(block.id, shown), self._randomizer()
            clauses = self._clauses(block.id, block.shown)
            yield clauses, self._standard(block.id)

    def _clauses(self, block: str, shown: Shown) -> tuple[Clause, ...]:
        found = self.logic.clauses(shown)
        lost = Loss(block, "shown_by_hand", {"rule": in_signs(self.form, shown)})
        if found is None and lost not in self.losses:
            self.losses.append(lost)
        return found or ()

    def _branched(self, steps: Sequence[Step]) -> Iterator[dict[str, Any]]:
        """Put neighbours with the same first clause into one branch."""
        for clause, members in groupby(steps, lambda step: step[0][:1]):
            if not clause:
                yield from (node for _, node in members)
                continue
            inner = [(clauses[1:], node) for clauses, node in members]
            yield {
                "Type": "Branch",
                "FlowID": self._flow_id(),
                "Description": "Branch",
                "BranchLogic": boolean(clause[0]),
                "Flow": list(self._branched(inner)),
            }

    def _standard(self, block: str) -> dict[str, Any]:
        own = identifier("BL", self.form.name, block)
        return {
            "Type": "Standard",
            "ID": own,
            "FlowID": self._flow_id(),
            "Autofill": [],
        }

    def _randomizer(self) -> dict[str, Any]:
        """Draw one condition, evenly, and keep its label as embedded data."""
        assert self.form.assignment is not None
        return {
            "Type": "BlockRandomizer",
            "FlowID": self._flow_id(),
            "SubSet": "1",
            "EvenPresentation": True,
            "Flow": [self._embedded(label) for label in self.form.assignment.labels],
        }

    def _embedded(self, label: str) -> dict[str, Any]:
        assert self.form.assignment is not None
        field = {
            "Description": self.form.assignment.column,
            "Type": "Custom",
            "Field": self.form.assignment.column,
            "VariableType": "String",
            "DataVisibility": [],
            "AnalyzeText": False,
            "Value": label,
        }
        own = self._flow_id()
        return {"Type": "EmbeddedData", "FlowID": own, "EmbeddedData": [field]}

    def _flow_id(self) -> str:
        return f"FL_{next(self.flow_ids)}"

    def _entry(self, own: str) -> dict[str, Any]:
        empty = "0000-00-00 00:00:00"
        return {
            "SurveyID": own,
            "SurveyName": self.form.title.in_language(self.options.first),
            "SurveyDescription": None,
            "SurveyOwnerID": "",
            "SurveyBrandID": "",
            "DivisionID": None,
            "SurveyLanguage": LANGUAGE_CODES[self.options.first],
            "SurveyActiveResponseSet": identifier("RS", self.form.name),
            "SurveyStatus": "Inactive",
            "SurveyStartDate": empty,
            "SurveyExpirationDate": empty,
            "SurveyCreationDate": empty,
            "CreatorID": "",
            "LastModified": empty,
            "LastAccessed": empty,
            "LastActivated": empty,
            "Deleted": None,
        }

    def _elements(self, flow: Sequence[Any]) -> Iterator[dict[str, Any]]:
        counted = {"Count": next(self.flow_ids) - 1}
        root = {"Type": "Root", "FlowID": "FL_1", "Flow": flow, "Properties": counted}
        yield _element("BL", "Survey Blocks", self._all_blocks())
        yield _element("FL", "Survey Flow", root)
        codes = [LANGUAGE_CODES[each] for each in self.options.languages]
        yield _element("SO", "Survey Options", _options(codes))
        yield _element("SCO", "Scoring", {"ScoringCategories": []})
        project = {"ProjectCategory": "CORE", "SchemaVersion": "1.1.0"}
        yield _element("PROJ", "CORE", project, third="1.1.0")
        statistics = {"MobileCompatible": True, "ID": "Survey Statistics"}
        yield _element("STAT", "Survey Statistics", statistics)
        total = str(len(self.payloads))
        yield _element("QC", "Survey Question Count", None, second=total)
        responses = identifier("RS", self.form.name)
        yield _element("RS", responses, None, second="Default Response Set")
        for payload in self.payloads:
            number, label = payload["QuestionID"], payload["QuestionDescription"]
            yield _element("SQ", number, payload, second=label)

    def _all_blocks(self) -> list[dict[str, Any]]:
        trash = {
            "Type": "Trash",
            "Description": "Trash / Unused Questions",
            "ID": identifier("BL", self.form.name, "", "trash"),
            "BlockElements": [],
        }
        return [*self.blocks, trash]


def _element(
    kind: str,
    first: str,
    payload: Any,
    *,
    second: str | None = None,
    third: str | None = None,
) -> dict[str, Any]:
    return {
        "Element": kind,
        "PrimaryAttribute": first,
        "SecondaryAttribute": second,
        "TertiaryAttribute": third,
        "Payload": payload,
    }


def _options(languages: Sequence[str]) -> dict[str, Any]:
    return {
        "BackButton": "false",
        "SaveAndContinue": "true",
        "SurveyProtection": "PublicSurvey",
        "BallotBoxStuffingPrevention": "false",
        "NoIndex": "Yes",
        "SecureResponseFiles": "true",
        "SurveyExpiration": "None",
        "SurveyTermination": "DefaultMessage",
        "ProgressBarDisplay": "None",
        "PartialData": "+1 week",
        "AnonymizeResponse": "Yes",
        "AvailableLanguages": {code: [] for code in languages},
    }
