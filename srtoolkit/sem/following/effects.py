"""Direct, specific indirect, total indirect and total effects.

Bollen (1987), Sociological Methodology 17, 37-69.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification

if TYPE_CHECKING:
    import pandas as pd

EffectKind = Literal["specific", "direct", "total_indirect", "total"]


@dataclass(frozen=True, slots=True)
class EffectResult:
    """One effect, raw and completely standardised.

    Attributes
    ----------
    path : str
        ``DJ -> RSAT -> LOY``.
    kind : {"specific", "direct", "total_indirect", "total"}
    est, se, z, p, ci_low, ci_high : float
        With a bootstrap, error and interval are those of the draws; z and p
        are est / se on the normal distribution, as in lavaan.
    std, std_se, std_ci_low, std_ci_high : float
        The same on unit variances.
    ci_level : float
    n_draws : int
        Draws behind the interval; zero for the delta method.
    """

    path: str
    kind: EffectKind
    est: float
    se: float
    z: float
    p: float
    ci_low: float
    ci_high: float
    std: float
    std_se: float
    std_ci_low: float
    std_ci_high: float
    ci_level: float
    n_draws: int

    def tidy(self) -> pd.DataFrame:
        """Return the effect as one row."""
        import pandas as pd

        return pd.DataFrame([self.to_dict()])

    def glance(self) -> pd.DataFrame:
        """Return the same row: an effect is one term."""
        return self.tidy()

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def effect_function(
    specification: Specification,
    layout: Layout,
    path: tuple[str, ...],
    kind: EffectKind,
    *,
    group: int = 1,
) -> Callable[[np.ndarray], np.ndarray]:
    """Return a function of the vector that gives (raw, standardised).

    A stack of vectors gives a stack of pairs.

    Parameters
    ----------
    path : tuple of str
        From source to target; the kinds but ``specific`` look at its ends.

    Raises
    ------
    ModelError
        When a variable or a step of the path is not in the model.
    """
    places = _places(specification, path)
    steps = list(zip(places[1:], places, strict=False))
    if kind in {"specific", "direct"}:
        _require_steps(specification, path)
    target, source = places[-1], places[0]

    def effect(vector: np.ndarray) -> np.ndarray:
        implied = implied_moments(layout, vector)[group - 1]
        if kind in {"specific", "direct"}:
            rows, columns = np.array(steps).T
            raw = np.prod(implied.arrows[..., rows, columns], axis=-1)
        else:
            raw = implied.total[..., target, source]
            if kind == "total_indirect":
                raw = raw - implied.arrows[..., target, source]
        outcome = implied.joint[..., target, target]
        ratio = np.sqrt(implied.joint[..., source, source] / outcome)
        return np.stack([raw, raw * ratio], axis=-1)

    return effect


def _places(specification: Specification, path: tuple[str, ...]) -> list[int]:
    known = specification.variables
    for name in path:
        if name not in known:
            raise ModelError(
                f'there is no variable "{name}" in the model',
                code="unknown_variable",
                allowed=", ".join(known),
                advice=did_you_mean(name, known),
                found=name,
            )
    return [known.index(name) for name in path]


def _require_steps(specification: Specification, path: tuple[str, ...]) -> None:
    for source, target in itertools.pairwise(path):
        if specification.find(target, "~", source) is None:
            regressions = [p.name for p in specification.parameters if p.op == "~"]
            raise ModelError(
                f'"{target} ~ {source}" is not in the model',
                code="path_not_in_model",
                allowed=", ".join(dict.fromkeys(regressions)) or "no regression",
                advice=f'Write "{target} ~ {source}" into the model, '
                "or ask for another path.",
                path=" -> ".join(path),
            )
