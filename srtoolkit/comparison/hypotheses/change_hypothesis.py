"""The hypothesis on two groups' change, and steps on change and adjusted means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.hypotheses.hypothesis_parts import evidence_of, group_guard
from srtoolkit.comparison.means.ancova import adjusted_means_of
from srtoolkit.comparison.means.difference_in_differences import (
    difference_in_differences_of,
)
from srtoolkit.comparison.means.reliable_change import (
    ReliableChange,
    reliable_change_shares,
)
from srtoolkit.comparison.means.several import ComparisonTable
from srtoolkit.comparison.scores.covariates import nominal_covariates
from srtoolkit.comparison.scores.groups import group_labels
from srtoolkit.comparison.scores.samples import pairs_of
from srtoolkit.inference import Evidence, Expectation, SmallestEffect
from srtoolkit.inference.robust import ErrorKind
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def difference_in_differences(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    condition: str,
    control: str,
    treated: str,
    manipulated: bool,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare the change of the treated with the change of the control group.

    Parameters
    ----------
    outcome, before : str
        The same variable after and before.
    condition, control, treated : str
        Column of the groups and their labels.
    manipulated : bool
        With random assignment the primary estimate holds `before` constant
        (``did_ancova``); without it, it is the difference of mean changes
        (``did_welch``). All are shown: they answer different questions.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of `before` in the control group.

    Returns
    -------
    Evidence
        Robustness: the estimates that are not primary. Guards:
        group_too_small, group_without_spread. ``details``: change_means,
        baseline_difference, sd_control and the equivalence tests.

    Raises
    ------
    ResponsesError
        When a variable or the column is not there.
    """
    responses.require([outcome, before, condition])
    labels = group_labels(responses.answers[condition]).to_numpy(dtype=object)
    pair = [
        responses.variable(name).to_numpy(dtype=float) for name in (outcome, before)
    ]
    kept = np.isfinite(pair[0]) & np.isfinite(pair[1])
    kept &= (labels == treated) | (labels == control)
    after_scores, before_scores, labels = pair[0][kept], pair[1][kept], labels[kept]
    changes = after_scores - before_scores
    name = f"{treated} - {control}"
    guard = group_guard(
        {label: changes[labels == label] for label in (treated, control)}
    )
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    found = difference_in_differences_of(
        after_scores,
        before_scores,
        labels == treated,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=name,
    )
    wanted = "did_ancova" if manipulated else "did_welch"
    main = next(row for row in found.rows if row.method == wanted)
    names = {"treated": treated, "control": control}
    means = [{**mean, "group": names[mean["group"]]} for mean in found.details["means"]]
    gap = found.details["baseline_difference"]
    return evidence_of(
        main,
        [row.as_estimate() for row in found.rows if row is not main],
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=float(before_scores[labels == control].std(ddof=1)) or None,
        details={
            "change_means": means,
            "baseline_difference": gap,
            "diagnostics": [
                {"code": "lords_paradox", "values": {"baseline_difference": gap}}
            ],
        },
    )


@plan_step("step")
def reliable_change(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    reliability: float,
    z: float = 1.645,
) -> ReliableChange:
    """Count respondents whose change is beyond error of measurement.

    Parameters
    ----------
    outcome, before : str
        The same variable after and before.
    reliability : float
        Of its score, in [0, 1).
    z : float
        1.645 expects 5 % in each direction by error alone.

    Raises
    ------
    ResponsesError, OptionError, ScoresError
        As `reliable_change_shares`, or when a variable is not there.
    """
    pair = pairs_of(responses, after=outcome, before=before)
    return reliable_change_shares(*pair, reliability=reliability, z=z, outcome=outcome)


@plan_step("step")
def adjusted_means(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    covariates: tuple[str, ...],
    categories: tuple[str, ...] = (),
    errors: ErrorKind = "HC3",
    alpha: float = 0.05,
) -> ComparisonTable:
    """Compare every group with the control at the same covariates.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    condition, control : str
        Column of the groups and the label of the control.
    covariates : tuple of str
        Held constant.
    categories : tuple of str
        Covariates whose numbers are labels; items of a nominal scale are
        taken so by themselves.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}

    Raises
    ------
    ResponsesError, OptionError, ModelError, ScoresError
        As `adjusted_means_of`, or when a variable is not there.
    """
    responses.require([outcome, condition, *covariates])
    return adjusted_means_of(
        responses.variable(outcome).to_numpy(dtype=float),
        group_labels(responses.answers[condition]).to_numpy(dtype=object),
        responses.covariates(covariates),
        control=control,
        categories=nominal_covariates(covariates, categories),
        errors=errors,
        alpha=alpha,
        outcome=outcome,
    )
