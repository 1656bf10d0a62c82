"""Fit a system of paths and draw its indirect effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.logistic import fit_logistic
from srtoolkit.regression.linear import LinearFit, fit_linear
from srtoolkit.regression.paths.draws import (
    EquationColumns,
    SystemDraws,
    bootstrap_system,
    monte_carlo_system,
)
from srtoolkit.regression.paths.effects import DrawnEffect, IntervalKind
from srtoolkit.regression.paths.polynomial import (
    Monomial,
    Polynomial,
    product_of,
    sum_of,
)
from srtoolkit.regression.paths.result import ProcessResult
from srtoolkit.regression.paths.specification import Equation, Path, PathSystem
from srtoolkit.regression.robust import ErrorKind

if TYPE_CHECKING:
    import pandas as pd

Fit = LinearFit | LikelihoodFit


def fit_process(
    data: pd.DataFrame,
    system: PathSystem,
    *,
    outcome_family: Literal["auto", "linear", "logistic"] = "auto",
    errors: ErrorKind = "HC3",
    bootstrap: int = 5000,
    method: Literal["bootstrap", "monte_carlo"] = "bootstrap",
    interval: IntervalKind = "percentile",
    ci_level: float = 0.95,
    seed: int | None = None,
) -> ProcessResult:
    """Fit every equation of a system and draw its indirect effects.

    Parameters
    ----------
    data : DataFrame
    system : PathSystem
        From `path_system` or `process_system`.
    outcome_family : {"auto", "linear", "logistic"}
        ``auto``: logistic for an outcome with two values; effects on it are
        then in log odds, as in PROCESS 2. Mediators are always linear.
    errors : str
        Of the equations and of the direct effect; the logistic equation takes
        its information.
    bootstrap : int
        Number of draws, at least 100.
    method : {"bootstrap", "monte_carlo"}
        Resample the rows, or draw coefficients from their sampling
        distribution.
    interval : {"percentile", "bc"}
        Of the draws; ``bc`` corrects for bias, as PROCESS 2 does, and is a
        little too short (Fritz, Taylor & MacKinnon 2012, Multivariate
        Behavioral Research 47, 61-87).
    ci_level : float
    seed : int or None

    Returns
    -------
    ProcessResult

    Raises
    ------
    ModelError
        As `fit_linear`; also when a mediator has only two values.
    OptionError
        For too few draws.

    References
    ----------
    Hayes (2018), Introduction to Mediation, Moderation, and Conditional
    Process Analysis, 2nd ed.; Hayes (2015), Multivariate Behavioral Research
    50, 1-22.
    """
    if bootstrap < 100:
        raise OptionError(
            f"{bootstrap} draws give no interval",
            code="too_few_draws",
            allowed="100 draws or more",
        )
    names = [name for name in system.columns if name in data]
    complete = data.dropna(subset=names)
    fits = _fits(complete, system, outcome_family, errors, ci_level)
    matrix, terms, equations = _common_matrix(fits)
    draws = _drawn(matrix, equations, fits, bootstrap, method, seed)
    return ProcessResult(
        system=system,
        fits=tuple(fits),
        total=_total(complete, system, fits[-1], errors, ci_level),
        effects=_effects(system, fits, draws),
        sds=_spreads(matrix, terms, fits, draws, system),
        method=method,
        interval=interval,
        ci_level=ci_level,
        n_draws=len(draws.sds),
        n_failed=_n_failed(draws),
        n=fits[-1].n,
        n_excluded=len(data) - len(complete),
    )


def _drawn(
    matrix: np.ndarray,
    equations: Sequence[EquationColumns],
    fits: Sequence[Fit],
    n_draws: int,
    method: str,
    seed: int | None,
) -> SystemDraws:
    if len(fits) == 1:  # no mediator, so nothing that needs draws
        terms, columns = len(fits[0].terms), matrix.shape[1]
        return SystemDraws((np.empty((0, terms)),), np.empty((0, columns)))
    if method == "bootstrap":
        return bootstrap_system(matrix, equations, n_draws=n_draws, seed=seed)
    return monte_carlo_system(
        [fit.estimates for fit in fits],
        [fit.covariance for fit in fits],
        matrix.std(axis=0, ddof=1),
        n_draws=n_draws,
        seed=seed,
    )


def _n_failed(draws: SystemDraws) -> int:
    """Count draws in which some equation could not be estimated."""
    failed = np.zeros(len(draws.sds), dtype=bool)
    for coefficients in draws.coefficients:
        failed |= ~np.isfinite(coefficients).all(axis=1)
    return int(failed.sum())


def _fits(
    complete: pd.DataFrame,
    system: PathSystem,
    outcome_family: str,
    errors: ErrorKind,
    ci_level: float,
) -> list[Fit]:
    fits: list[Fit] = []
    for equation in system.equations():
        roles: dict[str, Any] = {
            "outcome": equation.outcome,
            "predictors": equation.predictors,
            "interactions": equation.products,
            "covariates": [
                c for c in system.covariates if c not in equation.predictors
            ],
            "centre": False,
            "ci_level": ci_level,
        }
        if _is_logistic(complete, equation, system, outcome_family):
            fits.append(fit_logistic(complete, **roles))
        else:
            fits.append(fit_linear(complete, **roles, errors=errors))
    return fits


def _is_logistic(
    complete: pd.DataFrame, equation: Equation, system: PathSystem, family: str
) -> bool:
    if equation.outcome not in complete:
        return False  # fit_linear tells
    binary = complete[equation.outcome].nunique() == 2
    if equation.outcome == system.outcome:
        return family == "logistic" or (family == "auto" and binary)
    if binary:
        raise ModelError(
            f'the mediator "{equation.outcome}" has only two values',
            code="mediator_binary",
            allowed="a mediator with more than two values",
            advice="A product of paths has no meaning when one is in points and the "
            "other in log odds of the same variable.",
            variable=equation.outcome,
        )
    return False


def _total(
    complete: pd.DataFrame,
    system: PathSystem,
    outcome_fit: Fit,
    errors: ErrorKind,
    ci_level: float,
) -> LinearFit | None:
    """Fit the total effect, which exists without moderators and in points."""
    if system.moderators or not system.mediators or outcome_fit.family != "linear":
        return None
    return fit_linear(
        complete,
        outcome=system.outcome,
        predictors=[system.x],
        covariates=[c for c in system.covariates if c != system.x],
        errors=errors,
        ci_level=ci_level,
    )


def _common_matrix(
    fits: Sequence[Fit],
) -> tuple[np.ndarray, list[str], list[EquationColumns]]:
    """Gather the columns of all equations once each; outcomes are marked ``~``."""
    columns: dict[str, np.ndarray] = {}
    for fit in fits:
        for place, term in enumerate(fit.terms):
            columns.setdefault(term, fit.design.matrix[:, place])
    for fit in fits:
        events = fit.design.outcome
        if fit.family == "logistic":
            events = (events == events.max()).astype(float)
        columns[f"~{fit.outcome}"] = events
    terms = list(columns)
    equations = [
        EquationColumns(
            tuple(terms.index(term) for term in fit.terms),
            terms.index(f"~{fit.outcome}"),
            "logistic" if fit.family == "logistic" else "linear",
        )
        for fit in fits
    ]
    return np.column_stack(list(columns.values())), terms, equations


def _spreads(
    matrix: np.ndarray,
    terms: Sequence[str],
    fits: Sequence[Fit],
    draws: SystemDraws,
    system: PathSystem,
) -> Mapping[str, tuple[float, np.ndarray]]:
    """Sample SD and draws of the SD of x and of a linear outcome."""
    places = {system.x: terms.index(system.x)}
    if fits[-1].family == "linear":
        places[system.outcome] = terms.index(f"~{system.outcome}")
    return {
        name: (float(matrix[:, place].std(ddof=1)), draws.sds[:, place])
        for name, place in places.items()
    }


def _effects(
    system: PathSystem, fits: Sequence[Fit], draws: SystemDraws
) -> tuple[DrawnEffect, ...]:
    """Return specific indirect effects, their total and their differences."""
    by_outcome = {fit.outcome: k for k, fit in enumerate(fits)}

    def path(step: Path, drawn: bool) -> Polynomial:
        k = by_outcome[step[1]]
        values = draws.coefficients[k] if drawn else fits[k].estimates[None, :]
        return _path_polynomial(fits[k], step, system, values)

    specific = []
    for mediators in system.chains:
        steps = system.paths_of(mediators)
        specific.append(
            DrawnEffect(
                system.label(mediators),
                product_of(path(step, False) for step in steps),
                product_of(path(step, True) for step in steps),
            )
        )
    if len(specific) < 2:
        return tuple(specific)
    total = DrawnEffect(
        "total",
        sum_of(effect.estimate for effect in specific),
        sum_of(effect.draws for effect in specific),
    )
    differences = [first.minus(second) for first, second in combinations(specific, 2)]
    return (*specific, total, *differences)


def _path_polynomial(
    fit: Fit, step: Path, system: PathSystem, values: np.ndarray
) -> Polynomial:
    source = step[0]
    found: dict[Monomial, np.ndarray] = {(): values[:, fit.position(source)]}
    for moderating in system.moderators.get(step, ()):
        place = fit.position(":".join((source, *moderating)))
        found[tuple(sorted(moderating))] = values[:, place]
    return Polynomial(found)
