"""Cuts lavaan syntax into tokens that know their line and column."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from srtoolkit.errors import Problem

TokenKind = Literal["name", "number", "text", "operator", "end"]

_PATTERN = re.compile(
    r"""
    (?P<space>[ \t\r\f\v\u00a0\u3000]+)
  | (?P<comment>[#!][^\n]*)
  | (?P<newline>\n|;)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>(?:[^\W\d]|\.(?=[^\W\d]))[\w.]*)
  | (?P<text>"[^"\n]*"|'[^'\n]*')
  | (?P<operator>=~|~\*~|~~|<~|:=|==|<=|>=|[~<>|+\-*/^(),:=?])
    """,
    re.VERBOSE,
)
#: A line that begins with one of these goes on from the line before.
_CONTINUES = frozenset({"+", "*", "/", "^", ",", ")", "-"})
#: A line with one of these is a statement of its own.
_MAIN = frozenset({"=~", "~~", "~", ":=", "==", "<", ">", "|", "<~", "~*~", "="})


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of the model, with its place counted from 1."""

    kind: TokenKind
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a model and its name in messages."""

    text: str
    where: str

    def problem(
        self,
        line: int,
        column: int,
        message: str,
        *,
        code: str = "syntax",
        allowed: str = "",
        advice: str = "",
        **pieces: Any,
    ) -> Problem:
        """Word a mistake; the last two lines show it with a caret."""
        lines = self.text.splitlines()
        shown = lines[line - 1].rstrip() if line <= len(lines) else ""
        caret = _blank(shown[: column - 1]) + "^"
        advice = f"{advice}\n    {shown}\n    {caret}".lstrip(" ")
        pieces |= {"source_line": shown}
        return Problem(code, message, self.where, line, column, allowed, advice, pieces)

    def at(self, token: Token, message: str, **options: Any) -> Problem:
        """Word a mistake at a token."""
        return self.problem(token.line, token.column, message, **options)


def _blank(text: str) -> str:
    """Blanks as wide as `text`: Chinese characters take two columns."""
    return "".join(
        "\t"
        if character == "\t"
        else "\u3000"
        if unicodedata.east_asian_width(character) in "WF"
        else " "
        for character in text
    )


def statements_of(source: Source) -> tuple[list[list[Token]], list[Problem]]:
    """Cut a model into statements, each closed by an ``end`` token.

    A statement goes on over a line break inside brackets, after an operator,
    and when the next line begins with one; never into a line that has an
    operator such as ``~`` of its own.
    """
    tokens, problems = _tokenize(source)
    statements: list[list[Token]] = []
    current: list[Token] = []
    depth = 0
    for index, token in enumerate(tokens):
        if token.text not in {"\n", ";"}:
            depth += (token.text == "(") - (token.text == ")")
            current.append(token)
            continue
        following = _next_line(tokens[index + 1 :])
        if token.text == "\n" and current and _goes_on(current, following, depth):
            continue
        if current:
            statements.append(current)
        current, depth = [], 0
    return [_closed(statement) for statement in statements], problems


def _next_line(tokens: list[Token]) -> list[Token]:
    """Return the tokens of the next line that is not empty."""
    line: list[Token] = []
    for token in tokens:
        if token.text in {"\n", ";"} and line:
            break
        if token.text != "\n":
            line.append(token)
    return line


def _goes_on(current: list[Token], following: list[Token], depth: int) -> bool:
    if not following or any(token.text in _MAIN for token in following):
        return False
    last, first = current[-1], following[0]
    if depth > 0 or (last.kind == "operator" and last.text != ")"):
        return first.text != ";"
    return first.kind == "operator" and first.text in _CONTINUES


def _closed(statement: list[Token]) -> list[Token]:
    last = statement[-1]
    return [*statement, Token("end", "", last.line, last.column + len(last.text))]


def _tokenize(source: Source) -> tuple[list[Token], list[Problem]]:
    tokens: list[Token] = []
    problems: list[Problem] = []
    line, line_start, position = 1, 0, 0
    text = source.text if source.text.endswith("\n") else source.text + "\n"
    while position < len(text):
        column = position - line_start + 1
        match = _PATTERN.match(text, position)
        if match is None:
            problems.append(_unreadable(source, text[position], line, column))
            position += 1
            continue
        kind = str(match.lastgroup)
        if kind == "newline":
            tokens.append(Token("operator", match.group(), line, column))
        elif kind not in {"space", "comment"}:
            tokens.append(Token(kind, match.group(), line, column))  # type: ignore[arg-type]
        position = match.end()
        if match.group() == "\n":
            line, line_start = line + 1, position
    return tokens, problems


def _unreadable(source: Source, character: str, line: int, column: int) -> Problem:
    plain = unicodedata.normalize("NFKC", character)
    advice = f'Write "{plain}".' if plain != character else ""
    if character in "\"'“”‘’":
        advice = 'Close the quotation with the same straight mark: "label".'
    return source.problem(
        line,
        column,
        f'the character "{character}" has no meaning in a model',
        advice=advice,
        found=character,
    )
