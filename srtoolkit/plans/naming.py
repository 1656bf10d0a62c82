"""Reads the models a plan writes, and checks every name against its instruments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from srtoolkit.errors import did_you_mean
from srtoolkit.plans.checked import answered, score_names
from srtoolkit.plans.findings import Findings, Path_in_plan
from srtoolkit.plans.schema import FurtherModel, Plan
from srtoolkit.questionnaire import LoadedInstrument

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel


def read_model(plan: Plan, findings: Findings) -> ParsedModel | None:
    """Read measurement and structure; None where there is none, or a mistake."""
    parts: dict[Path_in_plan, str | None] = {
        ("measurement",): plan.measurement,
        ("structure",): plan.structure,
    }
    return _read(parts, plan.model_syntax, findings)


def read_further_models(plan: Plan, findings: Findings) -> dict[str, ParsedModel]:
    """Read the plan's further models, without their product indicators."""
    found = {}
    for name, model in plan.models.items():
        path: Path_in_plan = ("models", name)
        if model.measurement is None and plan.measurement is None:
            findings.add(
                path,
                f'the model "{name}" has no measurement',
                code="measurement_missing",
            )
            continue
        measurement = model.measurement or plan.measurement
        parts: dict[Path_in_plan, str | None] = {
            (*path, "measurement"): model.measurement,
            (*path, "structure"): model.structure,
        }
        given = (measurement, _products(measurement, model, path, findings))
        syntax = "\n".join(part for part in (*given, model.structure) if part)
        parsed = _read(parts, syntax, findings)
        if parsed is not None:
            found[name] = parsed
    return found


def _products(
    measurement: str | None, model: FurtherModel, path: Path_in_plan, findings: Findings
) -> str:
    """Write the product factors of a model: matched indicators, in order."""
    from srtoolkit.sem import parse_model

    if not model.interactions or measurement is None:
        return ""
    parsed = findings.collect(path, partial(parse_model, measurement))
    lines = []
    for index, pair in enumerate(model.interactions if parsed is not None else ()):
        assert parsed is not None
        sides = [[t.rhs for t in parsed.measured_by(name)] for name in pair]
        if not all(sides):
            findings.add(
                (*path, "interactions", index),
                f"{' or '.join(pair)} is no factor of the measurement",
                code="unknown_factor",
                allowed=", ".join(parsed.latent),
            )
            continue
        names = [f"{a}.{b}" for a, b in zip(*sides, strict=False)]
        lines.append(f"{'x'.join(pair)} =~ {' + '.join(names)}")
    return "\n".join(lines)


def _read(
    parts: Mapping[Path_in_plan, str | None], syntax: str | None, findings: Findings
) -> ParsedModel | None:
    """Read each part for its mistakes' places, then the whole."""
    from srtoolkit.sem import parse_model

    before = len(findings.problems)
    for path, part in parts.items():
        if part is not None:
            findings.collect_syntax(path, partial(parse_model, part))
    if syntax is None or len(findings.problems) > before:
        return None
    return findings.collect(next(iter(parts)), partial(parse_model, syntax))


def check_names(
    plan: Plan,
    model: ParsedModel | None,
    models: Mapping[str, ParsedModel],
    instruments: tuple[LoadedInstrument, ...],
    findings: Findings,
) -> None:
    """Check that every score and item the plan names is in its instruments."""
    known = score_names(instruments)
    known |= dict.fromkeys(plan.design.factors if plan.design is not None else ())
    written: list[tuple[Path_in_plan, ParsedModel | None]] = [(("measurement",), model)]
    written += [(("models", name), further) for name, further in models.items()]
    for path, name in _observed(written):
        if name not in known:
            findings.add(
                path,
                f'the model names "{name}", which is no item of the instruments',
                code="unknown_item",
                advice=did_you_mean(name, known),
            )
    named = _named_variables(plan)
    _check_amounts(plan, [*_observed(written), *named], instruments, findings)
    for path, name in named:
        if name not in known:
            scales = [s.id for part in instruments for s in part.instrument.scales]
            findings.add(
                path,
                f'no scale or item is named "{name}"',
                code="unknown_variable",
                allowed=", ".join(scales),
                advice=did_you_mean(name, known),
            )


def _observed(
    models: Iterable[tuple[Path_in_plan, ParsedModel | None]],
) -> list[tuple[Path_in_plan, str]]:
    """Every observed variable of the models, with the place of its model."""
    return [
        (path, name)
        for path, parsed in models
        if parsed is not None
        for name in answered(parsed.observed)
    ]


def _check_amounts(
    plan: Plan,
    named: Iterable[tuple[Path_in_plan, str]],
    instruments: tuple[LoadedInstrument, ...],
    findings: Findings,
) -> None:
    """Check that no choice without order stands where an amount belongs."""
    from srtoolkit.responses import no_amount

    for path, name in named:
        regression = plan.regressions.get(str(path[1])) if len(path) > 1 else None
        if regression is not None and name in regression.named_categories:
            continue
        problem = no_amount(name, instruments)
        if problem is not None:
            findings.add(
                path, problem.message, code=problem.code, advice=problem.advice
            )


def _named_variables(plan: Plan) -> list[tuple[Path_in_plan, str]]:
    """Every place of the plan that names a score, with the name."""
    named: list[tuple[Path_in_plan, str]] = []
    for key, hypothesis in plan.hypotheses.items():
        outcome = hypothesis.arguments.get("outcome")
        if isinstance(outcome, str):
            named.append((("hypotheses", key, "outcome"), outcome))
    for key, regression in plan.regressions.items():
        base: Path_in_plan = ("regressions", key)
        named.append(((*base, "outcome"), regression.outcome))
        for index, name in enumerate(regression.predictors):
            named.append(((*base, "predictors", index), name))
        for index, product in enumerate(regression.interactions):
            named += [((*base, "interactions", index), name) for name in product]
    return named
