"""What invariance allows: proposed releases, comparisons with them, latent means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Row, Table
from srtoolkit.document.manuscript import Manuscript, group_row, row

Values = Mapping[str, Any]
_ALL = "all"


def proposal_table(writing: Manuscript, proposals: Sequence[Values]) -> Table:
    """Print the releases that score tests propose; none was made."""
    numbers = writing.numbers
    columns = [
        writing.column("level_name", "left", wraps=False),
        writing.column("ladder", "left"),
        writing.column("parameter", "left", wraps=False),
        writing.column("gain_chisq"),
        writing.column("df"),
        writing.column("p_adjusted"),
        writing.column("p_level"),
    ]
    lines = [
        row(
            writing.words.plain(f"level.{found['level']}"),
            _ladder(writing, found),
            str(found["parameter"]),
            numbers.number(found.get("chisq")),
            numbers.degrees(found.get("df")),
            numbers.p(found.get("p_adjusted")),
            numbers.p(found.get("p_level")),
        )
        for found in proposals
    ]
    notes = [writing.say("table_note.invariance_proposals")]
    return writing.table("invariance_proposals", columns, lines, notes=notes)


def _ladder(writing: Manuscript, found: Values) -> str:
    if found["ladder"] == _ALL:
        return writing.words.plain("word.all_factors")
    return writing.labels.variable(found["ladder"])


def consequence_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    """Print what is compared between the groups, under both models."""
    numbers = writing.numbers
    level = next((found.get("ci_level") for found in rows), None)
    several = len({found["ladder"] for found in rows}) > 1
    columns = [
        writing.column("what", "left"),
        *([writing.column("ladder", "left")] if several else []),
        writing.column("group", "left"),
        writing.column("full_model", level=level),
        writing.column("partial_model", level=level),
        writing.column("same_reading", "center"),
    ]
    lines: list[Row] = []
    last = None
    for found in rows:
        place = (found["level"], found["quantity"])
        if place != last:
            last = place
            heading = writing.say(
                f"consequence.{found['quantity']}",
                level=writing.words.plain(f"level.{found['level']}"),
            )
            lines.append(group_row(heading))
        names = (writing.labels.variable(name) for name in found["factors"])
        shown = [
            f"{numbers.number(found.get(f'est_{model}'))} "
            + numbers.interval(found.get(f"low_{model}"), found.get(f"high_{model}"))
            for model in ("full", "partial")
        ]
        same = writing.words.plain("word.yes" if found["same"] else "word.no")
        group = writing.labels.group(found["group"])
        tested = [_ladder(writing, found)] if several else []
        lines.append(row(" – ".join(names), *tested, group, *shown, same))
    notes = [writing.say("table_note.invariance_consequences")]
    return writing.table("invariance_consequences", columns, lines, notes=notes)


def latent_mean_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    """Print latent mean differences with their size, and whether they may be read."""
    numbers = writing.numbers
    level = rows[0].get("ci_level")
    columns = [
        writing.column("factor_name", "left"),
        writing.column("group_against", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("p"),
        writing.column("ci", "center", level=level),
        writing.column("d_ci", level=level),
        writing.column("warranted", "center"),
    ]
    lines = []
    for found in rows:
        limits = numbers.interval(found.get("d_low"), found.get("d_high"), decimals=2)
        both = (writing.labels.group(found[k]) for k in ("group", "reference"))
        lines.append(
            row(
                writing.labels.variable(found["factor"]),
                " − ".join(both),
                numbers.number(found.get("est")),
                numbers.number(found.get("se")),
                numbers.p(found.get("p")),
                numbers.interval(found.get("ci_low"), found.get("ci_high")),
                f"{numbers.number(found.get('d'), 2)} {limits}",
                writing.words.plain("word.yes" if found["warranted"] else "word.no"),
            )
        )
    notes = [writing.say("table_note.latent_means")]
    return writing.table("latent_means", columns, lines, notes=notes)


def alignment_table(
    writing: Manuscript, alignment: Values, labels: Sequence[str]
) -> Table:
    """Print aligned means by group; a check, never what decides."""
    numbers = writing.numbers
    factors = alignment["factors"]
    columns = [writing.column("factor_name", "left")]
    columns += [writing.column("named", name=writing.labels.group(n)) for n in labels]
    columns.append(writing.column("noninvariant"))
    lines = [
        row(
            writing.labels.variable(found["factor"]),
            *(numbers.number(mean) for mean in found["means"]),
            numbers.percent(found.get("share_noninvariant")),
        )
        for found in factors
    ]
    share = alignment.get("share_noninvariant")
    notes = [writing.say("table_note.alignment", share=share)]
    return writing.table("alignment", columns, lines, notes=notes)
