"""A test that single respondents forbid is not testable; the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.inference import Evidence, Reason
from srtoolkit.plans.checked import DESIGN_PARAMETERS, CheckedPlan

#: What a test writes for its contrast, by the keys that name it in a plan.
_CONTRAST_KEYS = ("path", "term", "predictor", "x", "moderator")


def not_allowed(
    checked: CheckedPlan, hypothesis_id: str, context: Mapping[str, Any], reason: Reason
) -> Evidence:
    """Return the evidence of a test that could not be made."""
    given = checked.plan.hypotheses[hypothesis_id].arguments
    contrast = next((str(given[key]) for key in _CONTRAST_KEYS if key in given), "")
    if checked.tests[hypothesis_id].required & DESIGN_PARAMETERS:
        contrast = f"{context['treated']} - {context['control']}"
    return Evidence(str(given.get("outcome", "")), contrast, (), guard=reason)
