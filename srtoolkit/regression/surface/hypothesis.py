"""Claims about a response surface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from srtoolkit.errors import ModelError
from srtoolkit.inference import Evidence, Expectation, wald_estimate
from srtoolkit.regression.columns import columns_of
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.surface.fit import ResponseSurface, fit_surface
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Line = Literal["a1", "a2", "a3", "a4", "a5"]


@plan_step("hypothesis")
def response_surface(
    responses: Responses,
    *,
    x: str,
    y: str,
    outcome: str,
    which: Line,
    expect: Expectation,
    midpoint: float | None = None,
    adjusted_for: Sequence[str] = (),
    errors: ErrorKind = "HC3",
    alpha: float = 0.05,
    bootstrap: int = 0,
    seed: int | None = None,
) -> Evidence:
    """Test one feature of a response surface.

    Parameters
    ----------
    x, y, outcome : str
        For example expectation, performance and satisfaction.
    which : {"a1", "a2", "a3", "a4", "a5"}
        Slope (a1) and curvature (a2) where both agree, slope (a3) and
        curvature (a4) where they part (x above y on the positive side), and
        a5 = b3 - b5.
    midpoint : float or None
        Middle of the scale that x and y share; None takes the middle of the
        answers that their items allow.
    adjusted_for : sequence of str
        Covariates, added linearly.

    Returns
    -------
    Evidence
        ``details`` as `ResponseSurface.details`, with ``terms``: the rows of
        `tidy`.

    Raises
    ------
    ModelError
        As `fit_surface`; when the midpoint is not given and the scales do not
        tell it, or have different ones.
    """
    surface = _surface(
        responses, x, y, outcome, midpoint, adjusted_for, errors, alpha, bootstrap, seed
    )
    est, se = surface.line(which)
    estimate = wald_estimate(
        est,
        se,
        expect=expect,
        alpha=alpha,
        method=surface.fit.estimator,
        df=float(surface.fit.df2),
        n=surface.fit.n,
    )
    contrast = f"{outcome} ~ {x}, {y}: {which}"
    details = {**surface.details, "terms": surface.tidy().to_dict("records")}
    return Evidence(outcome, contrast, (estimate,), details=details)


@plan_step("step")
def surface(
    responses: Responses,
    *,
    x: str,
    y: str,
    outcome: str,
    midpoint: float | None = None,
    adjusted_for: Sequence[str] = (),
    errors: ErrorKind = "HC3",
    alpha: float = 0.05,
    bootstrap: int = 0,
    seed: int | None = None,
) -> ResponseSurface:
    """Describe a whole response surface: coefficients, axes, congruence.

    Parameters
    ----------
    x, y, outcome, midpoint, adjusted_for, errors
        As `response_surface`.
    bootstrap : int
        Draws for the axes' intervals; 0 takes the delta method.

    Raises
    ------
    ModelError
        As `response_surface`.
    """
    return _surface(
        responses, x, y, outcome, midpoint, adjusted_for, errors, alpha, bootstrap, seed
    )


def _surface(
    responses: Responses,
    x: str,
    y: str,
    outcome: str,
    midpoint: float | None,
    adjusted_for: Sequence[str],
    errors: ErrorKind,
    alpha: float,
    bootstrap: int,
    seed: int | None,
) -> ResponseSurface:
    return fit_surface(
        columns_of(responses, [outcome, x, y], adjusted_for),
        outcome=outcome,
        x=x,
        y=y,
        centre=_midpoint(responses, x, y) if midpoint is None else midpoint,
        covariates=adjusted_for,
        errors=errors,
        alpha=alpha,
        bootstrap=bootstrap,
        seed=seed,
    )


def _midpoint(responses: Responses, x: str, y: str) -> float:
    """Return the middle of the answers that two scores' items allow."""
    middles = set()
    for name in (x, y):
        for item in responses.items:
            if name in (item.id, item.scale.id):
                response = item.response
                if response.low is not None and response.high is not None:
                    middles.add((response.low + response.high) / 2)
    if len(middles) != 1:
        found = ", ".join(f"{middle:g}" for middle in sorted(middles)) or "none"
        raise ModelError(
            f"{x} and {y} share no midpoint of their scale (found: {found})",
            code="midpoint_unknown",
            advice="Give it as midpoint:, for example 4 for answers from 1 to 7; "
            "scores on different scales must be brought to one first.",
        )
    return float(middles.pop())
