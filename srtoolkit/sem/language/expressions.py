"""Arithmetic of parameters for ``:=``, ``==``, ``<`` and ``>``.

Expressions are parsed into small frozen objects and computed by them: no
text of a user ever reaches Python's own evaluator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from srtoolkit.errors import Problem
from srtoolkit.sem.language.tokens import Source, Token

FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
}


class Mistake(Exception):
    """Carries one problem out of the parser; never leaves the room."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Return the constant."""
        return self.value


@dataclass(frozen=True, slots=True)
class Name:
    """A label or a defined parameter."""

    token: Token

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Look the name up."""
        return values[self.token.text]


@dataclass(frozen=True, slots=True)
class Call:
    """``exp``, ``log`` or ``sqrt`` of an expression, or its negative."""

    function: str
    argument: Expression

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Apply the function."""
        inner = self.argument.evaluate(values)
        return -inner if self.function == "-" else FUNCTIONS[self.function](inner)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined by ``+ - * / ^``."""

    left: Expression
    operator: str
    right: Expression

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Join the two values; division by zero gives NaN or infinity."""
        left, right = self.left.evaluate(values), self.right.evaluate(values)
        if self.operator == "+":
            return left + right
        if self.operator == "-":
            return left - right
        if self.operator == "*":
            return left * right
        with np.errstate(all="ignore"):
            if self.operator == "/":
                return np.true_divide(left, right)
            return np.power(np.add(left, 0.0), right)


Expression = Number | Name | Call | Binary


def names_in(expression: Expression) -> tuple[Token, ...]:
    """Return the tokens of all names, in order."""
    match expression:
        case Name(token):
            return (token,)
        case Call(_, argument):
            return names_in(argument)
        case Binary(left, _, right):
            return (*names_in(left), *names_in(right))
    return ()


class ExpressionParser:
    """Reads one expression from a list of tokens closed by ``end``."""

    def __init__(self, tokens: list[Token], source: Source) -> None:
        self._tokens = tokens
        self._source = source
        self._position = 0

    def parse(self) -> Expression:
        """Read all tokens as one expression; raises `Mistake`."""
        expression = self._sum()
        if self._here.kind != "end":
            raise self._unexpected("an operator")
        return expression

    @property
    def _here(self) -> Token:
        return self._tokens[self._position]

    def _take(self) -> Token:
        self._position += 1
        return self._tokens[self._position - 1]

    def _unexpected(self, wanted: str) -> Mistake:
        found = f'"{self._here.text}"' if self._here.text else "the end"
        return Mistake(self._source.at(self._here, f"expected {wanted}, found {found}"))

    def _sum(self) -> Expression:
        left = self._product()
        while self._here.text in {"+", "-"}:
            left = Binary(left, self._take().text, self._product())
        return left

    def _product(self) -> Expression:
        left = self._signed()
        while self._here.text in {"*", "/"}:
            left = Binary(left, self._take().text, self._signed())
        return left

    def _signed(self) -> Expression:
        if self._here.text in {"+", "-"}:
            sign = self._take().text
            inner = self._signed()
            return Call("-", inner) if sign == "-" else inner
        base = self._atom()
        if self._here.text == "^":
            self._take()
            return Binary(base, "^", self._signed())
        return base

    def _atom(self) -> Expression:
        if self._here.kind == "number":
            return Number(float(self._take().text))
        if self._here.kind == "name":
            return self._name_or_call()
        if self._here.text == "(":
            return self._bracket()
        raise self._unexpected("a label, a number or a bracket")

    def _name_or_call(self) -> Expression:
        token = self._take()
        if self._here.text != "(":
            return Name(token)
        if token.text not in FUNCTIONS:
            raise Mistake(
                self._source.at(
                    token,
                    f'there is no function "{token.text}"',
                    allowed=", ".join(FUNCTIONS),
                )
            )
        return Call(token.text, self._bracket())

    def _bracket(self) -> Expression:
        self._take()
        inner = self._sum()
        if self._here.text != ")":
            raise self._unexpected('")"')
        self._take()
        return inner
