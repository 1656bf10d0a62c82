"""Two-part regression: whether anything, and if so how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.likelihood.gamma import fit_gamma
from srtoolkit.regression.likelihood.logistic import fit_logistic
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.regression.linear import fit_linear
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles, name_problems

if TYPE_CHECKING:
    import pandas as pd

Amount = Literal["log_linear", "gamma"]


def fit_two_part(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "HC3",
    ci_level: float = 0.95,
    amount: Amount = "log_linear",
) -> PartsFit:
    """Fit a two-part regression of amounts of which some are zero.

    Parameters as in `fit_linear`. The part ``any`` is a logistic regression
    of the amount being above zero; ``amount`` is a regression among those
    above zero.

    Parameters
    ----------
    outcome : str
        Amounts from 0.
    amount : {"log_linear", "gamma"}
        ``log_linear``: least squares on the logarithm; ``gamma``: a
        generalised linear model of the mean with a logarithmic link.

    Returns
    -------
    PartsFit
        `glance` has ``n, n_any, share_any, loglik, aic``; the log-likelihood
        of the logarithms includes their Jacobian and so belongs to the amounts.

    Raises
    ------
    ModelError
        As `fit_linear`; when amounts are negative, or none is zero.
    OptionError
        For another kind of errors or amount.

    References
    ----------
    Duan, Manning, Morris & Newhouse (1983), Journal of Business & Economic
    Statistics 1, 115-126.
    """
    if amount not in ("log_linear", "gamma"):
        raise OptionError(
            f'there is no model of amounts "{amount}"',
            code="unknown_amount",
            allowed="log_linear, gamma",
        )
    roles = {
        "outcome": outcome,
        "predictors": predictors,
        "interactions": interactions,
        "covariates": covariates,
        "categories": categories,
    }
    unnamed = list(
        name_problems(
            data, Roles.of(outcome, predictors, interactions, covariates, categories)
        )
    )
    if unnamed:
        raise ModelError(unnamed)
    _check_amounts(data[outcome].dropna().to_numpy(float), outcome)
    indicator = data.assign(
        **{outcome: (data[outcome] > 0).where(data[outcome].notna())}
    )
    any_fit = fit_logistic(
        indicator.astype({outcome: float}),
        **roles,  # type: ignore[arg-type]
        centre=centre,
        errors=errors,
        ci_level=ci_level,
    )
    # the parts share one centre, so that their coefficients mean the same
    moved = {name: data[name] - value for name, value in any_fit.centres.items()}
    positive = data.assign(**moved)[data[outcome] > 0]
    fit: CoefficientFit
    if amount == "log_linear":
        logs = positive.assign(**{outcome: np.log(positive[outcome])})
        fit = fit_linear(
            logs,
            **roles,  # type: ignore[arg-type]
            centre=False,
            errors=errors,
            ci_level=ci_level,
        )
        loglik = fit.loglik - float(fit.design.outcome.sum())
        n_parameters = len(fit.terms) + 1
    else:
        gamma = fit_gamma(
            positive,
            **roles,  # type: ignore[arg-type]
            centre=False,
            errors=errors,
            ci_level=ci_level,
        )
        fit, loglik, n_parameters = gamma, gamma.loglik, gamma.n_parameters
    total = any_fit.loglik + loglik
    summary = {
        "n": any_fit.n,
        "n_excluded": any_fit.n_excluded,
        "n_any": fit.n,
        "share_any": fit.n / any_fit.n,
        "amount": amount,
        "loglik": total,
        "aic": 2 * (any_fit.n_parameters + n_parameters) - 2 * total,
        "se_type": errors,
    }
    parts = {"any": any_fit, "amount": fit}
    status = any_fit.status if not any_fit.status.admissible else fit.status
    return PartsFit(outcome, "two_part", parts, summary, status)


def _check_amounts(amounts: np.ndarray, outcome: str) -> None:
    if not len(amounts):
        raise ModelError(
            f'nobody answered the outcome "{outcome}"',
            code="too_few_rows",
            allowed="amounts from 0, some of them 0",
            variable=outcome,
        )
    if (amounts < 0).any() or not (amounts == 0).any() or not (amounts > 0).any():
        raise ModelError(
            f'the outcome "{outcome}" runs from {amounts.min():g} to '
            f"{amounts.max():g}, {int((amounts == 0).sum())} of {len(amounts)} at zero",
            code="amounts_do_not_fit",
            allowed="amounts from 0, some of them 0",
            advice="Without zeros use linear; for a limit other than 0 use tobit.",
            variable=outcome,
        )
