"""The sheet every figure is drawn on, and its bytes."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, cast

from srtoolkit.document.figures.fonts import chinese_family
from srtoolkit.document.figures.text_width import balanced, shown_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1a1a1a"
MUTED = "#5a5a5a"
BAND = "#dddddd"
#: Told apart in greyscale by shape and line, not by colour.
MARKERS = ("o", "s", "^", "D", "v", "P")
LINES: tuple[Any, ...] = ("-", "--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
#: Half-width letters of a label on an inch, and what a figure is higher than its
#: axes.
_LETTERS_PER_INCH, _BESIDE_AXES = 12.5, 0.8
#: Height of the line at whose end the mark stands, in inches.
MARK_LINE = 0.17
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_READER_FONTS = (
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "sans-serif",
)


@contextmanager
def drawing_style(*, keep_text: bool) -> Iterator[None]:
    """Set fonts and strokes; `keep_text` leaves glyphs to the reader's browser."""
    import matplotlib as mpl

    family = chinese_family()
    families = [family, "DejaVu Sans"] if family else ["DejaVu Sans"]
    settings: dict[str, Any] = {
        "font.family": list(_READER_FONTS) if keep_text else families,
        "font.size": 9.5,
        "axes.unicode_minus": True,
        # a dollar sign in a group label is a dollar sign
        "text.parse_math": False,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.color": INK,
        "ytick.color": INK,
        "legend.frameon": False,
        "svg.fonttype": "none" if keep_text else "path",
        "svg.hashsalt": "srtoolkit",
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    with mpl.rc_context(cast(Any, settings)):
        yield


def new_sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """Open a figure of `width` × `height` inches with one pair of axes."""
    figure, panels = new_panels(width, height, 1)
    return figure, panels[0]


def new_panels(width: float, height: float, n: int) -> tuple[Figure, list[Axes]]:
    """Open a figure of `width` × `height` inches with `n` axes side by side."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, [figure.add_subplot(1, n, at + 1) for at in range(n)]


def draw_mark(figure: Figure, mark: str) -> None:
    """Draw the mark of simulated data across the figure, and in its corner."""
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    if not mark:
        return
    figure.text(
        0.5,
        0.5,
        mark,
        fontsize=30,
        color="#b0b0b0",
        alpha=0.35,
        rotation=20,
        ha="center",
        va="center",
        zorder=0,
    )
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):  # a line below for the mark
        figure.set_figheight(figure.get_figheight() + MARK_LINE)
        share = MARK_LINE / figure.get_figheight()
        engine.set(rect=(0, share, 1, 1 - share))
    figure.text(0.995, 0.002, mark, fontsize=8, color=MUTED, ha="right", va="bottom")


def wrap_upright_labels(figure: Figure) -> None:
    """Break labels of upright axes that are longer than their axes are high."""
    longest = int(_LETTERS_PER_INCH * (figure.get_figheight() - _BESIDE_AXES))
    for axes in figure.axes:
        label = axes.get_ylabel()
        if shown_width(label) > longest:
            axes.set_ylabel("\n".join(balanced(label, longest)))


def drop_control_characters(figure: Figure) -> None:
    """Take characters that no font has out of every text."""
    from matplotlib.text import Text

    for shown in figure.findobj(Text):
        shown.set_text(_CONTROL.sub("", shown.get_text()))


def sheet_bytes(figure: Figure, kind: Literal["svg", "png"], dpi: int) -> bytes:
    """Return the figure's bytes, the same at every run.

    A glyph that no font has is drawn as a box without a warning: the report
    itself says when no Chinese font was found.
    """
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        if kind == "png":
            figure.savefig(stream, format="png", dpi=dpi, metadata={"Software": None})
            return stream.getvalue()
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(stream, format="svg", metadata=metadata)
    return _inline_svg(stream.getvalue().decode("utf-8")).encode("utf-8")


def _inline_svg(svg: str) -> str:
    """Strip what only a file of its own needs: prolog, metadata, name spaces."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(r'\s+xmlns(?::\w+)?="[^"]*"', "", svg)
