"""The difference of two groups within each level of a column, pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis
from srtoolkit.comparison.meta_analysis.effect_sizes import (
    StudyEffects,
    mean_difference_effects,
)
from srtoolkit.comparison.meta_analysis.pooled_studies import pooled_estimate
from srtoolkit.comparison.meta_analysis.requirements import TestKind
from srtoolkit.comparison.meta_analysis.study_table import (
    studies_from_rows,
    study_effects,
)
from srtoolkit.comparison.scores.groups import condition_labels
from srtoolkit.errors import ModelError
from srtoolkit.inference import Companion, Expectation, interval_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Name of the user's own study among those of a plan.
OWN_STUDY = "own_study"


@plan_step("robustness")
def pooled_by(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    by: str,
    measure: str = "standardised_mean_difference",
    method: str = "REML",
    test: TestKind = "knapp_hartung",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Compare the groups within each level of a column, then pool the levels.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    by : str
        Column whose levels are treated like studies, for example industries.
    measure : str
        ``standardised_mean_difference``, ``heteroscedastic_difference``
        (unequal variances) or ``mean_difference`` (points).
    method, test : str
        As `meta_analysis`.

    Returns
    -------
    Companion
        One estimate, in standard deviations (in points for
        ``mean_difference``). ``details``: ``studies`` (one row a level, with
        group sizes), ``summary``, ``left_out`` (levels without two
        respondents and a spread in each group).

    Raises
    ------
    ModelError
        When fewer than two levels can be compared.
    """
    levels = condition_labels(responses, by)
    rows, left_out = [], []
    for level in sorted(set(levels.dropna())):
        row = _arms(
            responses, outcome, condition, (treated, control), (levels == level)
        )
        if row is None:
            left_out.append(level)
        else:
            rows.append({"study": level, **row})
    if len(rows) < 2:
        raise ModelError(
            f'"{by}" has {len(rows)} level(s) in which both groups can be compared',
            code="too_few_levels",
            allowed="two or more levels with two respondents in each group",
            advice="Choose another column, or leave this check out.",
        )
    effects = _effects(rows, measure)
    analysis = meta_analysis(
        effects.est,
        effects.variance,
        studies=[row["study"] for row in rows],
        method=method,
        test=test,
        ci_level=interval_level(alpha, expect),
        measure=measure,
    )
    details = analysis.details
    forest = [
        row | {"n_treated": arms["n_treated"], "n_control": arms["n_control"]}
        for row, arms in zip(details["studies"], rows, strict=True)
    ]
    known = {"by": by, "left_out": left_out, "studies": forest}
    return Companion((pooled_estimate(analysis, expect),), {**details, **known})


@plan_step("robustness")
def pooled_with_studies(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    studies: Sequence[Mapping[str, Any]],
    measure: str = "standardised_mean_difference",
    studies_measure: str | None = None,
    method: str = "REML",
    test: TestKind = "knapp_hartung",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Add these data to studies that the plan lists and pool them all.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Of these data.
    studies : list of mappings
        Earlier studies with the columns of `study_template`.
    measure : str
        As `pooled_by`: the effect of these data.
    studies_measure : str, optional
        How the earlier studies are given, when not by the same columns; for
        example ``given``.
    method, test : str
        As `meta_analysis`.

    Returns
    -------
    Companion
        The row of these data is called ``own_study``.

    Raises
    ------
    ModelError
        When the groups cannot be compared, or as `study_effects`.
    """
    everybody = np.ones(len(responses.answers), dtype=bool)
    own = _arms(responses, outcome, condition, (treated, control), everybody)
    if own is None:
        raise ModelError(
            "the two groups of these data cannot be compared",
            code="group_too_small",
            allowed="two respondents and a spread in each group",
        )
    table = studies_from_rows(studies)
    earlier = study_effects(table, studies_measure or measure)
    mine = _effects([own], measure)
    known = table["study"] if "study" in table else range(1, len(table) + 1)
    analysis = meta_analysis(
        [*earlier.est, *mine.est],
        [*earlier.variance, *mine.variance],
        studies=[*(str(name) for name in known), OWN_STUDY],
        method=method,
        test=test,
        ci_level=interval_level(alpha, expect),
        measure=measure,
    )
    return Companion((pooled_estimate(analysis, expect),), analysis.details)


def _arms(
    responses: Responses,
    outcome: str,
    condition: str,
    groups: tuple[str, str],
    members: Any,
) -> dict[str, float] | None:
    """Return mean, SD and size of both groups; None where they have none."""
    labels = condition_labels(responses, condition, named=groups)
    scores = responses.variable(outcome).to_numpy(dtype=float)
    row: dict[str, float] = {}
    for arm, label in zip(("treated", "control"), groups, strict=True):
        chosen = np.asarray(members & (labels == label), dtype=bool)
        own = scores[chosen & np.isfinite(scores)]
        if len(own) < 2 or np.ptp(own) == 0:
            return None
        row[f"mean_{arm}"] = float(own.mean())
        row[f"sd_{arm}"] = float(own.std(ddof=1))
        row[f"n_{arm}"] = len(own)
    return row


def _effects(rows: Sequence[Mapping[str, Any]], measure: str) -> StudyEffects:
    treated, control = (
        (
            [row[f"mean_{arm}"] for row in rows],
            [row[f"sd_{arm}"] for row in rows],
            [row[f"n_{arm}"] for row in rows],
        )
        for arm in ("treated", "control")
    )
    return mean_difference_effects(treated, control, measure=measure)
