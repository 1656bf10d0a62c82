"""When a block is shown, in signs that a designer reads in either language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from srtoolkit.platforms.form.logic import Shown, expression
from srtoolkit.platforms.form.parts import Form
from srtoolkit.questionnaire import Rule

_SIGNS = {
    "equals": "=",
    "not_equals": "≠",
    "below": "<",
    "above": ">",
    "at_most": "≤",
    "at_least": "≥",
}


class _Signs:
    """A dialect for people: ``condition = a | b``, ``not (HAD1 = 0)``."""

    def __init__(self, column: str) -> None:
        self.column = column

    def test(self, rule: Rule) -> str:
        if rule.operator in _SIGNS:
            return f"{rule.item} {_SIGNS[rule.operator]} {rule.value}"
        empty = "=" if rule.operator == "not_answered" else "≠"
        return f'{rule.item} {empty} ""'

    def condition(self, labels: Sequence[str]) -> str:
        return f"{self.column} = {', '.join(labels)}"

    def all_of(self, parts: Sequence[str]) -> str:
        return " & ".join(parts)

    def negated(self, part: str) -> str:
        return f"not ({part})"


def in_signs(form: Form, shown: Shown) -> str:
    """Write when a block is shown; empty when all who take part see it."""
    consent = {asked.id for asked in form.questions if asked.origin == "consent"}
    jumps = tuple(jump for jump in shown.unless if jump.rule.item not in consent)
    column = form.assignment.column if form.assignment is not None else ""
    return expression(replace(shown, unless=jumps), _Signs(column))
