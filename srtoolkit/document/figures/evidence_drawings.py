"""What the figures of the field's questions show, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

#: A point or corner: horizontal, vertical.
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OccasionLine:
    """Means of one group over the occasions, in points of the outcome."""

    label: str
    means: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OccasionsDrawing:
    """Lines of group means from one occasion to the next."""

    y_axis: str
    occasions: tuple[str, ...]
    lines: tuple[OccasionLine, ...]
    limits: tuple[float, float] | None
    mark: str


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """One covariate: absolute standardised differences; None when unknown."""

    label: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class OverlapStep:
    """One step of the propensity with the share of either group in it."""

    low: float
    high: float
    treated: float
    control: float
    control_weighted: float


@dataclass(frozen=True, slots=True)
class BalanceDrawing:
    """A love plot, and beside it the propensities of both groups."""

    axis: str
    before: str
    after: str
    guide: float
    lines: tuple[BalanceLine, ...]
    overlap_axis: str
    share_axis: str
    treated: str
    control: str
    control_weighted: str
    steps: tuple[OverlapStep, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """An effect at one value of a moderator, with its interval."""

    value: float
    est: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True, slots=True)
class RegionDrawing:
    """An effect over a moderator, with its band and where it leaves zero.

    Attributes
    ----------
    bounds : tuple of float
        Johnson-Neyman bounds within the observed range.
    clear : tuple of (float, float)
        Stretches of the moderator where the interval excludes zero.
    """

    x_axis: str
    y_axis: str
    clear_label: str
    curve: tuple[CurvePoint, ...]
    bounds: tuple[float, ...]
    clear: tuple[Point, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class SurfaceDrawing:
    """A second-degree surface of two scores, in space and as contours.

    Attributes
    ----------
    coefficients : tuple of float
        b0 to b5 of scores centred at `centre`.
    x_range, y_range : tuple of (float, float)
        Observed ends, in the scores' own units.
    hull : tuple of points
        Corners of the area that the answers fill.
    """

    x_axis: str
    y_axis: str
    z_axis: str
    congruence: str
    incongruence: str
    observed: str
    coefficients: tuple[float, ...]
    centre: float
    x_range: Point
    y_range: Point
    hull: tuple[Point, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class CeilingPanel:
    """One condition with its ceilings; `cells` are (x, y, respondents)."""

    x_axis: str
    cells: tuple[tuple[float, float, int], ...]
    corners: tuple[Point, ...]
    line: Point | None
    x_range: Point


@dataclass(frozen=True, slots=True)
class CeilingsDrawing:
    """Ceilings above which no respondent stands, one panel a condition."""

    y_axis: str
    y_range: Point
    steps: str
    straight: str
    panels: tuple[CeilingPanel, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One study or group; `weight` in percent sets the size of its square."""

    label: str
    est: float
    ci_low: float
    ci_high: float
    weight: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class ForestDrawing:
    """Studies, their pooled effect, and where a new study is expected."""

    axis: str
    rows: tuple[ForestRow, ...]
    pooled: ForestRow
    prediction: Point | None
    prediction_label: str
    prediction_shown: str
    mark: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its interval, or without one."""

    label: str
    est: float
    ci_low: float | None
    ci_high: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class BarPanel:
    """Bars under one heading; `hollow` bars are drawn with hatching."""

    title: str
    bars: tuple[Bar, ...]
    hollow: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class BarsDrawing:
    """Horizontal bars from zero, one panel a measure."""

    axis: str
    panels: tuple[BarPanel, ...]
    mark: str


EvidenceDrawing = (
    OccasionsDrawing
    | BalanceDrawing
    | RegionDrawing
    | SurfaceDrawing
    | CeilingsDrawing
    | ForestDrawing
    | BarsDrawing
)
