"""The marker-variable technique by confirmatory factor analysis.

Williams, Hartman & Cavazotte (2010), Organizational Research Methods 13,
477-514: CFA, Baseline, Method-C, Method-U and Method-R models. Their third
phase, a sensitivity analysis with method loadings at the limits of their
intervals, is not computed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.psychometrics.method_effects.decomposition import (
    ReliabilityShares,
    item_shares,
    mean_shares,
    reliability_shares,
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
)
from srtoolkit.psychometrics.rivals.measured import (
    free_factor_lines,
    uncorrelated_lines,
)
from srtoolkit.psychometrics.rivals.search import has_solution, refit_best

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

#: One label for all method loadings in Method-C.
_LABEL = "equal_method_loading"


@dataclass(frozen=True, slots=True, eq=False)
class MarkerModels:
    """The models of the technique.

    Attributes
    ----------
    models : tuple of MethodModel
        ``marker_cfa, marker_baseline, marker_c, marker_u, marker_r``.
    retained : {"equal", "free"}
        Which method loadings are kept: free ones (Method-U) when they fit
        better than equal ones (Method-C).
    has_method_variance, changes_correlations : bool or None
        Whether Method-C fits better than Baseline, and Method-R worse than the
        model retained; None where there is no test.
    reliability : tuple of ReliabilityShares
    structural : SemFit or None
        The structure with the retained method loadings.
    """

    models: tuple[MethodModel, ...]
    retained: MethodLoadings
    has_method_variance: bool | None
    changes_correlations: bool | None
    reliability: tuple[ReliabilityShares, ...]
    structural: SemFit | None


def marker_models(sample: Sample, alpha: float) -> MarkerModels:
    """Fit the five models and compare them.

    Parameters
    ----------
    sample : Sample
        With a marker.
    alpha : float
        Level of the three chi-square differences.
    """
    written = _Written(sample)
    cfa = MethodModel("marker_cfa", written.fitted(written.correlated()))
    fixed = written.fixed_marker(cfa.fit)
    baseline = MethodModel("marker_baseline", written.fitted(written.apart(fixed)))
    equal = _with_shares(written, "marker_c", fixed, "equal", baseline)
    free = _with_shares(written, "marker_u", fixed, "free", equal)
    uneven = _significant(free, alpha)
    retained: MethodLoadings = "free" if uneven else "equal"
    kept = free if uneven else equal
    held = written.held_correlations(baseline.fit)
    restricted = written.fitted(
        written.apart(fixed, written.method_lines(retained), held)
    )
    last = nested_model("marker_r", restricted, against=kept, freer=False)
    structural = None
    if sample.structure is not None:
        structural = written.structural(fixed, retained)
    reliability: tuple[ReliabilityShares, ...] = ()
    if has_solution(baseline.fit) and has_solution(kept.fit):
        factors, marker = sample.measured.factors, written.marker
        reliability = reliability_shares(baseline.fit, kept.fit, factors, marker)
    return MarkerModels(
        (cfa, baseline, equal, free, last),
        retained,
        _significant(equal, alpha),
        _significant(last, alpha),
        reliability,
        structural,
    )


class _Written:
    """Writes the models and fits them to the sample."""

    def __init__(self, sample: Sample) -> None:
        assert sample.marker is not None
        self._sample = sample
        self.marker, self._items = sample.marker
        self._factors = tuple(sample.measured.factors)

    def fitted(self, syntax: str) -> SemFit:
        """Fit a model of the measurement."""
        return refit_best(self._sample.measuring, [syntax])

    def correlated(self) -> str:
        """Write substantive factors and marker, all correlated."""
        lines = free_factor_lines(self.marker, self._items)
        return "\n".join([unit_variance_syntax(self._sample.measured), *lines])

    def fixed_marker(self, cfa: SemFit) -> list[str]:
        """Write the marker's loadings and errors as the CFA found them."""
        table = cfa.tidy()
        values = {
            (lhs, op, rhs): float(est)
            for lhs, op, rhs, est in zip(
                table["lhs"], table["op"], table["rhs"], table["est"], strict=True
            )
        }
        loadings = [
            f"{values[self.marker, '=~', item]:.12g}*{item}" for item in self._items
        ]
        lines = [f"{self.marker} =~ {' + '.join(loadings)}"]
        lines.append(f"{self.marker} ~~ 1*{self.marker}")
        if not cfa.specification.options.thresholds:
            lines += [
                f"{item} ~~ {values[item, '~~', item]:.12g}*{item}"
                for item in self._items
            ]
        return lines

    def apart(self, *parts: list[str]) -> str:
        """Write the substantive factors with a marker uncorrelated to them."""
        lines = [unit_variance_syntax(self._sample.measured)]
        lines += uncorrelated_lines(self.marker, self._factors)
        return "\n".join([*lines, *(line for part in parts for line in part)])

    def method_lines(self, loadings: MethodLoadings) -> list[str]:
        """Write the marker's loadings on the substantive items."""
        mark = f"{_LABEL}*" if loadings == "equal" else ""
        items = [f"{mark}{item}" for item in self._sample.measured.items]
        return [f"{self.marker} =~ {' + '.join(items)}"]

    def held_correlations(self, baseline: SemFit) -> list[str]:
        """Write the substantive correlations as the baseline model found them."""
        table = baseline.tidy()
        table = table[(table["op"] == "~~") & (table["lhs"] != table["rhs"])]
        return [
            f"{lhs} ~~ {float(est):.12g}*{rhs}"
            for lhs, rhs, est in zip(
                table["lhs"], table["rhs"], table["est"], strict=True
            )
            if {lhs, rhs} <= set(self._factors)
        ]

    def structural(self, fixed: list[str], loadings: MethodLoadings) -> SemFit:
        """Fit the structure with the marker's method loadings."""
        whole = self._sample.whole
        lines = uncorrelated_lines(self.marker, exogenous_latents(whole))
        syntax = "\n".join([whole, *fixed, *self.method_lines(loadings), *lines])
        return refit_best(self._sample.structural, [syntax])


def _with_shares(
    written: _Written,
    model: str,
    fixed: list[str],
    loadings: MethodLoadings,
    against: MethodModel,
) -> MethodModel:
    fit = written.fitted(written.apart(fixed, written.method_lines(loadings)))
    shares = None
    if has_solution(fit):
        items = written._sample.measured.items
        shares = mean_shares(item_shares(fit, items, written.marker))
    return nested_model(model, fit, against=against, freer=True, shares=shares)


def _significant(model: MethodModel, alpha: float) -> bool | None:
    p = model.difference.p_diff
    return None if math.isnan(p) else bool(p < alpha)
