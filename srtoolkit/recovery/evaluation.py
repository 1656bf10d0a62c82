"""Tells what respondents judge from what happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses import Responses

#: Constructs (codes of the theory map) that record events, not judgements.
_EVENTS = frozenset(
    {
        "CAUSE5",
        "COMP_form",
        "COMP_size",
        "COMP_time",
        "FTYPE",
        "PRI",
        "SOURCE3",
        "TPR",
        "VOI",
    }
)
_EVENT_KINDS = frozenset({"check", "count", "nominal", "multiple", "open"})


def scale_of(responses: Responses, name: str) -> Scale | None:
    """Return the scale that a name is, or is an item of; None when neither."""
    for loaded in responses.instruments:
        for scale in loaded.instrument.scales:
            if scale.id == name or any(item.id == name for item in scale.items):
                return scale
    return None


def is_evaluation(responses: Responses, name: str) -> bool:
    """Tell whether a scale or item asks for a judgement.

    Checks, counts and constructs that record events (that somebody complained,
    what was paid) are none; neither is a column that no instrument declares.
    """
    scale = scale_of(responses, name)
    if scale is None or scale.kind in _EVENT_KINDS:
        return False
    return scale.construct_code not in _EVENTS
