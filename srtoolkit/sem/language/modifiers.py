"""Reads the two sides of ``=~ ~ ~~ |`` with what stands before each name."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import cast

from srtoolkit.sem.language.expressions import Mistake
from srtoolkit.sem.language.parsed import Term, TermOperator, parameter_key
from srtoolkit.sem.language.tokens import Source, Token

_ALLOWED_BEFORE_STAR = 'a number, NA, a label, c(…), start(…), equal("…") or label("…")'


@dataclass(slots=True)
class TermDraft:
    """A term that further modifiers may still join."""

    lhs: str
    op: TermOperator
    rhs: str
    token: Token
    fixed: list[float | None] = field(default_factory=list)
    freed: list[bool] = field(default_factory=list)
    start: list[float | None] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    equal: list[str] = field(default_factory=list)

    def frozen(self) -> Term:
        """Return the finished term."""
        return Term(
            self.lhs,
            self.op,
            self.rhs,
            tuple(self.fixed),
            tuple(self.freed),
            tuple(self.start),
            tuple(self.labels),
            tuple(self.equal),
            self.token.line,
            self.token.column,
        )

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the parameter."""
        return parameter_key(self.lhs, self.op, self.rhs)

    def merge(self, other: TermDraft, source: Source) -> None:
        """Take over modifiers of a second mention; raises `Mistake`."""
        name = f"{other.lhs} {other.op} {other.rhs}".strip()
        if other.frozen().is_plain:
            raise Mistake(
                source.at(
                    other.token,
                    f'"{name}" stands twice, first in line {self.token.line}',
                    code="term_twice",
                    advice="Keep one of them.",
                )
            )
        for slot in ("fixed", "freed", "start", "labels"):
            mine, others = getattr(self, slot), getattr(other, slot)
            if mine and others and mine != others:
                raise Mistake(
                    source.at(
                        other.token,
                        f'"{name}" has two different modifiers of one kind',
                        code="modifiers_clash",
                        advice=f"The first stands in line {self.token.line}.",
                    )
                )
            setattr(self, slot, mine or others)
        self.equal += other.equal


def read_terms(
    left: list[Token], operator: Token, right: list[Token], source: Source
) -> list[TermDraft]:
    """Read one formula; raises `Mistake`."""
    end = Token("end", "", operator.line, operator.column)
    names = _SideReader([*left, end], source).plain_names()
    drafts: list[TermDraft] = []
    for name in names:
        drafts += _SideReader(right, source).terms(name, operator)
    return drafts


