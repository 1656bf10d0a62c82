"""The gap that picking customers makes by itself, beside the observed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Figure
from srtoolkit.document.figures.evidence_drawings import Bar, BarPanel, BarsDrawing
from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]

_CODES = ("expected_spurious_gap", "expected_spurious_change")


def spurious_figures(writing: Manuscript) -> list[Figure]:
    """Draw one figure an outcome of which the selection is known."""
    figures: dict[str, Figure] = {}
    for hypothesis in writing["hypotheses"]:
        for note in hypothesis["details"].get("diagnostics") or ():
            values = note.get("values") or {}
            outcome = str(values.get("outcome"))
            if note["code"] in _CODES and outcome not in figures:
                figures[outcome] = _figure(writing, note["code"], values)
    return list(figures.values())


def _figure(writing: Manuscript, code: str, values: Values) -> Figure:
    kind = "gap" if code == "expected_spurious_gap" else "change"
    labels = {
        "gap": f"figure_word.expected_{kind}",
        "observed": f"figure_word.observed_{kind}",
        "mean_change": "figure_word.mean_change_of_all",
    }
    bars = [
        Bar(
            label=writing.words.plain(key),
            est=values[name],
            ci_low=None,
            ci_high=None,
            shown=writing.numbers.number(values[name], 2),
        )
        for name, key in labels.items()
        if values.get(name) is not None
    ]
    outcome = writing.labels.variable(values["outcome"])
    drawing = BarsDrawing(
        axis=writing.words.plain("figure_word.points_of", outcome=outcome),
        panels=(BarPanel("", tuple(bars), frozenset([0])),),
        mark=writing.mark,
    )
    alt = writing.words.plain(
        "alt.bars", bars=[f"{bar.label} {bar.shown}" for bar in bars]
    )
    notes = [
        writing.say(
            f"figure_note.spurious_{kind}",
            basis=values["basis"],
            n_selected=values["n_selected"],
            n=values["n"],
        )
    ]
    return writing.figure("spurious", drawing, alt, notes=notes, outcome=outcome)
