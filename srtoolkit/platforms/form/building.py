"""From an instrument or a composed questionnaire to the neutral form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from srtoolkit.errors import OptionError
from srtoolkit.platforms.form import texts
from srtoolkit.platforms.form.asking import Asking, Required, check_required
from srtoolkit.platforms.form.logic import Jump, Shown
from srtoolkit.platforms.form.parts import (
    Choice,
    Form,
    FormBlock,
    FormPage,
    Note,
    Part,
    Question,
    Story,
)
from srtoolkit.questionnaire import (
    Block,
    Consent,
    Element,
    LoadedInstrument,
    LoadedQuestionnaire,
    Rule,
    Text,
    find_any,
    read_instrument,
    read_questionnaire,
)

#: Column of the consent, and what it holds.
CONSENT_COLUMN = "AGREED"
AGREED, DECLINED = 1, 0


def read_form(
    name: str | Path,
    *,
    study: Path | None = None,
    required: Required = "scales",
    multi_select: bool = False,
) -> Form:
    """Find an instrument or a composed questionnaire and make its form.

    Parameters
    ----------
    name : str or Path
        Name on the instruments shelf, or path of a folder or its file.
    study : Path, optional
        The study whose shelf is searched before the bundled one.
    required, multi_select
        As `form_of`.

    Raises
    ------
    ShelfError
        When there is nothing of that name.
    ContentError
        When its file is not sound, or describes a published study.
    OptionError
        When it is a scenario, which asks nothing.
    """
    item = find_any(str(name), study)[-1]  # a questionnaire before its parts
    if item.kind == "scenario":
        raise OptionError(
            f'"{item.name}" is a scenario and asks nothing',
            code="scenario_not_fielded",
            advice="Compose a questionnaire with it: srtoolkit instruments compose.",
        )
    source: LoadedInstrument | LoadedQuestionnaire = (
        read_questionnaire(item, study)
        if item.kind == "questionnaire"
        else read_instrument(item)
    )
    return form_of(source, required=required, multi_select=multi_select)


def form_of(
    source: LoadedInstrument | LoadedQuestionnaire,
    *,
    required: Required = "scales",
    multi_select: bool = False,
) -> Form:
    """Make the form of an instrument alone or of a composed questionnaire.

    Parameters
    ----------
    required : {"scales", "all", "none"}
        Which questions must be answered: the items of rating scales and
        checks, every closed question, or none beside consent. What a rule
        looks at must be answered unless it is ``"none"``.
    multi_select : bool
        Whether the yes/no items of a scale of the kind ``multiple`` become
        one question whose options are ticked. A fact that is not ticked then
        counts as "no", where a grid tells "no" from "not answered".

    Raises
    ------
    ContentError
        When an instrument describes a published study and has no sentences.
    OptionError
        For another value of `required`.
    """
    check_required(required)
    if isinstance(source, LoadedInstrument):
        return _instrument_form(source, Asking([source], required, multi_select))
    return _Laying(source, required, multi_select).form()


def _instrument_form(loaded: LoadedInstrument, asking: Asking) -> Form:
    instrument = loaded.instrument
    stem = instrument.name.replace("-", "_")
    block = FormBlock(
        id=stem,
        parts=tuple(asking.parts(instrument.items, stem)),
        instructions=instrument.instructions,
    )
    return Form(
        name=instrument.name,
        title=instrument.title,
        version=instrument.version,
        pages=(FormPage("page1", (block,)),),
        instruments=(loaded,),
    )


class _Laying:
    """Lays out one composed questionnaire."""

    def __init__(
        self, loaded: LoadedQuestionnaire, required: Required, multi_select: bool
    ) -> None:
        self.loaded, self.questionnaire = loaded, loaded.questionnaire
        routed = {
            rule.item for block in self.questionnaire.blocks for rule in block.rules
        }
        self.asking = Asking(loaded.instruments, required, multi_select, routed)
        self.told: Counter[str] = Counter()

    def form(self) -> Form:
        opening = list(self._opening())
        blocks = [self._block(block) for block in self.questionnaire.blocks]
        blocks = shown_by_jumps([*opening, *blocks])
        starts = [False] * len(opening)
        starts += [block.new_page for block in self.questionnaire.blocks]
        if opening:
            starts[len(opening)] = True
        assignment = self.questionnaire.assignment
        return Form(
            name=self.questionnaire.name,
            title=self.questionnaire.title,
            version=self.questionnaire.version,
            pages=_pages(blocks, starts),
            instruments=self.loaded.instruments,
            thanks=self.questionnaire.thanks,
            assignment=assignment,
            sha256=self.loaded.sha256,
        )

    def _opening(self) -> Iterator[FormBlock]:
        introduction = self.questionnaire.introduction
        consent = self.questionnaire.consent
        if introduction:
            yield FormBlock("introduction", (self._note(introduction),))
        if consent:
            yield self._consent(consent)

    def _consent(self, consent: Consent) -> FormBlock:
        column = CONSENT_COLUMN
        while column in self.loaded.columns:
            column += "_"
        answers = (Choice(AGREED, consent.agree), Choice(DECLINED, consent.decline))
        question = Question(
            id=column,
            text=texts.CONSENT,
            asks=texts.CONSENT_ASKS,
            kind="choice",
            choices=answers,
            low=DECLINED,
            high=AGREED,
            required=True,
            origin="consent",
        )
        declined = Rule(item=column, operator="equals", value=DECLINED, then="end")
        parts = (self._note(consent.text), question)
        return FormBlock("consent", parts, rules=(declined,))

    def _block(self, block: Block) -> FormBlock:
        parts: list[Part] = []
        # neighbours with the same answers form one matrix, whichever element asks
        for is_told, elements in groupby(block.show, _is_told):
            if is_told:
                parts += [self._tell(block, element) for element in elements]
            else:
                shown = block.model_copy(update={"show": tuple(elements)})
                asked = self.loaded.items_of(shown)
                parts += self.asking.parts(asked, block.id)
        return FormBlock(
            id=block.id,
            parts=tuple(parts),
            title=block.title,
            instructions=block.instructions,
            shuffle=block.shuffle,
            shown=Shown(block.conditions),
            rules=block.rules,
        )

    def _tell(self, block: Block, element: Element) -> Part:
        if element.text is not None:
            return self._note(element.text)
        phase = None if element.scenario in (None, "whole") else element.scenario
        assignment = self.questionnaire.assignment
        labels = assignment.labels if assignment else ()
        stories: dict[str, Text] = {}
        for label in labels:
            cell = self.loaded.cell(label)
            zh, en = cell.text("zh", phase), cell.text("en", phase)  # type: ignore[arg-type]
            if block.shown_in(label) and zh:
                stories[label] = Text(zh=zh, en=en)
        return Story(self._id("STORY"), stories)

    def _note(self, text: Text) -> Note:
        return Note(self._id("NOTE"), text)

    def _id(self, stem: str) -> str:
        self.told[stem] += 1
        return f"{stem}{self.told[stem]}"


def shown_by_jumps(blocks: Sequence[FormBlock]) -> list[FormBlock]:
    """Say of each block which earlier rules lead past it."""
    ids = [block.id for block in blocks]
    found: list[FormBlock] = []
    for place, block in enumerate(blocks):
        jumps = [
            Jump(rule, earlier.rules[:number], earlier.shown)
            for earlier in found
            for number, rule in enumerate(earlier.rules)
            if rule.then == "end" or ids.index(rule.then) > place
        ]
        shown = Shown(block.shown.conditions, tuple(jumps))
        found.append(replace(block, shown=shown))
    return found


def _pages(blocks: Sequence[FormBlock], starts: Sequence[bool]) -> tuple[FormPage, ...]:
    pages: list[list[FormBlock]] = []
    for block, starts_page in zip(blocks, starts, strict=True):
        if starts_page or not pages:
            pages.append([])
        pages[-1].append(block)
    return tuple(
        FormPage(f"page{number}", tuple(page))
        for number, page in enumerate(pages, start=1)
    )


def _is_told(element: Element) -> bool:
    return element.text is not None or element.scenario is not None
