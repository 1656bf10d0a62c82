"""Models with a method factor, as lavaan syntax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from srtoolkit.psychometrics.rivals.measured import (
    MeasuredFactors,
    free_factor_lines,
    linked_lines,
    uncorrelated_lines,
)

MethodLoadings = Literal["free", "equal"]


def with_method_factor(
    syntax: str,
    method: str,
    items: Sequence[str],
    *,
    loadings: MethodLoadings,
    uncorrelated: Sequence[str],
) -> str:
    """Add a factor on all items that no other factor correlates with.

    Parameters
    ----------
    loadings : {"free", "equal"}
        Free: variance one, a loading each. Equal: all loadings one, in points,
        and the variance free, so that a negative one shows itself.
    uncorrelated : sequence of str
        The model's exogenous latent variables.
    """
    if loadings == "equal":
        lines = [f"{method} =~ " + " + ".join(f"1*{item}" for item in items)]
    else:
        lines = free_factor_lines(method, items)
    return "\n".join([syntax, *lines, *uncorrelated_lines(method, uncorrelated)])


def unit_variance_syntax(measured: MeasuredFactors) -> str:
    """Write correlated factors of variance one."""
    lines = [
        line
        for name, items in measured.factors.items()
        for line in free_factor_lines(name, items)
    ]
    return "\n".join([*lines, *linked_lines(measured.linked)])


def exogenous_latents(syntax: str) -> tuple[str, ...]:
    """Return the latent variables that nothing in the model explains."""
    from srtoolkit.sem import parse_model

    parsed = parse_model(syntax)
    explained = {*parsed.outcomes, *parsed.indicators}
    return tuple(name for name in parsed.latent if name not in explained)
