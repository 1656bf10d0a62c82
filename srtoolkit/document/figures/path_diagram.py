"""A path diagram: ellipses and rectangles, arrows with standardised estimates."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, new_sheet
from srtoolkit.document.figures.drawings import PathArrow, PathDrawing, PathNode
from srtoolkit.document.figures.layout import (
    Place,
    curve_length,
    curve_points,
    place_nodes,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH, _HEIGHT = 1.66, 0.92
_COLUMN_GAP, _ROW_GAP = 2.6, 1.25
#: Half width and height of a label, in inches.
_LABEL = (0.24, 0.1)
#: Share of a node's width and height that an observed variable's box takes.
_RECTANGLE = 0.9
_BENDS = (0.0, 0.12, -0.12, 0.22, -0.22, 0.34, -0.34, 0.5, -0.5)
_FRACTIONS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8)


@dataclass(frozen=True, slots=True)
class _Route:
    """An arrow's curve between the borders of its nodes, and its label's place."""

    arrow: PathArrow
    bend: float
    points: tuple[Place, ...]
    label: Place


def draw_paths(drawing: PathDrawing) -> Figure:
    """Lay out and draw the diagram."""
    names = [node.name for node in drawing.nodes]
    places = place_nodes(
        names, drawing.arrows, column_gap=_COLUMN_GAP, row_gap=_ROW_GAP
    )
    latent = frozenset(node.name for node in drawing.nodes if node.latent)
    routes = _routes(drawing.arrows, places, latent)
    limits = _limits(places, routes)
    figure, axes = new_sheet(limits[1] - limits[0], limits[3] - limits[2])
    axes.set_xlim(limits[0], limits[1])
    axes.set_ylim(limits[2], limits[3])
    axes.set_aspect("equal")
    axes.axis("off")
    for route in routes:
        _draw_route(axes, route)
    for node in drawing.nodes:
        _draw_node(axes, node, places[node.name])
    return figure


def label_places(drawing: PathDrawing) -> tuple[list[Place], list[Place]]:
    """Return the centres of the nodes and of the arrows' labels, in inches."""
    names = [node.name for node in drawing.nodes]
    places = place_nodes(
        names, drawing.arrows, column_gap=_COLUMN_GAP, row_gap=_ROW_GAP
    )
    latent = frozenset(node.name for node in drawing.nodes if node.latent)
    routes = _routes(drawing.arrows, places, latent)
    return list(places.values()), [route.label for route in routes]


def node_size() -> tuple[float, float]:
    """Return a node's width and height, in inches."""
    return _WIDTH, _HEIGHT


def _limits(
    places: Mapping[str, Place], routes: Sequence[_Route]
) -> tuple[float, float, float, float]:
    points = [point for route in routes for point in route.points]
    xs = [x for x, _ in places.values()]
    ys = [y for _, y in places.values()] + [y for _, y in points]
    return (
        min(xs) - _WIDTH / 2 - 0.1,
        max(xs) + _WIDTH / 2 + 0.1,
        min(min(ys), min(y for _, y in places.values()) - _HEIGHT / 2) - 0.2,
        max(max(ys), max(y for _, y in places.values()) + _HEIGHT / 2) + 0.3,
    )


def _routes(
    arrows: Sequence[PathArrow],
    places: Mapping[str, Place],
    latent: frozenset[str],
) -> list[_Route]:
    """Bend each arrow around foreign nodes; set labels clear of one another."""
    taken: list[Place] = []
    curves = []
    for arrow in arrows:
        bend = min(_BENDS, key=lambda bend: (_cost(arrow, places, bend), abs(bend)))
        points = _visible(arrow, places, bend, latent)
        curves.append((arrow, bend, points))
    routes = []
    for arrow, bend, points in curves:
        others = [q for other, _, pts in curves if other is not arrow for q in pts]
        label = _label_place(points, places, taken, others)
        taken.append(label)
        routes.append(_Route(arrow, bend, tuple(points), label))
    return routes


def _cost(arrow: PathArrow, places: Mapping[str, Place], bend: float) -> float:
    points = curve_points(places[arrow.source], places[arrow.target], bend)
    foreign = [p for n, p in places.items() if n not in (arrow.source, arrow.target)]
    hits = sum(_inside(point, node, 0.16) for point in points for node in foreign)
    return hits + 0.01 * curve_length(points)


