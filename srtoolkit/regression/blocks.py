"""Hierarchical regression: what each block of predictors adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.columns import columns_of
from srtoolkit.regression.linear import LinearFit, fit_linear, require_unexplained
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class BlocksResult:
    """Regressions that each add one block to the one before.

    Attributes
    ----------
    fits : tuple of LinearFit
        One a block, all on the same rows.
    """

    fits: tuple[LinearFit, ...]

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient, with the column ``block`` from 1."""
        import pandas as pd

        tables = [fit.tidy().assign(block=k + 1) for k, fit in enumerate(self.fits)]
        return pd.concat(tables, ignore_index=True)

    def glance(self) -> pd.DataFrame:
        """One row a block.

        ``block, terms, r2, adj_r2, rss, df2, delta_r2, f2, f_change, df1,
        p_change, f_robust, p_robust``. ``f_change`` takes equal variances;
        ``f_robust`` is the Wald test by the errors of the fits. ``f2`` is the
        change over what the larger model leaves unexplained.
        """
        import pandas as pd

        rows, before = [], None
        for number, fit in enumerate(self.fits, 1):
            rows.append({"block": number} | block_change(before, fit))
            before = fit
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Everything in its two tables as plain values."""
        return {
            "tidy": self.tidy().to_dict("records"),
            "glance": self.glance().to_dict("records"),
        }


def fit_blocks(
    data: pd.DataFrame,
    *,
    outcome: str,
    blocks: Sequence[Sequence[str]],
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "HC3",
    ci_level: float = 0.95,
) -> BlocksResult:
    """Fit regressions that each add a block of terms.

    Parameters
    ----------
    blocks : sequence of sequences of str
        Columns, or products ``STA:CON``. Covariates stand in the first block.

    Other parameters as in `fit_linear`. All blocks are fitted to the rows
    that are complete in all columns.

    Raises
    ------
    ModelError
        As `fit_linear`, without any block, and when the blocks determine the
        outcome exactly.

    References
    ----------
    Cohen, Cohen, West & Aiken (2003), Applied Multiple Regression, ch. 5.
    """
    if not blocks or not all(blocks):
        raise ModelError("a hierarchical regression needs blocks", code="no_blocks")
    listed = [term.replace(" ", "") for block in blocks for term in block]
    columns = dict.fromkeys(f for term in listed for f in term.split(":"))
    used = list(dict.fromkeys((outcome, *columns, *covariates)))
    complete = data.dropna(subset=[name for name in used if name in data])
    fits, terms = [], []
    for block in blocks:
        terms += [term.replace(" ", "") for term in block]
        fits.append(
            fit_linear(
                complete,
                outcome=outcome,
                predictors=[term for term in terms if ":" not in term],
                interactions=[term.split(":") for term in terms if ":" in term],
                covariates=covariates,
                categories=categories,
                centre=centre,
                errors=errors,
                ci_level=ci_level,
            )
        )
    require_unexplained(fits[-1], outcome)
    return BlocksResult(tuple(fits))


@plan_step("step")
def hierarchical(
    responses: Responses,
    *,
    outcome: str,
    blocks: Sequence[Sequence[str]],
    errors: ErrorKind = "HC3",
    centre: bool = True,
) -> BlocksResult:
    """Fit a hierarchical regression of scores, block after block.

    Parameters
    ----------
    outcome : str
    blocks : list of lists of str
        Scales, items or columns that enter together; ``STA:CON`` is a product
        of two that stand in an earlier block, or in the same one. A choice
        without order and a column of text get one dummy a category.
    errors : str
        ``classic`` or ``HC0`` to ``HC4``.
    centre : bool
        Whether the factors of products are centred.

    Raises
    ------
    ModelError
        As `fit_blocks`.
    """
    factors = (f.strip() for block in blocks for t in block for f in t.split(":"))
    names = list(dict.fromkeys(factors))
    responses.require([outcome, *names])
    categories = [name for name in names if not responses.is_amount(name)]
    scores = [outcome, *(name for name in names if name not in categories)]
    return fit_blocks(
        columns_of(responses, scores, categories),
        outcome=outcome,
        blocks=blocks,
        categories=categories,
        errors=errors,
        centre=centre,
    )


def block_change(before: LinearFit | None, fit: LinearFit) -> dict[str, Any]:
    """Return the row of `BlocksResult.glance` that a larger regression gives."""
    from scipy.stats import f as f_distribution

    total = float(((fit.design.outcome - fit.design.outcome.mean()) ** 2).sum())
    r2_before = 0.0 if before is None else before.r2
    earlier = () if before is None else before.terms
    added = [k for k, t in enumerate(fit.terms) if t not in earlier and k > 0]
    change, df1 = fit.r2 - r2_before, len(added)
    f = change / df1 / ((1 - fit.r2) / fit.df2)
    robust = _wald(fit, added)
    return {
        "terms": ", ".join(fit.terms[k] for k in added),
        "r2": fit.r2,
        "adj_r2": fit.adj_r2,
        "rss": total * (1 - fit.r2),
        "df2": fit.df2,
        "delta_r2": change,
        "f2": change / (1 - fit.r2),
        "f_change": f,
        "df1": df1,
        "p_change": float(f_distribution.sf(f, df1, fit.df2)),
        "f_robust": robust,
        "p_robust": float(f_distribution.sf(robust, df1, fit.df2)),
    }


def _wald(fit: LinearFit, places: Sequence[int]) -> float:
    block = fit.covariance[np.ix_(places, places)]
    slopes = fit.estimates[list(places)]
    return float(slopes @ np.linalg.solve(block, slopes)) / len(places)
