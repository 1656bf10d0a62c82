"""The tree of errors: one class per kind of mistake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from srtoolkit.errors.problem import Problem


class SrtoolkitError(Exception):
    """Root of every error srtoolkit raises on purpose.

    Parameters
    ----------
    problems : str, Problem or sequence of Problem
        One English sentence, one problem, or all problems of one input.
    code : str
        Identifier of the problem when a sentence is given.
    **pieces
        ``where``, ``line``, ``column``, ``allowed``, ``advice`` of the
        sentence; anything else is kept in the problem's ``pieces``.
    """

    def __init__(
        self,
        problems: str | Problem | Sequence[Problem],
        *,
        code: str = "error",
        where: str = "",
        line: int | None = None,
        column: int | None = None,
        allowed: str = "",
        advice: str = "",
        **pieces: Any,
    ) -> None:
        if isinstance(problems, str):
            problems = Problem(
                code, problems, where, line, column, allowed, advice, pieces
            )
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def code(self) -> str:
        """Identifier of the first problem."""
        return self.problems[0].code


class FileError(SrtoolkitError):
    """A file is missing, is a folder, is empty, or stands in the way."""


class ContentError(SrtoolkitError):
    """A YAML file cannot be read or does not fit its schema."""


class ShelfError(SrtoolkitError):
    """No instrument, analysis or report of that name."""


class ResponsesError(SrtoolkitError):
    """The table of answers does not fit its instruments."""


class ScoresError(SrtoolkitError):
    """Scores given to a method cannot be used by it."""


class ModelError(SrtoolkitError):
    """A model is written wrongly or does not fit the data given to it."""


class PlanError(SrtoolkitError):
    """A plan asks for something that is not there or contradicts itself."""


class OptionError(SrtoolkitError):
    """An option has a value that is not allowed."""
