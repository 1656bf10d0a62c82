"""One call for every family of regression, as a plan needs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import OptionError, ScoresError, did_you_mean
from srtoolkit.inference import obstacle_of
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.likelihood.counts import fit_negative_binomial, fit_poisson
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.gamma import fit_gamma
from srtoolkit.regression.likelihood.logistic import fit_logistic
from srtoolkit.regression.likelihood.multinomial import fit_multinomial
from srtoolkit.regression.likelihood.ordinal import fit_ordinal
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.regression.likelihood.tobit import fit_tobit
from srtoolkit.regression.likelihood.two_part import fit_two_part
from srtoolkit.regression.linear import LinearFit, fit_linear
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.status import FitStatus

if TYPE_CHECKING:
    import pandas as pd

Family = Literal[
    "linear",
    "logistic",
    "poisson",
    "negative_binomial",
    "gamma",
    "ordinal",
    "multinomial",
    "tobit",
    "two_part",
]
RegressionFit = LinearFit | LikelihoodFit | PartsFit

_FITTERS: Mapping[str, Callable[..., RegressionFit]] = {
    "linear": fit_linear,
    "logistic": fit_logistic,
    "poisson": fit_poisson,
    "negative_binomial": fit_negative_binomial,
    "gamma": fit_gamma,
    "ordinal": fit_ordinal,
    "multinomial": fit_multinomial,
    "tobit": fit_tobit,
    "two_part": fit_two_part,
}
FAMILIES: tuple[str, ...] = tuple(_FITTERS)


def fit(
    data: pd.DataFrame,
    *,
    family: Family = "linear",
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind | None = None,
    ci_level: float = 0.95,
    **options: Any,
) -> RegressionFit:
    """Fit a regression of any family; parameters as in `fit_linear`.

    Where a respondent is fitted exactly, as the only member of a category is,
    errors HC2 to HC4 do not exist: then the fit has estimates without errors,
    and its status, ``leverage_of_one``, does not admit them.

    Parameters
    ----------
    family : str
        ``linear, logistic, poisson, negative_binomial, gamma, ordinal,
        multinomial, tobit`` or ``two_part``.
    errors : str or None
        None takes the family's default: HC3 for ``linear``, ``gamma`` and
        ``two_part``, HC0 for ``poisson``, else from the information.
    **options
        ``lower`` and ``upper`` of ``tobit``, ``amount`` of ``two_part``.

    Raises
    ------
    ModelError
        With every mistake in roles and data.
    OptionError
        For an unknown family, or errors or options it does not have.
    """
    if family not in _FITTERS:
        raise OptionError(
            f'there is no family "{family}"',
            code="unknown_family",
            allowed=", ".join(FAMILIES),
            advice=did_you_mean(family, FAMILIES),
        )
    _require_options(family, options)
    if errors is not None:
        options["errors"] = errors
    options |= {
        "outcome": outcome,
        "predictors": predictors,
        "interactions": interactions,
        "covariates": covariates,
        "categories": categories,
        "centre": centre,
        "ci_level": ci_level,
    }
    try:
        return _FITTERS[family](data, **options)
    except ScoresError as error:
        obstacle = obstacle_of(error)
        if obstacle is None:
            raise
        found = _FITTERS[family](data, **{**options, "errors": "HC1"})
        return _without_errors(found, obstacle.values)


def _without_errors(found: RegressionFit, exact: Mapping[str, Any]) -> RegressionFit:
    """Take the errors from a fit to which those asked for do not exist."""
    status = FitStatus("leverage_of_one", False, {"n": exact["n"]})
    if isinstance(found, PartsFit):
        parts = {name: _bare(part, exact, status) for name, part in found.parts.items()}
        summary = {**found.summary, "se_type": exact["errors"]}
        return replace(found, parts=parts, summary=summary, status=status)
    return _bare(found, exact, status)


def _bare(
    found: CoefficientFit, exact: Mapping[str, Any], status: FitStatus
) -> LinearFit | LikelihoodFit:
    assert isinstance(found, LinearFit | LikelihoodFit)
    covariance, errors = np.full_like(found.covariance, np.nan), exact["errors"]
    bare = replace(found, covariance=covariance, errors=errors, status=status)
    if isinstance(bare, LinearFit):
        return replace(bare, f=float("nan"), p=float("nan"))
    return bare


_OPTIONS = {"tobit": {"lower", "upper"}, "two_part": {"amount"}}


def _require_options(family: str, options: Mapping[str, Any]) -> None:
    unknown = set(options) - _OPTIONS.get(family, set())
    if unknown:
        raise OptionError(
            f"the family {family} has no option {', '.join(sorted(unknown))}",
            code="unknown_option",
            allowed=", ".join(sorted(_OPTIONS.get(family, set()))) or "none",
        )
