"""What the hypotheses on means have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.means.equivalence import equivalence_details
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.group_means import group_means, outcome_limits
from srtoolkit.comparison.scores.groups import summarise
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
)

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


def group_guard(groups: Mapping[str, np.ndarray]) -> Reason | None:
    """Return why groups cannot be compared: one too small, or none that varies."""
    for name, scores in groups.items():
        if len(scores) < 2:
            return Reason("group_too_small", {"group": name, "n": len(scores)})
    if all(summarise(scores).sd == 0 for scores in groups.values()):
        name, scores = next(iter(groups.items()))
        return Reason("group_without_spread", {"group": name, "n": len(scores)})
    return None


def sample_guard(name: str, scores: np.ndarray) -> Reason | None:
    """Return why one sample cannot be tested: too small, or without spread."""
    if len(scores) < 2:
        return Reason("group_too_small", {"group": name, "n": len(scores)})
    if np.ptp(scores) == 0:
        return Reason("group_without_spread", {"group": name, "n": len(scores)})
    return None


def described_groups(
    responses: Responses,
    *,
    outcome: str,
    group: str,
    named: Iterable[str],
    first: str,
    second: str | None,
    alpha: float,
) -> dict[str, Any]:
    """Return ``groups`` and ``outcome_range`` of the details, for the report."""
    kept = set(named)
    means = group_means(
        responses,
        outcome=outcome,
        condition=group,
        control=second,
        treated=first,
        ci_level=1 - alpha,
    )
    return {
        "groups": [asdict(mean) for mean in means if mean.group in kept],
        "outcome_range": outcome_limits(responses, outcome),
    }


def evidence_of(
    main: ComparisonResult,
    others: Iterable[Estimate],
    *,
    expect: Expectation,
    alpha: float,
    smallest_effect: SmallestEffect | None,
    sd: float | None,
    details: Mapping[str, Any],
) -> Evidence:
    """Put a primary estimate, those beside it and its equivalence together.

    Parameters
    ----------
    sd : float or None
        Unit of a smallest effect in ``sd_control``, in points.
    """
    delta = None if smallest_effect is None else smallest_effect.points(sd)
    shown = {} if sd is None else {"sd_control": sd}
    return Evidence(
        outcome=main.outcome,
        contrast=main.contrast,
        estimates=(main.as_estimate("primary"), *others),
        smallest_effect=delta,
        details={
            **details,
            **shown,
            **equivalence_details(main, delta, expect, alpha),
        },
    )
