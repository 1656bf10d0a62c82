"""Common method variance, and what it does to the structural paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.method_effects.harman import SingleFactor, single_factor
from srtoolkit.psychometrics.method_effects.marker import MarkerModels, marker_models
from srtoolkit.psychometrics.method_effects.models import (
    MethodModel,
    Sample,
    nested_model,
    sample_of,
)
from srtoolkit.psychometrics.method_effects.paths import (
    PathUnderMethod,
    compared,
    structural_rows,
)
from srtoolkit.psychometrics.method_effects.result import MethodVarianceResult
from srtoolkit.psychometrics.method_effects.unmeasured import (
    UnmeasuredMethod,
    unmeasured_method,
)
from srtoolkit.psychometrics.rivals.measured import (
    MeasuredFactors,
    correlated_syntax,
    measured_factors,
    name_beside,
)
from srtoolkit.psychometrics.rivals.search import refit_best
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("step")
def method_variance(
    responses: Responses,
    measurement: str,
    *,
    structure: str | None = None,
    estimation: Mapping[str, Any] | None = None,
    marker: str | None = None,
    alpha: float = 0.05,
) -> MethodVarianceResult:
    """Look for common method variance, and fit the structure with and without.

    Harman's single factor; an unmeasured latent method factor with free and
    with equal loadings; with a marker scale the five models of Williams,
    Hartman & Cavazotte (2010). Method factors are uncorrelated with the
    traits. Each is then added to the structure: every path before and after.

    Parameters
    ----------
    responses : Responses
    measurement, structure : str
        As the plan writes them; without a structure the factors' correlations
        are compared instead of paths.
    estimation : mapping
        Keyword arguments for ``sem.fit``.
    marker : str, optional
        Scale, or factor of the measurement model, that shares the method but
        not the content; two items or more.
    alpha : float, in (0, 0.5)
        Intervals of the paths cover 1 - 2 alpha.

    Raises
    ------
    ModelError
        Without a measurement model, or when the marker is unknown, has one
        item, or is part of the structure.

    References
    ----------
    Podsakoff, MacKenzie, Lee & Podsakoff (2003), Journal of Applied Psychology
    88, 879-903. Williams, Cote & Buckley (1989), Journal of Applied Psychology
    74, 462-468. Richardson, Simmering & Sturman (2009), Organizational Research
    Methods 12, 762-800 (none of the techniques is decisive).
    """
    every = measured_factors(measurement)
    marking = _marker(responses, every, marker, structure)
    measured, syntax = every, measurement
    if marking is not None and marking[0] in every.factors:
        measured = every.only([n for n in every.factors if n != marking[0]])
        syntax = correlated_syntax(measured.factors, measured.linked)
    responses.require_amounts(measured.items)
    sample = sample_of(
        responses.keyed, syntax, structure, measured, marking, estimation or {}
    )
    return _Comparison(sample, alpha).result()


class _Comparison:
    """Fits the models one after the other and collects what they say."""

    def __init__(self, sample: Sample, alpha: float) -> None:
        self._sample, self._alpha = sample, alpha
        self._before = MethodModel(
            "measurement", refit_best(sample.measuring, [sample.measurement])
        )
        self._op = "~~" if sample.structure is None else "~"
        self._structural = None
        if sample.structure is not None:
            self._structural = refit_best(sample.structural, [sample.whole])
        read = self._structural or self._before.fit
        self._without = structural_rows(read, "without", **self._reading())

    def result(self) -> MethodVarianceResult:
        """Run all models."""
        harman = single_factor(self._sample.correlation, self._sample.n_complete)
        unmeasured = [
            unmeasured_method(
                self._sample, self._before, loadings, structural=self._structural
            )
            for loadings in ("free", "equal")
        ]
        marked = None
        if self._sample.marker is not None:
            marked = marker_models(self._sample, self._alpha)
        models = [self._before, self._one_factor(), *(u.model for u in unmeasured)]
        models += marked.models if marked else ()
        paths = [*self._without, *self._with_method(unmeasured, marked)]
        return MethodVarianceResult(
            harman,
            tuple(models),
            tuple(paths),
            {u.model.model: u.shares for u in unmeasured if u.shares},
            marked,
            tuple(_notes(harman, models, paths, marked)),
        )

    def _one_factor(self) -> MethodModel:
        measured = self._sample.measured
        name = name_beside("ONE", {*measured.factors, *measured.items})
        syntax = correlated_syntax({name: measured.items}, measured.linked)
        fit = refit_best(self._sample.measuring, [syntax])
        return nested_model("one_factor", fit, against=self._before, freer=False)

    def _reading(self) -> dict[str, Any]:
        names = tuple(self._sample.measured.factors)
        return {"op": self._op, "names": names, "ci_level": 1 - 2 * self._alpha}

    def _with_method(
        self, unmeasured: Sequence[UnmeasuredMethod], marked: MarkerModels | None
    ) -> Iterable[PathUnderMethod]:
        fits = [(u.model.model, u.structural or u.model.fit) for u in unmeasured]
        if marked is not None:
            kept = next(
                m
                for m in marked.models
                if m.model == ("marker_u" if marked.retained == "free" else "marker_c")
            )
            fits.append((kept.model, marked.structural or kept.fit))
        for model, fit in fits:
            rows = structural_rows(fit, model, **self._reading())
            yield from compared(self._without, rows)


def _marker(
    responses: Responses,
    measured: MeasuredFactors,
    marker: str | None,
    structure: str | None,
) -> tuple[str, tuple[str, ...]] | None:
    """Find the marker's items."""
    if marker is None:
        return None
    scales = {s.id: tuple(i.id for i in s.items) for s in responses.scales}
    known = {**scales, **measured.factors}
    if marker not in known:
        raise ModelError(
            f'the marker "{marker}" is neither a scale of the answers nor a factor',
            code="unknown_marker",
            where="marker",
            allowed=", ".join(known) or "none",
            advice=did_you_mean(marker, known),
        )
    if len(known[marker]) < 2:
        raise ModelError(
            f'the marker "{marker}" has one item',
            code="marker_single_item",
            where="marker",
            allowed="two items or more",
        )
    if structure is not None and _in_structure(marker, structure):
        raise ModelError(
            f'the marker "{marker}" is part of the structure',
            code="marker_in_structure",
            where="marker",
            allowed="a scale without a place in the theory",
        )
    return marker, known[marker]


