"""Rival measurement models: could fewer factors, or a general one, do as well?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient
from srtoolkit.psychometrics.rivals.bifactor import (
    bifactor_coefficients,
    bifactor_loadings,
    bifactor_syntax,
    schmid_leiman_starts,
)
from srtoolkit.psychometrics.rivals.difference import difference_of, indices_of
from srtoolkit.psychometrics.rivals.groupings import (
    JUSTICE,
    Grouping,
    Merge,
    counted,
    groupings,
)
from srtoolkit.psychometrics.rivals.measured import (
    MeasuredFactors,
    correlated_syntax,
    measured_factors,
    merged_factors,
    name_beside,
    second_order_syntax,
)
from srtoolkit.psychometrics.rivals.result import (
    Difference,
    Relation,
    RivalKind,
    RivalModel,
    RivalModelsResult,
)
from srtoolkit.psychometrics.rivals.search import fit_answers, has_solution, refit_best
from srtoolkit.psychometrics.rivals.second_order import second_order_coefficients
from srtoolkit.psychometrics.rivals.starting import begun_at
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses
    from srtoolkit.sem import ParsedModel, SemFit


@plan_step("step")
def rival_models(
    responses: Responses,
    measurement: str,
    *,
    estimation: Mapping[str, Any] | None = None,
    factors: Sequence[str] | str | None = None,
    merge: Merge = "auto",
    alpha: float = 0.05,
) -> RivalModelsResult:
    """Compare the measurement model's factors with rival models of them.

    The hypothesised model has the named factors, correlated, with free
    loadings. Rivals: factors merged; a second-order factor (three factors or
    more); a bifactor model. All are fitted to the same answers.

    A merged model is the hypothesised one with a correlation of one between
    the merged factors and equal correlations with all others; its chi-square
    difference tests just that. The correlation is not bounded at one in the
    hypothesised model, so the test has its usual distribution.

    Parameters
    ----------
    responses : Responses
    measurement : str
        Measurement model in lavaan's syntax.
    estimation : mapping
        Keyword arguments for ``sem.fit``: estimator, missing, ordered, ...
    factors : sequence of str, or "all", optional
        Factors compared; by default the facets of justice where the model has
        three or more of them, else all. Only their items enter.
    merge : "auto", "pairs", "nearest" or mapping
        Which factors are made one; see `groupings`.
    alpha : float, in (0, 1)
        A merged model with a larger p is noted as not worse.

    Raises
    ------
    ModelError
        Without a measurement model, with fewer than two factors of two items
        or more, or with mistakes in `factors` or `merge`.

    References
    ----------
    Anderson & Gerbing (1988), Psychological Bulletin 103, 411-423 (merging).
    Yung, Thissen & McLeod (1999), Psychometrika 64, 113-128 (second-order and
    bifactor models).
    """
    measured, codes, notes = _compared(responses, measurement, factors)
    responses.require_amounts(measured.items)
    hypothesised = correlated_syntax(measured.factors, measured.linked)
    fitted = fit_answers(hypothesised, responses.keyed, estimation)
    table = _Table(fitted, measured, alpha, notes)
    names = tuple(measured.factors)
    own = Grouping(counted(len(names)), tuple((name,) for name in names))
    table.add(own, "hypothesised", fitted, "reference")
    for rival in groupings(
        names, merge=merge, codes=codes, correlations=_correlations(fitted, names)
    ):
        table.add_merged(rival)
    table.add_general(own)
    return table.result()


class _Table:
    """Collects the rows, with what must be said of each."""

    def __init__(
        self,
        fitted: SemFit,
        measured: MeasuredFactors,
        alpha: float,
        notes: Iterable[Reason],
    ) -> None:
        self._fitted, self._measured, self._alpha = fitted, measured, alpha
        self._models: list[RivalModel] = []
        self._coefficients: list[Coefficient] = []
        self._notes = list(notes)
        self._details: dict[str, Any] = {
            "factors": {name: list(i) for name, i in measured.factors.items()}
        }

    def add(
        self, grouping: Grouping, kind: RivalKind, fit: SemFit, relation: Relation
    ) -> None:
        """Put one model into the table."""
        difference = difference_of(self._fitted, fit, relation)
        if not fit.status.admissible:
            self._notes.append(_not_admissible(grouping, fit))
        if kind in {"merged", "one_factor"} and difference.p_diff >= self._alpha:
            self._notes.append(_not_worse(grouping, difference))
        self._models.append(
            RivalModel(
                grouping.name,
                kind,
                grouping.text,
                len(grouping.groups),
                fit.status.code,
                fit.status.admissible,
                indices_of(fit),
                relation,
                difference,
                fit.syntax,
            )
        )

    def add_merged(self, grouping: Grouping) -> None:
        """Fit one merging of the factors."""
        merged = merged_factors(self._measured.factors, grouping.groups)
        syntax = correlated_syntax(merged, self._measured.linked)
        kind: RivalKind = "one_factor" if len(merged) == 1 else "merged"
        self.add(grouping, kind, refit_best(self._fitted, [syntax]), "nested")

    def add_general(self, own: Grouping) -> None:
        """Fit the second-order and the bifactor model."""
        factors, linked = self._measured.factors, self._measured.linked
        general = name_beside("GENERAL", {*factors, *self._measured.items})
        written = bifactor_syntax(factors, linked, general)
        candidates: list[str | ParsedModel] = [written]
        second = None
        if len(factors) > 2:
            syntax = second_order_syntax(factors, linked, general)
            second = refit_best(self._fitted, [syntax])
            relation: Relation = "equivalent" if len(factors) == 3 else "nested"
            self.add(
                Grouping("second_order", own.groups), "second_order", second, relation
            )
            if has_solution(second):
                starts = schmid_leiman_starts(second, factors, general)
                candidates.insert(0, begun_at(written, starts))
        else:
            self._notes.append(Reason("second_order_needs_three"))
        bifactor = refit_best(self._fitted, candidates)
        self.add(Grouping("bifactor", own.groups), "bifactor", bifactor, "not_nested")
        self._read(second, bifactor, general)

    def result(self) -> RivalModelsResult:
        """Return what was collected."""
        self._details["syntax"] = {model.model: model.syntax for model in self._models}
        return RivalModelsResult(
            tuple(self._models),
            tuple(self._coefficients),
            self._details,
            (*self._notes, Reason("merged_is_unit_correlation"), *self._equivalent()),
        )

    def _read(self, second: SemFit | None, bifactor: SemFit, general: str) -> None:
        factors = self._measured.factors
        if bifactor.status.admissible:
            loadings = bifactor_loadings(bifactor, factors, general)
            self._coefficients += bifactor_coefficients(loadings)
        if second is None or not has_solution(second):
            return
        if second.status.admissible:
            self._coefficients += second_order_coefficients(second, factors, general)
        gain = difference_of(bifactor, second, "nested")
        if not math.isnan(gain.chisq_diff):
            self._details["bifactor_gain"] = {
                "chisq_diff": gain.chisq_diff,
                "df_diff": gain.df_diff,
                "p": gain.p_diff,
            }

    def _equivalent(self) -> Iterable[Reason]:
        for model in self._models:
            if model.relation == "equivalent":
                yield Reason("rival_equivalent", {"model": model.model})
            if model.relation == "not_nested":
                yield Reason("rival_not_nested", {"model": model.model})


def _not_admissible(grouping: Grouping, fit: SemFit) -> Reason:
    general = grouping.name in {"second_order", "bifactor"}
    return Reason(
        "general_factor_not_admissible" if general else "rival_not_admissible",
        {
            "model": grouping.name,
            "grouping": grouping.text,
            "status": fit.status.code,
            "parameters": list(fit.status.details.get("parameters", ())),
        },
    )


def _not_worse(grouping: Grouping, difference: Difference) -> Reason:
    return Reason(
        "rival_not_worse",
        {
            "model": grouping.name,
            "grouping": grouping.text,
            "chisq_diff": difference.chisq_diff,
            "df_diff": difference.df_diff,
            "p": difference.p_diff,
        },
    )


def _compared(
    responses: Responses, measurement: str, factors: Sequence[str] | str | None
) -> tuple[MeasuredFactors, dict[str, str], list[Reason]]:
    """Choose the factors, with their codes and what must be said of them."""
    measured = measured_factors(measurement)
    codes = _codes(responses, measured)
    facets = [name for name in measured.factors if codes[name] in JUSTICE]
    if isinstance(factors, str) and factors != "all":
        factors = [factors]
    if factors is None and len(facets) > 2:
        measured = measured.only(facets)
    elif factors is not None and factors != "all":
        measured = measured.only(factors)
    single = [name for name, items in measured.factors.items() if len(items) < 2]
    several = [name for name in measured.factors if name not in single]
    notes = [Reason("single_item_left_out", {"factors": single})] if single else []
    if len(several) < 2:
        raise ModelError(
            f"{len(several)} factors of two items or more are left to compare",
            code="too_few_factors",
            where="factors",
            allowed="two factors or more",
        )
    if measured.has_modifiers:
        notes.append(Reason("loadings_freed"))
    kept = {name: codes[name] for name in several}
    return measured.only(several), kept, notes


def _codes(responses: Responses, measured: MeasuredFactors) -> dict[str, str]:
    """Return each factor's code in the theory map; its name where it has none."""
    known = {scale.id: scale.construct_code for scale in responses.scales}
    return {name: known.get(name) or name for name in measured.factors}


def _correlations(fitted: SemFit, names: Sequence[str]) -> np.ndarray:
    """Return the factor correlations, shape (n_factors, n_factors)."""
    first = len(fitted.specification.observed)
    latent = list(fitted.specification.latent)
    order = [first + latent.index(name) for name in names]
    joint = fitted.implied()[0].joint[np.ix_(order, order)]
    spread = np.sqrt(np.abs(np.diag(joint)))
    return np.asarray(joint / np.outer(spread, spread))
