"""One problem: what, where, found, allowed, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input.

    Attributes
    ----------
    code : str
        Stable identifier, for example ``column_missing``.
    message : str
        One English sentence: what is wrong, and what was found.
    where : str
        File, item, column or rows; empty when the message says it.
    line, column : int or None
        Position in the file, counted from 1.
    allowed : str
        What would be accepted; empty when there is no short answer.
    advice : str
        What to do next.
    pieces : mapping
        The values in the message, for code that must not parse English.
    """

    code: str
    message: str
    where: str = ""
    line: int | None = None
    column: int | None = None
    allowed: str = ""
    advice: str = ""
    pieces: Mapping[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it is, as ``file:line:column``."""
        position = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([self.where, *position]) if self.where else ":".join(position)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        more = [f"Allowed: {self.allowed}."] if self.allowed else []
        more += [self.advice] if self.advice else []
        if more and text[-1] not in ".!?":
            text += "."
        return " ".join([text, *more])


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return ``Did you mean "x"?`` for the nearest known name, or nothing."""
    names = list(known)
    lowered = {name.lower(): name for name in reversed(names)}
    near = difflib.get_close_matches(found.lower(), list(lowered), n=1, cutoff=0.6)
    return f'Did you mean "{lowered[near[0]]}"?' if near else ""