def _inside(point: Place, node: Place, margin: float) -> bool:
    return (
        abs(point[0] - node[0]) < _WIDTH / 2 + margin
        and abs(point[1] - node[1]) < _HEIGHT / 2 + margin
    )


def _covered(point: Place, node: Place, is_ellipse: bool) -> bool:
    across = abs(point[0] - node[0]) / (_WIDTH / 2)
    up = abs(point[1] - node[1]) / (_HEIGHT / 2)
    if is_ellipse:
        return across**2 + up**2 < 1.03
    return across < _RECTANGLE and up < _RECTANGLE


def _visible(
    arrow: PathArrow,
    places: Mapping[str, Place],
    bend: float,
    latent: frozenset[str],
) -> list[Place]:
    """The part of a curve between the borders of its two nodes."""
    start, end = places[arrow.source], places[arrow.target]
    points = curve_points(start, end, bend, steps=160)
    return [
        point
        for point in points
        if not _covered(point, start, arrow.source in latent)
        and not _covered(point, end, arrow.target in latent)
    ] or points


def _label_place(
    points: Sequence[Place],
    places: Mapping[str, Place],
    taken: Sequence[Place],
    others: Sequence[Place],
) -> Place:
    def cost(fraction: float) -> tuple[float, float]:
        x, y = points[round(fraction * (len(points) - 1))]
        on_nodes = sum(_inside((x, y), node, 0.22) for node in places.values())
        on_labels = sum(
            abs(x - a) < 2.3 * _LABEL[0] and abs(y - b) < 2.6 * _LABEL[1]
            for a, b in taken
        )
        on_arrows = sum(
            abs(x - a) < _LABEL[0] and abs(y - b) < _LABEL[1] for a, b in others
        )
        return 100 * on_nodes + 30 * on_labels + on_arrows, abs(fraction - 0.5)

    best = min(_FRACTIONS, key=cost)
    return points[round(best * (len(points) - 1))]


def _draw_route(axes: Axes, route: _Route) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    codes = [Path.MOVETO, *[Path.LINETO] * (len(route.points) - 1)]
    axes.add_patch(
        FancyArrowPatch(
            path=Path(list(route.points), codes),
            arrowstyle="-|>",
            mutation_scale=13,
            linewidth=1.2,
            linestyle="-" if route.arrow.clear else (0, (4, 3)),
            color=INK,
            shrinkA=0,
            shrinkB=0,
            zorder=1,
        )
    )
    axes.text(
        *route.label,
        route.arrow.label,
        ha="center",
        va="center",
        fontsize=10,
        zorder=4,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
    )


def _draw_node(axes: Axes, node: PathNode, place: Place) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    shape: Ellipse | Rectangle
    style = {"facecolor": "white", "edgecolor": INK, "linewidth": 1.1, "zorder": 2}
    if node.latent:
        shape = Ellipse(place, _WIDTH, _HEIGHT, **style)  # type: ignore[arg-type]
    else:
        width, height = _RECTANGLE * _WIDTH, _RECTANGLE * _HEIGHT
        corner = (place[0] - width / 2, place[1] - height / 2)
        shape = Rectangle(corner, width, height, **style)  # type: ignore[arg-type]
    axes.add_patch(shape)
    label = _wrapped(node.label)
    below = node.below.replace("\n", " · ")
    rise = 0.1 if below else 0.0
    size = 11 if label.count("\n") < 2 else 9.2
    axes.text(
        place[0],
        place[1] + rise,
        label,
        ha="center",
        va="center",
        fontsize=size,
        linespacing=1.05,
        zorder=3,
    )
    if below:
        drop = 0.2 + 0.05 * label.count("\n")
        axes.text(
            place[0],
            place[1] - drop,
            below,
            ha="center",
            va="center",
            fontsize=8.4,
            zorder=3,
        )


def _wrapped(label: str) -> str:
    """Break a label into lines that fit a node; Chinese characters count twice."""
    if label.isascii():
        return textwrap.fill(label, 16, break_long_words=False)
    return "\n".join(label[start : start + 8] for start in range(0, len(label), 8))
