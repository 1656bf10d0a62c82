"""Random assignment to conditions, in equal numbers."""

from __future__ import annotations

import random

from srtoolkit.errors import OptionError
from srtoolkit.questionnaire.composed.questionnaire import Assignment


def assign_conditions(assignment: Assignment, n: int) -> tuple[str, ...]:
    """Return the conditions of the first `n` respondents, in order of arrival.

    Permuted blocks: every block holds each condition `repeats` times in a
    random order, so that after whole blocks the groups are equal, and at any
    time two groups differ by at most `repeats`. The order comes from Python's
    Mersenne Twister with the assignment's seed.

    Raises
    ------
    OptionError
        When `n` is negative.
    """
    if n < 0:
        raise OptionError(f"n is {n}", code="wrong_option", allowed="0 or more")
    source = random.Random(assignment.seed)
    order: list[str] = []
    while len(order) < n:
        block = list(assignment.labels) * assignment.repeats
        # random() alone is the same in every Python version; shuffle() need not be
        order += sorted(block, key=lambda _: source.random())
    return tuple(order[:n])
