"""The frozen objects a model text is parsed into."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from srtoolkit.errors import ModelError
from srtoolkit.sem.language.expressions import Expression, names_in

TermOperator = Literal["=~", "~", "~~", "~1", "|"]
Value_T = TypeVar("Value_T")


def for_group(values: tuple[Value_T, ...], group: int, default: Value_T) -> Value_T:
    """Return the value of a group (from 0); one value serves all groups."""
    if not values:
        return default
    return values[0] if len(values) == 1 else values[group]


def parameter_key(lhs: str, op: str, rhs: str) -> tuple[str, str, str]:
    """Return a parameter's identity; a covariance has no direction."""
    if op == "~~" and rhs < lhs:
        return rhs, op, lhs
    return lhs, op, rhs


@dataclass(frozen=True, slots=True)
class Term:
    """One parameter that a model names.

    Attributes
    ----------
    lhs, op, rhs : str
        ``LOY ~ RSAT``; `rhs` is empty for an intercept.
    fixed, start : tuple of float or None
        One value for all groups or one a group; None leaves it open.
    freed : tuple of bool
        True where ``NA*`` stands.
    labels : tuple of str
        Empty text where a group has none.
    equal : tuple of str
        Parameters (``f=~x2``) or labels it shall equal.
    line, column : int
        Place of its right-hand name, from 1.
    """

    lhs: str
    op: TermOperator
    rhs: str
    fixed: tuple[float | None, ...] = ()
    freed: tuple[bool, ...] = ()
    start: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()
    line: int = 1
    column: int = 1

    @property
    def is_plain(self) -> bool:
        """True when no modifier stands at it."""
        return not (self.fixed or self.freed or self.start or self.labels or self.equal)

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the parameter; a covariance has no direction."""
        return parameter_key(self.lhs, self.op, self.rhs)


@dataclass(frozen=True, slots=True)
class Definition:
    """A parameter computed from others: ``ind := a*b``."""

    name: str
    expression: Expression
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Constraint:
    """``a == b``, ``a > 0`` or ``a < b``."""

    left: Expression
    op: Literal["==", "<", ">"]
    right: Expression
    left_text: str
    right_text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ParsedModel:
    """A model as written, without defaults.

    Attributes
    ----------
    text : str
        The model as the user wrote it.
    terms : tuple of Term
    definitions : tuple of Definition
        Ordered so that each uses only earlier ones.
    constraints : tuple of Constraint
    """

    text: str
    terms: tuple[Term, ...]
    definitions: tuple[Definition, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    @property
    def latent(self) -> tuple[str, ...]:
        """Names on the left of ``=~``, as they appear."""
        return _unique(term.lhs for term in self._with("=~"))

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names on the right of ``=~``; latent ones in second-order models."""
        return _unique(term.rhs for term in self._with("=~"))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names on the left of ``~``."""
        return _unique(term.lhs for term in self._with("~"))

    @property
    def predictors(self) -> tuple[str, ...]:
        """Names on the right of ``~``."""
        return _unique(term.rhs for term in self._with("~"))

    @property
    def observed(self) -> tuple[str, ...]:
        """Names that must be columns, in lavaan's order."""
        others = (
            name
            for op in ("~~", "~1", "|")
            for term in self._with(op)
            for name in (term.lhs, term.rhs if op == "~~" else "")
        )
        names = (*self.indicators, *self.outcomes, *self.predictors, *others)
        latent = set(self.latent)
        return _unique(name for name in names if name and name not in latent)

    @property
    def exogenous(self) -> tuple[str, ...]:
        """Observed predictors that nothing in the model explains."""
        explained = {*self.latent, *self.indicators, *self.outcomes}
        return tuple(name for name in self.predictors if name not in explained)

    @property
    def regressions(self) -> tuple[tuple[str, str], ...]:
        """Pairs (outcome, predictor), as they appear."""
        return tuple((term.lhs, term.rhs) for term in self._with("~"))

    def measured_by(self, factor: str) -> tuple[Term, ...]:
        """Return a factor's loadings, as they appear."""
        return tuple(term for term in self._with("=~") if term.lhs == factor)

    def has_regression(self, outcome: str, predictor: str) -> bool:
        """Tell whether ``outcome ~ predictor`` is in the model."""
        return (outcome, predictor) in self.regressions

    def has_indirect(self, path: tuple[str, ...]) -> bool:
        """Tell whether each step of (source, …, target) is a regression."""
        steps = itertools.pairwise(path)
        return len(path) > 2 and all(self.has_regression(b, a) for a, b in steps)

    def indirect_paths(
        self, source: str | None = None, target: str | None = None
    ) -> tuple[tuple[str, ...], ...]:
        """Return every chain of two or more regressions, without circles."""
        sources = self.predictors if source is None else (source,)
        found: list[tuple[str, ...]] = []
        for start in sources:
            self._extend((start,), target, found)
        return tuple(found)

    def _extend(
        self, path: tuple[str, ...], target: str | None, found: list[tuple[str, ...]]
    ) -> None:
        if len(path) > 2 and target in {None, path[-1]}:
            found.append(path)
        for outcome, predictor in self.regressions:
            if predictor == path[-1] and outcome not in path:
                self._extend((*path, outcome), target, found)

    def regressions_behind(self, parameter: str) -> frozenset[tuple[str, str]]:
        """Return the regressions that a label or a defined parameter rests on."""
        definition = next((d for d in self.definitions if d.name == parameter), None)
        if definition is not None:
            names = {token.text for token in names_in(definition.expression)}
            return frozenset[tuple[str, str]]().union(
                *(self.regressions_behind(name) for name in names)
            )
        return frozenset(
            (term.lhs, term.rhs) for term in self._with("~") if parameter in term.labels
        )

    def _with(self, op: str) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.op == op)


def read_path(path: str) -> tuple[str, ...]:
    """Cut ``DJ -> RSAT -> LOY`` into its names.

    Raises
    ------
    ModelError
        When it is not at least two names joined by ``->``.
    """
    names = tuple(name.strip() for name in path.replace("→", "->").split("->"))
    if len(names) < 2 or not all(names):
        raise ModelError(
            f'"{path}" is not a chain of variables',
            code="path_unreadable",
            allowed='names joined by "->", for example "DJ -> RSAT -> LOY"',
            path=path,
        )
    return names


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
