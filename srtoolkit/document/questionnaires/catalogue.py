"""The catalogue of the instrument shelf, as one Markdown page a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from srtoolkit.document.citations import cited_name
from srtoolkit.document.gbt7714 import gbt7714_entry
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.questionnaire import (
    Instrument,
    Item,
    Language,
    ResponseFormat,
    Scale,
    Scenario,
    read_instrument,
    read_scenario,
)
from srtoolkit.shelves import list_items

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def catalogue_page(
    lang: Language,
    *,
    plans: Mapping[str, Sequence[str]],
    study: Path | None = None,
) -> str:
    """Write what every instrument and scenario of the shelf holds.

    Parameters
    ----------
    lang : {"zh", "en"}
        Language of the page; items stand in both.
    plans : mapping of str to sequence of str
        Names of the plans that use an instrument, by its name.
    study : Path, optional
        A study whose shelf comes before the bundled one.

    Returns
    -------
    str
        Markdown, the same for the same shelf.

    Raises
    ------
    ContentError
        When a file of the shelf is not sound.
    """
    shelf = list_items("instruments", study)
    instruments = [read_instrument(item).instrument for item in shelf]
    stories = list_items("instruments", study, kind="scenario")
    scenarios = [read_scenario(item, study).scenario for item in stories]
    page = _Page(FormWords(lang), plans, scenarios)
    return "\n".join(page.lines(instruments)) + "\n"


@dataclass(slots=True)
class _Page:
    """The page while it is being written."""

    words: FormWords
    plans: Mapping[str, Sequence[str]]
    scenarios: Sequence[Scenario]
    checked: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.checked = {}
        for scenario in self.scenarios:
            self.checked.setdefault(scenario.checks_from, []).append(scenario.name)

    def lines(self, instruments: Sequence[Instrument]) -> Iterator[str]:
        say = self.words.say
        yield f"# {say('catalogue.title')}"
        yield f"\n{say('catalogue.generated')}"
        yield f"\n## {say('catalogue.overview')}\n"
        yield from self._overview(instruments)
        for instrument in instruments:
            yield from self._instrument(instrument)
        if self.scenarios:
            yield f"\n## {say('catalogue.scenarios')}\n"
            yield from self._scenarios()

    def _overview(self, instruments: Sequence[Instrument]) -> Iterator[str]:
        columns = ("instrument", "constructs", "items", "minutes", "plans")
        yield self._heads(*columns)
        for each in instruments:
            title = _plain(self.words.of(each.title))
            yield _row(
                f"[{title}](#{each.name})",
                self._codes(each.measures),
                str(len(each.items)),
                "" if each.minutes is None else f"{each.minutes:g}",
                self._codes(self.plans.get(each.name, ())),
            )

    def _instrument(self, instrument: Instrument) -> Iterator[str]:
        words = self.words
        yield f'\n<a id="{instrument.name}"></a>\n'
        yield f"## {_plain(words.of(instrument.title))} · `{instrument.name}`\n"
        yield _plain(words.of(instrument.description))
        yield ""
        yield from self._facts(instrument)
        if instrument.instructions:
            both = (instrument.instructions.zh, instrument.instructions.en)
            yield ""
            yield from (f"> {_plain(line)}  " for line in both)
        for scale in instrument.scales:
            yield from self._scale(scale, instrument)
        yield f"\n{words.say('catalogue.answers')}\n"
        for name, response in instrument.responses.items():
            yield f"- `{name}`: {self._response(response)}"
        if instrument.references:
            yield f"\n{words.say('catalogue.references')}\n"
            works = instrument.references.values()
            entry = gbt7714_entry if words.lang == "zh" else str
            yield from (f"- {_plain(entry(work))}" for work in works)

    def _facts(self, instrument: Instrument) -> Iterator[str]:
        say = self.words.say
        facts = {
            "kind": say(f"catalogue.kind_{instrument.kind}"),
            "translation": say(
                f"catalogue.{instrument.translation.status.replace('-', '_')}"
            ),
            "licence": _plain(instrument.licence),
            "plans": self._codes(self.plans.get(instrument.name, ())),
            "checks_in": self._codes(self.checked.get(instrument.name, ())),
        }
        for name, fact in facts.items():
            if fact:
                yield f"- {say(f'catalogue.{name}')}{say('catalogue.colon')}{fact}"

    def _scale(self, scale: Scale, instrument: Instrument) -> Iterator[str]:
        words = self.words
        yield f"\n### {_plain(words.of(scale.title))} · `{scale.id}`\n"
        yield _plain(words.of(scale.definition))
        parts = [words.say(f"catalogue.scale_{scale.kind}")]
        if scale.construct_code:
            code = f"`{scale.construct_code}`"
            parts.insert(0, words.say("catalogue.construct", code=code))
        if scale.scoring.method != "none":
            key = f"catalogue.score_{scale.scoring.method}"
            parts.append(words.say(key, least=scale.scoring.min_valid))
        yield f"\n{words.say('catalogue.between').join(parts)}"
        if scale.source:
            works = (instrument.references[key] for key in scale.source)
            named = [cited_name(work, words.lang) or work for work in works]
            shown = _plain(words.say("catalogue.semicolon").join(named))
            yield f"\n{words.say('catalogue.source')}{words.say('catalogue.colon')}{shown}"
        yield ""
        yield self._heads("code", "chinese", "english", "answers_of")
        yield from (self._item(item) for item in scale.items)

    def _item(self, item: Item) -> str:
        said = item.text or item.role
        assert said is not None  # a sound instrument has one of the two
        reverse = self.words.say("catalogue.reverse") if item.reverse else ""
        answers = f"`{item.response}`{reverse}"
        return _row(f"`{item.id}`", _plain(said.zh), _plain(said.en), answers)

    def _response(self, response: ResponseFormat) -> str:
        words = self.words
        if response.open:
            return words.say("catalogue.in_words")
        if response.options:
            shown = [
                f"{o.value} {_both(o.label.zh, o.label.en)}" for o in response.options
            ]
            return words.say("catalogue.semicolon").join(shown)
        if response.high is None:
            return words.say("catalogue.from", low=response.low)
        ends = [
            f"{value} {_both(label.zh, label.en)}"
            for value, label in (
                (response.low, response.low_label),
                (response.high, response.high_label),
            )
            if label
        ]
        key = "catalogue.range" if response.step == 1 else "catalogue.range_by"
        told = words.say(key, low=response.low, high=response.high, step=response.step)
        return words.say("catalogue.semicolon").join([told, *ends])

    def _scenarios(self) -> Iterator[str]:
        words = self.words
        yield self._heads("scenario", "setting", "case", "factors", "checks")
        for each in self.scenarios:
            factors = [
                f"{_plain(words.of(factor.title))} "
                f"({words.listed([level.id for level in factor.levels])})"
                for factor in each.factors
            ]
            ids = tuple(factor.id for factor in each.factors)
            yield _row(
                f"{_plain(words.of(each.title))} · `{each.name}`",
                _plain(words.of(each.setting)),
                each.case,
                words.say("catalogue.semicolon").join(factors),
                self._codes(each.checks_of(ids)),
            )

    def _heads(self, *columns: str) -> str:
        heads = [self.words.say(f"catalogue.{name}") for name in columns]
        return f"{_row(*heads)}\n{_row(*['---'] * len(columns))}"

    def _codes(self, names: Sequence[str]) -> str:
        return self.words.listed([f"`{name}`" for name in names])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _both(chinese: str, english: str) -> str:
    return f"{_plain(chinese)} / {_plain(english)}"


def _plain(text: str) -> str:
    """Write text on one line so that Markdown reads nothing in it as markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
