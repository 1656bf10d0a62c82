"""Necessary condition analysis: ceilings, effect sizes, tests, bottlenecks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from srtoolkit.comparison.necessity.additive import answer_scale, fit_additive
from srtoolkit.comparison.necessity.bottleneck import bottleneck_rows
from srtoolkit.comparison.necessity.ceiling import (
    Scope,
    ceiling_steps,
    line_through_peers,
    line_zone,
    necessity_sizes,
    step_zone,
)
from srtoolkit.comparison.necessity.permutation import (
    in_blocks,
    permuted_sizes,
    share_at_least,
)
from srtoolkit.comparison.necessity.requirements import require_variables
from srtoolkit.comparison.necessity.result import NecessityAnalysis, NecessityResult
from srtoolkit.comparison.scores.ranges import OutcomeRange
from srtoolkit.inference import Reason

Ceiling = Literal["ce_fdh", "cr_fdh"]
CEILINGS: tuple[Ceiling, ...] = ("ce_fdh", "cr_fdh")
#: Fewer respondents make a ceiling of a handful of points.
_FEW = 50
#: Cells of a picture along each axis.
_N_CELLS = 24


def necessity_analysis(
    outcome: np.ndarray,
    conditions: Mapping[str, np.ndarray],
    *,
    outcome_name: str = "outcome",
    limits: Mapping[str, OutcomeRange] | None = None,
    ceilings: Sequence[Ceiling] = CEILINGS,
    permutations: int = 10_000,
    additive_draws: int = 1_000,
    alpha: float = 0.05,
    seed: int | None = None,
) -> NecessityAnalysis:
    """Ask of each condition whether a high outcome occurs without it.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Nothing missing.
    conditions : mapping of str to ndarray, shape (n,)
        A high value is what is thought necessary.
    outcome_name : str
    limits : mapping of str to OutcomeRange, optional
        Ends of the response scales by name (theoretical scope); names left
        out get their observed ends (empirical scope).
    ceilings : sequence of {"ce_fdh", "cr_fdh"}
    permutations : int
        Shuffles of the outcome for `p`.
    additive_draws : int
        Outcomes simulated from an additive model of all conditions together;
        0 leaves that comparison out.
    alpha : float
        Level of the limits, in (0, .5).
    seed : int or None

    Returns
    -------
    NecessityAnalysis

    Raises
    ------
    ModelError
        With every variable that is constant, has a missing value, is of
        another length or leaves its limits.

    References
    ----------
    Dul (2016), Organizational Research Methods 19, 10-52. Dul, van der Laan &
    Kuik (2020), Organizational Research Methods 23, 385-395 (permutation).

    Notes
    -----
    The permutation test asks only whether condition and outcome are
    unrelated. Variables that merely add up leave the corner empty too, so d
    is also held against what an additive model gives on the same scale.
    """
    known = dict(limits or {})
    variables = {outcome_name: outcome, **conditions}
    require_variables(variables, known)
    bounds = {name: _ends(name, values, known) for name, values in variables.items()}
    cases = [(name, ceiling) for name in conditions for ceiling in ceilings]
    shuffled = permuted_sizes(
        outcome,
        lambda sets: _sizes(sets, conditions, cases, bounds, outcome_name),
        permutations=permutations,
        seed=seed,
    )
    simulated = _additive_sizes(
        outcome, conditions, cases, outcome_name, known, bounds, additive_draws, seed
    )
    results = [
        _result(
            outcome_name,
            name,
            outcome,
            conditions[name],
            _scope(bounds, name, outcome_name),
            ceiling,
            shuffled[case],
            None if simulated is None else simulated[case],
            alpha,
        )
        for case, (name, ceiling) in enumerate(cases)
    ]
    rows = [
        row
        for ceiling in ceilings
        for row in bottleneck_rows(results, conditions, bounds, ceiling)
    ]
    return NecessityAnalysis(
        results=tuple(results),
        bottlenecks=tuple(rows),
        bounds=bounds,
        densities={
            name: _density(values, outcome) for name, values in conditions.items()
        },
        alpha=alpha,
        notes=_notes(len(outcome), additive_draws),
    )


def _result(
    outcome_name: str,
    name: str,
    outcome: np.ndarray,
    values: np.ndarray,
    scope: Scope,
    ceiling: Ceiling,
    shuffled: np.ndarray,
    simulated: np.ndarray | None,
    alpha: float,
) -> NecessityResult:
    steps = ceiling_steps(values, outcome[None, :])
    zone_of_steps = float(step_zone(steps, scope)[0])
    corners = steps.is_peer[0]
    x, y = steps.x[corners], steps.height[0][corners]
    intercept = slope = None
    zone, below = zone_of_steps, np.ones(len(values), dtype=bool)
    ends = float(x[-1]), float(y[0])
    if ceiling == "cr_fdh":
        a, b = line_through_peers(steps)
        intercept, slope = float(a[0]), float(b[0])
        zone = float(line_zone(a, b, scope)[0])
        below = outcome <= intercept + slope * values + 1e-9
        ends = _line_ends(intercept, slope, scope, ends)
    effect = zone / float(scope.area)
    return NecessityResult(
        outcome=outcome_name,
        condition=name,
        ceiling=ceiling,
        effect=effect,
        p=share_at_least(shuffled, effect),
        permutation_limit=float(np.quantile(shuffled, 1 - alpha)),
        additive_mean=None if simulated is None else float(simulated.mean()),
        additive_limit=_quantile(simulated, 1 - alpha),
        additive_low=_quantile(simulated, alpha),
        p_additive=None if simulated is None else share_at_least(simulated, effect),
        accuracy=100 * float(below.mean()),
        fit=100 * zone / zone_of_steps if zone_of_steps > 0 else None,
        intercept=intercept,
        slope=slope,
        condition_inefficiency=_inefficiency(scope.x_high, ends[0], scope.x_low),
        outcome_inefficiency=100
        - _inefficiency(float(scope.y_high), ends[1], float(scope.y_low)),
        ceiling_zone=zone,
        scope=float(scope.area),
        n_peers=len(x),
        n=len(outcome),
        peers=tuple(zip(x.tolist(), y.tolist(), strict=True)),
    )


def _additive_sizes(
    outcome: np.ndarray,
    conditions: Mapping[str, np.ndarray],
    cases: Sequence[tuple[str, Ceiling]],
    outcome_name: str,
    known: Mapping[str, OutcomeRange],
    bounds: Mapping[str, tuple[float, float]],
    n_draws: int,
    seed: int | None,
) -> np.ndarray | None:
    """Return d of outcomes drawn from the additive model, (n_cases, n_draws)."""
    if n_draws == 0:
        return None
    scale = answer_scale(outcome, known.get(outcome_name))
    model = fit_additive(outcome, np.column_stack(list(conditions.values())), scale)

    def measure(sets: np.ndarray) -> np.ndarray:
        ends: tuple[Any, Any] = bounds[outcome_name]
        if outcome_name not in known:  # an observed scope follows each draw
            ends = sets.min(axis=1), sets.max(axis=1)
        own = {**bounds, outcome_name: ends}
        return _sizes(sets, conditions, cases, own, outcome_name)

    return in_blocks(model.draw, measure, len(outcome), n_draws, seed)


def _sizes(
    sets: np.ndarray,
    conditions: Mapping[str, np.ndarray],
    cases: Sequence[tuple[str, Ceiling]],
    bounds: Mapping[str, Any],
    outcome_name: str,
) -> np.ndarray:
    return np.stack(
        [
            necessity_sizes(
                conditions[name], sets, _scope(bounds, name, outcome_name), ceiling
            )
            for name, ceiling in cases
        ]
    )


def _density(
    values: np.ndarray, outcome: np.ndarray
) -> tuple[tuple[float, float, int], ...]:
    """Count respondents in the cells of a grid; each stands at its cell's mean."""
    places = [
        np.floor((v - v.min()) / np.ptp(v) * (_N_CELLS - 1e-9)).astype(int)
        for v in (values, outcome)
    ]
    cells, which, counts = np.unique(
        places[0] * _N_CELLS + places[1], return_inverse=True, return_counts=True
    )
    x = np.bincount(which, weights=values, minlength=len(cells)) / counts
    y = np.bincount(which, weights=outcome, minlength=len(cells)) / counts
    return tuple(zip(x.tolist(), y.tolist(), counts.tolist(), strict=True))


