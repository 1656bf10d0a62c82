"""Measurement invariance: the ladder, each factor, proposals, latent means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.fit_values import fit_cell, version_notes
from srtoolkit.document.sections.measurement.invariance_consequences import (
    alignment_table,
    consequence_table,
    latent_mean_table,
    proposal_table,
)

Values = Mapping[str, Any]
_FIT = ("chisq", "df", "p", "cfi", "tli", "rmsea", "srmr")
#: Levels that carry a claim, and what may then be compared.
_LEVELS = ("thresholds", "metric", "scalar")
_AT_TABLES = frozenset({"partial_invariance_proposed"})


def build_invariance(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print every test of measurement invariance."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.measurement_invariance"):
        blocks += _of_step(writing, step)
    return blocks


def _of_step(writing: Manuscript, step: Values) -> list[Block]:
    details = step.get("details") or {}
    fits = _fit_table(writing, step["tidy"])
    ladder = _ladder_table(writing, step)
    opening = _opening(writing, step, fits.label, ladder.label)
    blocks: list[Block] = [Paragraph(opening), fits, ladder]
    if details.get("factors"):
        blocks.append(_factor_table(writing, details["factors"]))
    if details.get("proposals"):
        blocks.append(proposal_table(writing, details["proposals"]))
    if details.get("consequences"):
        blocks.append(consequence_table(writing, details["consequences"]))
    if details.get("latent_means"):
        blocks.append(latent_mean_table(writing, details["latent_means"]))
    if details.get("alignment"):
        labels = details.get("labels") or ()
        blocks.append(alignment_table(writing, details["alignment"], labels))
    notes = [n for n in step.get("notes") or () if n["code"] not in _AT_TABLES]
    return [*blocks, *map(Paragraph, worded(writing, notes))]


def _opening(writing: Manuscript, step: Values, fits: str, ladder: str) -> Text:
    line = step["glance"][0] if step["glance"] else {}
    labels = (step.get("details") or {}).get("labels") or ()
    key = "invariance.groups" if line.get("group") else "invariance.waves"
    reached = line.get("highest_level")
    known = writing.words.has(f"level.{reached}")
    values = {
        "fits": fits,
        "ladder": ladder,
        "group": line.get("group"),
        "names": [writing.labels.group(name) for name in labels],
        "n": line.get("n"),
    }
    opening = writing.say(key, **values)
    if not known:
        return (*opening, *writing.say("invariance.nothing_reached"))
    level = writing.words.plain(f"level.{reached}")
    return (*opening, *writing.say("invariance.reached", level=level))


def _fit_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    columns = [writing.column("level_name", "left", wraps=False)]
    columns += [writing.column(code) for code in _FIT]
    lines = [
        row(
            writing.words.plain(f"level.{found['level']}"),
            *(fit_cell(writing, found, code) for code in _FIT),
        )
        for found in rows
    ]
    notes = [writing.say("guide.fit"), *version_notes(writing, rows)]
    return writing.table("invariance_fit", columns, lines, notes=notes)


def _ladder_table(writing: Manuscript, step: Values) -> Table:
    rows = step["tidy"]
    columns = [writing.column("level_name", "left", wraps=False)]
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns += [writing.column(c) for c in ("delta_cfi", "delta_rmsea", "delta_srmr")]
    columns.append(writing.column("decision", "left"))
    lines = [_rung(writing, found) for found in rows]
    limits = step["glance"][0] if step["glance"] else {}
    values = {code: limits.get(f"{code}_limit") for code in ("p", "cfi", "rmsea")}
    released = [str(found["released"]) for found in rows if found.get("released")]
    notes = [
        writing.say("table_note.invariance_rule", **values),
        writing.say("table_note.invariance_limits"),
    ]
    if released:
        notes.append(writing.say("table_note.invariance_released", names=released[-1]))
    return writing.table("invariance", columns, lines, notes=notes)


def _rung(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    return row(
        writing.words.plain(f"level.{found['level']}"),
        numbers.number(found.get("chisq_diff")),
        numbers.degrees(found.get("df_diff")),
        numbers.p(found.get("p_diff")),
        *(numbers.bounded(_change(found, code)) for code in ("cfi", "rmsea", "srmr")),
        decision(writing, found),
    )


def _change(found: Values, code: str) -> Any:
    """Return the change the rule reads: of the form it names, else as it is."""
    form = found.get("form") or ""
    value = found.get(f"d_{code}_{form}") if form else None
    return found.get(f"d_{code}") if value is None else value


def decision(writing: Manuscript, found: Values) -> Text:
    """Word what is said of one level, and why it does not hold."""
    said = writing.words.plain(f"decision.{found['decision']}")
    why = found.get("why") or ""
    if found["decision"] == "does_not_hold" and why:
        return writing.say(
            "decision_because", said=said, why=writing.words.plain(f"decision.{why}")
        )
    return (Span(said),)


def _factor_table(writing: Manuscript, factors: Sequence[Values]) -> Table:
    levels = [level for level in _LEVELS if any(f["level"] == level for f in factors)]
    columns = [writing.column("factor_name", "left"), writing.column("n_items")]
    columns += [writing.column("n_invariant")]
    columns += [writing.column(f"level_{level}", "left") for level in levels]
    columns.append(writing.column("comparable", "left"))
    rows: dict[str, dict[str, Values]] = {}
    for found in factors:
        rows.setdefault(found["factor"], {})[found["level"]] = found
    lines: list[Row] = []
    for factor, by_level in rows.items():
        first = next(iter(by_level.values()))
        decided = (by_level.get(level) for level in levels)
        lines.append(
            row(
                writing.labels.variable(factor),
                writing.numbers.count(first.get("n_items")),
                writing.numbers.count(first.get("n_invariant")),
                *(decision(writing, d) if d else MISSING for d in decided),
                writing.words.plain(f"comparable.{_comparable(by_level)}"),
            )
        )
    notes = [writing.say("table_note.invariance_factors")]
    return writing.table("invariance_factors", columns, lines, notes=notes)


def _comparable(by_level: Mapping[str, Values]) -> str:
    if by_level.get("scalar", {}).get("holds"):
        return "paths_and_means"
    return "paths" if by_level.get("metric", {}).get("holds") else "nothing"
