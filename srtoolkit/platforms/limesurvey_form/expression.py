"""Conditions in LimeSurvey's ExpressionScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from srtoolkit.platforms.form.held import held_values
from srtoolkit.platforms.form.parts import Form, Matrix
from srtoolkit.platforms.limesurvey_form.names import answer_codes
from srtoolkit.questionnaire import Rule

_SIGNS = {
    "equals": "==",
    "not_equals": "!=",
    "below": "<",
    "above": ">",
    "at_most": "<=",
    "at_least": ">=",
}


class Expression:
    """Writes conditions on the answers of one form.

    Parameters
    ----------
    codes : mapping of str to str
        Code of each question, row and option.
    """

    def __init__(self, form: Form, codes: Mapping[str, str]) -> None:
        self.form, self.codes = form, codes
        self.variables = {
            row.id: f"{codes[part.id]}_{codes[row.id]}.NAOK"
            for part in form.parts
            if isinstance(part, Matrix)
            for row in part.rows
        }
        self.selects = {
            item.id: [
                f'{codes[select.id]}_{codes[each.id]}.NAOK == "Y"'
                for each in select.options
            ]
            for select in form.multi_selects
            for item in select.options
        }

    def test(self, rule: Rule) -> str:
        """Write a test that is false for an unanswered item."""
        if rule.item in self.selects:
            return self._ticked(rule)
        question = self.form.question(rule.item)
        name = self.variables.get(rule.item, f"{self.codes[rule.item]}.NAOK")
        if rule.operator in ("answered", "not_answered"):
            return f"{'!' if rule.operator == 'answered' else ''}is_empty({name})"
        if question.kind == "choice":
            codes = answer_codes(question)
            return _any(
                f'{name} == "{codes[value]}"'
                for value in held_values(rule, question.values)
            )
        return f"(!is_empty({name}) && {name} {_SIGNS[rule.operator]} {rule.value})"

    def _ticked(self, rule: Rule) -> str:
        """Write a test of an option: 1 when ticked, 0 when another one is."""
        some = _any(self.selects[rule.item])
        if rule.operator in ("answered", "not_answered"):
            return some if rule.operator == "answered" else f"!{some}"
        select = next(
            each
            for each in self.form.multi_selects
            if any(option.id == rule.item for option in each.options)
        )
        own = f'{self.codes[select.id]}_{self.codes[rule.item]}.NAOK == "Y"'
        tests = {1: f"({own})", 0: f"(!({own}) && {some})"}
        return _any(tests[value] for value in held_values(rule, (0, 1)))

    def condition(self, labels: Sequence[str]) -> str:
        """Write that the respondent is in one of some conditions."""
        assignment = self.form.assignment
        assert assignment is not None
        name = self.codes[assignment.column]
        places = [assignment.labels.index(label) + 1 for label in labels]
        return _any(f"{name}.NAOK == {place}" for place in places)

    def all_of(self, parts: Sequence[str]) -> str:
        """Join expressions that must all hold."""
        return f"({' && '.join(parts)})"

    def negated(self, part: str) -> str:
        """Write that an expression does not hold."""
        return f"!({part})"


def _any(tests: Iterable[str]) -> str:
    found = list(tests)
    return f"({' || '.join(found)})" if found else "(1 == 0)"
