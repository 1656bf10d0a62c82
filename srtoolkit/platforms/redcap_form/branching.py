"""Branching logic in REDCap's words.

REDCap knows ``and`` and ``or`` but no ``not``: an expression carries what holds
when it does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from srtoolkit.platforms.form.held import held_values
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.redcap_form.names import answer_codes
from srtoolkit.questionnaire import Rule

_SIGNS = {
    "equals": ("=", "<>"),
    "not_equals": ("<>", "="),
    "below": ("<", ">="),
    "above": (">", "<="),
    "at_most": ("<=", ">"),
    "at_least": (">=", "<"),
}


class Logic(str):
    """An expression, with the one that holds when it does not."""

    opposite: str

    def __new__(cls, text: str, opposite: str) -> Self:
        """Make it of both."""
        made = super().__new__(cls, text)
        made.opposite = opposite
        return made


class Branching:
    """Writes conditions on the answers of one form.

    Parameters
    ----------
    names : mapping of str to str
        Field of each question.
    """

    def __init__(self, form: Form, names: Mapping[str, str]) -> None:
        self.form, self.names = form, names
        self.options = {
            option.id: (self.names[select.id], place, len(select.options))
            for select in form.multi_selects
            for place, option in enumerate(select.options, start=1)
        }

    def test(self, rule: Rule) -> Logic:
        """Write a test that is false for an unanswered item."""
        if rule.item in self.options:
            return self._ticked(rule)
        name = f"[{self.names[rule.item]}]"
        answered = Logic(f"{name} <> ''", f"{name} = ''")
        if rule.operator == "answered":
            return answered
        if rule.operator == "not_answered":
            return Logic(answered.opposite, answered)
        question = self.form.question(rule.item)
        if question.kind == "choice":
            codes = answer_codes(question)
            held = held_values(rule, question.values)
            return _any([_equals(name, codes[value]) for value in held])
        sign, against = _SIGNS[rule.operator]
        compared = f"{name} {sign} {rule.value}"
        failing = f"{name} {against} {rule.value}"
        return Logic(
            f"({answered} and {compared})", f"({answered.opposite} or {failing})"
        )

    def _ticked(self, rule: Rule) -> Logic:
        """Write a test of an option: 1 when ticked, 0 when another one is."""
        field, place, count = self.options[rule.item]
        some = _any([_equals(f"[{field}({n})]", "1") for n in range(1, count + 1)])
        if rule.operator == "answered":
            return some
        if rule.operator == "not_answered":
            return Logic(some.opposite, some)
        own = _equals(f"[{field}({place})]", "1")
        tests = {1: own, 0: self.all_of([Logic(own.opposite, own), some])}
        return _any([tests[value] for value in held_values(rule, (0, 1))])

    def condition(self, labels: Sequence[str]) -> Logic:
        """Write that the respondent is in one of some conditions."""
        assignment = self.form.assignment
        assert assignment is not None
        name = f"[{self.names[assignment.column]}]"
        places = [assignment.labels.index(label) + 1 for label in labels]
        return _any([_equals(name, str(place)) for place in places])

    def all_of(self, parts: Sequence[str]) -> Logic:
        """Join expressions that must all hold."""
        opposites = [_opposite(part) for part in parts]
        return Logic(f"({' and '.join(parts)})", f"({' or '.join(opposites)})")

    def negated(self, part: str) -> Logic:
        """Write that an expression does not hold."""
        return Logic(_opposite(part), part)


def _equals(name: str, code: str) -> Logic:
    return Logic(f"{name} = '{code}'", f"{name} <> '{code}'")


def _any(tests: Sequence[Logic]) -> Logic:
    if not tests:
        return Logic("1 = 0", "1 = 1")
    if len(tests) == 1:
        return tests[0]
    opposites = [test.opposite for test in tests]
    return Logic(f"({' or '.join(tests)})", f"({' and '.join(opposites)})")


def _opposite(part: str) -> str:
    assert isinstance(part, Logic)
    return part.opposite
