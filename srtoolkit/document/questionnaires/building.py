"""From a questionnaire, an instrument or a scenario to a printed form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_uppercase

from srtoolkit.document.questionnaires.asking import Asking
from srtoolkit.document.questionnaires.form import (
    Agreement,
    Form,
    Part,
    Said,
    Section,
    Story,
)
from srtoolkit.document.questionnaires.routing import routing_text
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.questionnaire import (
    Block,
    Cell,
    Element,
    Instrument,
    Item,
    Language,
    LoadedQuestionnaire,
    Question,
    Scenario,
    cells,
    control_cell,
)


def instrument_form(instrument: Instrument, lang: Language, *, codes: bool) -> Form:
    """Lay out one instrument alone.

    Raises
    ------
    ContentError
        When it describes a published study and has no sentences.
    """
    words = FormWords(lang)
    asking = Asking.of([instrument], words)
    page: list[Part] = []
    if instrument.instructions:
        page.append(Said(words.of(instrument.instructions), "instruction"))
    page += asking.parts(instrument.items)
    return Form(lang, words.of(instrument.title), "", codes, (tuple(page),))


def scenario_labels(scenario: Scenario) -> dict[str, Cell]:
    """Return the control and the cells that vary one factor, by label."""
    control = control_cell(scenario)
    found = {control.label: control}
    for factor in scenario.factors:
        for cell in cells(scenario, [factor.id]):
            found[f"{factor.id}_{cell.label}"] = cell
    return found


def scenario_form(
    scenario: Scenario, lang: Language, *, condition: str | None, codes: bool
) -> Form:
    """Lay out a scenario's story, in every version or in one.

    Raises
    ------
    OptionError
        For a condition that is not among `scenario_labels`.
    """
    words = FormWords(lang)
    versions = scenario_labels(scenario)
    _refuse_unknown(condition, versions)
    page: list[Part] = [Said(words.of(scenario.perspective), "instruction")]
    for label, cell in versions.items():
        if condition in (None, label):
            shown = "" if condition else label
            page.append(Story(_paragraphs(cell.text(lang)), shown))
    version = "" if condition is None else condition
    return Form(lang, words.of(scenario.title), version, codes, (tuple(page),))


def questionnaire_form(
    loaded: LoadedQuestionnaire, lang: Language, *, condition: str | None, codes: bool
) -> Form:
    """Lay out a questionnaire for one condition, or for review with all of them.

    Raises
    ------
    OptionError
        For a condition the questionnaire does not assign.
    """
    return _Layout(loaded, FormWords(lang), condition, codes).form()


class _Layout:
    """Lays out one questionnaire for one condition."""

    def __init__(
        self,
        loaded: LoadedQuestionnaire,
        words: FormWords,
        condition: str | None,
        codes: bool,
    ) -> None:
        assignment = loaded.questionnaire.assignment
        labels = assignment.labels if assignment else ()
        #: Letter of each condition: what paper forms carry instead of its name.
        self.letters = {
            label: ascii_uppercase[n] if n < len(ascii_uppercase) else str(n + 1)
            for n, label in enumerate(labels)
        }
        _refuse_unknown(condition, self.letters)
        self.loaded, self.words = loaded, words
        self.condition, self.codes = condition, codes
        self.asking = Asking.of([each.instrument for each in loaded.instruments], words)
        self.blocks = [b for b in loaded.questionnaire.blocks if b.shown_in(condition)]

    def form(self) -> Form:
        opening = tuple(self._opening())
        pages = [opening] if opening else []
        numbered = [
            [(block, list(self._block(block))) for block in page]
            for page in self.loaded.pages(self.condition)
        ]
        # rules point forwards, so they are worded when every number is known
        for page in numbered:
            parts: list[Part] = []
            for block, asked in page:
                parts += [*asked, *self._routing(block)]
            pages.append(tuple(parts))
        if self.loaded.questionnaire.thanks:
            thanks = self.words.of(self.loaded.questionnaire.thanks)
            pages[-1] = (*pages[-1], Said(thanks))
        title = self.words.of(self.loaded.questionnaire.title)
        lang = self.words.lang
        return Form(lang, title, self._version(), self.codes, tuple(pages))

    def _opening(self) -> Iterator[Part]:
        words, questionnaire = self.words, self.loaded.questionnaire
        if questionnaire.introduction:
            yield Said(words.of(questionnaire.introduction))
        consent = questionnaire.consent
        if consent:
            answers = (words.of(consent.agree), words.of(consent.decline))
            title = words.say("form.consent")
            yield Agreement(title, words.of(consent.text), answers)
            yield Said(words.say("form.declined"), "routing")

    def _block(self, block: Block) -> Iterator[Part]:
        words = self.words
        if self.condition is None and block.conditions:
            names = words.listed([self._name(label) for label in block.conditions])
            yield Said(words.say("form.only_for", versions=names), "staff")
        if block.title:
            yield Section(words.of(block.title))
        if block.instructions:
            yield Said(words.of(block.instructions), "instruction")
        if block.shuffle and self.codes:
            yield Said(words.say("form.shuffled"), "staff")
        waiting: list[Item | Question] = []
        for element in block.show:
            if element.text is None and element.scenario is None:
                waiting += self._items_of(block, element)
                continue
            yield from self.asking.parts(waiting)
            waiting = []
            yield from self._told(block, element)
        yield from self.asking.parts(waiting)

    def _items_of(self, block: Block, element: Element) -> tuple[Item | Question, ...]:
        return self.loaded.items_of(block.model_copy(update={"show": (element,)}))

    def _told(self, block: Block, element: Element) -> Iterator[Part]:
        if element.text is not None:
            yield Said(self.words.of(element.text))
            return
        told = element.scenario
        phase = None if told is None or told == "whole" else told
        for label in self.letters:
            if self.condition not in (None, label) or not block.shown_in(label):
                continue
            cell = self.loaded.cell(label)
            lang = self.words.lang
            story = cell.text(lang, phase)
            shown = self._name(label) if self.condition is None else ""
            if story:
                yield Story(_paragraphs(story), shown)

    def _routing(self, block: Block) -> Iterator[Part]:
        for rule in block.rules:
            text = routing_text(
                rule,
                self.words,
                numbers=self.asking.numbers,
                response=self.asking.responses.get(rule.item),
                target=self._first_number(rule.then),
            )
            yield Said(text, "routing")

    def _first_number(self, block_id: str) -> int | None:
        """Number of the first question at or after a block."""
        ids = [block.id for block in self.blocks]
        if block_id not in ids:
            return None
        for block in self.blocks[ids.index(block_id) :]:
            for item in self.loaded.items_of(block):
                return self.asking.numbers[item.id]
        return None

    def _version(self) -> str:
        if not self.letters:
            return ""
        if self.condition is None:
            return self.words.say("form.all_versions")
        return self._name(self.condition)

    def _name(self, label: str) -> str:
        """Name a condition; its label would tell respondents what is studied."""
        name = self.words.say("form.version", letter=self.letters[label])
        return f"{name} ({label})" if self.condition is None else name


def _paragraphs(story: str) -> tuple[str, ...]:
    return tuple(story.split("\n\n"))


def _refuse_unknown(condition: str | None, known: Mapping[str, object]) -> None:
    if condition is not None and condition not in known:
        raise OptionError(
            f'there is no condition "{condition}"',
            code="unknown_condition",
            allowed=", ".join(known) or "none: nothing is assigned",
            advice=did_you_mean(condition, known),
            found=condition,
        )
