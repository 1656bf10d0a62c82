"""The unmeasured latent method factor (ULMC)."""

from __future__ import annotations

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
    start_lines,
    unit_variance_syntax,
    with_method_factor,
)
from srtoolkit.psychometrics.rivals.measured import name_beside
from srtoolkit.psychometrics.rivals.search import has_solution, refit_best

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit


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
    sample: Sample, before: MethodModel, loadings: MethodLoadings
) -> UnmeasuredMethod:
    """Add a method factor on all items, uncorrelated with the traits.

    Parameters
    ----------
    before : MethodModel
        The measurement model without it.

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
    structural = None
    if sample.structure is not None:
        structural = _structural(sample, fit, method, loadings)
    return UnmeasuredMethod(model, shares, structural)


def _measured(sample: Sample, method: str, loadings: MethodLoadings) -> SemFit:
    """Fit from two starts, or where it can be with the traits scaled in two ways."""
    from srtoolkit.sem import parse_model

    starts = sample.starts()
    ways = [(sample.measurement, starts), (sample.measurement, None)]
    parsed = parse_model(sample.measurement)
    plain = all(term.is_plain for term in parsed.terms)
    if loadings == "free" and plain and not {*parsed.latent} & {*parsed.indicators}:
        ways = [(unit_variance_syntax(sample.measured), starts), ways[0]]
    return refit_best(
        sample.measuring,
        [
            with_method_factor(
                syntax,
                method,
                sample.measured.items,
                loadings=loadings,
                starts=begun,
                uncorrelated=exogenous_latents(syntax),
            )
            for syntax, begun in ways
        ],
    )


def _structural(
    sample: Sample, measured: SemFit, method: str, loadings: MethodLoadings
) -> SemFit:
    """Fit the structure, begun where the measurement model ended, and afresh."""
    syntax = with_method_factor(
        sample.whole,
        method,
        sample.measured.items,
        loadings=loadings,
        starts=None,
        uncorrelated=exogenous_latents(sample.whole),
    )
    ways = [syntax]
    if has_solution(measured):
        ways.insert(0, "\n".join([syntax, *start_lines(measured, syntax)]))
    return refit_best(sample.structural, ways)
