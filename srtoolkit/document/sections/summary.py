"""The verdicts up front: one line a hypothesis, and a forest of estimates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Text
from srtoolkit.document.figures.drawings import EstimateBar, EstimatesDrawing
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import interval, interval_column

_ORDER = ("supported", "opposite", "inconclusive", "not testable", "not tested")


def build_summary(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Count the verdicts, then list them and draw their estimates."""
    hypotheses = writing["hypotheses"]
    if not hypotheses:
        return []
    columns = [
        writing.column("id", "center"),
        writing.column("claim", "left"),
        writing.column("estimate"),
        interval_column(writing, hypotheses),
        writing.column("verdict", "center", wraps=True),
        writing.column("practical", "center", wraps=True),
    ]
    rows = [_row(writing, found) for found in hypotheses]
    table = writing.table(
        "summary", columns, rows, notes=[writing.say("table_note.two_readings")]
    )
    blocks: list[Block] = [Paragraph(_counts(writing, table.label)), table]
    figure = _forest(writing)
    return [*blocks, figure] if figure else blocks


def reading(writing: Manuscript, kind: str, code: str) -> Text:
    """Word a verdict; it must have a phrase."""
    return writing.say(f"{kind}.{code}")


def _row(writing: Manuscript, found: Mapping[str, Any]) -> Any:
    return row(
        found["id"],
        writing.local(found["claim"]),
        writing.numbers.number(found["est"]),
        interval(writing, found),
        reading(writing, "verdict", found["verdict"]),
        reading(writing, "practical", found["practical"]),
    )


def _counts(writing: Manuscript, label: str) -> Text:
    counted = Counter(found["verdict"] for found in writing["hypotheses"])
    parts = [
        writing.words.plain(
            "summary.part",
            n=counted[code],
            verdict=writing.words.plain(f"verdict.{code}"),
        )
        for code in _ORDER
        if counted[code]
    ]
    total = sum(counted.values())
    key = "summary.one" if total == 1 else "summary.counts"
    return writing.say(key, n=total, parts=parts, table=label)


def _forest(writing: Manuscript) -> Figure | None:
    bars = tuple(
        EstimateBar(
            label=found["id"],
            est=found["est"],
            ci_low=found["ci_low"],
            ci_high=found["ci_high"],
            smallest_effect=found.get("smallest_effect"),
            shown=f"{writing.numbers.number(found['est'], 2)} "
            + writing.numbers.interval(found["ci_low"], found["ci_high"], decimals=2),
        )
        for found in writing["hypotheses"]
        if None not in (found["est"], found["ci_low"], found["ci_high"])
    )
    if not bars:
        return None
    drawing = EstimatesDrawing(
        axis=writing.words.plain("figure_word.estimate"),
        band=writing.words.plain("figure_word.smallest_effect"),
        bars=bars,
        mark=writing.mark,
    )
    alt = writing.words.plain(
        "alt.estimates", estimates=[f"{bar.label} {bar.shown}" for bar in bars]
    )
    notes = [writing.say("figure_note.estimates")]
    return writing.figure("estimates", drawing, alt, notes=notes)