def _scope(bounds: Mapping[str, Any], name: str, outcome_name: str) -> Scope:
    return Scope(*bounds[name], *bounds[outcome_name])


def _ends(
    name: str, values: np.ndarray, known: Mapping[str, OutcomeRange]
) -> tuple[float, float]:
    if name in known:
        return known[name].low, known[name].high
    return float(values.min()), float(values.max())


def _line_ends(
    intercept: float, slope: float, scope: Scope, corners: tuple[float, float]
) -> tuple[float, float]:
    """Return where the line reaches the top, and its height at the left."""
    if slope <= 0:
        return corners
    top = (float(scope.y_high) - intercept) / slope
    left = intercept + slope * scope.x_low
    return (
        float(np.clip(top, scope.x_low, scope.x_high)),
        float(np.clip(left, scope.y_low, scope.y_high)),
    )


def _inefficiency(high: float, reached: float, low: float) -> float:
    return 100 * (high - reached) / (high - low)


def _quantile(draws: np.ndarray | None, level: float) -> float | None:
    return None if draws is None else float(np.quantile(draws, level))


def _notes(n: int, additive_draws: int) -> tuple[Reason, ...]:
    notes = []
    if n < _FEW:
        notes.append(Reason("ceiling_from_few", {"n": n}))
    if additive_draws == 0:
        notes.append(Reason("additive_not_simulated"))
    return tuple(notes)
