"""What the ladder says of each factor, and what may then be compared.

The joint ladder decides for every factor as long as its levels hold. Where one
fails, each factor is judged by a ladder of its own, on which the items of the
other factors stay free: one factor's trouble is not another's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from srtoolkit.inference import Reason, Warrant
from srtoolkit.psychometrics.invariance.ladder import Rung, Terms, climb
from srtoolkit.psychometrics.invariance.search import FEWEST_INVARIANT
from srtoolkit.psychometrics.invariance.setting import (
    Setting,
    invariant_items,
)

#: Items from which a factor's invariance can be tested.
FEWEST_ITEMS = 3
#: Levels that some claim rests on, with the claim.
CLAIMS: dict[str, Literal["paths", "means"]] = {"metric": "paths", "scalar": "means"}


@dataclass(frozen=True, slots=True)
class FactorLevel:
    """One factor at one level.

    Attributes
    ----------
    factor, level : str
    n_items, n_invariant : int
        Items, and those of which the plan releases nothing.
    decided_by : {"joint", "own", "items"}
        The joint ladder, the factor's own one, or too few items.
    decision, why : str
        As `rule.Decision`, or ``too_few_items`` and
        ``too_few_invariant_items``.
    holds : bool
    chisq_diff, df_diff, p_diff, d_cfi, d_rmsea : float
        Of the ladder that decided; the indices as the rule reads them.
    """

    factor: str
    level: str
    n_items: int
    n_invariant: int
    decided_by: str
    decision: str
    why: str
    holds: bool
    chisq_diff: float
    df_diff: float
    p_diff: float
    d_cfi: float
    d_rmsea: float

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def judge_factors(
    setting: Setting, terms: Terms, joint: Sequence[Rung]
) -> tuple[tuple[FactorLevel, ...], dict[str, tuple[Rung, ...]]]:
    """Judge every factor at the levels above configural that concern it.

    Returns
    -------
    tuple of FactorLevel
    dict of str to tuple of Rung
        The ladders that single factors climbed.
    """
    baseline = joint[0].decision.holds
    failed = baseline and any(
        not rung.decision.holds for rung in joint if rung.level in _CONCERNED
    )
    left = invariant_items(setting, terms.released)
    rows: list[FactorLevel] = []
    own: dict[str, tuple[Rung, ...]] = {}
    for factor, items in setting.factors.items():
        if failed and len(items) >= FEWEST_ITEMS and len(setting.factors) > 1:
            own[factor] = climb(setting, _shortened(terms), only=factor)
        rows += _levels_of(
            factor, len(items), len(left[factor]), joint, own.get(factor, ())
        )
    return tuple(rows), own


_CONCERNED = ("thresholds", "metric", "scalar")
#: Reasons that are worded for each level.
_BY_LEVEL = frozenset(
    {"indices_change", "no_partial_model", "verdict_differs", "rests_on_failed"}
)


def _shortened(terms: Terms) -> Terms:
    levels = tuple(n for n in terms.levels if n in {"configural", *_CONCERNED})
    return Terms(levels, terms.ordinal, terms.released, terms.limits, terms.ci_level)


def _levels_of(
    factor: str,
    n_items: int,
    n_invariant: int,
    joint: Sequence[Rung],
    own: Sequence[Rung],
) -> Iterator[FactorLevel]:
    alone = {rung.level: rung for rung in own}
    for rung in joint:
        if rung.level not in _CONCERNED:
            continue
        by_own = not rung.decision.holds and rung.level in alone
        judged = alone[rung.level] if by_own else rung
        code, why = judged.decision.code, judged.decision.why
        holds, decided_by = judged.decision.holds, "own" if by_own else "joint"
        if n_items < FEWEST_ITEMS:
            code, why, holds, decided_by = "too_few_items", "", False, "items"
        elif n_invariant < FEWEST_INVARIANT:
            code, why, holds, decided_by = "too_few_invariant_items", "", False, "items"
        step = judged.difference
        yield FactorLevel(
            factor,
            rung.level,
            n_items,
            n_invariant,
            decided_by,
            code,
            why,
            holds,
            *(
                (math.nan,) * 5
                if step is None
                else (step.chisq, float(step.df), step.p, step.cfi, step.rmsea)
            ),
        )


def warrants_from(
    setting: Setting, rows: Sequence[FactorLevel], group: str | None
) -> tuple[Warrant, ...]:
    """Turn the factors' metric and scalar levels into warrants, one a factor.

    A ladder without the metric level warrants paths by its scalar level.
    """
    found = [
        _warrant(setting, row, CLAIMS[row.level], group)
        for row in rows
        if row.level in CLAIMS
    ]
    if "metric" not in {row.level for row in rows}:
        found += [
            _warrant(setting, row, "paths", group)
            for row in rows
            if row.level == "scalar"
        ]
    return tuple(found)


def _warrant(
    setting: Setting,
    row: FactorLevel,
    claim: Literal["paths", "means"],
    group: str | None,
) -> Warrant:
    values: dict[str, Any] = {
        "factor": row.factor,
        "level": row.level,
        "group": group,
        "p": row.p_diff,
        "d_cfi": row.d_cfi,
        "d_rmsea": row.d_rmsea,
        "n_items": row.n_items,
        "n_invariant": row.n_invariant,
    }
    code = row.why if row.decision == "does_not_hold" else row.decision
    if row.why and row.decision in {"not_admissible", "rests_on_failed"}:
        code, values["status"] = "not_admissible", row.why
    prefix = row.level if code in _BY_LEVEL else "invariance"
    reason = Reason(f"{prefix}_{code}", values)
    return Warrant(
        claim, row.holds, frozenset(setting.names_of(row.factor)), reason, group
    )
