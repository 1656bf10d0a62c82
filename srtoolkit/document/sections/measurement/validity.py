"""Convergent validity of the factors, and whether they can be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import (
    Found,
    find_rows,
    interval_level,
    with_interval,
)

Values = Mapping[str, Any]
#: With more factors the matrix is left without means.
_MOST_WITH_MEANS = 11
#: Of more pairs than this only those are listed that come near each other.
_MOST_PAIRS, _NEAR = 28, 0.50


def build_validity(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print CR and AVE, the matrix of correlations, and every pair's decision."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.validity"):
        blocks += _of_step(writing, step)
    return blocks


def _of_step(writing: Manuscript, step: Values) -> list[Block]:
    found = find_rows(step["tidy"])
    blocks: list[Block] = []
    if found.has("ave"):
        blocks.append(_convergent_table(writing, step, found))
    if found.has("correlation"):
        blocks.append(_matrix(writing, found))
    pairs = (step.get("details") or {}).get("pairs") or ()
    if pairs:
        blocks += _decisions(writing, step, pairs)
    if found.has("htmt"):
        blocks.append(_htmt_table(writing, step))
    said = _left_over(step)
    return [*blocks, *map(Paragraph, worded(writing, said))]


def _left_over(step: Values) -> list[Values]:
    """Notes that stand at no table of this section."""
    at_tables = {"htmt_interval_unreliable", "correlation_of_one_is_a_boundary"}
    if (step.get("details") or {}).get("pairs"):
        at_tables.add("not_distinguishable")
    return [n for n in step.get("notes") or () if n["code"] not in at_tables]


def _convergent_table(writing: Manuscript, step: Values, found: Found) -> Table:
    scales = find_rows(writing.step_rows("psychometrics.reliability"))
    details = (step.get("details") or {}).get("convergent") or ()
    own = {line["factor"]: line for line in details}
    loadings = (step.get("details") or {}).get("loadings") or ()
    codes = ("cr", "ave", "msv", "omega_observed", "ave_observed")
    shown = [code for code in codes if found.has(code)]
    columns = [writing.column("factor_name", "left", wraps=False)]
    columns += [writing.column("n_items")]
    columns += [writing.column("loading_range", "center")] if loadings else []
    columns += [writing.column("alpha"), writing.column("omega")]
    columns += [writing.column(code) for code in shown]
    lines = []
    for factor in found.scales("ave"):
        line = own.get(factor, {})
        alpha = scales.est("alpha", factor)
        cells = [
            writing.labels.variable(factor),
            writing.numbers.count(line.get("n_items")),
            *([_range(writing, loadings, factor)] if loadings else []),
            writing.numbers.bounded(line.get("alpha") if alpha is None else alpha),
            writing.numbers.bounded(scales.est("omega", factor)),
            *(writing.numbers.bounded(found.est(code, factor)) for code in shown),
        ]
        lines.append(row(*cells))
    notes = [writing.say("coefficient_source.cr")]
    if found.has("omega_observed"):
        notes.append(writing.say("table_note.observed_scores"))
    notes += [writing.say(f"guide.{c}") for c in ("cr", "ave", "msv") if found.has(c)]
    return writing.table("validity", columns, lines, notes=notes)


def _range(writing: Manuscript, loadings: Iterable[Values], factor: str) -> str:
    own = [line["std"] for line in loadings if line["factor"] == factor]
    if not own:
        return MISSING
    bounded = writing.numbers.bounded
    return f"{bounded(min(own))}–{bounded(max(own))}"


def _matrix(writing: Manuscript, found: Found) -> Table:
    """Correlations below √AVE, HTMT above it, means and deviations beside."""
    pairs = [key for key in found.rows if key[0] == "correlation"]
    of_pairs = [str(name) for _, *both in pairs for name in both]
    names = list(dict.fromkeys([*found.scales("sqrt_ave"), *of_pairs]))
    scores = _scores(writing, names) if len(names) <= _MOST_WITH_MEANS else {}
    columns = [writing.column("variable", "left", wraps=False)]
    columns += [writing.column("mean"), writing.column("sd")] if scores else []
    columns += [writing.column("numbered", number=at + 1) for at in range(len(names))]
    lines: list[Row] = []
    for at, name in enumerate(names):
        cells: list[str | Text] = [f"{at + 1}. {writing.labels.variable(name)}"]
        if scores:
            line = scores.get(name, {})
            short = (writing.numbers.number(line.get(c), 2) for c in ("mean", "sd"))
            cells += list(short)
        for other_at, other in enumerate(names):
            code = "correlation" if other_at < at else "htmt"
            cells.append(
                _diagonal(writing, found.est("sqrt_ave", name))
                if other == name
                else _pair_cell(writing, found, code, name, other)
            )
        lines.append(row(*cells))
    kind = "with_htmt" if found.has("htmt") else "without_htmt"
    notes = [writing.say(f"table_note.validity_matrix_{kind}")]
    if scores:
        notes.append(writing.say("table_note.validity_matrix_scores"))
    return writing.table("validity_matrix", columns, lines, notes=notes)


def _scores(writing: Manuscript, names: Sequence[str]) -> dict[str, Values]:
    """Mean and deviation of each factor's scale score, where described."""
    described = {
        str(found["scale"]): found
        for found in writing.step_rows("responses.description")
        if found.get("scale") in names and found.get("item") in (None, "")
    }
    if described:
        return described
    details = [s.get("details") or {} for s in writing.steps("psychometrics.validity")]
    return {str(s["factor"]): s for d in details for s in d.get("scores") or ()}


