"""What these answers do not allow is a reason against a verdict, no mistake."""

from __future__ import annotations

from srtoolkit.errors import SrtoolkitError
from srtoolkit.inference.evidence import Reason

#: Mistakes of no plan and no file: these answers do not allow this one test.
_OF_THESE_ANSWERS = frozenset({"leverage_of_one"})


def obstacle_of(error: SrtoolkitError) -> Reason | None:
    """Return why these answers do not allow a test; None for a mistake."""
    for problem in error.problems:
        if problem.code in _OF_THESE_ANSWERS:
            return Reason(problem.code, dict(problem.pieces))
    return None
