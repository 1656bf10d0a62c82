"""Places of a path diagram's variables and the courses of its arrows, in inches.

All lengths are those on the printed page, so that type sizes are too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from srtoolkit.document.figures.drawings import PathDrawing
from srtoolkit.document.figures.label_spots import label_boxes
from srtoolkit.document.figures.layout import Layers, Slot, layered
from srtoolkit.document.figures.node_size import NodeSize, node_size
from srtoolkit.document.figures.routes import arrow_routes
from srtoolkit.document.figures.shapes import Box, Point, Shape
from srtoolkit.document.figures.spacing import spread_in_order

Direction = Literal["right", "down"]

#: The page's room for a figure.
PAGE = (6.1, 8.2)
#: Widest shape, and the room between two shapes of a layer.
_WIDEST, _BESIDE = 1.5, 0.12
#: Room that a passing arrow takes in a layer.
_PASSING = 0.3
#: Layouts in the order they are tried: direction and room between two layers.
_TRIED: tuple[tuple[Direction, float], ...] = (
    ("right", 1.15),
    ("down", 0.75),
    ("down", 1.1),
    ("down", 1.5),
)
#: The least room between two layers in which labels find a spot.
_LEAST_BETWEEN = 0.6
#: Height over width of a shape, where the names' smallest type allows.
_ROUNDEST = 0.85
#: A shape is no narrower.
_NARROWEST = 0.9
_SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Diagram:
    """A path diagram laid out.

    Attributes
    ----------
    size : NodeSize
    shapes : dict of str to Shape
        By variable.
    routes : tuple of tuple of Point
        Each arrow's course from border to border.
    labels : tuple of Box
        Of each arrow.
    """

    size: NodeSize
    shapes: dict[str, Shape]
    routes: tuple[tuple[Point, ...], ...]
    labels: tuple[Box, ...]

    @property
    def limits(self) -> tuple[float, float, float, float]:
        """Left, right, lower and upper end."""
        points = [point for route in self.routes for point in route]
        for shape in self.shapes.values():
            points += [shape.corner(-1), shape.corner(1)]
        points += [corner for box in self.labels for corner in (box.low, box.high)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), max(xs), min(ys), max(ys)

    @property
    def is_legible(self) -> bool:
        """Tell whether it fits a page and no label lies on anything."""
        return not self.faults and not _too_large(self)

    @property
    def faults(self) -> int:
        """How many labels lie on another label, a shape or a foreign arrow."""
        return sum(
            any(box.meets(other) for other in self.labels[:number])
            + any(shape.meets(box) for shape in self.shapes.values())
            + sum(
                box.is_crossed_by(route)
                for at, route in enumerate(self.routes)
                if at != number
            )
            for number, box in enumerate(self.labels)
        )


@lru_cache(maxsize=8)
def lay_out(drawing: PathDrawing) -> Diagram:
    """Lay a diagram out from left to right, or downwards where that is clearer.

    Of layouts none of which is legible, the one with the fewest faults is taken.
    """
    layers = layered([node.name for node in drawing.nodes], drawing.arrows)
    found: list[Diagram] = []
    for way, between in _TRIED:
        found.append(_diagram(drawing, layers, way, between))
        if found[-1].is_legible:
            return found[-1]
    return min(found, key=lambda diagram: (_too_large(diagram), diagram.faults))


def _too_large(diagram: Diagram) -> bool:
    left, right, low, high = diagram.limits
    return right - left > PAGE[0] + 0.3 or high - low > PAGE[1] + 0.3


def _diagram(
    drawing: PathDrawing, layers: Layers, way: Direction, wanted: float
) -> Diagram:
    size, between = _sizes(drawing, layers, way, wanted)
    along = size.width if way == "right" else size.height
    across = size.height if way == "right" else size.width
    places = _across(layers, across)
    centres: dict[Slot, Point] = {}
    for rank, layer in enumerate(layers.order):
        for slot in layer:
            ahead = rank * (along + between)
            centres[slot] = (
                (ahead, -places[slot]) if way == "right" else (places[slot], -ahead)
            )
    shapes = {
        node.name: Shape(centres[node.name], size.width, size.of(node), node.latent)
        for node in drawing.nodes
    }
    routes = arrow_routes(layers.courses, centres, shapes, way)
    texts = [arrow.label for arrow in drawing.arrows]
    labels = label_boxes(texts, routes, list(shapes.values()))
    return Diagram(size, shapes, routes, labels)


def _sizes(
    drawing: PathDrawing, layers: Layers, way: Direction, wanted: float
) -> tuple[NodeSize, float]:
    """Return the shapes' size and the room between layers that the page allows."""
    n = len(layers.order)
    most = max(
        sum(1 if isinstance(slot, str) else _PASSING for slot in layer)
        for layer in layers.order
    )
    ahead, beside = PAGE if way == "right" else PAGE[::-1]
    layer_room = (ahead - (n - 1) * wanted) / n
    slot_room = beside / most - _BESIDE
    width, height = (
        (layer_room, slot_room) if way == "right" else (slot_room, layer_room)
    )
    width = max(min(width, _WIDEST), _NARROWEST)
    size = node_size(drawing.nodes, width, min(height, _ROUNDEST * width))
    along = size.width if way == "right" else size.height
    room = (ahead - n * along) / max(n - 1, 1)
    return size, max(min(room, wanted), _LEAST_BETWEEN)


def _across(layers: Layers, extent: float) -> dict[Slot, float]:
    """Place slots within their layers near the mean of their neighbours."""
    links = layers.links
    places: dict[Slot, float] = {}
    gaps = [_gaps(layer, extent) for layer in layers.order]
    for layer, own in zip(layers.order, gaps, strict=True):
        start = -sum(own) / 2
        for at, slot in enumerate(layer):
            places[slot] = start + sum(own[:at])
    for sweep in range(_SWEEPS):
        turn = list(zip(layers.order, gaps, strict=True))
        for layer, own in turn if sweep % 2 else reversed(turn):
            wanted = [_wanted(slot, links, places) for slot in layer]
            places.update(zip(layer, spread_in_order(wanted, own), strict=True))
    middle = (min(places.values()) + max(places.values())) / 2
    return {slot: place - middle for slot, place in places.items()}


def _gaps(layer: Sequence[Slot], extent: float) -> list[float]:
    rooms = [extent + _BESIDE if isinstance(slot, str) else _PASSING for slot in layer]
    return [(a + b) / 2 for a, b in pairwise(rooms)]


def _wanted(
    slot: Slot, links: Sequence[tuple[Slot, Slot]], places: dict[Slot, float]
) -> float:
    """Mean place of the neighbours; those on the same long arrow count more."""
    pairs = [(a, b) for a, b in links if slot in (a, b) and a != b]
    weights = [
        4.0 if not isinstance(a, str) and not isinstance(b, str) else 1.0
        for a, b in pairs
    ]
    others = [places[b if a == slot else a] for a, b in pairs]
    if not others:
        return places[slot]
    total = sum(place * weight for place, weight in zip(others, weights, strict=True))
    return total / math.fsum(weights)
