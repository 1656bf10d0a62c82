"""Parses lavaan's model language.

Rosseel (2012), Journal of Statistical Software 48(2): ``=~`` measures, ``~``
regresses, ``~~`` covaries, ``~ 1`` is an intercept, ``|`` a threshold, ``:=``
defines, ``==``, ``<`` and ``>`` constrain.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, cast

from srtoolkit.errors import ModelError, Problem, did_you_mean
from srtoolkit.sem.language.expressions import ExpressionParser, Mistake, names_in
from srtoolkit.sem.language.modifiers import TermDraft, read_terms
from srtoolkit.sem.language.parsed import Constraint, Definition, ParsedModel, Term
from srtoolkit.sem.language.tokens import Source, Token, statements_of

_TERM_OPERATORS = ("=~", "~~", "~", "|")
_EXPRESSION_OPERATORS = (":=", "==", "<", ">")
_ELSEWHERE = {
    "<~": "Composites are not part of this language; use =~ for a latent variable.",
    "~*~": "Scaling factors are not part of this language.",
    "=": "Write =~ to measure, == to constrain, or := to define.",
    "<=": "Write <.",
    ">=": "Write >.",
}
_ALLOWED = "=~, ~, ~~, |, :=, ==, <, >"


def parse_model(syntax: str, *, where: str = "model") -> ParsedModel:
    """Parse a model written in lavaan's language.

    Parameters
    ----------
    syntax : str
        The model; comments begin with ``#`` or ``!``.
    where : str
        What messages call it, for example ``plan.yaml: measurement``.

    Raises
    ------
    ModelError
        With every mistake, each with line, column and a caret.
    """
    source = Source(syntax, where)
    statements, problems = statements_of(source)
    model = _Collected(source)
    for statement in [] if problems else statements:
        try:
            model.add(statement)
        except Mistake as mistake:
            problems.append(mistake.problem)
    problems += model.problems
    if not problems and not model.terms:
        raise ModelError("the model is empty", code="model_empty", where=where)
    if not problems:
        problems = model.check_names()
    if problems:
        raise ModelError(problems)
    return ParsedModel(
        syntax,
        tuple(draft.frozen() for draft in model.terms.values()),
        tuple(model.definitions),
        tuple(model.constraints),
    )


def read_constraints(
    text: str, labels: Collection[str], *, where: str = "constraints"
) -> tuple[Constraint, ...]:
    """Parse constraints on the labels of a model that was read before.

    Raises
    ------
    ModelError
        With every mistake, and for names that are no label.
    """
    source = Source(text, where)
    statements, problems = statements_of(source)
    model = _Collected(source)
    for statement in [] if problems else statements:
        try:
            model.add(statement)
        except Mistake as mistake:
            problems.append(mistake.problem)
    if not problems:
        problems = model.unknown_names({*labels, *(d.name for d in model.definitions)})
    if problems:
        raise ModelError(problems)
    return tuple(model.constraints)


class _Collected:
    """What was read so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.terms: dict[tuple[str, str, str], TermDraft] = {}
        self.definitions: list[Definition] = []
        self.constraints: list[Constraint] = []
        self.problems: list[Problem] = []

    def add(self, statement: list[Token]) -> None:
        """Read one statement; raises `Mistake`."""
        position = self._operator_position(statement)
        operator = statement[position]
        left, right = statement[:position], statement[position + 1 :]
        if not left:
            raise Mistake(
                self._at(operator, f'nothing stands before "{operator.text}"')
            )
        if right[0].kind == "end":
            raise Mistake(self._at(right[0], f'nothing stands after "{operator.text}"'))
        if operator.text in _TERM_OPERATORS:
            for draft in read_terms(left, operator, right, self.source):
                self._add_term(draft)
        elif operator.text == ":=":
            self._add_definition(left, right)
        else:
            self._add_constraint(left, operator, right)

    def check_names(self) -> list[Problem]:
        """Order the definitions and find names that are no parameter."""
        labels = {
            label for draft in self.terms.values() for label in draft.labels if label
        }
        known = {*labels, *(definition.name for definition in self.definitions)}
        problems = self.unknown_names(known)
        if not problems:
            problems = self._order_definitions(labels)
        return problems

    def _operator_position(self, statement: list[Token]) -> int:
        for position, token in enumerate(statement):
            if token.text in (*_TERM_OPERATORS, *_EXPRESSION_OPERATORS):
                return position
            if token.text in _ELSEWHERE and token.kind == "operator":
                raise Mistake(
                    self._at(
                        token,
                        f'"{token.text}" is not an operator of a model',
                        allowed=_ALLOWED,
                        advice=_ELSEWHERE[token.text],
                    )
                )
        raise Mistake(
            self._at(
                statement[0],
                "this statement has no operator",
                allowed=_ALLOWED,
                advice='A formula goes on in the next line after "+".',
            )
        )

    def _add_term(self, draft: TermDraft) -> None:
        before = self.terms.get(draft.key)
        if before is None:
            self.terms[draft.key] = draft
        else:
            before.merge(draft, self.source)

    def _add_definition(self, left: list[Token], right: list[Token]) -> None:
        if len(left) != 1 or left[0].kind != "name":
            raise Mistake(self._at(left[0], 'one name stands before ":="'))
        name = left[0]
        if any(name.text == known.name for known in self.definitions):
            raise Mistake(self._at(name, f'"{name.text}" is defined twice'))
        expression = ExpressionParser(right, self.source).parse()
        text = "".join(token.text for token in right)
        self.definitions.append(
            Definition(name.text, expression, text, name.line, name.column)
        )

    def _add_constraint(
        self, left: list[Token], operator: Token, right: list[Token]
    ) -> None:
        end = Token("end", "", operator.line, operator.column)
        first = ExpressionParser([*left, end], self.source).parse()
        second = ExpressionParser(right, self.source).parse()
        self.constraints.append(
            Constraint(
                first,
                cast(Literal["==", "<", ">"], operator.text),
                second,
                "".join(token.text for token in left),
                "".join(token.text for token in right),
                operator.line,
                operator.column,
            )
        )

    def unknown_names(self, known: set[str]) -> list[Problem]:
        """Report names in expressions that are no label and no definition."""
        used = [t for d in self.definitions for t in names_in(d.expression)]
        for constraint in self.constraints:
            used += [*names_in(constraint.left), *names_in(constraint.right)]
        return [
            self._at(
                token,
                f'no parameter is labelled "{token.text}"',
                code="unknown_label",
                allowed=", ".join(sorted(known)) or "no label is given in this model",
                advice=did_you_mean(token.text, known),
                found=token.text,
            )
            for token in used
            if token.text not in known
        ]

    def _order_definitions(self, labels: set[str]) -> list[Problem]:
        ready, waiting = set(labels), list(self.definitions)
        ordered: list[Definition] = []
        while waiting:
            now = [
                definition
                for definition in waiting
                if all(t.text in ready for t in names_in(definition.expression))
            ]
            if not now:
                return [
                    self.source.problem(
                        stuck.line,
                        stuck.column,
                        f'the definition of "{stuck.name}" goes in a circle',
                        code="definition_circle",
                    )
                    for stuck in waiting
                ]
            ordered += now
            ready |= {definition.name for definition in now}
            waiting = [definition for definition in waiting if definition not in now]
        self.definitions = ordered
        return []

    def _at(self, token: Token, message: str, **options: str) -> Problem:
        return self.source.at(token, message, **options)


__all__ = ["ParsedModel", "Term", "parse_model"]
