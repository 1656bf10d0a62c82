"""A regression in several parts, each a fit of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class PartsFit:
    """A multinomial or two-part regression.

    Attributes
    ----------
    outcome, family : str
    parts : mapping of str to fit
        ``any`` and ``amount`` of a two-part regression; the categories of a
        multinomial one, each against the first.
    summary : mapping of str to float or str
        The row of `glance`.
    status : FitStatus
    """

    outcome: str
    family: str
    parts: Mapping[str, CoefficientFit]
    summary: Mapping[str, Any] = field(default_factory=dict)
    status: FitStatus = CONVERGED

    @property
    def estimator(self) -> str:
        """How it was fitted, as a method code."""
        return f"{self.family}_ml"

    @property
    def syntax(self) -> str:
        """The regression as one reads it."""
        return "; ".join(f"{name}: {fit.syntax}" for name, fit in self.parts.items())

    def part(self, name: str | None) -> CoefficientFit:
        """Return one part.

        Raises
        ------
        ModelError
            When there is none of that name, or no name is given.
        """
        if name is None or name not in self.parts:
            raise ModelError(
                f'the {self.family} regression of {self.outcome} has no part "{name}"',
                code="unknown_part",
                allowed=", ".join(self.parts),
                advice="Say which part with part: in the hypothesis.",
            )
        return self.parts[name]

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient, with the column ``part``."""
        import pandas as pd

        tables = [fit.tidy().assign(part=name) for name, fit in self.parts.items()]
        return pd.concat(tables, ignore_index=True)

    def glance(self) -> pd.DataFrame:
        """One row."""
        import pandas as pd

        return pd.DataFrame([{"family": self.family, **self.summary}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in its two tables as plain values."""
        return {
            "outcome": self.outcome,
            "syntax": self.syntax,
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records")[0],
        }
