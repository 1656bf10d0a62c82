"""One stage of the flow of respondents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One stage of the flow.

    Attributes
    ----------
    stage : str
        Code of the stage; ``read`` is the first.
    n : int
        Respondents left after it.
    excluded : int
        Respondents it left out.
    reason_code : str
        Code of the reason; empty where nobody was left out.
    values : mapping
        What the reason's sentence needs.
    """

    stage: str
    n: int
    excluded: int
    reason_code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
