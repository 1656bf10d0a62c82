"""In which layer of a path diagram each variable stands, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from srtoolkit.document.figures.drawings import PathArrow

#: A variable by its name, or where an arrow passes a layer: (arrow, layer).
Slot = str | tuple[int, int]

_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Layers:
    """Variables layer by layer, causes first.

    Attributes
    ----------
    order : tuple of tuple of Slot
        The slots of each layer, side by side.
    courses : tuple of tuple of Slot
        For each arrow its source, a slot in every layer that it passes, and
        its target.
    """

    order: tuple[tuple[Slot, ...], ...]
    courses: tuple[tuple[Slot, ...], ...]

    @property
    def links(self) -> list[tuple[Slot, Slot]]:
        """Neighbouring slots of all courses."""
        return [pair for course in self.courses for pair in pairwise(course)]


def layered(names: Sequence[str], arrows: Sequence[PathArrow]) -> Layers:
    """Put variables into layers and order each so that few arrows cross.

    A variable stands one layer after its furthest cause. An arrow that skips
    layers takes a slot of its own in each of them, so that it runs through no
    variable (Sugiyama, Tagawa & Toda, 1981, IEEE Transactions on Systems, Man,
    and Cybernetics 11, 109-125).

    Parameters
    ----------
    names : sequence of str
        The variables; the order of the equations decides between equals.
    arrows : sequence of PathArrow
        Loops may be among them: such arrows stay within a layer or go back.
    """
    ranks = _ranks(names, arrows)
    used = sorted(set(ranks.values()))
    ranks = {name: used.index(rank) for name, rank in ranks.items()}
    courses: list[tuple[Slot, ...]] = []
    layers: list[list[Slot]] = [[] for _ in used]
    for name in names:
        layers[ranks[name]].append(name)
    for number, arrow in enumerate(arrows):
        passed = range(ranks[arrow.source] + 1, ranks[arrow.target])
        for rank in passed:
            layers[rank].append((number, rank))
        slots = ((number, rank) for rank in passed)
        courses.append((arrow.source, *slots, arrow.target))
    links = Layers((), tuple(courses)).links
    return Layers(_ordered(layers, links), tuple(courses))


def _ranks(names: Sequence[str], arrows: Sequence[PathArrow]) -> dict[str, int]:
    """Count the steps to each variable; a loop stops after as many as variables."""
    ranks = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for arrow in arrows:
            wanted = min(ranks[arrow.source] + 1, len(names) - 1)
            if ranks[arrow.target] < wanted:
                ranks[arrow.target] = wanted
                changed = True
        if not changed:
            break
    return _pulled_near(ranks, arrows)


def _pulled_near(ranks: dict[str, int], arrows: Sequence[PathArrow]) -> dict[str, int]:
    """Bring a cause next to its nearest effect, so that arrows are short."""
    for name in sorted(ranks, key=lambda known: -ranks[known]):
        effects = [ranks[a.target] for a in arrows if a.source == name]
        causes = [a for a in arrows if a.target == name]
        if effects and not causes:
            ranks[name] = max(min(effects) - 1, 0)
    return ranks


def _ordered(
    layers: list[list[Slot]], links: Sequence[tuple[Slot, Slot]]
) -> tuple[tuple[Slot, ...], ...]:
    """Sort layers by their neighbours' mean place, then swap what still helps."""
    best, least = [list(layer) for layer in layers], crossings(layers, links)
    for sweep in range(_SWEEPS):
        turn = range(len(layers)) if sweep % 2 else range(len(layers) - 1, -1, -1)
        for rank in turn:
            _sort(layers, rank, links)
        _swap(layers, links)
        found = crossings(layers, links)
        if found < least:
            best, least = [list(layer) for layer in layers], found
    return tuple(tuple(layer) for layer in best)


def _sort(
    layers: list[list[Slot]], rank: int, links: Sequence[tuple[Slot, Slot]]
) -> None:
    places = {
        slot: (at + 0.5) / len(layer)
        for layer in layers
        for at, slot in enumerate(layer)
    }

    def wanted(slot: Slot) -> float:
        near = [places[a] for a, b in links if b == slot]
        near += [places[b] for a, b in links if a == slot]
        return sum(near) / len(near) if near else places[slot]

    layers[rank].sort(key=wanted)


def _swap(layers: list[list[Slot]], links: Sequence[tuple[Slot, Slot]]) -> None:
    """Swap neighbours while that takes crossings away."""
    least = crossings(layers, links)
    improved = True
    while improved:
        improved = False
        for layer in layers:
            for at in range(len(layer) - 1):
                layer[at], layer[at + 1] = layer[at + 1], layer[at]
                found = crossings(layers, links)
                if found < least:
                    least, improved = found, True
                else:
                    layer[at], layer[at + 1] = layer[at + 1], layer[at]


def crossings(
    layers: Iterable[Sequence[Slot]], links: Sequence[tuple[Slot, Slot]]
) -> int:
    """Count pairs of links that cross between two neighbouring layers."""
    places = {
        slot: (rank, at)
        for rank, layer in enumerate(layers)
        for at, slot in enumerate(layer)
    }
    ends: dict[int, list[tuple[int, int]]] = {}
    for first, second in links:
        (rank, a), (after, b) = places[first], places[second]
        if after == rank + 1:
            ends.setdefault(rank, []).append((a, b))
    return sum(
        (a - c) * (b - d) < 0
        for pairs in ends.values()
        for number, (a, b) in enumerate(pairs)
        for c, d in pairs[:number]
    )
