"""Free spots for the labels of a path diagram's arrows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from srtoolkit.document.figures.node_size import line_height, text_width
from srtoolkit.document.figures.shapes import Box, Point, Shape

#: Type size of the labels, in points, and the white rim around them, in inches.
LABEL_SIZE = 7.8
_RIM = 0.02
#: Where on its arrow a label may stand, as shares of the length.
_SHARES = tuple(share / 100 for share in range(8, 89, 2))
#: The share that looks best.
_BEST = 0.45
_PASSES = 8


def label_boxes(
    texts: Sequence[str], routes: Sequence[Sequence[Point]], shapes: Sequence[Shape]
) -> tuple[Box, ...]:
    """Set each label on its own arrow, off shapes, labels and other arrows.

    Labels are moved one after the other until none finds a better spot.
    """
    points = np.array([point for route in routes for point in route])
    owners = np.repeat(range(len(routes)), [len(route) for route in routes])
    spots = [
        [_box(text, route, share) for share in _SHARES]
        for text, route in zip(texts, routes, strict=True)
    ]
    fixed = [
        [
            _crossed(box, number, points, owners)
            + 1000 * sum(shape.meets(box) for shape in shapes)
            + 100 * box.is_crossed_by(routes[number][-6:])  # its own head
            + abs(share - _BEST)
            for share, box in zip(_SHARES, own, strict=True)
        ]
        for number, own in enumerate(spots)
    ]
    chosen = [min(range(len(own)), key=own.__getitem__) for own in fixed]
    for _ in range(_PASSES):
        before = list(chosen)
        for number, own in enumerate(spots):
            others = [
                spots[other][at] for other, at in enumerate(chosen) if other != number
            ]
            chosen[number] = min(
                range(len(own)),
                key=lambda at: (
                    fixed[number][at]
                    + 300 * sum(own[at].meets(other) for other in others)
                ),
            )
        if chosen == before:
            break
    return tuple(own[at] for own, at in zip(spots, chosen, strict=True))


def _box(text: str, route: Sequence[Point], share: float) -> Box:
    x, y = route[round(share * (len(route) - 1))]
    across = text_width(text, LABEL_SIZE) / 2 + _RIM
    up = line_height(LABEL_SIZE) / 2
    return Box((x - across, y - up), (x + across, y + up))


def _crossed(box: Box, own: int, points: np.ndarray, owners: np.ndarray) -> float:
    """Cost of the other arrows that run through a box."""
    inside = ((points > box.low) & (points < box.high)).all(axis=1)
    return 40.0 * len(set(owners[inside]) - {own})
