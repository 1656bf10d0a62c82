"""The table of answers bound to its instruments: read, checked, scored."""

from srtoolkit.responses.answers import Responses
from srtoolkit.responses.building import (
    read_responses,
    responses_from_frame,
    responses_from_table,
)
from srtoolkit.responses.item_description import (
    DescriptionResult,
    ItemDescription,
    Moments,
    description,
    moments,
)
from srtoolkit.responses.respondent_flow import FlowResult, FlowStep, flow
from srtoolkit.responses.screening_marks import ScreeningResult, screening

__all__ = [
    "DescriptionResult",
    "FlowResult",
    "FlowStep",
    "ItemDescription",
    "Moments",
    "Responses",
    "ScreeningResult",
    "description",
    "flow",
    "moments",
    "read_responses",
    "responses_from_frame",
    "responses_from_table",
    "screening",
]
