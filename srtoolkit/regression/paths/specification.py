"""Which variables act on which, and which moderators on which path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise

from srtoolkit.errors import ModelError, Problem, did_you_mean

Path = tuple[str, str]
Product = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """One regression of the system.

    Attributes
    ----------
    outcome : str
    predictors : tuple of str
    products : tuple of tuple of str
        Columns to multiply, with all their lower-order parts listed.
    """

    outcome: str
    predictors: tuple[str, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True)
class PathSystem:
    """A conditional process model.

    Attributes
    ----------
    x, outcome : str
    chains : tuple of tuple of str
        The mediators of each specific indirect effect, in causal order.
    mediators : tuple of str
        In causal order.
    causes : mapping of str to tuple of str
        What acts on each mediator and on the outcome, moderators apart.
    moderators : mapping of (str, str) to tuple of tuple of str
        Products of moderators that act on a path: ``(("W",), ("Z",))`` is
        additive, ``(("W",), ("Z",), ("W", "Z"))`` lets Z moderate W's part.
    covariates : tuple of str
        In every equation.
    """

    x: str
    outcome: str
    chains: tuple[tuple[str, ...], ...]
    mediators: tuple[str, ...]
    causes: Mapping[str, tuple[str, ...]]
    moderators: Mapping[Path, tuple[Product, ...]] = field(default_factory=dict)
    covariates: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, once each."""
        moderating = chain.from_iterable(chain.from_iterable(self.moderators.values()))
        named = (self.x, *self.mediators, self.outcome, *moderating, *self.covariates)
        return tuple(dict.fromkeys(named))

    def equations(self) -> tuple[Equation, ...]:
        """Return the regressions, mediators first."""
        return tuple(self._equation(name) for name in (*self.mediators, self.outcome))

    def paths_of(self, mediators: Sequence[str]) -> tuple[Path, ...]:
        """Return the steps of an indirect effect, or of the direct one."""
        stops = (self.x, *mediators, self.outcome)
        return tuple(pairwise(stops))

    def label(self, mediators: Sequence[str]) -> str:
        """Name an indirect effect: ``X -> M -> Y``."""
        return " -> ".join((self.x, *mediators, self.outcome))

    def _equation(self, outcome: str) -> Equation:
        sources = self.causes[outcome]
        predictors, products = list(sources), []
        for source in sources:
            for moderating in self.moderators.get((source, outcome), ()):
                predictors += moderating
                products += [
                    part
                    for size in range(2, len(moderating) + 1)
                    for part in combinations(moderating, size)
                ]
                products.append((source, *moderating))
        single = tuple(dict.fromkeys(predictors))
        return Equation(outcome, single, _distinct(products))


def path_system(
    *,
    x: str,
    outcome: str,
    mediators: Sequence[str | Sequence[str]] = (),
    serial: bool = False,
    moderators: Mapping[str, str | Sequence[str]] | None = None,
    covariates: Sequence[str] = (),
) -> PathSystem:
    """Lay out a conditional process model from names.

    Parameters
    ----------
    x, outcome : str
    mediators : sequence of str
        ``[M1, M2]`` act side by side; ``"M1 -> M2"`` (or a list within the
        list) one after the other, each acted on by x and all before it.
    serial : bool
        True: all mediators one after the other.
    moderators : mapping of str to str or sequence of str
        Path to its moderators: ``{"X -> M": W}``, ``{"M -> Y": [V, Q]}``
        (additive), ``{"X -> Y": ["W*Z"]}`` (W, Z and their product).
    covariates : sequence of str
        In every equation.

    Raises
    ------
    ModelError
        With every mistake: a variable in two places, a moderated path that
        is not in the model.
    """
    chains = [_chain(entry) for entry in mediators]
    if serial and chains:
        chains = [tuple(chain.from_iterable(chains))]
    names = tuple(dict.fromkeys(chain.from_iterable(chains)))
    causes: dict[str, tuple[str, ...]] = {}
    for entry in chains:
        for place, name in enumerate(entry):
            before = causes.get(name, ())
            causes[name] = tuple(dict.fromkeys((*before, *entry[:place], x)))
    causes[outcome] = (*names, x)
    read = {
        _path(written): _products(given)
        for written, given in (moderators or {}).items()
    }
    problems = [
        *_role_problems(x, outcome, [n for entry in chains for n in entry]),
        *_path_problems(read, causes),
    ]
    if problems:
        raise ModelError(problems)
    return PathSystem(
        x, outcome, _specific(chains), names, causes, read, tuple(covariates)
    )


def _specific(chains: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Every way from x to the outcome through one chain, in causal order."""
    found = [
        part
        for entry in chains
        for size in range(1, len(entry) + 1)
        for part in combinations(entry, size)
    ]
    return tuple(dict.fromkeys(found))


def _chain(entry: str | Sequence[str]) -> tuple[str, ...]:
    names = entry.split("->") if isinstance(entry, str) else entry
    return tuple(name.strip() for name in names)


def _path(written: str) -> Path:
    names = [name.strip() for name in written.split("->")]
    if len(names) != 2 or not all(names):
        raise ModelError(
            f'"{written}" is not one path',
            code="path_unreadable",
            allowed='cause -> effect, for example "DJ -> RSAT"',
            path=written,
        )
    return names[0], names[1]


def _products(given: str | Sequence[str]) -> tuple[Product, ...]:
    entries = [given] if isinstance(given, str) else list(given)
    products: list[Product] = []
    for entry in entries:
        names = tuple(name.strip() for name in entry.replace(":", "*").split("*"))
        for size in range(1, len(names) + 1):
            products += combinations(names, size)
    return _distinct(products)


def _distinct(products: Sequence[Product]) -> tuple[Product, ...]:
    kept: dict[frozenset[str], Product] = {}
    for entry in products:
        kept.setdefault(frozenset(entry), entry)
    return tuple(kept.values())


def _role_problems(x: str, outcome: str, mediators: Sequence[str]) -> Iterator[Problem]:
    named = [x, *dict.fromkeys(mediators), outcome]
    for name in dict.fromkeys(named):
        if named.count(name) > 1:
            yield Problem(
                "role_twice",
                f'"{name}" has two places in the model',
                advice="A variable is cause, mediator or outcome.",
                pieces={"column": name},
            )


def _path_problems(
    moderators: Mapping[Path, tuple[Product, ...]],
    causes: Mapping[str, tuple[str, ...]],
) -> Iterator[Problem]:
    known = [f"{a} -> {b}" for b, sources in causes.items() for a in sources]
    for source, target in moderators:
        if f"{source} -> {target}" not in known:
            yield Problem(
                "path_not_in_model",
                f'the moderated path "{source} -> {target}" is not in the model',
                allowed=", ".join(known),
                advice=did_you_mean(f"{source} -> {target}", known),
                pieces={"path": f"{source} -> {target}"},
            )
