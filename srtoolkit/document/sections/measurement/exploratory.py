"""Exploratory factor analysis: suitability, number of factors, loadings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Row, Span, Table, Text
from srtoolkit.document.figures.drawings import ScreeDrawing, ScreePanel
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.coefficients import triangle
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import Found, find_rows

Values = Mapping[str, Any]

#: Smaller loadings are left blank, as is usual; the note says so.
_SHOWN_FROM = 0.30
#: With more factors than this, items stand without their themes.
_MOST_WITH_THEMES = 5
_SUGGESTIONS = (
    "n_factors_parallel",
    "n_components_parallel",
    "n_factors_map",
    "n_factors_map_revised",
    "n_eigenvalues_above_one",
    "n_factors",
)


def build_exploratory(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print every exploratory factor analysis of the plan."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.exploratory_factor_analysis"):
        blocks += _of_step(writing, step)
    return blocks


def _of_step(writing: Manuscript, step: Values) -> list[Block]:
    found = find_rows(step["tidy"])
    line = step["glance"][0]
    suitable = _suitability_table(writing, line)
    loadings = _loading_table(writing, found, line)
    values = {"suitable": suitable.label, "loadings": loadings.label, "n": line["n"]}
    names = {kind: _named(writing, kind, line) for kind in ("method", "rotation")}
    opening = writing.say("exploratory.opening", **values, **names)
    blocks: list[Block] = [Paragraph(opening), suitable]
    scree = (step.get("details") or {}).get("scree")
    if scree:
        blocks.append(_scree(writing, scree, line))
    blocks.append(loadings)
    if found.has("correlation"):
        blocks.append(_correlation_table(writing, found))
    return [*blocks, *map(Paragraph, worded(writing, step.get("notes") or ()))]


def _named(writing: Manuscript, kind: str, line: Values) -> str:
    named = writing.words.name_of(f"factor_{kind}", line.get(kind))
    return "".join(span.text for span in named)


def _suitability_table(writing: Manuscript, line: Values) -> Table:
    numbers = writing.numbers
    columns = [writing.column("quantity", "left"), writing.column("value")]
    lines: list[Row] = [
        row(writing.say("suitability.kmo"), numbers.bounded(line.get("kmo"))),
        row(
            writing.say("suitability.bartlett", df=line.get("bartlett_df")),
            writing.say(
                "suitability.test",
                chisq=line.get("bartlett_chisq"),
                p=line.get("bartlett_p"),
            ),
        ),
    ]
    lines += [
        row(
            writing.say(f"suitability.{code}", quantile=line.get("quantile")),
            numbers.count(line.get(code)),
        )
        for code in _SUGGESTIONS
        if line.get(code) is not None
    ]
    notes = [writing.say("guide.kmo"), writing.say("guide.number_of_factors")]
    return writing.table("suitability", columns, lines, notes=notes)


def _scree(writing: Manuscript, scree: Mapping[str, Values], line: Values) -> Figure:
    panels = tuple(
        ScreePanel(
            title=writing.words.plain(f"figure_word.scree_{kind}"),
            observed=tuple(scree[kind]["observed"]),
            chance_mean=tuple(scree[kind]["chance_mean"]),
            chance_quantile=tuple(scree[kind]["chance_quantile"]),
        )
        for kind in ("components", "factors")
        if scree.get(kind)
    )
    drawing = ScreeDrawing(
        x_axis=writing.words.plain("figure_word.scree_number"),
        y_axis=writing.words.plain("figure_word.eigenvalue"),
        observed=writing.words.plain("figure_word.scree_observed"),
        chance_mean=writing.words.plain("figure_word.scree_mean"),
        chance_quantile=writing.words.plain(
            "figure_word.scree_quantile", quantile=line.get("quantile")
        ),
        panels=panels,
        mark=writing.mark,
    )
    observed = [writing.numbers.number(v, 2) for v in panels[-1].observed[:8]]
    alt = writing.words.plain("alt.scree", values=observed)
    notes = [writing.say("figure_note.scree", draws=line.get("n_draws"))]
    return writing.figure("scree", drawing, alt, notes=notes)


def _loading_table(writing: Manuscript, found: Found, line: Values) -> Table:
    factors = found.scales("loading")
    themes = len(factors) <= _MOST_WITH_THEMES
    columns = [writing.column("item", "left", wraps=False)]
    columns += [writing.column("theme", "left")] if themes else []
    columns += [writing.column("factor", name=name) for name in factors]
    columns.append(writing.column("communality"))
    lines: list[Row] = []
    for factor, items in _by_factor(found, factors).items():
        if items:
            lines.append(group_row(writing.say("exploratory.factor", name=factor)))
        lines += [_item_row(writing, found, factors, item, themes) for item in items]
    lines += _strength_rows(writing, found, factors, themes)
    values = {
        code: line.get(code)
        for code in ("chisq", "df", "p", "rmsea", "tli", "rmsr", "variance_explained")
    }
    notes = [
        writing.say("table_note.exploratory_loadings", least=_SHOWN_FROM),
        writing.say("table_note.exploratory_fit", **values),
    ]
    oblique = found.has("structure")
    kind = "pattern" if oblique else "loadings"
    return writing.table(f"exploratory_{kind}", columns, lines, notes=notes)


def _by_factor(found: Found, factors: Sequence[str]) -> dict[str, list[str]]:
    """Put each item under the factor it loads on most, the largest first."""
    largest: dict[str, tuple[str, float]] = {}
    for factor in factors:
        for item in found.items("loading", factor):
            size = abs(found.est("loading", factor, item) or 0.0)
            if size > largest.get(item, ("", -1.0))[1]:
                largest[item] = (factor, size)
    return {
        factor: sorted(
            (item for item, (own, _) in largest.items() if own == factor),
            key=lambda item: -largest[item][1],
        )
        for factor in factors
    }


def _item_row(
    writing: Manuscript, found: Found, factors: Sequence[str], item: str, themes: bool
) -> Row:
    loadings = [found.est("loading", factor, item) for factor in factors]
    largest = max(abs(value or 0.0) for value in loadings)
    cells: list[str | Text] = [item]
    if themes:
        cells.append(writing.labels.theme(item) or MISSING)
    for value in loadings:
        size = abs(value or 0.0)
        kept = size >= _SHOWN_FROM or size == largest
        shown = writing.numbers.bounded(value) if kept else ""
        cells.append((Span(shown, bold=size == largest),))
    cells.append(writing.numbers.bounded(found.est("communality", None, item)))
    return row(*cells)


def _strength_rows(
    writing: Manuscript, found: Found, factors: Sequence[str], themes: bool
) -> list[Row]:
    """Strength of the factors, beneath their loadings."""
    blank = [""] if themes else []
    number, percent = writing.numbers.number, writing.numbers.percent
    written: dict[str, Callable[[Any], str]] = {
        "ss_loading": number,
        "variance_share": percent,
        "variance_cumulative": percent,
    }
    lines: list[Row] = [group_row(writing.say("exploratory.strength"))]
    for code, write in written.items():
        values = [write(found.est(code, factor)) for factor in factors]
        lines.append(row(writing.say(f"exploratory.{code}"), *blank, *values, ""))
    return lines


def _correlation_table(writing: Manuscript, found: Found) -> Table:
    pairs = {
        frozenset((str(scale), str(item))): values["est"]
        for (code, scale, item), values in found.rows.items()
        if code == "correlation"
    }
    names = found.scales("loading")
    return writing.table("factor_correlations", *triangle(writing, names, pairs))
