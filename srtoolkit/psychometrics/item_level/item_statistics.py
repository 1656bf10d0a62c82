"""Item analysis of every scale, as a step of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.exploratory.correlations import Correlation
from srtoolkit.psychometrics.item_level.deletion_log import (
    DeletedItem,
    Reasons,
    read_deleted,
)
from srtoolkit.psychometrics.item_level.item_choice import chosen_scales
from srtoolkit.psychometrics.item_level.item_statistics_result import (
    ItemStatisticsResult,
    ScaleItems,
)
from srtoolkit.psychometrics.item_level.items import ItemAnalysisResult, item_analysis
from srtoolkit.psychometrics.reliability.alpha import alpha_from_covariance
from srtoolkit.psychometrics.scores import (
    require_level,
    require_number,
    require_options,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses import Responses

#: Fewest respondents of an item analysis.
_FEWEST = 4
#: An item tells high from low totals when p is below this.
_ALPHA = 0.05


@plan_step("step")
def item_statistics(
    responses: Responses,
    *,
    scales: Sequence[str] | None = None,
    correlation: Correlation = "pearson",
    extreme_share: float = 1 / 3,
    least_citc: float = 0.30,
    deleted: Reasons | None = None,
    ci_level: float = 0.95,
) -> ItemStatisticsResult:
    """Analyse the items of every scale; delete none.

    Each scale uses the respondents who answered all its items; ``glance()``
    counts them.

    Parameters
    ----------
    responses : Responses
    scales : sequence of str, optional
        By default all reflective scales of two items or more.
    correlation : {"pearson", "polychoric"}
        Whether polychoric correlations are wanted too.
    extreme_share : float, from 0.05 to 0.5
        Share of respondents in the upper and lower groups.
    least_citc : float, in (-1, 1)
        Items below are named in a note: a guide, not a rule.
    deleted : mapping, optional
        Log: item code to the reason for deleting it, ``{zh: ..., en: ...}``.
        The items stay in the analysis, so that the log shows what it cost.
    ci_level : float, in (0, 1)

    Raises
    ------
    ModelError
        When a scale or item is not there, or a reason is missing.
    OptionError
        When an option has a value that is not allowed.

    References
    ----------
    Nunnally & Bernstein (1994), Psychometric theory, ch. 8.
    """
    require_level(ci_level)
    require_number("least_citc", least_citc, -1, 1)
    require_number("extreme_share", extreme_share, 0.05, 0.5)
    require_options({"correlation": (correlation, ("pearson", "polychoric"))})
    chosen = chosen_scales(responses, scales)
    log = read_deleted(deleted or {}, chosen)
    options = {
        "correlation": correlation,
        "extreme_share": extreme_share,
        "ci_level": ci_level,
    }
    found = tuple(
        _of_scale(responses, scale, options, least_citc, log) for scale in chosen
    )
    lines = tuple(_line(line, found) for line in log.values())
    return ItemStatisticsResult(found, lines, extreme_share, ci_level, least_citc)


def _of_scale(
    responses: Responses,
    scale: Scale,
    options: dict[str, Any],
    least_citc: float,
    log: Mapping[str, DeletedItem],
) -> ScaleItems:
    codes = [item.id for item in scale.items]
    points = responses.keyed[codes].dropna()
    sizes = (scale.id, len(points), responses.n - len(points), len(codes))
    obstacle = _obstacle(scale.id, points)
    if obstacle is not None:
        return ScaleItems(*sizes, None, notes=(obstacle,))
    limits = _limits(responses, codes)
    analysis = item_analysis(points, limits=limits, **options)
    kept = [at for at, code in enumerate(codes) if code not in log]
    covariance = np.cov(points.to_numpy(dtype=float), rowvar=False)
    without = None
    if 1 < len(kept) < len(codes):
        without = float(alpha_from_covariance(covariance[np.ix_(kept, kept)]))
    return ScaleItems(
        *sizes,
        analysis,
        float(alpha_from_covariance(covariance)),
        without,
        tuple(_notes(scale.id, analysis, least_citc)),
    )


def _limits(
    responses: Responses, codes: Sequence[str]
) -> list[tuple[float, float] | None]:
    """Return the lowest and highest possible answer of each item."""
    formats = {bound.id: bound.response for bound in responses.items}
    return [
        (low, high)
        if (low := formats[code].low) is not None
        and (high := formats[code].high) is not None
        else None
        for code in codes
    ]


def _obstacle(scale: str, points: pd.DataFrame) -> Reason | None:
    """Say why nothing can be computed, if so."""
    if len(points) < _FEWEST:
        return Reason("too_few_complete", {"scale": scale, "n": len(points)})
    constant = [str(name) for name in points if points[name].nunique() == 1]
    if constant:
        return Reason("item_constant", {"scale": scale, "items": constant})
    return None


def _notes(
    scale: str, analysis: ItemAnalysisResult, least_citc: float
) -> Iterable[Reason]:
    """Name items that go against the others, go little with them, or do not part."""
    if analysis.negative:
        items = list(analysis.negative)
        yield Reason("negative_item_rest", {"scale": scale, "items": items})
    weak = [
        str(row.item)
        for row in analysis.coefficients
        if row.coefficient == "citc" and 0 <= (row.est or 0) < least_citc
    ]
    if weak:
        values = {"scale": scale, "items": weak, "least": least_citc}
        yield Reason("item_weak", values)
    if analysis.extremes is None:
        return
    blunt = [
        item
        for item, p in zip(analysis.items, analysis.extremes.p, strict=True)
        if not p < _ALPHA
    ]
    if blunt:
        yield Reason("item_not_discriminating", {"scale": scale, "items": blunt})


def _line(line: DeletedItem, scales: Iterable[ScaleItems]) -> DeletedItem:
    """Add to a line of the log what the item was worth."""
    one = next(one for one in scales if one.scale == line.scale)
    if one.analysis is None:
        return line
    found = {
        row.coefficient: row.est
        for row in one.analysis.coefficients
        if row.item == line.item
    }
    return replace(
        line,
        citc=found.get("citc"),
        alpha=one.alpha,
        alpha_if_deleted=found.get("alpha_if_deleted"),
    )
