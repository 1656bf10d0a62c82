"""Who is analysed, by what they were picked, and what that does by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison import group_labels
from srtoolkit.errors import ScoresError
from srtoolkit.recovery.criteria import Criterion
from srtoolkit.recovery.diagnostics import SpuriousGap, expected_spurious_gap
from srtoolkit.recovery.evaluation import is_evaluation, scale_of

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Respondents of a within-customer comparison.

    Attributes
    ----------
    picked : ndarray of bool, shape (n_respondents,)
        Those analysed.
    pool : ndarray of bool, shape (n_respondents,)
        Those who could have been picked.
    basis : str or None
        The evaluation they were picked by; None when by nothing, by an event,
        or by assignment.
    """

    picked: np.ndarray
    pool: np.ndarray
    basis: str | None


def selection_of(
    responses: Responses,
    *,
    criterion: Criterion | None,
    condition: str | None,
    control: str | None,
    treated: str | None,
    basis: str | None,
    manipulated: bool,
) -> Selection:
    """Find out who is analysed and by what they were picked.

    A criterion stands over the design: its column is the basis when it asks
    for a judgement (or no instrument declares it). Without one, the basis of
    the treated group is.
    """
    everybody = np.ones(responses.n, dtype=bool)
    pool, picked = everybody, everybody
    if condition is not None and treated is not None:
        responses.require([condition])
        labels = group_labels(responses.answers[condition]).to_numpy(dtype=object)
        picked = np.asarray(labels == treated)
        known = np.array([isinstance(label, str) for label in labels], dtype=bool)
        pool = picked if manipulated else known & np.asarray(labels != control)
    if criterion is not None:
        pool = picked if condition is not None else everybody
        picked = picked & criterion.holds(responses)
        judged = _judges(responses, criterion.column)
        return Selection(picked, pool, criterion.column if judged else None)
    if basis is not None and _judges(responses, basis):
        return Selection(picked, pool, basis)
    return Selection(picked, picked, None)


def gap_of(
    responses: Responses, selection: Selection, outcome: str, before: str
) -> SpuriousGap | None:
    """Return the change that the selection makes by itself.

    None where it cannot be estimated, for example when only the picked
    answered the basis.
    """
    assert selection.basis is not None
    scores = [
        responses.variable(name).to_numpy(dtype=float)[selection.pool]
        for name in (selection.basis, outcome, before)
    ]
    try:
        return expected_spurious_gap(
            scores[0], scores[1], selection.picked[selection.pool], before=scores[2]
        )
    except ScoresError:
        # nothing is hidden: the guard then says that the gap is not known
        return None


def _judges(responses: Responses, column: str) -> bool:
    return scale_of(responses, column) is None or is_evaluation(responses, column)
