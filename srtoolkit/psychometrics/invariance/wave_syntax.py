"""The model of repeated measures, line by line.

Labels hold the parameters of one item equal over waves. Ordered items are
identified after Wu & Estabrook (2016), Psychometrika 81, 1014-1045: the first
wave has intercepts 0 and residual variances 1, later waves free what the
equalities identify.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from srtoolkit.psychometrics.invariance.setting import Key


@dataclass(frozen=True, slots=True)
class Wave:
    """One construct at one time."""

    factor: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaveWriter:
    """Writes the lines of one construct at one wave."""

    name: str
    first: Wave
    wave: Wave
    number: int
    held: frozenset[str]
    released: frozenset[Key]

    def loadings(self) -> str:
        terms = [
            self._label("loadings", (self.first.factor, "=~", first), f"l{at}") + item
            for at, (first, item) in enumerate(
                zip(self.first.items, self.wave.items, strict=True)
            )
        ]
        return f"{self.wave.factor} =~ " + " + ".join(terms)

    def factor(self, ordinal: bool) -> Iterator[str]:
        """Free variance and mean at later waves once they are identified."""
        name, held = self.wave.factor, self.held
        if self.number == 0:
            return
        if (
            "loadings" in held
            and "lv_variances" not in held
            and self._some_held(
                [(self.first.factor, "=~", i) for i in self.first.items]
            )
        ):
            yield f"{name} ~~ NA*{name}"
        if (
            "intercepts" in held
            and "means" not in held
            and self._some_held([(item, "~1", "") for item in self.first.items])
        ):
            yield f"{name} ~ NA*1"
        elif ordinal or "intercepts" in held:
            yield f"{name} ~ 0*1"

    def measured(self, at: int) -> Iterator[str]:
        """An item in points: intercept and residual variance."""
        first, item = self.first.items[at], self.wave.items[at]
        yield f"{item} ~ {self._label('intercepts', (first, '~1', ''), f'i{at}')}1"
        label = self._label("residuals", (first, "~~", first), f"e{at}")
        yield f"{item} ~~ {label}{item}"

    def item(self, at: int, count: int) -> Iterator[str]:
        """An ordered item: thresholds, and what they identify at later waves."""
        first, item = self.first.items[at], self.wave.items[at]
        terms = [
            self._label("thresholds", (first, "|", f"t{k}"), f"t{at}_{k}") + f"t{k}"
            for k in range(1, count + 1)
        ]
        yield f"{item} | " + " + ".join(terms)
        cuts = [(first, "|", f"t{k}") for k in range(1, count + 1)]
        if self.number == 0 or "thresholds" not in self.held:
            return
        if not self._some_held(cuts):
            return
        if "intercepts" not in self.held or (first, "~1", "") in self.released:
            yield f"{item} ~ NA*1"
        loose = (first, "~~", first) in self.released
        if ("residuals" not in self.held or loose) and (
            count > 1 or "intercepts" in self.held
        ):
            yield f"{item} ~~ NA*{item}"

    def _label(self, kind: str, key: Key, short: str) -> str:
        if kind not in self.held or key in self.released:
            return ""
        return f"{self.name}_{short}*"

    def _some_held(self, keys: Sequence[Key]) -> bool:
        return not set(keys) <= self.released


def correlated_residuals(waves: Sequence[Wave]) -> Iterator[str]:
    for one, other in combinations(waves, 2):
        for first, second in zip(one.items, other.items, strict=True):
            if first != second:
                yield f"{first} ~~ {second}"