class _SideReader:
    """Reads names and modifiers from one side of a formula."""

    def __init__(self, tokens: list[Token], source: Source) -> None:
        self._tokens = tokens
        self._source = source
        self._position = 0

    def plain_names(self) -> list[str]:
        """Read ``a + b`` where no modifier may stand."""
        names = [self._name()]
        while self._here.text == "+":
            self._take()
            names.append(self._name())
        if self._here.kind != "end":
            raise self._unexpected('"+" or the operator after the names')
        return names

    def terms(self, lhs: str, operator: Token) -> list[TermDraft]:
        """Read ``mod*a + mod*mod*b``."""
        drafts = [self._term(lhs, operator)]
        while self._here.text == "+":
            self._take()
            drafts.append(self._term(lhs, operator))
        if self._here.kind != "end":
            raise self._unexpected('"+" or the end of the formula')
        return drafts

    def _term(self, lhs: str, operator: Token) -> TermDraft:
        op = cast(TermOperator, operator.text)
        draft = TermDraft(lhs, op, "", self._here)
        while self._modifier_stands_here():
            self._modifier(draft)
            self._take()  # the star
        draft.token = self._here
        if self._here.kind == "number" and op == "~" and float(self._here.text) == 1:
            self._take()
            draft.op = "~1"
            return draft
        draft.rhs = self._name()
        if draft.rhs == lhs and op in {"=~", "~"}:
            verb = "measure" if op == "=~" else "explain"
            raise Mistake(self._source.at(draft.token, f'"{lhs}" cannot {verb} itself'))
        return draft

    def _modifier_stands_here(self) -> bool:
        """Look ahead: a modifier is followed by ``*``, a function by ``(``."""
        if self._here.kind == "name" and self._following.text == "(":
            return True
        depth = 0
        for token in self._tokens[self._position :]:
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0 and token.text == "*":
                return True
            if depth == 0 and token.text == "+" and token is not self._here:
                return False
        return False

    def _modifier(self, draft: TermDraft) -> None:
        first = self._here
        values = self._values(draft)
        if self._here.text != "*":
            raise self._unexpected('"*"')
        self._store(values, draft, first)

    def _values(self, draft: TermDraft) -> list[float | str]:
        token = self._here
        if token.kind == "name" and self._following.text == "(":
            return self._function(draft)
        return [self._value()]

    def _function(self, draft: TermDraft) -> list[float | str]:
        name = self._take()
        if name.text not in {"c", "start", "equal", "label"}:
            raise Mistake(
                self._source.at(
                    name,
                    f'there is no modifier "{name.text}()"',
                    allowed=_ALLOWED_BEFORE_STAR,
                )
            )
        values = self._arguments(draft)
        if name.text == "start":
            draft.start = [self._number_of(value, name) for value in values]
            return []
        if name.text == "equal":
            draft.equal += [str(value).replace(" ", "") for value in values]
            return []
        return values

    def _arguments(self, draft: TermDraft) -> list[float | str]:
        self._take()  # the bracket
        values: list[float | str] = []
        while True:
            inner_call = self._following.text == "("
            values += self._function(draft) if inner_call else [self._value()]
            if self._here.text == ")":
                self._take()
                return values
            if self._here.text != ",":
                raise self._unexpected('"," or ")"')
            self._take()

    def _value(self) -> float | str:
        sign = 1.0
        while self._here.text in {"-", "+"}:
            sign = -sign if self._take().text == "-" else sign
        token = self._here
        if token.kind == "number":
            return sign * float(self._take().text)
        if token.kind == "name":
            self._take()
            return math.nan if token.text == "NA" else token.text
        if token.kind == "text":
            return self._take().text[1:-1]
        raise self._unexpected(_ALLOWED_BEFORE_STAR)

    def _number_of(self, value: float | str, token: Token) -> float | None:
        if isinstance(value, str):
            raise Mistake(
                self._source.at(token, f'start() takes numbers, found "{value}"')
            )
        return None if math.isnan(value) else value

    def _store(self, values: list[float | str], draft: TermDraft, first: Token) -> None:
        """Sort values into fixed, freed and labels, one a group."""
        if not values:
            return
        numbers = [value for value in values if isinstance(value, float)]
        if len(numbers) < len(values):
            self._keep_once(draft.labels, first)
            draft.labels = [v if isinstance(v, str) else "" for v in values]
        if any(math.isnan(number) for number in numbers):
            self._keep_once(draft.freed, first)
            draft.freed = [isinstance(v, float) and math.isnan(v) for v in values]
        if any(not math.isnan(number) for number in numbers):
            self._keep_once(draft.fixed, first)
            draft.fixed = [
                v if isinstance(v, float) and not math.isnan(v) else None
                for v in values
            ]

    def _keep_once(
        self, slot: list[str] | list[bool] | list[float | None], first: Token
    ) -> None:
        if slot:
            raise Mistake(
                self._source.at(
                    first, "two modifiers of one kind stand before this name"
                )
            )

    def _name(self) -> str:
        if self._here.kind != "name":
            raise self._unexpected("the name of a variable")
        name = self._take().text
        if self._here.text == ":":
            self._take()
            if self._here.kind != "name":
                raise self._unexpected('a name after ":"')
            name = f"{name}:{self._take().text}"
        return name

    @property
    def _here(self) -> Token:
        return self._tokens[self._position]

    @property
    def _following(self) -> Token:
        return self._tokens[min(self._position + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        self._position += 1
        return self._tokens[self._position - 1]

    def _unexpected(self, wanted: str) -> Mistake:
        found = f'"{self._here.text}"' if self._here.text else "the end"
        return Mistake(self._source.at(self._here, f"expected {wanted}, found {found}"))
