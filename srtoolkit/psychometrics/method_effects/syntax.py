"""Models with a method factor, as lavaan syntax."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from srtoolkit.psychometrics.rivals.measured import (
    MeasuredFactors,
    free_factor_lines,
    linked_lines,
    uncorrelated_lines,
)

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

MethodLoadings = Literal["free", "equal"]


def with_method_factor(
    syntax: str,
    method: str,
    items: Sequence[str],
    *,
    loadings: MethodLoadings,
    starts: Sequence[float] | None,
    uncorrelated: Sequence[str],
) -> str:
    """Add a factor on all items that no other factor correlates with.

    Parameters
    ----------
    loadings : {"free", "equal"}
        Free: variance one, a loading each. Equal: all loadings one, in points,
        and the variance free, so that a negative one shows itself.
    starts : sequence of float
        Where the search for each loading begins, in points; None leaves it to
        the engine.
    uncorrelated : sequence of str
        The model's exogenous latent variables.
    """
    if loadings == "equal":
        lines = [f"{method} =~ " + " + ".join(f"1*{item}" for item in items)]
        if starts is not None:
            spread = min(start**2 for start in starts)
            lines.append(f"{method} ~~ start({spread:.6g})*{method}")
    else:
        lines = free_factor_lines(method, items, starts=starts)
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


def start_lines(solved: SemFit, syntax: str) -> list[str]:
    """Write a solution's loadings and variances as starts of a larger model.

    Disturbances of what the larger model explains are left to the engine.
    """
    from srtoolkit.sem import parse_model
    from srtoolkit.sem.language.parsed import Term

    parsed = parse_model(syntax)
    held = {term.key for term in parsed.terms if any(v is not None for v in term.fixed)}
    explained = set(parsed.outcomes)
    lines = []
    for lhs, op, rhs, free, est in zip(
        *(solved.tidy()[name] for name in ("lhs", "op", "rhs", "free", "est")),
        strict=True,
    ):
        key = Term(lhs, op, rhs).key
        own = op == "=~" or (op == "~~" and not {lhs, rhs} & explained)
        if free and own and key not in held:
            lines.append(f"{lhs} {op} start({est:.8g})*{rhs}")
    return lines
