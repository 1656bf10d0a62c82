"""When a block is shown, as branches of a survey flow.

A branch asks for one of some expressions; branches within branches ask for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.platforms.form.held import held_values
from srtoolkit.platforms.form.logic import Jump, Shown
from srtoolkit.platforms.form.parts import Form, Matrix, Question
from srtoolkit.questionnaire import Rule

Expression = dict[str, Any]
#: One of its expressions has to hold.
Clause = tuple[Expression, ...]
_SIGNS = {
    "equals": ("EqualTo", "NotEqualTo"),
    "not_equals": ("NotEqualTo", "EqualTo"),
    "below": ("LessThan", "GreaterThanOrEqual"),
    "above": ("GreaterThan", "LessThanOrEqual"),
    "at_most": ("LessThanOrEqual", "GreaterThan"),
    "at_least": ("GreaterThanOrEqual", "LessThan"),
}


class Logic:
    """Writes conditions on the answers of one form.

    Parameters
    ----------
    numbers : mapping of str to str
        Number (``QID1``) of each question, matrix and multiple choice.
    """

    def __init__(self, form: Form, numbers: Mapping[str, str]) -> None:
        self.form = form
        self.column = form.assignment.column if form.assignment else ""
        self.places: dict[str, str] = {}
        for part in form.parts:
            if isinstance(part, Matrix):
                for place, row in enumerate(part.rows, start=1):
                    self.places[row.id] = (
                        f"q://{numbers[part.id]}/SelectableChoice/{place}/"
                    )
            elif isinstance(part, Question):
                self.places[part.id] = f"q://{numbers[part.id]}/"

    def clauses(self, shown: Shown) -> tuple[Clause, ...] | None:
        """Return what has to hold for a block to be shown; None if it cannot be said."""
        found: list[Clause] = []
        for jump in shown.unless:
            clauses = self._not_taken(jump)
            if clauses is None:
                return None
            found += [clause for clause in clauses if clause not in found]
        # last, so that neighbours share the branches around it
        if shown.conditions:
            found.append(self.condition(shown.conditions))
        return tuple(found)

    def condition(self, labels: Sequence[str]) -> Clause:
        """Return that the respondent is in one of some conditions."""
        return tuple(
            {
                "LogicType": "EmbeddedField",
                "LeftOperand": self.column,
                "Operator": "EqualTo",
                "RightOperand": label,
                "Type": "Expression",
            }
            for label in labels
        )

    def _not_taken(self, jump: Jump) -> list[Clause] | None:
        """Return that a jump is not taken: its test fails, or one before it held."""
        if jump.rule.item not in self.places or (
            jump.rule.operator == "not_answered" and not jump.asked.always
        ):
            return None
        before: list[Expression] = []
        for rule in jump.instead_of:
            if rule.item not in self.places or rule.operator == "not_answered":
                return None
            before += self._holds(rule)
        return [(*clause, *before) for clause in self._fails(jump.rule)]

    def _holds(self, rule: Rule) -> list[Expression]:
        """Return expressions of which one holds when the rule's test does."""
        question = self.form.question(rule.item)
        if question.kind == "choice":
            held = _held(rule, question)
            return [self._chosen(question, value, "Selected") for value in held]
        if rule.operator == "answered":
            return [self._entered(rule, "NotEmpty")]
        return [self._entered(rule, _SIGNS[rule.operator][0])]

    def _fails(self, rule: Rule) -> list[Clause]:
        """Return clauses that all hold when the rule's test fails."""
        question = self.form.question(rule.item)
        if question.kind == "choice":
            if rule.operator == "not_answered":
                values = question.values
                return [tuple(self._chosen(question, v, "Selected") for v in values)]
            held = _held(rule, question)
            return [(self._chosen(question, v, "NotSelected"),) for v in held]
        if rule.operator in ("answered", "not_answered"):
            operator = "Empty" if rule.operator == "answered" else "NotEmpty"
            return [(self._entered(rule, operator),)]
        failing = self._entered(rule, _SIGNS[rule.operator][1])
        return [(failing, self._entered(rule, "Empty"))]

    def _chosen(self, question: Question, value: int, operator: str) -> Expression:
        place = question.values.index(value) + 1
        start = self.places[question.id]
        locator = (
            f"{start}{place}"
            if "SelectableChoice" in start
            else f"{start}SelectableChoice/{place}"
        )
        return _tested(locator, operator)

    def _entered(self, rule: Rule, operator: str) -> Expression:
        locator = f"{self.places[rule.item]}ChoiceTextEntryValue"
        found = _tested(locator, operator)
        compares = operator not in ("Empty", "NotEmpty")
        return found | ({"RightOperand": str(rule.value)} if compares else {})


def boolean(clause: Clause) -> Expression:
    """Return a clause as the logic of a branch or a question."""
    first, *others = clause
    tests = [first, *({**other, "Conjuction": "Or"} for other in others)]
    group = {str(place): test for place, test in enumerate(tests)}
    return {"0": {**group, "Type": "If"}, "Type": "BooleanExpression"}


def _held(rule: Rule, question: Question) -> Sequence[int]:
    if rule.operator in ("answered", "not_answered"):
        return question.values
    return held_values(rule, question.values)


def _tested(locator: str, operator: str) -> Expression:
    number = locator.split("/")[2]
    return {
        "LogicType": "Question",
        "QuestionID": number,
        "QuestionIsInLoop": "no",
        "ChoiceLocator": locator,
        "Operator": operator,
        "QuestionIDFromLocator": number,
        "LeftOperand": locator,
        "Type": "Expression",
    }
