"""Formative scales: collinearity of the indicators, and redundancy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import OptionError, Problem, ScoresError, did_you_mean
from srtoolkit.inference import Reason, percentile_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.few_indicators.collinearity import (
    redundancy,
    variance_inflation,
)
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class FormativeScale:
    """One formative scale.

    Attributes
    ----------
    scale : str
    n : int
        Respondents with all indicators and, where asked for, the criterion.
    n_items : int
    criterion : str or None
        The global item, or scale, that the indicators should reproduce.
    coefficients : tuple of Coefficient
        Of each indicator ``vif``, ``tolerance`` and with a criterion
        ``weight`` (standardised); of the scale with a criterion
        ``redundancy``.
    notes : tuple of Reason
    """

    scale: str
    n: int
    n_items: int
    criterion: str | None
    coefficients: tuple[Coefficient, ...]
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FormativeResult:
    """Formative scales of the instruments.

    Attributes
    ----------
    scales : tuple of FormativeScale
    further : tuple of Reason
        What is not about one scale.
    """

    scales: tuple[FormativeScale, ...]
    further: tuple[Reason, ...] = ()

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers."""
        return (*(note for scale in self.scales for note in scale.notes), *self.further)

    def tidy(self) -> pd.DataFrame:
        """One row per scale or indicator and coefficient."""
        rows = (row for scale in self.scales for row in scale.coefficients)
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row per scale: ``scale, n, n_items, criterion``."""
        import pandas as pd

        columns = ["scale", "n", "n_items", "criterion"]
        rows = [[getattr(scale, name) for name in columns] for scale in self.scales]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@plan_step("step")
def formative(
    responses: Responses,
    *,
    measurement: str | None = None,
    criterion: Mapping[str, str] | None = None,
    vif_limit: float = 5.0,
    bootstrap: int = 0,
    seed: int | None = None,
    ci_level: float = 0.95,
) -> FormativeResult:
    """Judge formative scales by what applies to them.

    The indicators of a formative scale need not be correlated, so there is no
    alpha. They should not be collinear, and together they should reproduce a
    global item of the same construct (redundancy analysis: the multiple
    correlation of that item with the indicators).

    Parameters
    ----------
    responses : Responses
        All scales of kind ``formative`` with two indicators or more are taken.
    measurement : str, optional
        Measurement model; a formative scale that it treats as a factor is noted.
    criterion : mapping of str to str, optional
        Formative scale to its global item or scale.
    vif_limit : float, above 1
        A larger variance inflation factor is noted; guides are 3.3
        (Diamantopoulos & Siguaw 2006) and 5 (Hair and others).
    bootstrap : int
        Draws for the percentile interval of redundancy; 0 for none.
    seed : int or None
    ci_level : float, in (0, 1)

    Raises
    ------
    ScoresError
        When `criterion` names something that is not there.
    OptionError
        When `ci_level` or `vif_limit` is out of range.

    References
    ----------
    Diamantopoulos & Winklhofer (2001), Journal of Marketing Research 38,
    269-277. Diamantopoulos & Siguaw (2006), British Journal of Management 17,
    263-282. Chin (1998), in Marcoulides, Modern methods for business research,
    295-336 (redundancy analysis).
    """
    require_level(ci_level)
    if not vif_limit > 1:
        raise OptionError(
            f"vif_limit is {vif_limit:g}", code="wrong_vif_limit", allowed="above 1"
        )
    scales = [s for s in responses.scales if s.kind == "formative" and len(s.items) > 1]
    wanted = dict(criterion or {})
    _require_known(responses, scales, wanted)
    draws = _Draws(bootstrap, seed, ci_level)
    found = tuple(
        _of_scale(responses, scale, wanted.get(scale.id), vif_limit, draws)
        for scale in scales
    )
    further = tuple(_as_factors(measurement, scales))
    if not scales:
        further = (*further, Reason("no_formative_scale"))
    return FormativeResult(found, further)


@dataclass(frozen=True, slots=True)
class _Draws:
    """How the interval of redundancy is made."""

    n: int
    seed: int | None
    ci_level: float

    def interval(self, points: np.ndarray) -> tuple[float | None, float | None]:
        if not self.n:
            return None, None
        generator = np.random.default_rng(self.seed)
        size = len(points)
        values = [
            redundancy(points[generator.integers(size, size=size)])[1]
            for _ in range(self.n)
        ]
        return percentile_interval(np.array(values), self.ci_level)


def _of_scale(
    responses: Responses,
    scale: Scale,
    criterion: str | None,
    vif_limit: float,
    draws: _Draws,
) -> FormativeScale:
    import pandas as pd

    items = [item.id for item in scale.items]
    columns = {item: responses.keyed[item] for item in items}
    if criterion is not None:
        columns["criterion "] = responses.variable(criterion)
    points = pd.DataFrame(columns).dropna().to_numpy(dtype=float)
    obstacle = _obstacle(scale.id, items, points)
    if obstacle is not None:
        return FormativeScale(
            scale.id, len(points), len(items), criterion, (), (obstacle,)
        )
    inflation = variance_inflation(np.corrcoef(points[:, : len(items)], rowvar=False))
    rows = [
        Coefficient(name, float(value), scale=scale.id, item=item)
        for item, vif in zip(items, inflation, strict=True)
        for name, value in (("vif", vif), ("tolerance", 1 / vif))
    ]
    if criterion is not None:
        rows += _redundancy_rows(scale.id, items, points, draws)
    notes = [Reason("formative_no_alpha", {"scale": scale.id})]
    notes += _collinear(scale.id, items, inflation, vif_limit)
    return FormativeScale(
        scale.id, len(points), len(items), criterion, tuple(rows), tuple(notes)
    )


def _redundancy_rows(
    scale: str, items: Sequence[str], points: np.ndarray, draws: _Draws
) -> Iterable[Coefficient]:
    weights, multiple = redundancy(points)
    for item, weight in zip(items, weights, strict=True):
        yield Coefficient("weight", float(weight), scale=scale, item=item)
    low, high = draws.interval(points)
    level = draws.ci_level if draws.n else None
    yield Coefficient("redundancy", multiple, low, high, level, scale=scale)


def _obstacle(scale: str, items: Sequence[str], points: np.ndarray) -> Reason | None:
    if len(points) <= points.shape[1] + 1:
        return Reason("too_few_complete", {"scale": scale, "n": len(points)})
    spread = points.std(axis=0)
    constant = [i for i, sd in zip(items, spread, strict=False) if sd == 0]
    if constant:
        return Reason("item_constant", {"scale": scale, "items": constant})
    return None


def _collinear(
    scale: str, items: Sequence[str], inflation: np.ndarray, limit: float
) -> Iterable[Reason]:
    if np.isinf(inflation).any():
        yield Reason("indicators_dependent", {"scale": scale})
        return
    for item, vif in zip(items, inflation, strict=True):
        if vif > limit:
            values = {"scale": scale, "item": item, "vif": float(vif), "limit": limit}
            yield Reason("vif_high", values)


def _as_factors(measurement: str | None, scales: Sequence[Scale]) -> Iterable[Reason]:
    """Note formative indicators that a measurement model treats as reflective."""
    from srtoolkit.sem import parse_model

    if not measurement:
        return
    indicators = set(parse_model(measurement).indicators)
    for scale in scales:
        if indicators & {item.id for item in scale.items}:
            yield Reason("formative_as_reflective", {"scale": scale.id})


def _require_known(
    responses: Responses, scales: Sequence[Scale], criterion: Mapping[str, str]
) -> None:
    known = [scale.id for scale in scales]
    problems = [
        Problem(
            "unknown_scale",
            f'"{scale}" is not a formative scale of the answers',
            "criterion",
            allowed=", ".join(known) or "none",
            advice=did_you_mean(scale, known),
        )
        for scale in criterion
        if scale not in known
    ]
    if problems:
        raise ScoresError(problems)
    responses.require(list(criterion.values()))
