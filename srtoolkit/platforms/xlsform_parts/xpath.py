"""Conditions in the XPath of XForms."""

from __future__ import annotations

from collections.abc import Sequence

from srtoolkit.platforms.form.parts import Form
from srtoolkit.questionnaire import Rule

_SIGNS = {
    "equals": "=",
    "not_equals": "!=",
    "below": "<",
    "above": ">",
    "at_most": "<=",
    "at_least": ">=",
}


class XPath:
    """Writes conditions on the answers of one form."""

    def __init__(self, form: Form) -> None:
        self.column = form.assignment.column if form.assignment else ""
        self.selects = {
            item.id: select.id
            for select in form.multi_selects
            for item in select.options
        }

    def test(self, rule: Rule) -> str:
        """Write a test that is false for an unanswered item."""
        if rule.item in self.selects:
            return self._ticked(rule, self.selects[rule.item])
        answered = f"${{{rule.item}}} != ''"
        if rule.operator == "answered":
            return answered
        if rule.operator == "not_answered":
            return f"${{{rule.item}}} = ''"
        compared = f"${{{rule.item}}} {_SIGNS[rule.operator]} {rule.value}"
        return f"({answered} and {compared})"

    def _ticked(self, rule: Rule, select: str) -> str:
        """Write a test of an option, which is 1 when ticked and 0 when not."""
        answered = f"${{{select}}} != ''"
        if rule.operator in ("answered", "not_answered"):
            return answered if rule.operator == "answered" else f"${{{select}}} = ''"
        value = f"if(selected(${{{select}}}, '{rule.item}'), 1, 0)"
        return f"({answered} and {value} {_SIGNS[rule.operator]} {rule.value})"

    def condition(self, labels: Sequence[str]) -> str:
        """Write that the respondent is in one of some conditions."""
        tests = [f"${{{self.column}}} = '{label}'" for label in labels]
        return tests[0] if len(tests) == 1 else f"({' or '.join(tests)})"

    def all_of(self, parts: Sequence[str]) -> str:
        """Join expressions that must all hold."""
        return f"({' and '.join(parts)})"

    def negated(self, part: str) -> str:
        """Write that an expression does not hold."""
        return f"not({part})"


def drawn(column: str, labels: Sequence[str]) -> list[tuple[str, str]]:
    """Return the two calculations that draw a condition once, each as likely.

    Returns
    -------
    list of (name, calculation)
    """
    draw = f"{column}_draw"
    chosen = f"'{labels[-1]}'"
    for number in range(len(labels) - 1, 0, -1):
        share = f"{number / len(labels):.6f}"
        chosen = f"if(${{{draw}}} < {share}, '{labels[number - 1]}', {chosen})"
    return [(draw, "once(random())"), (column, chosen)]
