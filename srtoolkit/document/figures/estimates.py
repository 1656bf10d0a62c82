"""A forest: each primary estimate with its interval and smallest effect.

The rows have different units, so each row is drawn on its own scale: zero is
the common line, and the longest arm of each row has the same length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, MARKERS, MUTED, new_sheet
from srtoolkit.document.figures.drawings import EstimateBar, EstimatesDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ARM = 0.92
#: Height of a row in inches: of few rows, and of many.
_ROW, _ROW_OF_MANY, _FEW = 0.4, 0.28, 5


def draw_estimates(drawing: EstimatesDrawing) -> Figure:
    """Draw one row a hypothesis, the first on top."""
    row = _ROW if len(drawing.bars) <= _FEW else _ROW_OF_MANY
    figure, axes = new_sheet(6.3, 1.2 + row * len(drawing.bars))
    axes.axvline(0, color=INK, linewidth=0.9)
    for position, bar in enumerate(reversed(drawing.bars)):
        _draw_bar(axes, position, bar)
    labels = [bar.label for bar in reversed(drawing.bars)]
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(-0.7, len(labels) - 0.3)
    axes.set_xlim(-1.05, 1.05)
    axes.set_xticks([0], ["0"])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(drawing.axis)
    shown = axes.twinx()
    shown.set_ylim(axes.get_ylim())
    shown.set_yticks(range(len(labels)), [b.shown for b in reversed(drawing.bars)])
    shown.tick_params(axis="y", length=0)
    shown.spines[["left", "right", "top"]].set_visible(False)
    if any(bar.smallest_effect is not None for bar in drawing.bars):
        _draw_legend(axes, drawing.band)
    return figure


def _draw_bar(axes: Axes, position: int, bar: EstimateBar) -> None:
    ends = [abs(bar.ci_low), abs(bar.ci_high), abs(bar.est), bar.smallest_effect or 0]
    unit = max(ends) / _ARM or 1.0
    if bar.smallest_effect is not None:
        half = bar.smallest_effect / unit
        axes.barh(
            position,
            2 * half,
            left=-half,
            height=0.62,
            facecolor="#e6e6e6",
            edgecolor=MUTED,
            linestyle=":",
            linewidth=0.8,
            zorder=0.5,
        )
    clear = bar.tested and (bar.ci_low > 0 or bar.ci_high < 0)
    axes.plot(
        [bar.ci_low / unit, bar.ci_high / unit],
        [position, position],
        color=INK,
        linewidth=1.6,
        marker="|",
        markersize=8,
        zorder=2,
    )
    axes.plot(
        [bar.est / unit],
        [position],
        marker=MARKERS[1] if clear else MARKERS[0],
        markersize=6.5,
        markerfacecolor=INK if clear else "white",
        markeredgecolor=INK,
        zorder=3,
    )


def _draw_legend(axes: Axes, band: str) -> None:
    from matplotlib.patches import Patch

    patch = Patch(facecolor="#e6e6e6", edgecolor=MUTED, linestyle=":", label=band)
    axes.legend(
        handles=[patch], loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8.5
    )
