"""Collects the mistakes of one plan, each with its line and column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from srtoolkit.errors import ModelError, Problem, SrtoolkitError
from srtoolkit.shelves import Content

Path_in_plan = tuple[str | int, ...]
Found_T = TypeVar("Found_T")


class Findings:
    """All problems of one plan's file, in the order they were found."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.problems: list[Problem] = []

    def add(
        self,
        path: Path_in_plan,
        message: str,
        *,
        code: str,
        allowed: str = "",
        advice: str = "",
    ) -> None:
        """Note a mistake at `path`."""
        problem = self.content.problem(
            path, message, code=code, allowed=allowed, advice=advice
        )
        self.problems.append(problem)

    def collect(
        self, path: Path_in_plan, work: Callable[[], Found_T]
    ) -> Found_T | None:
        """Run `work`; what it raises is noted, at `path` unless it has a place."""
        try:
            return work()
        except SrtoolkitError as error:
            for problem in error.problems:
                if problem.where:
                    self.problems.append(problem)
                else:
                    self.add(
                        path,
                        problem.message,
                        code=problem.code,
                        allowed=problem.allowed,
                        advice=problem.advice,
                    )
            return None

    def collect_syntax(
        self, path: Path_in_plan, work: Callable[[], Found_T]
    ) -> Found_T | None:
        """Run `work` on a block of model syntax; lines count on from its key."""
        first, _ = self.content.place(path)
        try:
            return work()
        except ModelError as error:
            for problem in error.problems:
                line = first + (problem.line or 0)
                self.problems.append(
                    replace(problem, where=self.content.name, line=line)
                )
            return None
