"""What each figure shows, as plain values; drawing them is another file's task."""

from __future__ import annotations

from dataclasses import dataclass

from srtoolkit.document.figures.evidence_drawings import EvidenceDrawing
from srtoolkit.document.figures.profile_drawings import ProfilesDrawing


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group's mean with its interval, in points of the outcome."""

    label: str
    mean: float
    ci_low: float | None
    ci_high: float | None
    n: int | None
    role: str


@dataclass(frozen=True, slots=True)
class MeansDrawing:
    """Group means with intervals; the control group's interval as a band."""

    axis: str
    band: str
    groups: tuple[GroupMean, ...]
    limits: tuple[float, float] | None
    mark: str


@dataclass(frozen=True, slots=True)
class EstimateBar:
    """One primary estimate, its interval and its smallest effect.

    Attributes
    ----------
    tested : bool
        Whether a verdict rests on it; else it is drawn hollow.
    """

    label: str
    est: float
    ci_low: float
    ci_high: float
    smallest_effect: float | None
    shown: str
    tested: bool = True


@dataclass(frozen=True, slots=True)
class EstimatesDrawing:
    """A forest of estimates, each on its own unit."""

    axis: str
    band: str
    bars: tuple[EstimateBar, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class PathNode:
    """A variable of a path diagram; `below` is a second line, often R²."""

    name: str
    label: str
    below: str
    latent: bool


@dataclass(frozen=True, slots=True)
class PathArrow:
    """A directed path; `clear` when its interval excludes zero."""

    source: str
    target: str
    label: str
    clear: bool


@dataclass(frozen=True, slots=True)
class PathDrawing:
    """A path diagram."""

    nodes: tuple[PathNode, ...]
    arrows: tuple[PathArrow, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class SlopeLine:
    """One simple slope: two points of the predictor and their outcomes."""

    label: str
    x: tuple[float, float]
    y: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SlopesDrawing:
    """Simple slopes of one interaction; `ends` name a predictor's two groups."""

    x_axis: str
    y_axis: str
    lines: tuple[SlopeLine, ...]
    mark: str
    ends: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ScreePanel:
    """Eigenvalues of one kind, the largest first, and those of random answers."""

    title: str
    observed: tuple[float, ...]
    chance_mean: tuple[float, ...]
    chance_quantile: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScreeDrawing:
    """A scree in one or more panels."""

    x_axis: str
    y_axis: str
    observed: str
    chance_mean: str
    chance_quantile: str
    panels: tuple[ScreePanel, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class FlowStage:
    """Respondents kept at one stage, and one line for each reason of the others."""

    kept: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowDrawing:
    """The flow of respondents from the file to the analysis."""

    stages: tuple[FlowStage, ...]
    mark: str


Drawing = (
    MeansDrawing
    | EstimatesDrawing
    | PathDrawing
    | SlopesDrawing
    | ScreeDrawing
    | FlowDrawing
    | ProfilesDrawing
    | EvidenceDrawing
)
