"""How many respondents each stage kept, and why the others were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses


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


@dataclass(frozen=True, slots=True)
class FlowResult:
    """The flow of respondents, one row a stage.

    Attributes
    ----------
    stages : tuple of FlowStep
    """

    stages: tuple[FlowStep, ...]

    def tidy(self) -> pd.DataFrame:
        """One row per stage: ``stage, n, excluded, reason_code``."""
        import pandas as pd

        rows = [(s.stage, s.n, s.excluded, s.reason_code) for s in self.stages]
        return pd.DataFrame(rows, columns=["stage", "n", "excluded", "reason_code"])

    def glance(self) -> pd.DataFrame:
        """One row: ``n_read, n_excluded, n``."""
        import pandas as pd

        n_read, n = self.stages[0].n, self.stages[-1].n
        return pd.DataFrame([{"n_read": n_read, "n_excluded": n_read - n, "n": n}])

    def to_dict(self) -> dict[str, Any]:
        """Return the stages as plain values."""
        return {
            "stages": [
                {
                    "stage": s.stage,
                    "n": s.n,
                    "excluded": s.excluded,
                    "reason_code": s.reason_code,
                    "values": dict(s.values),
                }
                for s in self.stages
            ]
        }


@plan_step("step")
def flow(responses: Responses) -> FlowResult:
    """Return the flow of respondents from the file to the analysis."""
    return FlowResult(responses.flow)
