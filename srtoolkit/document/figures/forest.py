"""A forest: studies with their weights, the pooled effect, a new study's range."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, MUTED, new_sheet
from srtoolkit.document.figures.evidence_drawings import ForestDrawing, ForestRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Longest line of a study's name, in letters.
_LONGEST = 34


def draw_forest(drawing: ForestDrawing) -> Figure:
    """Draw one row a study, the diamond of the pooled effect below them."""
    n = len(drawing.rows)
    with_prediction = drawing.prediction is not None
    figure, axes = new_sheet(6.6, 1.2 + 0.34 * (n + 1 + with_prediction))
    axes.axvline(0, color=INK, linewidth=0.8)
    heights = range(n + with_prediction, with_prediction, -1)
    for height, found in zip(heights, drawing.rows, strict=True):
        _draw_study(axes, height, found)
    _draw_diamond(axes, with_prediction, drawing.pooled)
    axes.axhline(with_prediction + 0.5, color=MUTED, linewidth=0.6)
    shown = [*drawing.rows, drawing.pooled]
    labels = [(row.label, row.shown) for row in shown]
    if drawing.prediction is not None:
        low, high = drawing.prediction
        axes.plot([low, high], [0, 0], color=INK, linewidth=2.2, linestyle=":")
        labels.append((drawing.prediction_label, drawing.prediction_shown))
    ticks = range(len(labels) - 1, -1, -1)
    _label_rows(axes, list(ticks), labels)
    axes.set_xlabel(drawing.axis)
    return figure


def _label_rows(axes: Axes, ticks: list[int], labels: list[tuple[str, str]]) -> None:
    names = [textwrap.fill(label, _LONGEST) for label, _ in labels]
    axes.set_yticks(ticks, names)
    axes.set_ylim(-0.7, len(labels) - 0.3)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    beside = axes.twinx()
    beside.set_ylim(axes.get_ylim())
    beside.set_yticks(ticks, [shown for _, shown in labels])
    beside.tick_params(axis="y", length=0)
    beside.spines[["left", "right", "top"]].set_visible(False)


def _draw_study(axes: Axes, height: float, row: ForestRow) -> None:
    axes.plot([row.ci_low, row.ci_high], [height, height], color=INK, linewidth=1.2)
    size = 4.0 if row.weight is None else 3.5 + 7.5 * (row.weight / 100) ** 0.5
    axes.plot([row.est], [height], marker="s", color=INK, markersize=size)


def _draw_diamond(axes: Axes, height: float, pooled: ForestRow) -> None:
    x = [pooled.ci_low, pooled.est, pooled.ci_high, pooled.est]
    y = [height, height + 0.28, height, height - 0.28]
    axes.fill(x, y, facecolor="#bdbdbd", edgecolor=INK, linewidth=1.1, zorder=2)
