"""How many respondents each stage kept, and why the others were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.responses.flow_step import FlowStep
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses


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
