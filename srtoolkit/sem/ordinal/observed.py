"""From a table of answers to what a fit with ordered variables knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.observed import GroupMoments, Observed, moments_of
from srtoolkit.sem.ordinal.sample import (
    OrdinalGroup,
    OrdinalSample,
    ordered_names,
    read_ordinal,
)
from srtoolkit.sem.structure.parameters import ModelOptions

if TYPE_CHECKING:
    import pandas as pd


def observe_ordinal(
    data: pd.DataFrame,
    parsed: ParsedModel,
    exogenous: tuple[str, ...],
    ordered: tuple[str, ...] | bool,
    *,
    group: str | None = None,
    pairwise: bool = False,
) -> Observed:
    """Read answers of a model with ordered variables.

    Parameters
    ----------
    exogenous : tuple of str
        Fixed exogenous variables, which all is conditional on.
    ordered : tuple of str or bool
        Names, or True for all others.
    pairwise : bool
        Keep rows with some missing answer.

    Raises
    ------
    ModelError
        See `read_ordinal`.
    """
    variables = tuple(name for name in parsed.observed if name not in exogenous)
    cut = [term.lhs for term in parsed.terms if term.op == "|"]
    sample = read_ordinal(
        data,
        variables,
        exogenous,
        ordered_names(data, variables, ordered, cut),
        group=group,
        pairwise=pairwise,
    )
    return _packed(sample, parsed.observed)


def select_ordinal(
    observed: Observed, names: tuple[str, ...], exogenous: tuple[str, ...]
) -> Observed:
    """Take some of the variables that were read before.

    Parameters
    ----------
    names : tuple of str
        Observed variables of the other model.
    exogenous : tuple of str
        Those of them that all is conditional on.
    """
    sample = observed.ordinal
    assert sample is not None
    columns = (*sample.variables, *sample.covariates)
    variables = tuple(name for name in names if name not in exogenous)
    places = [columns.index(name) for name in variables]
    outside = [columns.index(name) for name in exogenous]
    groups = []
    for group in sample.groups:
        table = np.hstack([group.values, group.x])
        counts = (*group.n_categories, *[0] * len(sample.covariates))
        taken = tuple(counts[place] for place in places)
        groups.append(
            OrdinalGroup(group.label, table[:, places], table[:, outside], taken)
        )
    kept = tuple(pair for pair in sample.thresholds if pair[0] in variables)
    ordered = tuple(sorted(kept, key=lambda pair: variables.index(pair[0])))
    selected = replace(
        sample,
        groups=tuple(groups),
        variables=variables,
        covariates=exogenous,
        thresholds=ordered,
    )
    return _packed(selected, names)


def _packed(sample: OrdinalSample, names: tuple[str, ...]) -> Observed:
    return Observed(
        names,
        latent_moments(sample, names),
        _rows(sample, names),
        sample.row_groups,
        n_incomplete=sample.n_incomplete,
        ordinal=sample,
    )


def with_thresholds(
    options: ModelOptions,
    observed: Observed,
    parameterization: str,
    identification: Literal["lavaan", "wu_estabrook"] = "lavaan",
) -> ModelOptions:
    """Add to the options what only the answers tell: the numbers of thresholds."""
    if observed.ordinal is None:
        return options
    return replace(
        options,
        thresholds=observed.ordinal.thresholds,
        parameterization=parameterization,
        identification=identification,
    )


def latent_moments(
    sample: OrdinalSample, names: tuple[str, ...]
) -> tuple[GroupMoments, ...]:
    """Return each group's moments of latent responses, in the order of `names`."""
    square = np.ix_(_order(sample, names), _order(sample, names))
    groups = []
    for group in sample.groups:
        covariance, means = group.joint_moments()
        ordered_means = means[_order(sample, names)]
        groups.append(
            moments_of(group.label, group.n, covariance[square], ordered_means)
        )
    return tuple(groups)


def _rows(sample: OrdinalSample, names: tuple[str, ...]) -> np.ndarray:
    """Return the answers of all groups in the order of the data."""
    rows = np.empty((len(sample.row_groups), len(names)))
    for number, group in enumerate(sample.groups):
        rows[sample.row_groups == number] = np.hstack([group.values, group.x])
    return rows[:, _order(sample, names)]


def _order(sample: OrdinalSample, names: tuple[str, ...]) -> list[int]:
    columns = (*sample.variables, *sample.covariates)
    return [columns.index(name) for name in names]
