"""The paradox on latent means, which measurement error does not blur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import group_labels
from srtoolkit.errors import ModelError
from srtoolkit.inference import Companion, Estimate, Expectation, wald_estimate
from srtoolkit.recovery.paradox.scale_items import require_items
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.psychometrics import MeasurementInvariance
    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit


@plan_step("robustness")
def paradox_latent(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    estimation: Mapping[str, Any] | None = None,
    partial: Sequence[str] = (),
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Compare latent means of the recovered and the control group.

    One factor of the outcome's items, loadings and intercepts held equal in
    both groups. The difference is multiplied by the mean of the invariant
    loadings and so stands in points of the mean item score.

    Parameters
    ----------
    outcome : str
        Reflective scale of three items or more.
    condition, control, treated : str
    estimation : mapping, optional
        Keyword arguments of `sem.fit`; items are treated as continuous.
    partial : sequence of str
        What stays free: ``OSAT3 ~ 1``, ``OSAT =~ OSAT3``.

    Returns
    -------
    Companion
        ``latent_mean`` with the effect size d of the latent variable.
        ``details``: latent_mean (d, d_low, d_high, est in the control's latent
        standard deviations …), levels (level, decision, holds, chisq, df, p,
        cfi, rmsea), notes (``latent_scalar_fails`` where equal intercepts do
        not hold).

    Raises
    ------
    ModelError
        When the outcome is no scale of three items, or a model has no
        admissible solution.

    References
    ----------
    Sörbom (1974), British Journal of Mathematical and Statistical Psychology
    27, 229-239. Hancock (2001), Psychometrika 66, 373-388 (d).
    """
    from srtoolkit.psychometrics import measurement_invariance

    require_items(responses, outcome)
    labels = group_labels(responses.answers[condition]).to_numpy(dtype=object)
    pair = np.asarray((labels == control) | (labels == treated))
    found = measurement_invariance(
        responses.keep(pair, "compared", "other_condition"),
        estimation={**(estimation or {}), "ordered": False},
        group=condition,
        reference=control,
        scales=[outcome],
        levels=("configural", "metric", "scalar"),
        partial=partial,
        alpha=alpha,
    )
    scalar = next((rung for rung in found.rungs if rung.level == "scalar"), None)
    if scalar is None or not found.latent_means:
        raise ModelError(
            f"the latent means of {outcome} have no admissible solution",
            code="latent_not_comparable",
            advice="Look at the levels of measurement invariance first.",
        )
    return Companion(
        (_estimate(found, scalar.fit, outcome, expect, alpha),),
        _details(found, outcome, scalar.decision.holds),
    )


def _estimate(
    found: MeasurementInvariance,
    fit: SemFit,
    outcome: str,
    expect: Expectation,
    alpha: float,
) -> Estimate:
    (mean,) = found.latent_means
    (points,) = fit.quantities(_points(fit, outcome), level=1 - 2 * alpha)
    return wald_estimate(
        points.est,
        points.se,
        expect=expect,
        alpha=alpha,
        method="latent_mean",
        role="robustness",
        n=fit.n,
        effect=mean.d,
        effect_name="d_latent",
    )


def _points(fit: SemFit, outcome: str) -> Any:
    """Return the function from parameters to the difference in points."""
    from srtoolkit.sem.following.standardised import parameter_values

    parameters = fit.specification.parameters
    place = {(p.lhs, p.op, p.rhs, p.group): at for at, p in enumerate(parameters)}
    means = [place[outcome, "~1", "", group] for group in (1, 2)]
    loadings = [
        (place[outcome, "=~", p.rhs, 1], place[outcome, "=~", p.rhs, 2])
        for p in parameters
        if p.op == "=~" and p.group == 1
    ]
    point = parameter_values(fit.specification, fit.solution.vector)
    same = [first for first, second in loadings if point[first] == point[second]]

    def difference(vector: np.ndarray) -> np.ndarray:
        rows = parameter_values(fit.specification, vector)
        gap = rows[..., means[1]] - rows[..., means[0]]
        return np.asarray((gap * rows[..., same].mean(axis=-1))[..., None])

    return difference


def _details(found: MeasurementInvariance, outcome: str, holds: bool) -> dict[str, Any]:
    shown = ("level", "decision", "holds", "chisq", "df", "p", "cfi", "rmsea")
    rows = found.tidy().to_dict("records")
    failing = [{"code": "latent_scalar_fails", "values": {"outcome": outcome}}]
    return {
        "latent_mean": found.latent_means[0].to_dict(),
        "levels": [{key: row[key] for key in shown} for row in rows],
        "notes": [] if holds else failing,
    }