def _diagonal(writing: Manuscript, value: Any) -> Text:
    return (Span("" if value is None else writing.numbers.bounded(value), bold=True),)


def _pair_cell(
    writing: Manuscript, found: Found, code: str, first: str, second: str
) -> str:
    either = (found.est(code, first, second), found.est(code, second, first))
    value = next((est for est in either if est is not None), None)
    return "" if value is None else writing.numbers.bounded(value)


def pair_name(writing: Manuscript, pair: Values, first: str, second: str) -> str:
    """Name two factors."""
    both = (writing.labels.variable(pair[name]) for name in (first, second))
    return " – ".join(both)


def _decisions(
    writing: Manuscript, step: Values, pairs: Sequence[Values]
) -> list[Block]:
    details = step["details"]
    tested = any(pair.get("p") is not None for pair in pairs)
    level = details.get("ci_level")
    columns = [
        writing.column("pair", "left"),
        writing.column("correlation_ci", "number", level=level),
    ]
    if tested:
        columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns.append(writing.column("told_apart", "center"))
    listed = _near(pairs, "correlation")
    lines = [_decision_row(writing, pair, tested) for pair in listed]
    notes = [
        *_left_out(writing, len(listed), len(pairs)),
        writing.say(
            "table_note.told_apart", level=level, threshold=details.get("threshold")
        ),
    ]
    if tested:
        missing = any(pair.get("p") is None for pair in pairs)
        key = "correlation_of_one_partly" if missing else "correlation_of_one"
        notes.append(writing.say(f"table_note.{key}"))
    notes += worded(
        writing,
        [n for n in step["notes"] if n["code"] == "correlation_of_one_is_a_boundary"],
    )
    table = writing.table("distinguishable", columns, lines, notes=notes)
    same = [pair for pair in pairs if not pair["distinguishable"]]
    key = "validity.some_not_apart" if same else "validity.all_apart"
    both = [pair_name(writing, pair, "first", "second") for pair in same]
    opening = writing.say(key, pairs=both, table=table.label, n=len(pairs))
    return [Paragraph(opening), table]


def _near(pairs: Sequence[Values], code: str) -> list[Values]:
    """Return all pairs, or of many those whose interval reaches the mark."""
    if len(pairs) <= _MOST_PAIRS:
        return list(pairs)

    def reach(pair: Values) -> float:
        ends = (pair.get(code), pair.get("ci_low"), pair.get("ci_high"))
        return max((abs(end) for end in ends if end is not None), default=0.0)

    near = [pair for pair in pairs if reach(pair) >= _NEAR]
    return near or sorted(pairs, key=reach, reverse=True)[:_MOST_PAIRS]


def _left_out(writing: Manuscript, listed: int, n: int) -> list[Text]:
    if listed == n:
        return []
    return [writing.say("table_note.pairs_left_out", listed=listed, n=n, near=_NEAR)]


def _decision_row(writing: Manuscript, pair: Values, tested: bool) -> Row:
    numbers = writing.numbers
    low, high = pair.get("ci_low"), pair.get("ci_high")
    limits = numbers.interval(low, high, bounded=True)
    test = [
        numbers.number(pair.get("chisq_diff")),
        numbers.degrees(pair.get("df_diff")),
        numbers.p(pair.get("p")),
    ]
    apart = bool(pair["distinguishable"])
    decision = writing.words.plain("word.yes" if apart else "word.no")
    return row(
        pair_name(writing, pair, "first", "second"),
        f"{numbers.bounded(pair['correlation'])} {limits}",
        *(test if tested else []),
        (Span(decision, bold=not apart),),
    )


def _htmt_table(writing: Manuscript, step: Values) -> Table:
    found = find_rows(step["tidy"])
    every = [r for key, r in found.rows.items() if key[0] == "htmt"]
    rows, level = _near(every, "est"), interval_level(every)
    unreliable = {
        frozenset((note["values"]["first"], note["values"]["second"]))
        for note in step.get("notes") or ()
        if note["code"] == "htmt_interval_unreliable"
    }
    marked = [frozenset((r["scale"], r["item"])) in unreliable for r in rows]
    kind = "named" if level is None else "named_ci"
    columns = [writing.column("pair", "left")]
    for code in ("htmt", "htmt2"):
        name = "".join(s.text for s in writing.words.name_of("coefficient", code))
        columns.append(writing.column(kind, "number", name=name, level=level))
    lines = [
        row(
            pair_name(writing, r, "scale", "item") + (" §" if mark else ""),
            with_interval(writing, r),
            with_interval(writing, found.row("htmt2", r["scale"], r["item"])),
        )
        for r, mark in zip(rows, marked, strict=True)
    ]
    notes = _left_out(writing, len(rows), len(every))
    if any(marked):
        notes.append(writing.say("table_note.htmt_unreliable"))
    notes += [writing.say("guide.htmt"), writing.say("guide.htmt2")]
    return writing.table("htmt", columns, lines, notes=notes)