def _in_structure(marker: str, structure: str) -> bool:
    from srtoolkit.sem import parse_model

    terms = parse_model(structure).terms
    return any(marker in {term.lhs, term.rhs} for term in terms)


def _notes(
    harman: SingleFactor,
    models: Sequence[MethodModel],
    paths: Sequence[PathUnderMethod],
    marked: MarkerModels | None,
) -> Iterable[Reason]:
    yield Reason("harman_proves_nothing", {"share": harman.first_component})
    yield Reason("method_factor_caution")
    for each in models:
        if not each.fit.status.admissible:
            values = {"model": each.model, "status": each.fit.status.code}
            yield Reason("method_model_not_admissible", values)
    changed = [row for row in paths if row.conclusion_changes]
    for row in changed:
        values = {k: v for k, v in asdict(row).items() if k in _NAMED}
        yield Reason("conclusion_changes_with_method", values)
    read = [row for row in paths if row.conclusion != "not_admissible"]
    beside = [abs(row.change_std) for row in read if row.model != "without"]
    if beside and len(read) > len(beside) and not changed:
        yield Reason("conclusions_hold_with_method", {"change": max(beside)})
    if marked is not None:
        yield from _marker_notes(marked)


def _marker_notes(marked: MarkerModels) -> Iterable[Reason]:
    if marked.has_method_variance is not None:
        found = "found" if marked.has_method_variance else "not_found"
        yield Reason(f"marker_method_variance_{found}")
    if marked.changes_correlations is not None:
        verb = "change" if marked.changes_correlations else "hold"
        yield Reason(f"marker_correlations_{verb}")


_NAMED = frozenset({"model", "op", "outcome", "predictor", "std", "change_std"})
