"""When a block is shown: conditions, and the jumps that lead past it.

Paper and some platforms jump; others hide. `Shown` turns jumps into hiding,
and `expression` writes it in a platform's own language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from srtoolkit.questionnaire import Rule


@dataclass(frozen=True, slots=True)
class Jump:
    """One rule that leads past a block.

    Attributes
    ----------
    rule : Rule
        A comparison (equals … at_least) holds for an *answered* item only.
    instead_of : tuple of Rule
        Earlier rules of the same block: the first that holds is followed.
    asked : Shown
        When the rule's own block is shown; a rule of a hidden block is not
        looked at.
    """

    rule: Rule
    instead_of: tuple[Rule, ...]
    asked: Shown


@dataclass(frozen=True, slots=True)
class Shown:
    """When a block is shown.

    Attributes
    ----------
    conditions : tuple of str
        The only conditions it is shown in; empty means all.
    unless : tuple of Jump
        It is not shown after any of these.
    """

    conditions: tuple[str, ...] = ()
    unless: tuple[Jump, ...] = ()

    @property
    def always(self) -> bool:
        """Whether every respondent sees it."""
        return not self.conditions and not self.unless


ALWAYS = Shown()


class Dialect(Protocol):
    """How a platform writes a condition; each method returns an expression."""

    def test(self, rule: Rule) -> str:
        """Write a rule's test: true for an answered item that compares so.

        ``answered`` and ``not_answered`` ask for nothing else.
        """

    def condition(self, labels: Sequence[str]) -> str:
        """Write that the respondent is in one of some conditions."""

    def all_of(self, parts: Sequence[str]) -> str:
        """Join two or more expressions that must all hold."""

    def negated(self, part: str) -> str:
        """Write that an expression does not hold."""


def expression(shown: Shown, dialect: Dialect) -> str:
    """Write when a block is shown, in a platform's language; empty for always."""
    parts = [dialect.condition(shown.conditions)] if shown.conditions else []
    parts += [dialect.negated(_taken(jump, dialect)) for jump in shown.unless]
    return _joined(parts, dialect)


def _taken(jump: Jump, dialect: Dialect) -> str:
    """Write that a jump is taken.

    A hidden block's items are unanswered, so that a comparison does not hold;
    only ``not_answered`` has to be told that nothing was asked.
    """
    parts = [dialect.test(jump.rule)]
    parts += [dialect.negated(dialect.test(rule)) for rule in jump.instead_of]
    if jump.rule.operator == "not_answered" and not jump.asked.always:
        parts.append(expression(jump.asked, dialect))
    return _joined(parts, dialect)


def _joined(parts: Sequence[str], dialect: Dialect) -> str:
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else dialect.all_of(parts)
