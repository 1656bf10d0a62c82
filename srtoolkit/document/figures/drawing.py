"""Turns a drawing into the bytes of a picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.document.figures.balance import draw_balance
from srtoolkit.document.figures.bars import draw_bars
from srtoolkit.document.figures.canvas import (
    draw_mark,
    drawing_style,
    drop_control_characters,
    sheet_bytes,
    wrap_upright_labels,
)
from srtoolkit.document.figures.ceilings import draw_ceilings
from srtoolkit.document.figures.drawings import (
    Drawing,
    EstimatesDrawing,
    FlowDrawing,
    MeansDrawing,
    PathDrawing,
    ScreeDrawing,
    SlopesDrawing,
)
from srtoolkit.document.figures.estimates import draw_estimates
from srtoolkit.document.figures.evidence_drawings import (
    BalanceDrawing,
    BarsDrawing,
    CeilingsDrawing,
    ForestDrawing,
    OccasionsDrawing,
    RegionDrawing,
    SurfaceDrawing,
)
from srtoolkit.document.figures.flow import draw_flow
from srtoolkit.document.figures.fonts import chinese_family
from srtoolkit.document.figures.forest import draw_forest
from srtoolkit.document.figures.means import draw_means
from srtoolkit.document.figures.occasions import draw_occasions
from srtoolkit.document.figures.path_diagram import draw_paths
from srtoolkit.document.figures.profile_drawings import ProfilesDrawing
from srtoolkit.document.figures.profiles import draw_profiles
from srtoolkit.document.figures.region import draw_region
from srtoolkit.document.figures.scree import draw_scree
from srtoolkit.document.figures.slopes import draw_slopes
from srtoolkit.document.figures.surface import draw_surface

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: How each kind of drawing is drawn.
_DRAWN: dict[type, Callable[[Any], Figure]] = {
    MeansDrawing: draw_means,
    EstimatesDrawing: draw_estimates,
    PathDrawing: draw_paths,
    SlopesDrawing: draw_slopes,
    ScreeDrawing: draw_scree,
    FlowDrawing: draw_flow,
    ProfilesDrawing: draw_profiles,
    OccasionsDrawing: draw_occasions,
    BalanceDrawing: draw_balance,
    RegionDrawing: draw_region,
    SurfaceDrawing: draw_surface,
    CeilingsDrawing: draw_ceilings,
    ForestDrawing: draw_forest,
    BarsDrawing: draw_bars,
}


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
        figure = _DRAWN[type(drawing)](drawing)
        wrap_upright_labels(figure)
        draw_mark(figure, drawing.mark)
        drop_control_characters(figure)
        return sheet_bytes(figure, kind, dpi)
