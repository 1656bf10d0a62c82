"""How satisfaction runs over occasions, by sequence of recoveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.comparison import group_labels
from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.recovery.paradox.occasion_means import Trajectories
    from srtoolkit.responses import Responses


@plan_step("step")
def sequence_trajectories(
    responses: Responses,
    *,
    condition: str,
    control: str | None = None,
    occasions: Sequence[str] = (),
    outcome: str | None = None,
    subject: str | None = None,
    occasion: str | None = None,
    reference: str | None = None,
) -> Trajectories:
    """Fit a mixed model of occasions and sequences, one intercept a customer.

    Every occasion after the first and every group but the reference has its
    own term, and so has each pair of them: how much further that group has
    moved by that occasion than the reference.

    Parameters
    ----------
    condition : str
        Column of the sequences.
    control, reference : str, optional
        The group the others are compared with: `reference`, else the
        design's control, else the first by name.
    occasions : sequence of str
        Wide data, one row a customer: the scales or columns of each occasion
        in order.
    outcome, subject, occasion : str, optional
        Long data, one row an occasion: score, customer, number of the
        occasion.

    Returns
    -------
    Trajectories
        A `regression.MixedFit` by restricted maximum likelihood, and the mean
        of each group at each occasion that follows from it. Residuals of
        neighbouring occasions are not correlated beyond the customer's own
        intercept.

    Raises
    ------
    OptionError
        When neither wide nor long data are named, or the reference is no
        group.
    ResponsesError, ModelError
        When a column is not there, or as `regression.fit_mixed`.

    References
    ----------
    Laird & Ware (1982), Biometrics 38, 963-974. Maxham & Netemeyer (2002),
    Journal of Marketing 66(4), 57-71 (the design).
    """
    from srtoolkit.recovery.paradox.occasion_means import trajectories_of
    from srtoolkit.regression import fit_mixed

    long = _long(responses, condition, occasions, outcome, subject, occasion)
    name_of_score = outcome or occasions[-1]
    long = long.rename(columns={"score": name_of_score})
    times = sorted(long["occasion"].dropna().unique())
    groups = [str(group) for group in sorted(long["group"].dropna().unique())]
    first = reference or (control if control in groups else None) or groups[0]
    if first not in groups:
        raise OptionError(
            f'there is no group "{first}" in the column "{condition}"',
            code="unknown_group",
            allowed=", ".join(groups),
            advice=did_you_mean(first, groups),
        )
    long = long.dropna(subset=["occasion", "group"])
    later = [f"occasion_{time:g}" for time in times[1:]]
    others = [group for group in groups if group != first]
    for time, name in zip(times[1:], later, strict=True):
        long[name] = (long["occasion"] == time).astype(float)
    for name in others:
        long[name] = (long["group"] == name).astype(float)
    fit = fit_mixed(
        long,
        outcome=name_of_score,
        predictors=[*later, *others],
        interactions=[(time, group) for time in later for group in others],
        subject="respondent",
        centre=False,
    )
    counts = long.dropna(subset=[name_of_score]).value_counts(["group", "occasion"])
    sizes = {
        (group, at): int(counts.get((group, time), 0))
        for group in groups
        for at, time in enumerate(times)
    }
    named = list(occasions) if len(occasions) > 1 else [f"{time:g}" for time in times]
    return trajectories_of(
        fit, groups=[first, *others], occasions=named, later=later, sizes=sizes
    )


def _long(
    responses: Responses,
    condition: str,
    occasions: Sequence[str],
    outcome: str | None,
    subject: str | None,
    occasion: str | None,
) -> pd.DataFrame:
    import pandas as pd

    groups = group_labels(responses.answers[condition])
    if len(occasions) > 1:
        responses.require(occasions)
        parts = [
            pd.DataFrame(
                {
                    "respondent": range(responses.n),
                    "group": groups,
                    "occasion": float(time),
                    "score": responses.variable(name),
                }
            )
            for time, name in enumerate(occasions, start=1)
        ]
        return pd.concat(parts, ignore_index=True)
    if outcome is None or subject is None or occasion is None:
        raise OptionError(
            "the occasions are not named",
            code="occasions_missing",
            allowed="occasions, two or more; or outcome, subject and occasion",
        )
    responses.require([outcome, subject, occasion])
    return pd.DataFrame(
        {
            "respondent": responses.answers[subject],
            "group": groups,
            "occasion": responses.variable(occasion),
            "score": responses.variable(outcome),
        }
    )
