"""From answers or a covariance matrix to what an estimator sees of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem.incomplete.observed import observe_incomplete, select_incomplete
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.observed import (
    Observed,
    moments_of,
    observe_covariance,
    observe_data,
)
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.ordinal.observed import observe_ordinal, select_ordinal
from srtoolkit.sem.structure.defaults import settled_exogenous

if TYPE_CHECKING:
    import pandas as pd


def observe(
    parsed: ParsedModel,
    options: FitOptions,
    data: pd.DataFrame | None,
    covariance: pd.DataFrame | None,
    means: pd.Series | None,
    n: int | None,
) -> Observed:
    """Read a sample as model and options ask: complete, with holes, or ordered.

    Raises
    ------
    OptionError
        Unless there are either answers or a covariance matrix.
    ModelError
        When the data do not fit the model; see `observe_data`,
        `observe_incomplete`, `observe_ordinal` and `observe_covariance`.
    """
    if data is not None and covariance is None:
        kept = settled_exogenous(parsed) if options.fixed_x else ()
        if options.has_ordered(parsed):
            return observe_ordinal(
                data,
                parsed,
                kept,
                options.ordered,
                group=options.group,
                pairwise=options.missing == "pairwise",
            )
        if options.missing == "fiml":
            return observe_incomplete(
                data, parsed.observed, group=options.group, exogenous=kept
            )
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


def select(observed: Observed, parsed: ParsedModel, *, fixed_x: bool) -> Observed:
    """Take of a sample that was read before what another model asks for.

    Parameters
    ----------
    fixed_x : bool
        Whether the model is conditional on its exogenous observed variables.
    """
    names = parsed.observed
    kept = settled_exogenous(parsed) if fixed_x else ()
    if observed.ordinal is not None:
        return select_ordinal(observed, names, kept)
    if observed.incomplete is not None:
        return select_incomplete(observed, names, exogenous=kept)
    order = [observed.names.index(name) for name in names]
    groups = tuple(
        moments_of(
            group.label,
            group.n,
            group.covariance[np.ix_(order, order)],
            group.means[order],
        )
        for group in observed.groups
    )
    rows = observed.rows
    return replace(
        observed,
        names=names,
        groups=groups,
        rows=None if rows is None else rows[:, order],
    )
