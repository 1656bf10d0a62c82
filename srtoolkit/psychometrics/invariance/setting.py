"""What is compared, groups or waves, behind one face."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel, SemFit

#: A parameter without its group: left side, operator, right side.
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Equality:
    """One parameter of an item that a level holds equal.

    Attributes
    ----------
    kind : {"loadings", "thresholds", "intercepts", "residuals"}
    key : (str, str, str)
        Of the first group or wave.
    item : str
    factors : tuple of str
        Those that the item measures.
    """

    kind: str
    key: Key
    item: str
    factors: tuple[str, ...]

    @property
    def name(self) -> str:
        """As a plan writes it under ``partial``: ``f =~ x2``, ``x2 ~ 1``."""
        return key_text(self.key)


class Setting(Protocol):
    """Groups or waves with one model, ready to be fitted at any level."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Groups or waves; the first is the reference."""
        ...

    @property
    def sizes(self) -> tuple[int, ...]:
        """Respondents in each."""
        ...

    @property
    def factors(self) -> Mapping[str, tuple[str, ...]]:
        """Items of each factor, by the names of the first group or wave."""
        ...

    @property
    def thresholds(self) -> Mapping[str, int]:
        """Number of thresholds of each ordered item."""
        ...

    def fitted(self, held: Sequence[str], released: Collection[Key]) -> SemFit:
        """Fit with some kinds of parameters held equal, but for the released."""
        ...

    def rows(self, key: Key) -> list[tuple[str, str, str, int]]:
        """Name a parameter in every group or wave: key and group from 1."""
        ...

    def names_of(self, factor: str) -> tuple[str, ...]:
        """Return every name that a factor goes by."""
        ...

    def released_by(self, partial: Sequence[str]) -> tuple[Key, ...]:
        """Read what a plan releases."""
        ...


def key_text(key: Key) -> str:
    """Write a parameter as in a model."""
    lhs, op, rhs = key
    return f"{lhs} ~ 1" if op == "~1" else f"{lhs} {op} {rhs}"


def equalities_of(setting: Setting, kind: str) -> tuple[Equality, ...]:
    """Return every parameter of one kind that can be held equal."""
    measured: dict[str, list[str]] = {}
    for factor, items in setting.factors.items():
        for item in items:
            measured.setdefault(item, []).append(factor)
    if kind == "loadings":
        return tuple(
            Equality(kind, (factor, "=~", item), item, (factor,))
            for factor, items in setting.factors.items()
            for item in items
        )
    keys: dict[str, list[Key]] = {
        item: {
            "intercepts": [(item, "~1", "")],
            "residuals": [(item, "~~", item)],
            "thresholds": [
                (item, "|", f"t{number + 1}")
                for number in range(setting.thresholds.get(item, 0))
            ],
        }[kind]
        for item in measured
    }
    return tuple(
        Equality(kind, key, item, tuple(measured[item]))
        for item, own in keys.items()
        for key in own
    )


def invariant_items(
    setting: Setting, released: Collection[Key]
) -> dict[str, tuple[str, ...]]:
    """Return each factor's items of which nothing is released."""
    freed = {rhs if op == "=~" else lhs for lhs, op, rhs in released}
    loose = {(lhs, rhs) for lhs, op, rhs in released if op == "=~"}
    direct = {lhs for lhs, op, _ in released if op != "=~"}
    return {
        factor: tuple(
            item
            for item in items
            if item not in freed or (item not in direct and (factor, item) not in loose)
        )
        for factor, items in setting.factors.items()
    }


def require_first_order(parsed: ParsedModel) -> dict[str, tuple[str, ...]]:
    """Return the items of each factor of a confirmatory factor model.

    Raises
    ------
    ModelError
        When a factor measures another one, or the model has regressions.
    """
    latent = set(parsed.latent)
    factors: dict[str, list[str]] = {name: [] for name in parsed.latent}
    for term in parsed.terms:
        if term.op == "=~":
            factors[term.lhs].append(term.rhs)
    higher = sorted(name for name in parsed.indicators if name in latent)
    if not factors or higher or parsed.regressions:
        found = ", ".join(higher) or "regressions" if factors else "no factor"
        raise ModelError(
            f"invariance is tested of factors that items measure; found: {found}",
            code="not_first_order",
            allowed="a measurement model with =~ and ~~",
            advice="Give the model of the factors of the first order.",
        )
    return {name: tuple(items) for name, items in factors.items()}


def matched(
    partial: Sequence[str], known: Mapping[str, Key], *, where: str = "partial"
) -> tuple[Key, ...]:
    """Find what `partial` names among the parameters that can be held.

    Raises
    ------
    OptionError
        With every name that is no such parameter.
    """
    plain = {name.replace(" ", ""): key for name, key in known.items()}
    problems = [
        Problem(
            "unknown_parameter",
            f'{where} names "{text}", which is held equal at no level',
            allowed='loadings "f =~ x2", intercepts "x2 ~ 1", residual variances '
            '"x2 ~~ x2", thresholds "x2 | t1"',
            advice=did_you_mean(text, known),
            pieces={"found": text},
        )
        for text in partial
        if text.replace(" ", "") not in plain
    ]
    if problems:
        raise OptionError(problems)
    return tuple(dict.fromkeys(plain[text.replace(" ", "")] for text in partial))
