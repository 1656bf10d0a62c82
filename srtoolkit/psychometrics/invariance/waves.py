"""The same items asked again: one group, equalities between waves.

Each wave has its own factor; residuals of one item at different waves
correlate. Ordered items are identified after Wu & Estabrook (2016),
Psychometrika 81, 1014-1045, with the first wave as reference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import OptionError
from srtoolkit.psychometrics.invariance.setting import (
    Key,
    equalities_of,
    key_text,
    matched,
    require_first_order,
)
from srtoolkit.psychometrics.invariance.wave_syntax import (
    Wave,
    WaveWriter,
    correlated_residuals,
)

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """Constructs measured several times; see `Setting`.

    Attributes
    ----------
    constructs : mapping of str to tuple of Wave
    counts : mapping of str to int
        Thresholds of each ordered item.
    correlated : bool
        Whether residuals of one item at different waves correlate.
    data : DataFrame
    estimation : mapping
        Keyword arguments of `sem.fit`.
    """

    constructs: Mapping[str, tuple[Wave, ...]]
    counts: Mapping[str, int]
    correlated: bool
    data: pd.DataFrame
    estimation: Mapping[str, Any]
    kept: dict[Any, SemFit] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Number of each wave, from 1."""
        most = max(len(waves) for waves in self.constructs.values())
        return tuple(str(number + 1) for number in range(most))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Respondents at each wave."""
        first = next(iter(self.kept.values()))
        return tuple(first.n for _ in self.labels)

    @property
    def factors(self) -> dict[str, tuple[str, ...]]:
        """Factors of the first wave with their items."""
        return {waves[0].factor: waves[0].items for waves in self.constructs.values()}

    @property
    def thresholds(self) -> dict[str, int]:
        """Number of thresholds of each ordered item of the first wave."""
        return {
            item: self.counts[item]
            for items in self.factors.values()
            for item in items
            if item in self.counts
        }

    def fitted(self, held: Sequence[str], released: Collection[Key]) -> SemFit:
        """Fit with `held` kinds equal over waves, but for the released."""
        from srtoolkit import sem

        name = (tuple(held), frozenset(released))
        if name not in self.kept:
            text = "\n".join(self._lines(frozenset(held), frozenset(released)))
            first = next(iter(self.kept.values()), None)
            self.kept[name] = (
                sem.fit(text, self.data, model_type="cfa", **self.estimation)
                if first is None
                else sem.refit(first, sem.parse_model(text))
            )
        return self.kept[name]

    def rows(self, key: Key) -> list[tuple[str, str, str, int]]:
        """Name a parameter of the first wave at every wave."""
        lhs, op, rhs = key
        for waves in self.constructs.values():
            if lhs == waves[0].factor and op == "=~":
                at = waves[0].items.index(rhs)
                return [(wave.factor, op, wave.items[at], 1) for wave in waves]
            if lhs == waves[0].factor:
                names = [wave.factor for wave in waves]
                return [(name, op, name if op == "~~" else "", 1) for name in names]
            if op != "=~" and lhs in waves[0].items:
                at = waves[0].items.index(lhs)
                names = [wave.items[at] for wave in waves]
                return [(name, op, name if op == "~~" else rhs, 1) for name in names]
        return [(*key, 1)]

    def names_of(self, factor: str) -> tuple[str, ...]:
        """Return the construct and its factors at every wave."""
        for name, waves in self.constructs.items():
            if waves[0].factor == factor:
                return (name, *(wave.factor for wave in waves))
        return (factor,)

    def released_by(self, partial: Sequence[str]) -> tuple[Key, ...]:
        """Read what a plan releases, by the names of any wave."""
        kinds = ["loadings", "intercepts", "residuals", "thresholds"]
        known = {
            key_text((lhs, op, rhs)): e.key
            for kind in kinds
            for e in equalities_of(self, kind)
            for lhs, op, rhs, _ in self.rows(e.key)
        }
        return matched(partial, known)

    def _lines(self, held: frozenset[str], released: frozenset[Key]) -> Iterator[str]:
        for name, waves in self.constructs.items():
            for number, wave in enumerate(waves):
                writer = WaveWriter(name, waves[0], wave, number, held, released)
                yield writer.loadings()
                yield from writer.factor(len(self.counts) > 0)
                for at, item in enumerate(wave.items):
                    count = self.counts.get(item, 0)
                    yield from writer.item(at, count) if count else writer.measured(at)
            if self.correlated:
                yield from correlated_residuals(waves)
        if "lv_covariances" in held:
            yield from self._equal_covariances()

    def _equal_covariances(self) -> Iterator[str]:
        for (_, first), (_, second) in combinations(self.constructs.items(), 2):
            label = f"cov_{first[0].factor}_{second[0].factor}"
            for one, other in zip(first, second, strict=False):
                yield f"{one.factor} ~~ {label}*{other.factor}"


def waves_of(
    measurement: str | None,
    table: pd.DataFrame,
    *,
    waves: Mapping[str, Sequence[Any]],
    correlated: bool,
    estimation: Mapping[str, Any],
) -> Waves:
    """Fit the configural model of repeated measures.

    Parameters
    ----------
    measurement : str or None
        Factors that `waves` may name, and whose names the waves keep.
    waves : mapping
        Construct to its waves: lists of items, or names of factors.
    correlated : bool
    estimation : mapping
        Keyword arguments of `sem.fit`.

    Raises
    ------
    OptionError
        When a construct has one wave, or waves of unequal length.
    ModelError
        As `sem.fit`.
    """
    from srtoolkit import sem

    parsed = None if measurement is None else sem.parse_model(measurement)
    known = {} if parsed is None else require_first_order(parsed)
    constructs = {
        name: _waves(name, [_items(wave, known) for wave in listed], known)
        for name, listed in waves.items()
    }
    names = [
        i for several in constructs.values() for wave in several for i in wave.items
    ]
    ordered = estimation.get("ordered", ())
    cut = (
        names if ordered is True else [name for name in ordered or () if name in names]
    )
    counts = {name: int(table[name].nunique()) - 1 for name in cut}
    options = {**estimation, "ordered": tuple(cut)}
    found = Waves(constructs, counts, correlated, table[names], options)
    found.fitted((), ())
    return found


def _items(wave: Any, known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    if isinstance(wave, str):
        if wave not in known:
            raise OptionError(
                f'there is no factor "{wave}" in the measurement model',
                code="unknown_factor",
                allowed=", ".join(known) or "lists of items",
            )
        return tuple(known[wave])
    return tuple(str(item) for item in wave)


def _waves(
    name: str, listed: Sequence[tuple[str, ...]], known: Mapping[str, Sequence[str]]
) -> tuple[Wave, ...]:
    if len(listed) < 2 or len({len(items) for items in listed}) > 1:
        raise OptionError(
            f'the waves of "{name}" have {", ".join(str(len(i)) for i in listed)} items',
            code="waves_differ",
            allowed="two waves or more, the same items in the same order",
        )
    by_items = {frozenset(items): factor for factor, items in known.items()}
    return tuple(
        Wave(by_items.get(frozenset(items), f"{name}_{number}"), items)
        for number, items in enumerate(listed, start=1)
    )
