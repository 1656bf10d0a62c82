"""Keeps labels that would lie on each other apart."""

from __future__ import annotations

from collections.abc import Sequence


def spread_apart(places: Sequence[float], least: float) -> list[float]:
    """Move places apart until neighbours differ by `least`, as little as can be.

    Parameters
    ----------
    places : sequence of float
        Where labels want to stand, in any order.
    least : float
        Least distance of two neighbours, above zero.

    Returns
    -------
    list of float
        New places, in the order given.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    blocks: list[list[float]] = []  # centre, number of labels
    for at in order:
        blocks.append([places[at], 1.0])
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], least):
            last = blocks.pop()
            before = blocks.pop()
            n = before[1] + last[1]
            centre = (before[0] * before[1] + last[0] * last[1]) / n
            blocks.append([centre, n])
    heights = [
        centre + (k - (n - 1) / 2) * least
        for centre, n in blocks
        for k in range(int(n))
    ]
    moved = dict(zip(order, heights, strict=True))
    return [moved[at] for at in range(len(places))]


def _touch(below: Sequence[float], above: Sequence[float], least: float) -> bool:
    return above[0] - below[0] < least * (below[1] + above[1]) / 2
