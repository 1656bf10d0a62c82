"""What every section builder works with: results, words, numbers, numbering."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from srtoolkit.document.blocks import (
    Align,
    Column,
    Figure,
    Row,
    Span,
    Table,
    Text,
    text,
)
from srtoolkit.document.citations import Citations, read_citations
from srtoolkit.document.figures.drawings import Drawing
from srtoolkit.document.labels import Labels, local, read_labels
from srtoolkit.document.numbers import MISSING, Numbers
from srtoolkit.document.phrases import Format, Phrases, read_phrases
from srtoolkit.results import StudyResults

Lang = Literal["zh", "en"]


@dataclass(slots=True)
class Manuscript:
    """A report while it is being written.

    Attributes
    ----------
    results : StudyResults
    lang : {"zh", "en"}
    words : Phrases
    numbers : Numbers
    labels : Labels
    citations : Citations
    chapter : int or None
        Number before each table's and figure's own (表4-2), or None.
    counts : dict
        Tables and figures numbered so far.
    """

    results: StudyResults
    lang: Lang
    words: Phrases
    numbers: Numbers
    labels: Labels
    citations: Citations
    chapter: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.results[key]

    @property
    def plan(self) -> Mapping[str, Any]:
        """The plan as it was read."""
        content: Mapping[str, Any] = self.results["plan"]["content"]
        return content

    @property
    def mark(self) -> str:
        """The mark of simulated answers, or nothing."""
        return self.words.plain("mark.simulated") if self.results.simulated else ""

    def local(self, value: Any) -> str:
        """Return a bilingual text in this language."""
        return local(value, self.lang)

    def say(self, key: str, **values: Any) -> Text:
        """Word a phrase."""
        return self.words.text(key, **values)

    def models(self, kind: str) -> list[Mapping[str, Any]]:
        """Return the models of one kind, in the order they were fitted."""
        return [model for model in self["models"] if model["kind"] == kind]

    def steps(self, name: str) -> list[Mapping[str, Any]]:
        """Return every run of one step, in the order of the plan."""
        return [found for found in self["steps"] if found["step"] == name]

    def step_rows(self, step: str, part: str = "tidy") -> list[Mapping[str, Any]]:
        """Return the rows of one step; empty when the plan did not ask for it."""
        for found in self["steps"]:
            if found["step"] == step:
                return list(found.get(part) or ())
        return []

    def label(self, kind: Literal["table", "figure"]) -> str:
        """Number the next table or figure."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.chapter is None:
            return self.words.plain(f"label.{kind}", number=self.counts[kind])
        return self.words.plain(
            f"label.{kind}_in_chapter",
            number=self.counts[kind],
            chapter=self.chapter,
        )

    def column(
        self,
        code: str,
        align: Align = "number",
        *,
        wraps: bool | None = None,
        **values: Any,
    ) -> Column:
        """Head a column by its code; text to the left wraps unless told not to."""
        key = f"column.{code}"
        head = self.say(key, **values) if values else self.words.name_of("column", code)
        return Column(head, align, align == "left" if wraps is None else wraps)

    def table(
        self,
        key: str,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        notes: Iterable[Text] = (),
        **values: Any,
    ) -> Table:
        """Make a numbered table; its caption is the phrase ``table.<key>``."""
        caption = self._marked(self.say(f"table.{key}", **values))
        filled = tuple(rows)
        return Table(
            key, self.label("table"), caption, tuple(columns), filled, tuple(notes)
        )

    def figure(
        self,
        key: str,
        drawing: Drawing,
        alt: str,
        *,
        notes: Iterable[Text] = (),
        **values: Any,
    ) -> Figure:
        """Make a numbered figure; its caption is the phrase ``figure.<key>``."""
        caption = self._marked(self.say(f"figure.{key}", **values))
        label = self.label("figure")
        return Figure(key, label, caption, alt, drawing, tuple(notes))

    def _marked(self, caption: Text) -> Text:
        if not self.mark:
            return caption
        return (*caption, Span(self.words.plain("mark.in_caption", mark=self.mark)))


def row(*cells: str | Text) -> Row:
    """Make a body row of strings and texts."""
    return Row(tuple(text(cell) if isinstance(cell, str) else cell for cell in cells))


def group_row(cell: str | Text) -> Row:
    """Make a row that heads the rows below it."""
    return Row((text(cell) if isinstance(cell, str) else cell,), kind="group")


def remark_row(cell: Text) -> Row:
    """Make a row that comments on the rows above it."""
    return Row((cell,), kind="remark")


def open_manuscript(
    results: StudyResults, *, lang: Lang, chapter: int | None = None
) -> Manuscript:
    """Gather the words, numbers and names for one language."""
    instruments = [item["content"] for item in results["instruments"]]
    numbers = Numbers(lang)
    design = results["plan"]["content"].get("design")
    labels = read_labels(lang, instruments, design)
    citations = read_citations(lang, instruments)
    entries = read_phrases(lang)
    formats = value_formats(numbers, labels)
    formats["mark"] = lambda name: entries.get(f"check.{name}", str(name))
    for kind in ("step", "verdict", "practical"):
        formats[kind] = _names_of(entries, kind)
    words = Phrases(lang, entries, formats, citations.cite)
    writing = Manuscript(results, lang, words, numbers, labels, citations, chapter)
    formats["term"] = lambda names: _terms(writing, names)
    return writing


def _terms(writing: Manuscript, names: Any) -> str:
    """Name terms of a regression; a category by its answer."""
    from srtoolkit.document.sections.evidence.found import category_name

    listed = [names] if isinstance(names, str) else list(names or ())
    separator = "、" if writing.lang == "zh" else ", "
    return separator.join(category_name(writing, name) for name in listed) or MISSING


def _names_of(entries: Mapping[str, str], kind: str) -> Format:
    return lambda name: entries.get(f"{kind}.{name}", str(name))


def value_formats(numbers: Numbers, labels: Labels) -> dict[str, Format]:
    """What a phrase may ask of its values: ``{p:p}``, ``{share:percent}``."""
    separator = "、" if numbers.lang == "zh" else ", "

    def bare(value: Any) -> str:
        if value is None or value == "":
            return MISSING
        if isinstance(value, bool | str):
            return str(value)
        if isinstance(value, int):
            return numbers.count(value)
        if isinstance(value, float):
            return numbers.number(value)
        if isinstance(value, Mapping) and set(value) <= {"zh", "en"}:
            return local(value, numbers.lang) or MISSING
        if isinstance(value, Mapping):
            return separator.join(f"{key}: {bare(item)}" for key, item in value.items())
        return separator.join(bare(item) for item in value) or MISSING

    def variables(value: Any) -> str:
        names = [value] if isinstance(value, str) else list(value or ())
        return separator.join(labels.variable(name) for name in names) or MISSING

    return {
        "": bare,
        "p": numbers.p_equation,
        "percent": numbers.percent,
        "level": numbers.level,
        "alpha": numbers.alpha,
        "bounded": numbers.bounded,
        "short": lambda value: numbers.number(value, 2),
        "degrees": numbers.degrees,
        "whole": numbers.count,
        "variable": variables,
        "path": labels.path,
        "group": labels.group,
        "tiny": numbers.tiny,
    }
