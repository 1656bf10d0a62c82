"""What a ceiling can be drawn over."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from srtoolkit.comparison.scores.ranges import OutcomeRange
from srtoolkit.errors import ModelError, Problem


def require_variables(
    variables: Mapping[str, np.ndarray], known: Mapping[str, OutcomeRange]
) -> None:
    """Check that every variable is complete, varies, and keeps its limits.

    Raises
    ------
    ModelError
        With every one that does not.
    """
    n = len(next(iter(variables.values())))
    problems = []
    for name, values in variables.items():
        if len(values) != n or not np.isfinite(values).all():
            problems.append(
                Problem(
                    "variable_incomplete",
                    f'"{name}" has {int(np.isfinite(values).sum())} values for {n} '
                    "respondents",
                    advice="Use complete respondents only.",
                )
            )
        elif len(np.unique(values)) < 2:
            problems.append(
                Problem(
                    "variable_constant",
                    f'"{name}" is the same for all {n} respondents',
                    advice="A ceiling needs variables that vary.",
                    pieces={"variable": name},
                )
            )
        elif name in known and (
            values.min() < known[name].low or values.max() > known[name].high
        ):
            problems.append(
                Problem(
                    "outside_limits",
                    f'"{name}" runs from {values.min():g} to {values.max():g}',
                    allowed=f"{known[name].low:g} to {known[name].high:g}",
                    pieces={"variable": name},
                )
            )
    if problems:
        raise ModelError(problems)
