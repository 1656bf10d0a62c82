"""Keeps labels and shapes that would lie on each other apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


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
    wanted = [places[at] for at in order]
    moved = spread_in_order(wanted, [least] * (len(wanted) - 1))
    found = dict(zip(order, moved, strict=True))
    return [found[at] for at in range(len(places))]


def spread_in_order(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Place things in the order given, neighbours no nearer than their gap.

    Parameters
    ----------
    wanted : sequence of float, length n
        Where each wants to stand; the order is kept, whatever they want.
    gaps : sequence of float, length n - 1
        Least distance of each to the one before.

    Returns
    -------
    list of float
        The nearest places by least squares (isotonic regression, by pooling
        adjacent violators; Barlow et al., 1972, Statistical Inference under
        Order Restrictions).
    """
    shifts = list(accumulate([0.0, *gaps]))[: len(wanted)]
    blocks: list[list[float]] = []  # mean, number
    for place, shift in zip(wanted, shifts, strict=True):
        blocks.append([place - shift, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            n = before[1] + last[1]
            blocks.append([(before[0] * before[1] + last[0] * last[1]) / n, n])
    means = [mean for mean, n in blocks for _ in range(int(n))]
    return [mean + shift for mean, shift in zip(means, shifts, strict=True)]
