"""Puts the findings of a run into the content of results.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Evidence, Reason, Verdict
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.fitting import FittedModels
from srtoolkit.plans.locking import lock_state
from srtoolkit.plans.schema import Estimation, Hypothesis
from srtoolkit.plans.steps import PlannedStep
from srtoolkit.questionnaire import LoadedInstrument
from srtoolkit.results import (
    RESULTS_SCHEMA,
    Result,
    StudyResults,
    library_versions,
    plain,
    table_rows,
)

if TYPE_CHECKING:
    from srtoolkit.regression import RegressionFit
    from srtoolkit.responses import Responses, Review
    from srtoolkit.sem import SemFit


def compile_results(
    *,
    checked: CheckedPlan,
    responses: Responses,
    review: Review | None,
    estimation: Estimation,
    models: FittedModels,
    steps: Sequence[tuple[PlannedStep, Result]],
    found_despite_leave: Sequence[Reason],
    evidence: Mapping[str, Evidence],
    verdicts: Mapping[str, Verdict],
) -> StudyResults:
    """Return everything a report needs, as plain values."""
    content = {
        "schema": RESULTS_SCHEMA,
        "plan": _plan(checked, responses),
        "instruments": [
            _instrument(loaded, responses) for loaded in checked.instruments
        ],
        "data": _data(responses, review),
        "seed": estimation.seed,
        "options": estimation.model_dump(),
        "versions": library_versions(),
        "flow": [_flow(step) for step in responses.flow],
        "steps": [_step(planned, result) for planned, result in steps],
        "models": _models(models),
        "hypotheses": [
            _hypothesis(key, checked.plan.hypotheses[key], evidence[key], verdicts[key])
            for key in checked.plan.hypotheses
        ],
        "diagnostics": _diagnostics(checked, evidence, found_despite_leave),
    }
    return StudyResults(plain(content))


def _plan(checked: CheckedPlan, responses: Responses) -> dict[str, Any]:
    loaded = checked.loaded
    return {
        "name": loaded.name,
        "origin": loaded.origin,
        "shadows": loaded.shadows,
        "sha256": loaded.sha256,
        "locked": lock_state(checked, responses),
        "content": loaded.plan.model_dump(mode="json", by_alias=True),
    }


def _instrument(loaded: LoadedInstrument, responses: Responses) -> dict[str, Any]:
    scales = loaded.instrument.scales
    answered = {item.id for item in responses.items}
    return {
        "name": loaded.instrument.name,
        "origin": loaded.origin,
        "shadows": loaded.shadows,
        "sha256": loaded.sha256,
        "scales_used": [
            scale.id for scale in scales if answered & {item.id for item in scale.items}
        ],
        "content": loaded.instrument.to_dict(),
    }


def _data(responses: Responses, review: Review | None) -> dict[str, Any]:
    first = responses.flow[0].n if responses.flow else responses.n
    return {
        "file": responses.file,
        "sha256": responses.sha256,
        "n_read": first,
        "n_used": responses.n,
        "simulated": responses.simulated,
        "population": responses.population,
        "encoding": responses.encoding,
        "delimiter": responses.delimiter,
        "missing_codes": list(responses.missing_codes),
        "review": None if review is None else review.to_dict(),
    }


def _flow(step: Any) -> dict[str, Any]:
    return {
        "stage": step.stage,
        "n": step.n,
        "excluded": step.excluded,
        "reason": {"code": step.reason_code, "values": dict(step.values)},
    }


def _step(planned: PlannedStep, result: Result) -> dict[str, Any]:
    return {
        "step": planned.name,
        "arguments": dict(planned.arguments),
        "details": dict(getattr(result, "details", {})),
        "tidy": table_rows(result.tidy()),
        "glance": table_rows(result.glance()),
        "notes": [asdict(note) for note in getattr(result, "notes", ())],
    }


def _models(models: FittedModels) -> list[dict[str, Any]]:
    rows = [_sem(name, fit) for name, fit in models.named.items()]
    return rows + [_regression(name, fit) for name, fit in models.regressions.items()]


def _sem(name: str, fit: SemFit) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "sem",
        "engine": fit.engine,
        "estimator": fit.estimator,
        "syntax": fit.syntax,
        "status": asdict(fit.status),
        "glance": table_rows(fit.glance())[0],
        "tidy": table_rows(fit.tidy()),
        "r2": table_rows(fit.r2()),
        "indirect": table_rows(fit.indirect_effects()),
        "cross_check": _cross_check(fit),
    }


def _cross_check(fit: SemFit) -> dict[str, Any] | None:
    """Hold a fit of one group against the second engine."""
    if not fit.status.admissible or fit.specification.n_groups > 1:
        return None
    return fit.cross_check().to_dict()


def _regression(name: str, fit: RegressionFit) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "regression",
        "engine": "statsmodels",
        "estimator": "ols" if fit.family == "linear" else fit.family,
        "syntax": fit.syntax,
        "status": asdict(fit.status),
        "glance": table_rows(fit.glance())[0],
        "tidy": table_rows(fit.tidy()),
        "r2": [],
        "indirect": [],
    }


def _hypothesis(
    key: str, hypothesis: Hypothesis, evidence: Evidence, verdict: Verdict
) -> dict[str, Any]:
    primary = evidence.primary
    shown = asdict(primary) if primary is not None and evidence.guard is None else {}
    return {
        "id": key,
        "claim": hypothesis.claim.model_dump(),
        "test": hypothesis.test,
        "expect": hypothesis.expect,
        "family": hypothesis.family,
        "outcome": evidence.outcome,
        "contrast": evidence.contrast,
        "estimator": primary.method if primary is not None else None,
        "est": shown.get("est"),
        "ci_low": shown.get("ci_low"),
        "ci_high": shown.get("ci_high"),
        "ci_level": shown.get("ci_level"),
        "p": shown.get("p"),
        "smallest_effect": evidence.smallest_effect,
        "verdict": verdict.verdict,
        "practical": verdict.practical,
        "why": asdict(verdict.why),
        "estimates": [asdict(estimate) for estimate in evidence.estimates],
        "details": dict(evidence.details),
    }


def _diagnostics(
    checked: CheckedPlan,
    evidence: Mapping[str, Evidence],
    found_despite_leave: Sequence[Reason],
) -> list[dict[str, Any]]:
    """What the tests noticed, and the reason a guard was lifted for."""
    found = [
        diagnostic
        for one in evidence.values()
        for diagnostic in one.details.get("diagnostics", ())
    ]
    reason = checked.plan.allow_without_invariance
    if reason is not None:
        values = {"reason": reason.model_dump()}
        found.append({"code": "allowed_without_invariance", "values": values})
    return found + [asdict(reason) for reason in found_despite_leave]
