"""Who complains is not random, and a survey should say how far it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.recovery.guards import BetweenDesign

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Construct (code of the theory map) of a complaint made to the company.
_COMPLAINT = "VOI"


def complaint_diagnostics(
    responses: Responses, design: BetweenDesign
) -> list[dict[str, Any]]:
    """Compare those who complained with those who did not, in a survey.

    One diagnostic where an instrument declares whether somebody complained as
    a yes or no: the share who did, and the covariate on which they differ
    most, in standard deviations. None in an experiment.
    """
    column = None if design.manipulated else complaint_column(responses)
    if column is None:
        return []
    answers = responses.answers[column].to_numpy(dtype=float)
    known = np.isfinite(answers)
    complained = answers == answers[known].max()
    values: dict[str, Any] = {
        "column": column,
        "share": float(complained[known].mean()),
        "n": int(known.sum()),
    }
    largest = _largest_difference(responses, design, complained, known)
    if largest is None:
        return [{"code": "complaint_not_random", "values": values}]
    values |= {"covariate": largest[0], "smd": largest[1]}
    return [{"code": "complainers_differ", "values": values}]


def complaint_column(responses: Responses) -> str | None:
    """Return the item that records a complaint as one of two answers."""
    for loaded in responses.instruments:
        for scale in loaded.instrument.scales:
            if scale.construct_code != _COMPLAINT or len(scale.items) != 1:
                continue
            name = scale.items[0].id
            if name in responses.answers and responses.answers[name].nunique() == 2:
                return name
    return None


def _largest_difference(
    responses: Responses,
    design: BetweenDesign,
    complained: np.ndarray,
    known: np.ndarray,
) -> tuple[str, float] | None:
    found = []
    for name in design.covariates:
        column = responses.covariates([name])[name]
        if column.dtype != np.float64:
            continue
        values = column.to_numpy(dtype=float)
        parts = [
            values[known & np.isfinite(values) & group]
            for group in (complained, ~complained)
        ]
        if min(map(len, parts)) < 2:
            continue
        spread = np.sqrt((parts[0].var(ddof=1) + parts[1].var(ddof=1)) / 2)
        if spread > 0:
            gap = float((parts[0].mean() - parts[1].mean()) / spread)
            found.append((name, gap))
    return max(found, key=lambda pair: abs(pair[1]), default=None)
