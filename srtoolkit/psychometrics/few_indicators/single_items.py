"""Single items in a model: what if they measure with error?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.method_effects.paths import (
    PathUnderMethod,
    compared,
    structural_rows,
)
from srtoolkit.psychometrics.rivals.measured import measured_factors, unique
from srtoolkit.psychometrics.rivals.search import fit_answers
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses
    from srtoolkit.sem import ParsedModel, SemFit

#: Reliabilities tried unless a plan says otherwise.
RELIABILITIES = (0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class ReliabilityRun:
    """The model with all single items at one reliability.

    Attributes
    ----------
    reliability : float
        One: measured without error.
    status : str
    admissible : bool
    n : int
    paths : tuple of PathUnderMethod
    """

    reliability: float
    status: str
    admissible: bool
    n: int
    paths: tuple[PathUnderMethod, ...]


@dataclass(frozen=True, slots=True)
class SingleItemsResult:
    """Paths of the structure at several reliabilities of its single items.

    Attributes
    ----------
    items : tuple of str
        The single items.
    runs : tuple of ReliabilityRun
        Without error (reliability one) first; empty without a single item or a structure.
    notes : tuple of Reason
    """

    items: tuple[str, ...]
    runs: tuple[ReliabilityRun, ...]
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row a path and reliability.

        ``reliability, outcome, predictor, est, se, ci_low, ci_high, std,
        ci_level, conclusion, change_std, conclusion_changes``; changes are
        from the model without error, in which the items covary with all
        exogenous variables as they do in the others.
        """
        import pandas as pd

        kept = [n for n in PathUnderMethod.__dataclass_fields__ if n not in _LEFT_OUT]
        rows = [
            {
                "reliability": run.reliability,
                **{k: v for k, v in asdict(path).items() if k not in _LEFT_OUT},
            }
            for run in self.runs
            for path in run.paths
        ]
        table = pd.DataFrame(rows, columns=["reliability", *kept])
        return table.astype({"reliability": float})

    def glance(self) -> pd.DataFrame:
        """One row a reliability: ``reliability, n, status, admissible``."""
        import pandas as pd

        columns = ["reliability", "n", "status", "admissible"]
        rows = [[getattr(run, name) for name in columns] for run in self.runs]
        return pd.DataFrame(rows, columns=columns).astype({"reliability": float})

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


_LEFT_OUT = frozenset({"model", "op"})


@plan_step("step")
def single_items(
    responses: Responses,
    measurement: str,
    *,
    structure: str | None = None,
    estimation: Mapping[str, Any] | None = None,
    reliability: Sequence[float] = RELIABILITIES,
    items: Sequence[str] = (),
    alpha: float = 0.05,
) -> SingleItemsResult:
    """Refit the structure with its single items measured with error.

    The residual variance of a single item is fixed at (1 - reliability) times
    its variance. Factors of one or two items are noted.

    Parameters
    ----------
    responses : Responses
    measurement, structure : str
        As the plan writes them.
    estimation : mapping
        Keyword arguments for ``sem.fit``.
    reliability : sequence of float, each in (0, 1]
        Values tried for all single items together.
    items : sequence of str
        Observed variables of the structure that are single items; by default
        those of scales of kind ``single``. Factors of one item are always
        among them.
    alpha : float, in (0, 0.5)
        Intervals cover 1 - 2 alpha.

    Raises
    ------
    OptionError
        When a reliability is out of range.
    ModelError
        When one of `items` is not an observed variable of the structure.

    References
    ----------
    Bollen (1989), Structural equations with latent variables, p. 168.
    """
    from srtoolkit.sem import parse_model

    _require_reliabilities(reliability)
    measured = measured_factors(measurement)
    whole = f"{measurement}\n{structure or ''}"
    parsed = parse_model(whole)
    observed = _observed_single(responses, parsed, items)
    alone = {n: i[0] for n, i in measured.factors.items() if len(i) == 1}
    notes = list(_few(measured.factors))
    every = unique((*observed, *alone.values()))
    ordered = (estimation or {}).get("ordered", ())
    fixable = ordered is not True and not set(every) & set(ordered or ())
    if not every:
        notes.append(Reason("no_single_item"))
    elif not fixable:
        notes.append(Reason("reliability_needs_continuous", {"items": list(every)}))
    if structure is None or not every or not fixable:
        return SingleItemsResult(every, (), tuple(notes))
    responses.require_amounts(parsed.observed)
    fitted = fit_answers(whole, responses.keyed, estimation, model_type="sem")
    runs = tuple(_runs(fitted, observed, alone, reliability, 1 - 2 * alpha))
    notes += _changes(runs)
    return SingleItemsResult(every, runs, tuple(notes))


