"""Which answers a rule's comparison holds for."""

from __future__ import annotations

import operator
from collections.abc import Iterable

from srtoolkit.questionnaire import Rule

_COMPARISONS = {
    "equals": operator.eq,
    "not_equals": operator.ne,
    "below": operator.lt,
    "above": operator.gt,
    "at_most": operator.le,
    "at_least": operator.ge,
}


def held_values(rule: Rule, values: Iterable[int]) -> tuple[int, ...]:
    """Return the values that a comparison (not ``answered``) holds for."""
    compare, wanted = _COMPARISONS[rule.operator], rule.value
    if wanted is None:
        return ()
    return tuple(value for value in values if compare(value, wanted))
