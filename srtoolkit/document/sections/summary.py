"""The verdicts up front: one line a hypothesis, and a forest of estimates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import (
    Block,
    Bullets,
    Figure,
    Paragraph,
    Span,
    Text,
)
from srtoolkit.document.figures.drawings import EstimateBar, EstimatesDrawing
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.evidence.guarded import (
    DECIDED,
    is_guarded,
    practical_cell,
    states_smallest_effect,
)
from srtoolkit.document.sections.hypotheses import why

_SIGN_CODES = ("sign_depends_on_covariates", "sign_stable_over_covariates")
_CHANGED = ("exclusions_change_verdict", "exclusions_change_practical")
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
    ]
    with_practical = states_smallest_effect(hypotheses)
    if with_practical:
        columns.append(writing.column("practical", "center", wraps=True))
    rows = [_row(writing, found, with_practical) for found in hypotheses]
    readings = "two_readings" if with_practical else "one_reading"
    notes = [writing.say(f"table_note.{readings}")]
    changed = [found["id"] for found in hypotheses if _hangs_on_exclusions(found)]
    if changed:
        notes.append(writing.say("table_note.exclusions_change", ids=changed))
    table = writing.table("summary", columns, rows, notes=notes)
    blocks: list[Block] = [Paragraph(_counts(writing, table.label)), table]
    plain_words = _in_plain_words(writing)
    if plain_words:
        blocks += [Paragraph(writing.say("summary.not_testable")), plain_words]
    figure = _forest(writing)
    return [*blocks, figure] if figure else blocks


def _hangs_on_exclusions(found: Mapping[str, Any]) -> bool:
    """Tell whether it would be read otherwise with nobody left out by screening."""
    noticed = found["details"].get("diagnostics") or ()
    return any(one["code"] in _CHANGED for one in noticed)


def _in_plain_words(writing: Manuscript) -> Bullets | None:
    """Say of every hypothesis behind a guard why, and what its numbers hang on."""
    by_reason: dict[Text, list[str]] = {}
    signs: list[Text] = []
    for found in writing["hypotheses"]:
        if is_guarded(found):
            by_reason.setdefault(_plain_reason(writing, found), []).append(found["id"])
            signs += _signs(writing, found)
    reasons = [
        (*writing.say("summary.reason", ids=ids), *reason)
        for reason, ids in by_reason.items()
    ]
    return Bullets((*reasons, *signs)) if reasons else None


def _plain_reason(writing: Manuscript, found: Mapping[str, Any]) -> Text:
    """Word all guards of a hypothesis without numbers, where words are there."""
    guards = [found["why"], *(found["details"].get("further_guards") or ())]
    keys = [f"plain_reason.{guard['code']}" for guard in guards]
    if not all(writing.words.has(key) for key in keys):
        return why(writing, found)
    space = Span("" if writing.lang == "zh" else " ")
    spans: list[Span] = []
    for key, guard in zip(keys, guards, strict=True):
        sentence = writing.say(key, **(guard.get("values") or {}))
        spans += [space, *sentence] if spans else list(sentence)
    return tuple(spans)


def _signs(writing: Manuscript, found: Mapping[str, Any]) -> list[Text]:
    """Word, once an outcome, how its sign depends on one covariate."""
    for note in found["details"].get("diagnostics") or ():
        if note["code"] in _SIGN_CODES:
            return [writing.say(f"summary.{note['code']}", **note["values"])]
    return []


def reading(writing: Manuscript, kind: str, code: str) -> Text:
    """Word a verdict; it must have a phrase."""
    return writing.say(f"{kind}.{code}")


def _row(writing: Manuscript, found: Mapping[str, Any], with_practical: bool) -> Any:
    cells: list[str | Text] = [
        found["id"],
        writing.local(found["claim"]),
        writing.numbers.number(found["est"]),
        interval(writing, found),
        reading(writing, "verdict", found["verdict"]),
    ]
    if with_practical:
        cells.append(practical_cell(writing, found))
    return row(*cells)


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
            label=_bar_label(writing, found),
            est=found["est"],
            ci_low=found["ci_low"],
            ci_high=found["ci_high"],
            smallest_effect=found.get("smallest_effect"),
            shown=f"{writing.numbers.number(found['est'], 2)} "
            + writing.numbers.interval(found["ci_low"], found["ci_high"], decimals=2),
            tested=found["verdict"] in DECIDED,
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
    banded = any(bar.smallest_effect is not None for bar in bars)
    note = "estimates" if banded else "estimates_without_band"
    notes = [writing.say(f"figure_note.{note}")]
    return writing.figure("estimates", drawing, alt, notes=notes)


def _bar_label(writing: Manuscript, found: Mapping[str, Any]) -> str:
    if found["verdict"] in DECIDED:
        return str(found["id"])
    verdict = writing.words.plain(f"verdict.{found['verdict']}")
    return writing.words.plain("word.beside", name=found["id"], remark=verdict)
