"""Every index of careless responding, one row a respondent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.responses.asked import asked_of
from srtoolkit.responses.careless_limits import CarelessLimits
from srtoolkit.responses.indices.consistency import even_odd, person_total
from srtoolkit.responses.indices.distance import mahalanobis, mahalanobis_limit
from srtoolkit.responses.indices.runs import longstring
from srtoolkit.responses.indices.synonyms import (
    psychometric_antonyms,
    psychometric_synonyms,
)
from srtoolkit.responses.indices.variability import irv
from srtoolkit.responses.rated_blocks import (
    keyed_points,
    points,
    rated_blocks,
    rated_items,
)
from srtoolkit.responses.shown_order import points_as_shown
from srtoolkit.responses.timing import seconds_per_item

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem

#: Fewest scales behind an even-odd index: a correlation over fewer is chance.
_FEWEST_SCALES = 4
_FEWEST_PAIRS = 4
#: Pairs of items chosen from fewer respondents would be chance.
_FEWEST_RESPONDENTS = 30


@dataclass(frozen=True, slots=True, eq=False)
class CarelessIndex:
    """One index of one block.

    Attributes
    ----------
    name : str
        Code of the index.
    block : str or None
        None where it is taken over all rated items.
    n_items : int
        Items, or for consistency scales or pairs, it rests on.
    values : ndarray, shape (n_respondents,)
        NaN where not defined.
    limit : float or None
        Beyond it the index is worth a look; None where there is no guide.
    """

    name: str
    block: str | None
    n_items: int
    values: np.ndarray
    limit: float | None = None


def careless_indices(
    responses: Responses, limits: CarelessLimits
) -> tuple[list[CarelessIndex], list[Reason]]:
    """Compute what the answers allow, and say what they do not."""
    found: list[CarelessIndex] = []
    notes: list[Reason] = []
    for block in rated_blocks(responses):
        answers = points_as_shown(responses, block.items)
        n_items = len(block.items)
        shares = longstring(answers) / n_items
        average = longstring(answers, average=True)
        found += [
            CarelessIndex("longstring_share", block.name, n_items, shares),
            CarelessIndex("avgstring", block.name, n_items, average),
            CarelessIndex("irv", block.name, n_items, irv(answers)),
        ]
    everything = [b for block in rated_blocks(responses) for b in block.items]
    for compute in (_distance, _halves, _synonyms, _antonyms, _total, _time):
        index, note = compute(responses, everything, limits)
        found += [] if index is None else [index]
        notes += [] if note is None else [note]
    return found, notes


_Found = tuple[CarelessIndex | None, Reason | None]
_Compute = Callable[["Responses", "list[BoundItem]", CarelessLimits], _Found]


def _distance(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    asked = asked_of(responses, [b.id for b in items]).table
    answers = points(responses, items)[:, asked.all(axis=0)]
    answers = answers[:, _varies(answers)]
    n_items = answers.shape[1]
    if n_items < 2:
        return None, None
    try:
        values = mahalanobis(answers)
    except ScoresError:
        return None, Reason("distance_not_computed", {"n_items": n_items})
    limit = mahalanobis_limit(n_items, limits.mahalanobis_confidence)
    return CarelessIndex("mahalanobis", None, n_items, values, limit), None


def _halves(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    sizes: dict[tuple[str, str], int] = {}
    for bound in items:
        key = (bound.instrument, bound.scale.id)
        sizes[key] = sizes.get(key, 0) + 1
    ordered = [b for key in sizes for b in items if (b.instrument, b.scale.id) == key]
    n_scales = sum(size > 1 for size in sizes.values())
    if n_scales < _FEWEST_SCALES:
        return None, Reason("too_few_scales_for_halves", {"n_scales": n_scales})
    found = even_odd(
        _as_share(keyed_points(responses, ordered), ordered), [*sizes.values()]
    )
    values = np.where(found.n_used >= _FEWEST_SCALES, found.values, np.nan)
    return CarelessIndex("even_odd", None, n_scales, values, limits.even_odd), None


def _synonyms(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    return _over_pairs(responses, items, "synonyms", limits)


def _antonyms(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    return _over_pairs(responses, items, "antonyms", limits)


def _over_pairs(
    responses: Responses, items: list[BoundItem], name: str, limits: CarelessLimits
) -> _Found:
    if responses.n < _FEWEST_RESPONDENTS:
        return None, Reason("too_few_for_pairs", {"n": responses.n})
    answers = _as_share(points(responses, items), items)
    index = psychometric_synonyms if name == "synonyms" else psychometric_antonyms
    critical = getattr(limits, f"critical_{name}")
    try:
        found = index(answers, critical=critical)
    except ScoresError:
        return None, Reason(f"no_{name}", {"critical": critical})
    n_pairs = int(found.n_used.max())
    if n_pairs < _FEWEST_PAIRS:
        return None, Reason(f"few_{name}", {"n_pairs": n_pairs, "critical": critical})
    return CarelessIndex(name, None, n_pairs, found.values, getattr(limits, name)), None


def _total(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    if len(items) < limits.fewest_items:
        return None, None
    values = person_total(_as_share(points(responses, items), items)).values
    return CarelessIndex("person_total", None, len(items), values), None


def _time(
    responses: Responses, items: list[BoundItem], limits: CarelessLimits
) -> _Found:
    values = seconds_per_item(responses)
    if values is None:
        return None, None
    n_items = len(rated_items(responses))
    limit = limits.seconds_per_item
    return CarelessIndex("seconds_per_item", None, n_items, values, limit), None


def _varies(answers: np.ndarray) -> np.ndarray:
    low = np.where(np.isnan(answers), np.inf, answers).min(axis=0)
    high = np.where(np.isnan(answers), -np.inf, answers).max(axis=0)
    return np.asarray(high > low)


def _as_share(answers: np.ndarray, items: list[BoundItem]) -> np.ndarray:
    """Put formats of unequal range on one, where there is more than one.

    Within one format nothing is changed; over several, a respondent's
    correlation would else be one of formats.
    """
    ranges = {(b.response.low, b.response.high) for b in items}
    if len(ranges) < 2 or any(low is None or high is None for low, high in ranges):
        return answers
    low = np.array([b.response.low for b in items], dtype=float)
    high = np.array([b.response.high for b in items], dtype=float)
    return np.asarray((answers - low) / (high - low))
