"""The cell in which everything favours the paradox, and how few are in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.comparison import group_labels, welch_difference
from srtoolkit.inference import Estimate, Expectation
from srtoolkit.recovery.criteria import read_criteria
from srtoolkit.recovery.guards import BetweenDesign

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class ConjunctionCell:
    """Recovered customers for whom several conditions meet.

    Attributes
    ----------
    details : mapping
        criteria, n, n_treated, share; mean, est, se, ci_low, ci_high, ci_level
        where two or more are in it.
    estimate : Estimate or None
        Of the cell less the whole control group.
    """

    details: Mapping[str, Any]
    estimate: Estimate | None

    @property
    def diagnostic(self) -> dict[str, Any]:
        """How many are in it."""
        values = {key: self.details[key] for key in ("n", "n_treated", "share")}
        return {"code": "conjunction_cell", "values": values}


def conjunction_cell(
    responses: Responses,
    design: BetweenDesign,
    criteria: Mapping[str, Mapping[str, Any]],
    *,
    role: Literal["naive", "robustness"],
    expect: Expectation,
    alpha: float,
) -> ConjunctionCell:
    """Compare the cell with the control group (Welch).

    Parameters
    ----------
    criteria : mapping
        Column to what must hold: ``{SEV: {at_most: 3}, PRIOR: {equals: 0}}``.

    References
    ----------
    Magnini, Ford, Markowski & Honeycutt (2007), Journal of Services Marketing
    21, 213-225 (which conditions).
    """
    asked = read_criteria(criteria, key="conjunction")
    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    scores = responses.variable(design.outcome).to_numpy(dtype=float)
    there = np.isfinite(scores)
    treated = there & (labels == design.treated)
    inside = treated.copy()
    for criterion in asked:
        inside &= criterion.holds(responses)
    cell, control = scores[inside], scores[there & (labels == design.control)]
    details: dict[str, Any] = {
        "criteria": [criterion.to_dict() for criterion in asked],
        "n": len(cell),
        "n_treated": int(treated.sum()),
        "share": len(cell) / max(1, int(treated.sum())),
    }
    if len(cell) < 2 or len(control) < 2 or np.ptp(cell) + np.ptp(control) == 0:
        return ConjunctionCell(details, None)
    found = welch_difference(cell, control, expect=expect, alpha=alpha)
    shown = ("est", "se", "ci_low", "ci_high", "ci_level")
    details |= {key: getattr(found, key) for key in shown} | {
        "mean": float(cell.mean())
    }
    estimate = replace(found.as_estimate(role), method="conjunction_welch")
    return ConjunctionCell(details, estimate)
