"""May the estimates of a regression be read at all?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

StatusCode = Literal[
    "converged",
    "not_converged",
    "separation",
    "singular_random_effects",
    "leverage_of_one",
]


@dataclass(frozen=True, slots=True)
class FitStatus:
    """What a fit is worth.

    Attributes
    ----------
    code : str
        ``converged``; ``not_converged``; ``separation``: the predictors tell
        some answers apart from the others without error, so that coefficients
        run to infinity (``details["terms"]`` names them);
        ``singular_random_effects``: a variance between subjects is at zero or
        a correlation at one (readable, but simpler would do);
        ``leverage_of_one``: respondents who are fitted exactly, so that the
        errors asked for do not exist.
    admissible : bool
        Whether the estimates may be read.
    details : mapping
        What more there is to say, for example ``iterations``.
    """

    code: StatusCode
    admissible: bool
    details: Mapping[str, Any] = field(default_factory=dict)


CONVERGED = FitStatus("converged", True)
