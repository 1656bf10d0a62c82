"""`fit`: a model and answers in, a `SemFit` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.bootstrap import bootstrap_draws
from srtoolkit.sem.fit_indices import fit_indices_of
from srtoolkit.sem.fitting import Solution
from srtoolkit.sem.layout import Layout, build_layout
from srtoolkit.sem.native_engine import fit_native
from srtoolkit.sem.observed import (
    GroupMoments,
    Observed,
    observe_covariance,
    observe_data,
)
from srtoolkit.sem.options import FitOptions, require_available, require_known
from srtoolkit.sem.parsed import ParsedModel
from srtoolkit.sem.result import SemFit
from srtoolkit.sem.second_engine import fit_semopy
from srtoolkit.sem.specification import ModelType, Specification, build_specification
from srtoolkit.sem.standard_errors import expected_covariance
from srtoolkit.sem.status import judge
from srtoolkit.sem.syntax import parse_model

if TYPE_CHECKING:
    import pandas as pd

Engine = Callable[[Specification, Layout, tuple[GroupMoments, ...]], Solution]
_ENGINES: Mapping[str, Engine] = {"native": fit_native, "semopy": fit_semopy}


def fit(
    model: str | ParsedModel,
    data: pd.DataFrame | None = None,
    *,
    covariance: pd.DataFrame | None = None,
    means: pd.Series | None = None,
    n: int | None = None,
    estimator: str = "ML",
    missing: str = "listwise",
    group: str | None = None,
    equal: Sequence[str] = (),
    partial: Sequence[str] = (),
    ordered: Sequence[str] | bool = (),
    std_lv: bool = False,
    orthogonal: bool = False,
    fixed_x: bool = True,
    mean_structure: bool | None = None,
    information: str = "default",
    likelihood: str = "normal",
    parameterization: str = "delta",
    model_type: ModelType = "sem",
    bootstrap: int = 0,
    seed: int | None = None,
    jobs: int = 1,
    engine: str = "semopy",
) -> SemFit:
    """Fit a structural equation model.

    Parameters
    ----------
    model : str or ParsedModel
        In lavaan's syntax.
    data : DataFrame, shape (n_respondents, n_columns)
        Answers in points; rows with a missing answer are left out.
    covariance, means : DataFrame, Series
        Instead of `data`: covariance with divisor n - 1, rows and columns
        named alike, and means when intercepts are asked for.
    n : int
        Respondents behind `covariance`.
    estimator, missing, information, likelihood, parameterization : str
        As in lavaan. Both engines have maximum likelihood with complete rows
        and expected information.
    group : str
        Column of groups; engine ``native`` only.
    equal, partial, ordered : sequence of str
        Known, but in neither engine yet: asking for them is an error.
    std_lv : bool
        Latent variances are one instead of first loadings.
    orthogonal : bool
        Latent covariances that the model does not name are zero.
    fixed_x : bool
        Exogenous observed variables keep the sample's moments.
    mean_structure : bool or None
        None: when intercepts are written, with groups, and for growth models.
    model_type : {"sem", "cfa", "growth"}
        Whose defaults of lavaan apply.
    bootstrap : int
        Draws; errors and percentile intervals are then those of the draws.
    seed : int or None
        Of the draws, which are the same at any number of `jobs`.
    engine : {"semopy", "native"}

    Returns
    -------
    SemFit
        Also when the search failed: look at its ``status``.

    Raises
    ------
    ModelError
        When the model is written wrongly, does not fit the data, or asks for
        what the engine does not have; each with every problem found.
    OptionError
        When an option has an unknown value.
    """
    options = FitOptions(
        estimator,
        missing,
        group,
        tuple(equal),
        tuple(partial),
        ordered if isinstance(ordered, bool) else tuple(ordered),
        std_lv,
        orthogonal,
        fixed_x,
        mean_structure,
        information,
        likelihood,
        parameterization,
        model_type,
        bootstrap,
        seed,
        jobs,
        engine,
    )
    require_known(options)
    parsed = model if isinstance(model, ParsedModel) else parse_model(model)
    require_available(parsed, options)
    observed = _observe(parsed, options, data, covariance, means, n)
    return fit_observed(parsed, observed, options)


def fit_observed(
    parsed: ParsedModel, observed: Observed, options: FitOptions
) -> SemFit:
    """Fit to moments that were read before.

    Raises
    ------
    ModelError
        With fewer rows than free parameters.
    """
    specification = build_specification(
        parsed, options.model_options(parsed), n_groups=len(observed.groups)
    )
    _require_more_rows_than_parameters(specification, observed)
    layout = build_layout(specification)
    solution = _ENGINES[options.engine](specification, layout, observed.groups)
    covariance = expected_covariance(layout, observed.groups, solution.vector)
    status = judge(specification, layout, observed.groups, solution)
    if status.code == "not_identified":
        covariance = np.full_like(covariance, np.nan)
    indices = fit_indices_of(
        specification, layout, observed.groups, solution.vector, solution.value
    )
    draws = None
    if options.bootstrap:
        draws = bootstrap_draws(
            specification,
            layout,
            observed,
            solution.vector,
            covariance,
            n_draws=options.bootstrap,
            seed=options.seed,
            jobs=options.jobs,
        )
    return SemFit(
        parsed,
        specification,
        layout,
        observed,
        options,
        solution,
        covariance,
        status,
        indices,
        draws,
    )


def refit(fitted: SemFit, parsed: ParsedModel) -> SemFit:
    """Fit another model to the same moments, without a bootstrap."""
    names = parsed.observed
    order = [fitted.observed.names.index(name) for name in names]
    groups = tuple(
        replace(
            group,
            covariance=group.covariance[np.ix_(order, order)],
            means=group.means[order],
        )
        for group in fitted.observed.groups
    )
    observed = Observed(names, groups, n_incomplete=fitted.observed.n_incomplete)
    return fit_observed(parsed, observed, replace(fitted.options, bootstrap=0))


def _observe(
    parsed: ParsedModel,
    options: FitOptions,
    data: pd.DataFrame | None,
    covariance: pd.DataFrame | None,
    means: pd.Series | None,
    n: int | None,
) -> Observed:
    if data is not None and covariance is None:
        return observe_data(data, parsed.observed, group=options.group)
    if covariance is None or data is not None:
        raise OptionError(
            "a fit needs either answers or a covariance matrix",
            code="data_or_covariance",
            allowed="data, or covariance with n",
        )
    if options.group is not None:
        raise OptionError("groups need the answers", code="group_needs_rows")
    if options.model_options(parsed).mean_structure and means is None:
        raise ModelError(
            "this model has intercepts, so it needs the means",
            code="means_missing",
            advice="Give means=.",
        )
    return observe_covariance(covariance, parsed.observed, n=n, means=means)


def _require_more_rows_than_parameters(
    specification: Specification, observed: Observed
) -> None:
    if observed.n >= specification.n_free:
        return
    raise ModelError(
        f"{observed.n} complete rows are fewer than the model's "
        f"{specification.n_free} free parameters",
        code="fewer_rows_than_parameters",
        advice="Use a smaller model, or scale scores instead of items.",
        n=observed.n,
        n_free=specification.n_free,
    )
