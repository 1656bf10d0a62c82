"""From responses to the columns that a regression uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


def columns_of(
    responses: Responses, scores: Sequence[str], covariates: Sequence[str] = ()
) -> pd.DataFrame:
    """Return scores as numbers, and covariates: words where they are categories.

    Parameters
    ----------
    scores, covariates : sequence of str
        Scales, items or columns; a name in both is a score.

    Returns
    -------
    DataFrame, shape (n_respondents, n_names)

    Raises
    ------
    ResponsesError
        When a name is neither a scale, an item nor a column, or a score is
        text or names categories.
    """
    import pandas as pd

    names = tuple(dict.fromkeys(scores))
    held = [name for name in dict.fromkeys(covariates) if name not in names]
    responses.require((*names, *held))
    columns = pd.DataFrame({name: responses.variable(name) for name in names})
    return pd.concat([columns, responses.covariates(held)], axis=1)
