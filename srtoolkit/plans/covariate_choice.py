"""Says when a check's answer hangs on which covariates are held constant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from srtoolkit.inference import Estimate


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One run of a robustness check with its covariates.

    Attributes
    ----------
    check : str
        ``room.function``.
    arguments : mapping
        What else the plan writes to it; only like is compared with like.
    covariates : frozenset of str
    estimate : Estimate
    """

    check: str
    arguments: Mapping[str, Any]
    covariates: frozenset[str]
    estimate: Estimate


def covariates_held(
    arguments: Mapping[str, Any], context: Mapping[str, Any]
) -> frozenset[str]:
    """Return what a check holds constant: its own list, or the design's."""
    given = arguments.get("covariates", context.get("covariates") or ())
    return frozenset(given) - frozenset(arguments.get("without", ()))


def covariate_diagnostics(
    outcome: str, runs: Iterable[Adjusted]
) -> list[dict[str, Any]]:
    """Compare runs of one check that differ in their covariates.

    Returns
    -------
    list of mapping
        ``sign_depends_on_covariates`` where the estimates' signs differ, else
        ``sign_stable_over_covariates``; the covariates that make the
        difference stand in ``covariates``.
    """
    found = []
    for first, second in combinations(runs, 2):
        if not _differ_in_covariates(first, second):
            continue
        fewer, more = sorted((first, second), key=lambda run: len(run.covariates))
        assert fewer.estimate.est is not None and more.estimate.est is not None
        same = fewer.estimate.est * more.estimate.est > 0
        values = {
            "outcome": outcome,
            "check": fewer.check,
            "covariates": sorted(more.covariates ^ fewer.covariates),
            "est_without": fewer.estimate.est,
            "est_with": more.estimate.est,
        }
        stable, depends = "sign_stable_over_covariates", "sign_depends_on_covariates"
        found.append({"code": stable if same else depends, "values": values})
    return found


def _differ_in_covariates(first: Adjusted, second: Adjusted) -> bool:
    return (
        first.check == second.check
        and first.arguments == second.arguments
        and first.covariates != second.covariates
        and None not in (first.estimate.est, second.estimate.est)
    )
