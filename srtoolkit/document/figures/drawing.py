"""Turns a drawing into the bytes of a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from srtoolkit.document.figures.canvas import (
    draw_mark,
    drawing_style,
    drop_control_characters,
    sheet_bytes,
)
from srtoolkit.document.figures.drawings import (
    Drawing,
    EstimatesDrawing,
    MeansDrawing,
    PathDrawing,
)
from srtoolkit.document.figures.estimates import draw_estimates
from srtoolkit.document.figures.fonts import chinese_family
from srtoolkit.document.figures.means import draw_means
from srtoolkit.document.figures.path_diagram import draw_paths
from srtoolkit.document.figures.slopes import draw_slopes

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(
    drawing: Drawing,
    *,
    kind: Literal["svg", "png"],
    lang: Literal["zh", "en"],
    dpi: int = 220,
) -> bytes:
    """Draw a figure.

    Parameters
    ----------
    drawing : Drawing
    kind : {"svg", "png"}
        SVG is made to stand inside HTML, without prolog or name spaces.
    lang : {"zh", "en"}
        With ``zh`` and no Chinese font, SVG keeps its text for the browser.
    dpi : int
        Resolution of a PNG.
    """
    keep_text = kind == "svg" and lang == "zh" and chinese_family() is None
    with drawing_style(keep_text=keep_text):
        figure = _sheet(drawing)
        draw_mark(figure, drawing.mark)
        drop_control_characters(figure)
        return sheet_bytes(figure, kind, dpi)


def _sheet(drawing: Drawing) -> Figure:
    if isinstance(drawing, MeansDrawing):
        return draw_means(drawing)
    if isinstance(drawing, EstimatesDrawing):
        return draw_estimates(drawing)
    if isinstance(drawing, PathDrawing):
        return draw_paths(drawing)
    return draw_slopes(drawing)
