"""Necessity in a plan: a step that describes and a test that decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison.necessity.analysis import (
    CEILINGS,
    Ceiling,
    necessity_analysis,
)
from srtoolkit.comparison.necessity.result import NecessityAnalysis, NecessityResult
from srtoolkit.comparison.scores.ranges import OutcomeRange, outcome_range
from srtoolkit.errors import PlanError
from srtoolkit.inference import Estimate, Evidence, interval_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Commonly cited guide: a smaller empty corner is no worthwhile ceiling.
LEAST_EFFECT = 0.1
ScopeKind = Literal["theoretical", "empirical"]


@plan_step("step")
def necessity(
    responses: Responses,
    *,
    outcome: str,
    conditions: Sequence[str],
    scope: ScopeKind = "empirical",
    ceilings: Sequence[Ceiling] = CEILINGS,
    permutations: int = 10_000,
    additive_draws: int = 1_000,
    alpha: float = 0.05,
    seed: int | None = None,
) -> NecessityAnalysis:
    """Ask which conditions an outcome cannot do without.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    conditions : sequence of str
        Likewise; together they are the additive model.
    scope : {"empirical", "theoretical"}
        Observed ends of the variables, or those their instruments declare.
    ceilings, permutations, additive_draws, alpha, seed
        As `necessity_analysis`.

    Raises
    ------
    PlanError
        Without conditions, or when a theoretical scope is asked for of a
        variable without declared ends.
    ModelError
        As `necessity_analysis`.
    """
    names = (outcome, *conditions)
    if not conditions or len(set(names)) < len(names):
        raise PlanError(
            "necessity needs conditions that differ from each other and from the "
            "outcome",
            code="conditions_unclear",
            advice="List scales under `conditions`.",
        )
    columns = {name: responses.variable(name).to_numpy(dtype=float) for name in names}
    complete = np.all([np.isfinite(values) for values in columns.values()], axis=0)
    kept = {name: values[complete] for name, values in columns.items()}
    return necessity_analysis(
        kept.pop(outcome),
        kept,
        outcome_name=outcome,
        limits=_limits(responses, names) if scope == "theoretical" else None,
        ceilings=ceilings,
        permutations=permutations,
        additive_draws=additive_draws,
        alpha=alpha,
        seed=seed,
    )


@plan_step("hypothesis")
def necessary_condition(
    responses: Responses,
    *,
    outcome: str,
    conditions: Sequence[str],
    others: Sequence[str] = (),
    scope: ScopeKind = "empirical",
    ceiling: Ceiling = "ce_fdh",
    least_effect: float = LEAST_EFFECT,
    permutations: int = 10_000,
    additive_draws: int = 1_000,
    alpha: float = 0.05,
    seed: int | None = None,
) -> Evidence:
    """Test whether every one of the conditions is necessary.

    The estimate is how far d exceeds its mean under an additive model
    without necessity. Its lower limit is d minus the highest of three bars:
    the (1 - alpha) quantile of d in additive data, the same quantile for
    unrelated variables, and `least_effect`; the upper limit is d minus the
    alpha quantile in additive data. So the claim is supported only when d
    passes all three bars. With several conditions the one that passes by
    least is the primary estimate: the claim is about all of them.

    Parameters
    ----------
    outcome : str
    conditions : sequence of str
        Those claimed to be necessary.
    others : sequence of str
        Further predictors of the additive model.
    scope, permutations, additive_draws, alpha, seed
        As `necessity`.
    ceiling : {"ce_fdh", "cr_fdh"}
        The line that decides; the other one is reported beside it.
    least_effect : float
        Least d that counts, in [0, 1].

    Returns
    -------
    Evidence
        ``effect`` of each estimate is d; ``details`` hold the bottleneck
        table, the ceilings and ``conditions``, one row a condition.

    Raises
    ------
    PlanError, ModelError
        As `necessity`; also when `additive_draws` is below 100.
    """
    if additive_draws < 100:
        raise PlanError(
            f"{additive_draws} additive simulations give no 95th percentile",
            code="too_few_draws",
            allowed="additive_draws of 100 or more",
        )
    found = necessity(
        responses,
        outcome=outcome,
        conditions=(*conditions, *others),
        scope=scope,
        permutations=permutations,
        additive_draws=additive_draws,
        alpha=alpha,
        seed=seed,
    )
    claimed = [row for row in found.results if row.condition in conditions]
    deciding = [row for row in claimed if row.ceiling == ceiling]
    deciding.sort(key=lambda row: row.effect - _bar(row, least_effect))
    primary = deciding[0]
    beside = [row for row in claimed if row is not primary]
    estimates = [_estimate(primary, least_effect, alpha, is_primary=True)]
    estimates += [_estimate(row, least_effect, alpha) for row in beside]
    rows = found.tidy().to_dict("records")
    return Evidence(
        outcome=outcome,
        contrast=" & ".join(conditions),
        estimates=tuple(estimates),
        details={**found.details, "conditions": rows, "weakest": primary.condition},
    )


def _bar(row: NecessityResult, least_effect: float) -> float:
    assert row.additive_limit is not None
    return max(row.additive_limit, row.permutation_limit, least_effect)


def _estimate(
    row: NecessityResult, least_effect: float, alpha: float, *, is_primary: bool = False
) -> Estimate:
    assert row.additive_mean is not None and row.additive_low is not None
    assert row.p_additive is not None
    return Estimate(
        method=f"necessity_{row.ceiling}",
        role="primary" if is_primary else "robustness",
        est=row.effect - row.additive_mean,
        ci_low=row.effect - _bar(row, least_effect),
        ci_high=row.effect - row.additive_low,
        ci_level=interval_level(alpha, "positive"),
        p=max(row.p, row.p_additive),
        effect=row.effect,
        effect_name="necessity_d",
        n=row.n,
    )


def _limits(responses: Responses, names: Sequence[str]) -> dict[str, OutcomeRange]:
    declared = {name: outcome_range(responses, name) for name in names}
    unknown = [name for name, ends in declared.items() if ends is None]
    if unknown:
        raise PlanError(
            f"no ends are declared for {', '.join(unknown)}",
            code="scope_unknown",
            advice="Use scope: empirical.",
        )
    return {name: ends for name, ends in declared.items() if ends is not None}
