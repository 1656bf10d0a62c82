"""The hypothesis on shares that a plan may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.hypotheses.hypothesis_parts import group_guard
from srtoolkit.comparison.ranks_and_shares.proportions import (
    one_proportion,
    two_proportions,
)
from srtoolkit.comparison.scores.samples import groups_of
from srtoolkit.errors import PlanError
from srtoolkit.inference import Evidence, Expectation
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def proportion(
    responses: Responses,
    *,
    outcome: str,
    at_least: float,
    share: float | None = None,
    group: str | None = None,
    first: str | None = None,
    second: str | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Evidence:
    """Compare a share with a fixed one, or the shares of two groups.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    at_least : float
        Lowest score that counts.
    share : float or None
        What the share of all is compared with, in (0, 1).
    group, first, second : str or None
        In place of `share`: the column and the two groups to compare.

    Returns
    -------
    Evidence
        Primary ``exact_binomial`` with Wilson's interval, or
        ``two_proportions`` with Newcombe's and robustness ``fisher_exact``.
        A smallest effect in points of the outcome says nothing about shares
        and is not used. ``details``: at_least, shares (a mapping a group).

    Raises
    ------
    PlanError
        When neither `share` nor all of `group`, `first` and `second` are
        given, or both.
    ResponsesError, ScoresError
        When the outcome, the column or a group is not there.
    """
    if group is not None and first and second and share is None:
        pair = groups_of(responses, outcome=outcome, group=group, named=(first, second))
        return _two_shares(
            outcome, {n: pair[n] for n in (first, second)}, at_least, expect, alpha
        )
    if share is None or group is not None or first or second:
        raise PlanError(
            "a proportion is compared either with a share or between two groups",
            code="proportion_unclear",
            allowed="share, or all three of group, first and second",
        )
    responses.require([outcome])
    scores = responses.variable(outcome).to_numpy(dtype=float)
    scores = scores[np.isfinite(scores)]
    name = f"{outcome} - {share:g}"
    guard = group_guard({outcome: scores}) if len(scores) < 2 else None
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    main = one_proportion(
        int((scores >= at_least).sum()),
        len(scores),
        share=share,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=name,
    )
    details = {"at_least": at_least, "share": float((scores >= at_least).mean())}
    return Evidence(outcome, name, (main.as_estimate("primary"),), details=details)


def _two_shares(
    outcome: str,
    pair: dict[str, np.ndarray],
    at_least: float,
    expect: Expectation,
    alpha: float,
) -> Evidence:
    first, second = pair
    name = f"{first} - {second}"
    small = [key for key, scores in pair.items() if len(scores) < 2]
    if small:
        return Evidence(
            outcome, name, (), guard=group_guard({small[0]: pair[small[0]]})
        )
    counts = tuple(int((scores >= at_least).sum()) for scores in pair.values())
    sizes = tuple(len(scores) for scores in pair.values())
    main, exact = (
        two_proportions(
            (counts[0], counts[1]),
            (sizes[0], sizes[1]),
            exact=is_exact,
            expect=expect,
            alpha=alpha,
            outcome=outcome,
            contrast=name,
        )
        for is_exact in (False, True)
    )
    shares = [
        {"group": key, "n": size, "share": count / size}
        for key, count, size in zip(pair, counts, sizes, strict=True)
    ]
    return Evidence(
        outcome,
        name,
        (main.as_estimate("primary"), exact.as_estimate()),
        details={"at_least": at_least, "shares": shares},
    )
