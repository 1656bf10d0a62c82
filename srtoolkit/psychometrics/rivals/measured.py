"""The factors of a measurement model, and models of them as lavaan syntax."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from srtoolkit.errors import ModelError, Problem, did_you_mean

#: Factor to its items, in the order of the measurement model.
Factors = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MeasuredFactors:
    """What a measurement model says of its first-order factors.

    Attributes
    ----------
    factors : mapping of str to tuple of str
    linked : tuple of (str, str)
        Items whose residuals covary.
    has_modifiers : bool
        Whether a loading has a label, a fixed value or a start.
    """

    factors: Factors
    linked: tuple[tuple[str, str], ...]
    has_modifiers: bool

    @property
    def items(self) -> tuple[str, ...]:
        """All items once, as they appear."""
        return unique(item for items in self.factors.values() for item in items)

    def only(self, names: Collection[str]) -> MeasuredFactors:
        """Return the same for some factors.

        Raises
        ------
        ModelError
            With one problem for each name that is no factor.
        """
        known = ", ".join(self.factors)
        problems = [
            Problem(
                "unknown_factor",
                f'"{name}" is not a factor of the measurement model',
                "factors",
                allowed=known,
                advice=did_you_mean(name, self.factors),
            )
            for name in names
            if name not in self.factors
        ]
        if problems:
            raise ModelError(problems)
        kept = {n: items for n, items in self.factors.items() if n in set(names)}
        there = {item for items in kept.values() for item in items}
        linked = tuple(pair for pair in self.linked if set(pair) <= there)
        return MeasuredFactors(kept, linked, self.has_modifiers)


def measured_factors(measurement: str | None) -> MeasuredFactors:
    """Read the first-order factors of a measurement model.

    Raises
    ------
    ModelError
        Without a measurement model, or without a factor of observed items.
    """
    from srtoolkit.sem import parse_model

    if not measurement:
        raise ModelError(
            "there is no measurement model",
            code="no_measurement",
            advice="Write the factors under measurement: in the plan.",
        )
    parsed = parse_model(measurement, where="measurement")
    latent = set(parsed.latent)
    factors: dict[str, list[str]] = {}
    loadings = [term for term in parsed.terms if term.op == "=~"]
    for term in loadings:
        if term.rhs not in latent:
            factors.setdefault(term.lhs, []).append(term.rhs)
    if not factors:
        raise ModelError("the measurement model has no factor", code="no_factor")
    linked = tuple(
        (term.lhs, term.rhs)
        for term in parsed.terms
        if term.op == "~~"
        and term.lhs != term.rhs
        and not {term.lhs, term.rhs} & latent
    )
    return MeasuredFactors(
        {name: tuple(items) for name, items in factors.items()},
        linked,
        any(not term.is_plain for term in loadings),
    )


def merged_factors(factors: Factors, groups: Iterable[Sequence[str]]) -> Factors:
    """Return the factors with the members of each group made one.

    A merged factor is called by its members: ``PJ_IJ``.
    """
    return {
        "_".join(members): unique(item for name in members for item in factors[name])
        for members in groups
    }


def correlated_syntax(factors: Factors, linked: Iterable[tuple[str, str]] = ()) -> str:
    """Write correlated factors, the first loading of each being one."""
    lines = [f"{name} =~ {' + '.join(items)}" for name, items in factors.items()]
    return "\n".join([*lines, *linked_lines(linked)])


def second_order_syntax(
    factors: Factors, linked: Iterable[tuple[str, str]], general: str
) -> str:
    """Write factors explained by one second-order factor."""
    return f"{correlated_syntax(factors, linked)}\n{general} =~ {' + '.join(factors)}"


def free_factor_lines(factor: str, items: Sequence[str]) -> list[str]:
    """Write a factor of variance one with all loadings free."""
    first, *others = items
    return [
        f"{factor} =~ " + " + ".join([f"NA*{first}", *others]),
        f"{factor} ~~ 1*{factor}",
    ]


def uncorrelated_lines(factor: str, others: Iterable[str]) -> list[str]:
    """Write that a factor is correlated with no other."""
    return [f"{factor} ~~ 0*{other}" for other in others]


def linked_lines(linked: Iterable[tuple[str, str]]) -> list[str]:
    """Write residual covariances."""
    return [f"{first} ~~ {second}" for first, second in linked]


def name_beside(wanted: str, taken: Collection[str]) -> str:
    """Return `wanted`, with underscores until nothing else is called so."""
    while wanted in taken:
        wanted += "_"
    return wanted


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return each name once, as they appear."""
    return tuple(dict.fromkeys(names))
