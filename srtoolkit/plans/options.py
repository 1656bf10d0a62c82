"""Knobs of a run that stand over the plan's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from srtoolkit.errors import OptionError, Problem
from srtoolkit.plans.schema import Estimation

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the user asked for beside the plan; None leaves it to the plan.

    Attributes
    ----------
    bootstrap : int or None
        Number of draws; 0 for none.
    seed : int or None
        Seed of every draw, at least 0.
    jobs : int
        Processes, at least 1; the numbers do not depend on it.
    estimator, missing : str or None
        As in the plan's ``estimation``.
    """

    bootstrap: int | None = None
    seed: int | None = None
    jobs: int = 1
    estimator: str | None = None
    missing: str | None = None

    def over(self, estimation: Estimation) -> Estimation:
        """Return the plan's estimation with these knobs in place.

        Raises
        ------
        OptionError
            When a knob has a value that is not allowed.
        """
        given = {
            name: getattr(self, name)
            for name in ("bootstrap", "seed", "estimator", "missing")
            if getattr(self, name) is not None
        }
        try:
            settled = Estimation.model_validate(estimation.model_dump() | given)
        except ValidationError as error:
            raise OptionError(
                [_problem(detail) for detail in error.errors()]
            ) from error
        if self.jobs < 1:
            raise OptionError(
                f"jobs is {self.jobs}", code="wrong_option", allowed="1 or more"
            )
        return settled


def _problem(detail: ErrorDetails) -> Problem:
    """Word what pydantic found."""
    name, found = str(detail["loc"][0]), detail["input"]
    allowed = detail["msg"].removeprefix("Input should be ").replace("'", "")
    return Problem("wrong_option", f"{name} is {found}", allowed=allowed)
