"""The unmeasured latent method factor (ULMC)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.psychometrics.method_effects.decomposition import (
    ItemShares,
    item_shares,
    mean_shares,
)
from srtoolkit.psychometrics.method_effects.models import (
    MethodModel,
    Sample,
    nested_model,
)
from srtoolkit.psychometrics.method_effects.syntax import (
    MethodLoadings,
    exogenous_latents,
    unit_variance_syntax,
    with_method_factor,
)
from srtoolkit.psychometrics.rivals.measured import name_beside
from srtoolkit.psychometrics.rivals.search import has_solution, refit_best
from srtoolkit.psychometrics.rivals.starting import begun_at, solved_starts

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel, SemFit


@dataclass(frozen=True, slots=True, eq=False)
class UnmeasuredMethod:
    """One ULMC model.

    Attributes
    ----------
    model : MethodModel
    shares : tuple of ItemShares
        Empty without a solution.
    structural : SemFit or None
        The structure with the method factor; None without a structure.
    """

    model: MethodModel
    shares: tuple[ItemShares, ...]
    structural: SemFit | None


def unmeasured_method(
    sample: Sample,
    before: MethodModel,
    loadings: MethodLoadings,
    *,
    structural: SemFit | None = None,
) -> UnmeasuredMethod:
    """Add a method factor on all items, uncorrelated with the traits.

    Parameters
    ----------
    before : MethodModel
        The measurement model without it.
    structural : SemFit, optional
        The structure without it.

    References
    ----------
    Podsakoff, MacKenzie, Lee & Podsakoff (2003), Journal of Applied Psychology
    88, 879-903 (single unmeasured latent method factor).
    """
    method = name_beside("METHOD", before.fit.specification.variables)
    items = sample.measured.items
    fit = _measured(sample, method, loadings)
    shares: tuple[ItemShares, ...] = ()
    if has_solution(fit):
        shares = item_shares(fit, items, method)
    model = nested_model(
        f"ulmc_{loadings}",
        fit,
        against=before,
        freer=True,
        shares=mean_shares(shares) if shares else None,
    )
    found = None
    if structural is not None:
        found = _structural(sample, (fit, structural), method, loadings)
    return UnmeasuredMethod(model, shares, found)


def _measured(sample: Sample, method: str, loadings: MethodLoadings) -> SemFit:
    """Fit from two starts, and where it can be with the traits scaled in two ways."""
    from srtoolkit.sem import parse_model

    parsed = parse_model(sample.measurement)
    plain = all(term.is_plain for term in parsed.terms)
    ways = [sample.measurement]
    if loadings == "free" and plain and not {*parsed.latent} & {*parsed.indicators}:
        ways.append(unit_variance_syntax(sample.measured))
    models: list[str | ParsedModel] = []
    for way in ways:
        syntax = _with_method(sample, way, method, loadings)
        models += [begun_at(syntax, sample.starts(method)), syntax]
    return refit_best(sample.measuring, models)


def _structural(
    sample: Sample,
    solved: Sequence[SemFit],
    method: str,
    loadings: MethodLoadings,
) -> SemFit:
    """Fit the structure, begun where smaller models ended, and afresh."""
    syntax = _with_method(sample, sample.whole, method, loadings)
    fresh = sample.starts(method)
    models: list[str | ParsedModel] = [
        begun_at(syntax, {**fresh, **solved_starts(fit, syntax)})
        for fit in solved
        if has_solution(fit)
    ]
    models += [begun_at(syntax, fresh), syntax]
    return refit_best(sample.structural, models)


def _with_method(
    sample: Sample, syntax: str, method: str, loadings: MethodLoadings
) -> str:
    return with_method_factor(
        syntax,
        method,
        sample.measured.items,
        loadings=loadings,
        uncorrelated=exogenous_latents(syntax),
    )
