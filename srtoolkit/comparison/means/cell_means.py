"""Means, spreads and sizes of the cells of a factorial design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison.scores.group_means import describe_scores, outcome_limits
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.inference import Reason
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

TIDY_COLUMNS = (
    "outcome",
    "cell",
    "n",
    "mean",
    "sd",
    "ci_low",
    "ci_high",
    "ci_level",
)


@dataclass(frozen=True, slots=True)
class CellMean:
    """One outcome in one cell.

    Attributes
    ----------
    outcome : str
    levels : mapping of str to float or str
        The cell's level of each factor, as the factor's column has it.
    n : int
        Respondents with a score.
    mean, sd, ci_low, ci_high : float or None
        In points; the interval of the cell's own spread and t with n - 1
        degrees of freedom. None where the cell is too small.
    ci_level : float
    """

    outcome: str
    levels: Mapping[str, float | str]
    n: int
    mean: float | None
    sd: float | None
    ci_low: float | None
    ci_high: float | None
    ci_level: float


@dataclass(frozen=True, slots=True)
class CellMeans:
    """Every outcome in every cell.

    Attributes
    ----------
    factors : tuple of str
    cells : tuple of CellMean
        Outcome by outcome; the first factor changes slowest.
    limits : mapping of str to list of float
        Lowest and highest score each outcome can have.
    notes : tuple of Reason
        ``cells_without_answers`` names the outcome and how many cells.
    """

    factors: tuple[str, ...]
    cells: tuple[CellMean, ...]
    limits: Mapping[str, list[float]]
    notes: tuple[Reason, ...] = field(default=())

    @property
    def details(self) -> dict[str, Any]:
        """Factors, cells with their levels, and the outcomes' limits."""
        return {
            "factors": list(self.factors),
            "cells": [asdict(cell) for cell in self.cells],
            "limits": dict(self.limits),
        }

    def tidy(self) -> pd.DataFrame:
        """One row an outcome and cell; the cell as ``locus=0.5, stability=-0.5``."""
        import pandas as pd

        rows = [asdict(cell) | {"cell": _written(cell.levels)} for cell in self.cells]
        return pd.DataFrame(rows, columns=list(TIDY_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: factors, cells, and the smallest and the largest of them."""
        import pandas as pd

        sizes = [cell.n for cell in self.cells]
        row = {
            "n_factors": len(self.factors),
            "n_cells": len({_written(cell.levels) for cell in self.cells}),
            "n_min": min(sizes),
            "n_max": max(sizes),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


@plan_step("step")
def cell_means(
    responses: Responses,
    *,
    outcomes: Sequence[str],
    factors: Sequence[str],
    ci_level: float = 0.95,
) -> CellMeans:
    """Describe outcomes in every cell of crossed factors.

    Parameters
    ----------
    outcomes : sequence of str
        Scales, items or numeric columns.
    factors : sequence of str
        Columns of few values each, such as the plan's design makes of its
        conditions. A figure has the first along its axis, the second as
        lines and the third as panels.
    ci_level : float, in (0, 1)

    Returns
    -------
    CellMeans

    Raises
    ------
    OptionError
        When no outcome or no factor is named.
    ResponsesError
        When one of them is not there.
    ModelError
        When a factor has fewer than two levels.

    References
    ----------
    Maxwell, Delaney & Kelley (2018), Designing Experiments and Analyzing Data,
    3rd ed., chapters 7 and 8.
    """
    if not outcomes or not factors:
        raise OptionError(
            "cell means need at least one outcome and one factor",
            code="cells_not_named",
            allowed="outcomes: [RSAT]; factors: [locus, stability]",
        )
    responses.require([*outcomes, *factors])
    columns = responses.covariates(factors)
    levels = {name: _levels(name, columns[name]) for name in factors}
    every = [
        dict(zip(factors, chosen, strict=True)) for chosen in product(*levels.values())
    ]
    cells = tuple(
        _cell(responses.variable(outcome), outcome, columns, cell, ci_level)
        for outcome in outcomes
        for cell in every
    )
    limits = {name: outcome_limits(responses, name) for name in outcomes}
    return CellMeans(tuple(factors), cells, limits, _notes(cells))


def _levels(name: str, column: pd.Series) -> list[Any]:
    found = sorted(column.dropna().unique().tolist())
    if len(found) < 2:
        raise ModelError(
            f'the factor "{name}" has {len(found)} level(s) among these answers',
            code="factor_levels",
            allowed="two or more",
            factor=name,
        )
    return found


def _cell(
    scores: pd.Series[float],
    outcome: str,
    columns: pd.DataFrame,
    levels: Mapping[str, Any],
    ci_level: float,
) -> CellMean:
    chosen = scores.notna()
    for name, level in levels.items():
        chosen &= columns[name] == level
    found = describe_scores(scores[chosen].to_numpy(dtype=float), ci_level)
    return CellMean(outcome, levels, int(chosen.sum()), *found, ci_level)


def _notes(cells: Sequence[CellMean]) -> tuple[Reason, ...]:
    empty: dict[str, int] = {}
    for cell in cells:
        if not cell.n:
            empty[cell.outcome] = empty.get(cell.outcome, 0) + 1
    return tuple(
        Reason("cells_without_answers", {"outcome": outcome, "n_cells": n})
        for outcome, n in empty.items()
    )


def _written(levels: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={level}" for name, level in levels.items())
