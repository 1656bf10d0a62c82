"""What a method factor does to the paths of the structure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from srtoolkit.psychometrics.rivals.search import has_solution

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit

#: What the interval says of a path: above zero, below zero, or neither; nothing
#: where the solution is not admissible.
Conclusion = Literal["positive", "negative", "undetermined", "not_admissible"]
_NOTHING = (math.nan,) * 5


@dataclass(frozen=True, slots=True)
class PathUnderMethod:
    """One path, or factor correlation, in one model.

    Attributes
    ----------
    model : str
        ``without`` a method factor, or which one was added.
    op : {"~", "~~"}
        A path of the structure; without a structure a factor correlation.
    outcome, predictor : str
    est, se, ci_low, ci_high, std : float
        In points, and completely standardised; NaN without a solution.
    ci_level : float
    change_std : float
        Standardised, less the one without a method factor.
    conclusion : str
    conclusion_changes : bool
    """

    model: str
    op: str
    outcome: str
    predictor: str
    est: float
    se: float
    ci_low: float
    ci_high: float
    std: float
    ci_level: float
    conclusion: Conclusion
    change_std: float = math.nan
    conclusion_changes: bool = False


def structural_rows(
    fit: SemFit, model: str, *, op: str, names: Sequence[str], ci_level: float
) -> list[PathUnderMethod]:
    """Read the paths, or the correlations of `names`, of one model."""
    if not has_solution(fit):
        return [
            PathUnderMethod(
                model, op, left, right, *_NOTHING, ci_level, "not_admissible"
            )
            for left, right in _keys(fit, op, names)
        ]
    table = fit.tidy(level=ci_level)
    wanted = set(_keys(fit, op, names))
    admissible = fit.status.admissible
    rows = []
    for row in table.to_dict("records"):
        key = (row["lhs"], row["rhs"])
        if row["op"] == op and key in wanted:
            low, high = float(row["ci_low"]), float(row["ci_high"])
            rows.append(
                PathUnderMethod(
                    model,
                    op,
                    *key,
                    float(row["est"]),
                    float(row["se"]),
                    low,
                    high,
                    float(row["std"]),
                    ci_level,
                    _conclusion(low, high) if admissible else "not_admissible",
                )
            )
    return rows


def compared(
    before: Iterable[PathUnderMethod], after: Iterable[PathUnderMethod]
) -> list[PathUnderMethod]:
    """Say of each path with a method factor how it differs from the one without."""
    known = {(row.outcome, row.predictor): row for row in before}
    found = []
    for row in after:
        old = known[row.outcome, row.predictor]
        changes = row.conclusion != old.conclusion and "not_admissible" not in {
            row.conclusion,
            old.conclusion,
        }
        found.append(
            replace(row, change_std=row.std - old.std, conclusion_changes=changes)
        )
    return found


def _keys(fit: SemFit, op: str, names: Sequence[str]) -> list[tuple[str, str]]:
    return [
        (p.lhs, p.rhs)
        for p in fit.specification.parameters
        if p.op == op
        and (op == "~" or (p.lhs != p.rhs and {p.lhs, p.rhs} <= set(names)))
    ]


def _conclusion(low: float, high: float) -> Conclusion:
    if low > 0:
        return "positive"
    return "negative" if high < 0 else "undetermined"
