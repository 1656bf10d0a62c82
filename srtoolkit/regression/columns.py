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
    """Return scores, and covariates as they stand (they may be words).

    Raises
    ------
    ResponsesError
        When a name is neither a scale, an item nor a column.
    """
    import pandas as pd

    names = tuple(dict.fromkeys(scores))
    responses.require((*names, *covariates))
    columns = {name: responses.variable(name) for name in names}
    for name in covariates:
        raw = name in responses.answers.columns
        columns[name] = responses.answers[name] if raw else responses.variable(name)
    return pd.DataFrame(columns)
