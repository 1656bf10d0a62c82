"""How large the shapes of a path diagram are, so that their names fit in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from srtoolkit.document.figures.drawings import PathNode
from srtoolkit.document.figures.text_width import balanced, shown_width

#: Type sizes of names, in points, the largest first, and of what stands below.
_SIZES = (9.5, 9.0, 8.5, 8.0, 7.6, 7.2)
BELOW_SIZE = 7.2
#: Between the parts of what stands below; in a narrow shape each has a line.
SEPARATOR = " · "
#: Width of a half-width character over the type size, and height of a line.
_LETTER, _LINE = 0.57, 1.2
_POINTS = 72
#: Share of a shape's width that its longest line may take.
_FILLED = 0.84
#: Share that all of what stands below may take in one line.
_BELOW = 0.72
#: Share that a word which cannot be broken may take.
_LONGEST = 0.92
#: Height of the lowest shape, room at its border, in inches, and the share of a
#: line's height above and below its letters.
_LOWEST, _BORDER, _BLANK = 0.44, 0.06, 0.2


@dataclass(frozen=True, slots=True)
class NodeSize:
    """One size for all variables of a diagram.

    Attributes
    ----------
    width, height : float
        In inches.
    type_size : float
        Of the names, in points.
    """

    width: float
    height: float
    type_size: float

    def of(self, node: PathNode) -> float:
        """Return the height of one variable's shape; boxes need less."""
        return self.height if node.latent else max(_LOWEST, _height(node, self))

    def lines(self, node: PathNode) -> list[tuple[str, float]]:
        """Return the lines in the shape with their type sizes."""
        name = balanced(node.label, _letters(self.width, self.type_size))
        below = [node.below] if node.below else []
        if below and text_width(node.below, BELOW_SIZE) > _BELOW * self.width:
            below = node.below.split(SEPARATOR)
        return [
            *((line, self.type_size) for line in name),
            *((line, BELOW_SIZE) for line in below),
        ]


def text_width(text: str, type_size: float) -> float:
    """Width of a line in inches."""
    return shown_width(text) * _LETTER * type_size / _POINTS


def line_height(type_size: float) -> float:
    """Height of a line in inches."""
    return _LINE * type_size / _POINTS


def node_size(nodes: Sequence[PathNode], width: float, highest: float) -> NodeSize:
    """Return the largest type with which all names fit.

    Parameters
    ----------
    nodes : sequence of PathNode
    width : float
        Of a shape, in inches.
    highest : float
        Height that a shape may have; exceeded only where no type is small
        enough.
    """
    found = [_size(nodes, width, type_size) for type_size in _SIZES]
    fitting = [
        size for size in found if size.height <= highest and _holds_words(nodes, size)
    ]
    return (fitting or found[-1:])[0]


def _holds_words(nodes: Sequence[PathNode], size: NodeSize) -> bool:
    """Tell whether the longest word, which is not broken, keeps within the shape."""
    return all(
        text_width(line, type_size) <= _LONGEST * size.width
        for node in nodes
        for line, type_size in size.lines(node)
    )


def _letters(width: float, type_size: float) -> int:
    return int(_FILLED * width * _POINTS / (_LETTER * type_size))


def _size(nodes: Sequence[PathNode], width: float, type_size: float) -> NodeSize:
    size = NodeSize(width, _LOWEST, type_size)
    heights = [_height(node, size) for node in nodes]
    return NodeSize(width, max([_LOWEST, *heights]), type_size)


def _height(node: PathNode, size: NodeSize) -> float:
    """Height of the shape around the lines of a variable."""
    lines = size.lines(node)
    block = sum(line_height(type_size) for _, type_size in lines)
    if not node.latent:
        return block + 2 * _BORDER
    needed, edge = 0.0, block / 2
    for line, type_size in lines:
        # the outer corners of each line's letters lie within the ellipse
        beneath = edge - line_height(type_size)
        corner = max(abs(edge), abs(beneath)) - _BLANK * line_height(type_size)
        room = 1 - min(text_width(line, type_size) / size.width, _LONGEST) ** 2
        needed = max(needed, 2 * corner / math.sqrt(room))
        edge = beneath
    return needed + _BORDER