def _runs(
    fitted: SemFit,
    observed: Sequence[str],
    alone: Mapping[str, str],
    reliability: Sequence[float],
    ci_level: float,
) -> Iterable[ReliabilityRun]:
    from srtoolkit.sem import refit
    from srtoolkit.sem.following.reliability import latent_name

    names = {latent_name(name): name for name in observed}

    def at(value: float) -> ReliabilityRun:
        fit = refit(fitted, _with_error(fitted, observed, alone, value))
        model = f"reliability_{value:g}"
        rows = structural_rows(fit, model, op="~", names=(), ci_level=ci_level)
        renamed = (
            replace(
                row,
                outcome=names.get(row.outcome, row.outcome),
                predictor=names.get(row.predictor, row.predictor),
            )
            for row in rows
        )
        status = fit.status
        return ReliabilityRun(
            value, status.code, status.admissible, fit.n, tuple(renamed)
        )

    first = at(1.0)
    yield first
    for value in reliability:
        run = at(float(value))
        yield replace(run, paths=tuple(compared(first.paths, run.paths)))


def _with_error(
    fitted: SemFit, observed: Sequence[str], alone: Mapping[str, str], value: float
) -> ParsedModel:
    """Fix the residual variance of every single item."""
    from srtoolkit.sem.following.reliability import with_reliability
    from srtoolkit.sem.language.parsed import Term

    spread = fitted.observed.groups[0].covariance.diagonal() * fitted.n / (fitted.n - 1)
    variances = dict(zip(fitted.observed.names, map(float, spread), strict=True))
    model = with_reliability(
        fitted.parsed, dict.fromkeys(observed, float(value)), variances
    )
    items = set(alone.values())
    kept = [t for t in model.terms if not (t.op == "~~" and {t.lhs, t.rhs} <= items)]
    errors = [
        Term(item, "~~", item, fixed=((1 - value) * variances[item],)) for item in items
    ]
    return replace(model, terms=(*kept, *sorted(errors, key=lambda term: term.lhs)))


def _observed_single(
    responses: Responses, parsed: ParsedModel, items: Sequence[str]
) -> tuple[str, ...]:
    structural = unique((*parsed.outcomes, *parsed.predictors))
    observed = [name for name in structural if name not in parsed.latent]
    problems = [
        Problem(
            "unknown_single_item",
            f'"{name}" is not an observed variable of the structure',
            "items",
            allowed=", ".join(observed) or "none in this structure",
            advice=did_you_mean(name, observed),
        )
        for name in items
        if name not in observed
    ]
    if problems:
        raise ModelError(problems)
    if items:
        return tuple(items)
    single = {s.items[0].id for s in responses.scales if s.kind == "single"}
    return tuple(name for name in observed if name in single)


def _few(factors: Mapping[str, tuple[str, ...]]) -> Iterable[Reason]:
    for name, items in factors.items():
        if len(items) == 2:
            yield Reason("two_indicators", {"factor": name, "items": list(items)})
        if len(items) == 1:
            yield Reason("one_indicator", {"factor": name, "item": items[0]})


def _changes(runs: Sequence[ReliabilityRun]) -> Iterable[Reason]:
    changed = [
        (run, path) for run in runs for path in run.paths if path.conclusion_changes
    ]
    for run, path in changed:
        yield Reason(
            "conclusion_changes_with_reliability",
            {
                "reliability": run.reliability,
                "outcome": path.outcome,
                "predictor": path.predictor,
                "std": path.std,
            },
        )
    read = [p for run in runs for p in run.paths if p.conclusion != "not_admissible"]
    beside = [abs(p.change_std) for p in read if not math.isnan(p.change_std)]
    if beside and not changed:
        yield Reason("conclusions_hold_with_reliability", {"change": max(beside)})


def _require_reliabilities(reliability: Sequence[float]) -> None:
    wrong = [value for value in reliability if not 0 < value <= 1]
    if wrong:
        raise OptionError(
            f"reliability is {', '.join(f'{value:g}' for value in wrong)}",
            code="reliability_range",
            allowed="above 0, at most 1",
        )
