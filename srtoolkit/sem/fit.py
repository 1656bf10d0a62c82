"""`fit`: a model and answers in, a `SemFit` out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.sem.complete.estimation import estimate_complete
from srtoolkit.sem.data_checks import require_more_rows_than_parameters
from srtoolkit.sem.estimated import Estimated
from srtoolkit.sem.fitted import Fitted
from srtoolkit.sem.incomplete.estimation import estimate_incomplete
from srtoolkit.sem.indices.fit_indices import fit_indices_of
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.language.syntax import parse_model
from srtoolkit.sem.observed import Observed
from srtoolkit.sem.options import FitOptions, require_available, require_known
from srtoolkit.sem.ordinal.observed import with_thresholds
from srtoolkit.sem.reading import observe, select
from srtoolkit.sem.resamples.model_bootstrap import with_draws
from srtoolkit.sem.result import SemFit
from srtoolkit.sem.search.effort import USUAL_EFFORT, SearchEffort
from srtoolkit.sem.status import judge
from srtoolkit.sem.structure.layout import Layout, build_layout
from srtoolkit.sem.structure.parameters import ModelType
from srtoolkit.sem.structure.specification import Specification, build_specification

if TYPE_CHECKING:
    import pandas as pd

Method = Callable[[Specification, Layout, Observed, FitOptions], Estimated]


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
    engine: str = "native",
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
    estimator : str
        ML, MLR, MLM, MLMV, MLMVS, MLF, GLS, WLS, ULS, DWLS, WLSM, WLSMV or
        ULSMV, with lavaan's errors and tests.
    missing : {"listwise", "fiml", "pairwise"}
    information : {"default", "expected", "observed"}
    likelihood : {"normal", "wishart"}
        ``wishart``: divisor n - 1, as in AMOS and LISREL.
    parameterization : {"delta", "theta"}
        Of ordered variables.
    group : str
        Column of groups.
    equal : sequence of str
        Kinds of parameters held equal over groups: ``loadings``,
        ``intercepts``, ``residuals``, ``regressions``, ``means``,
        ``lv_variances``, ``lv_covariances``, ``residual_covariances``,
        ``thresholds``.
    partial : sequence of str
        What `equal` releases: ``visual =~ x3``, ``x2 ~ 1``, ``x1 ~~ x1``.
    ordered : sequence of str, or bool
        Variables with ordered categories; True for all.
    std_lv : bool
        Latent variances are one instead of first loadings.
    orthogonal : bool
        Latent covariances that the model does not name are zero.
    fixed_x : bool
        Exogenous observed variables keep the sample's moments; least squares of
        continuous variables treat them as random all the same, as in lavaan.
    mean_structure : bool or None
        None: when intercepts are written, with groups, and for growth models.
    model_type : {"sem", "cfa", "growth"}
        Whose defaults of lavaan apply.
    bootstrap : int
        Draws; errors and percentile intervals are then those of the draws.
    seed : int or None
        Of the draws, which are the same at any number of `jobs`.
    engine : {"native", "semopy"}
        ``semopy``, the second opinion, has maximum likelihood only, of one
        group with complete rows.

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
        tuple(kind.replace(".", "_") for kind in equal if kind != "none"),
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
    observed = observe(parsed, options, data, covariance, means, n)
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
    specification = _specification(parsed, observed, options)
    layout = build_layout(specification)
    estimated = _method(parsed, options)(specification, layout, observed, options)
    solution, covariance = estimated.solution, estimated.covariance
    status = judge(specification, estimated)
    if status.code == "not_identified":
        covariance = np.full_like(covariance, np.nan)
    indices = fit_indices_of(specification, layout, observed.groups, estimated)
    fitted = SemFit(
        parsed,
        specification,
        layout,
        observed,
        options,
        solution,
        covariance,
        status,
        indices,
        None,
        estimated,
    )
    if options.bootstrap:
        return with_draws(
            fitted, options.bootstrap, seed=options.seed, jobs=options.jobs
        )
    return fitted


def estimate_answers(
    parsed: ParsedModel, data: pd.DataFrame, options: FitOptions
) -> Estimated:
    """Read answers and estimate, without judging or packing the result."""
    observed = observe(parsed, options, data, None, None, None)
    specification = _specification(parsed, observed, options)
    layout = build_layout(specification)
    return _method(parsed, options)(specification, layout, observed, options)


def _specification(
    parsed: ParsedModel, observed: Observed, options: FitOptions
) -> Specification:
    settled = with_thresholds(
        options.model_options(parsed),
        observed,
        options.parameterization,
        options.identification,
    )
    specification = build_specification(parsed, settled, n_groups=len(observed.groups))
    require_more_rows_than_parameters(
        observed.n, specification.n_free, complete=observed.incomplete is None
    )
    return specification


def _method(parsed: ParsedModel, options: FitOptions) -> Method:
    """Return the method of estimation that options and data ask for."""
    if options.has_ordered(parsed):
        from srtoolkit.sem.ordinal.estimation import estimate_ordinal

        return estimate_ordinal
    if options.missing == "fiml":
        return estimate_incomplete
    return estimate_complete


def refit(
    fitted: Fitted, parsed: ParsedModel, *, effort: SearchEffort = USUAL_EFFORT
) -> SemFit:
    """Fit another model to the same moments, without a bootstrap.

    Parameters
    ----------
    effort : SearchEffort
        `SHORT_EFFORT` for a model that may have no optimum and that the caller
        starts well.
    """
    again = replace(fitted.options, bootstrap=0, effort=effort)
    observed = select(fitted.observed, parsed, fixed_x=again.fixed_x)
    return fit_observed(parsed, observed, again)
