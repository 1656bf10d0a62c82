"""From propensity scores to weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from srtoolkit.errors import OptionError

Estimand = Literal["att", "ate", "overlap"]


@dataclass(frozen=True, slots=True)
class Weighting:
    """How respondents are weighted.

    Attributes
    ----------
    estimand : {"att", "ate", "overlap"}
        Effect on the treated, on everybody, or on those who could be in
        either group.
    trim : float, in [0, .5)
        Respondents whose score is outside [trim, 1 - trim] are left out (on
        the treated: above 1 - trim only).
    truncate : float, in (.5, 1]
        Weights above this quantile of their group are set to it.
    """

    estimand: Estimand = "att"
    trim: float = 0.0
    truncate: float = 1.0


def require_weighting(weighting: Weighting) -> None:
    """Check the options.

    Raises
    ------
    OptionError
        When one is outside its range.
    """
    if weighting.estimand not in get_args(Estimand):
        raise OptionError(
            f'there is no estimand "{weighting.estimand}"',
            code="estimand_unknown",
            allowed=", ".join(get_args(Estimand)),
        )
    if not 0 <= weighting.trim < 0.5 or not 0.5 < weighting.truncate <= 1:
        raise OptionError(
            f"trim = {weighting.trim} or truncate = {weighting.truncate} is outside "
            "its range",
            code="trimming_out_of_range",
            allowed="0 <= trim < 0.5 and 0.5 < truncate <= 1",
        )


def weigh(
    scores: np.ndarray, is_treated: np.ndarray, weighting: Weighting
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights and their derivatives by the log odds, shape (n,).

    References
    ----------
    Hirano & Imbens (2001), Health Services and Outcomes Research Methodology
    2, 259-278 (att, ate). Li, Morgan & Zaslavsky (2018), JASA 113, 390-400
    (overlap). Crump, Hotz, Imbens & Mitnik (2009), Biometrika 96, 187-199
    (trim). Cole & Hernán (2008), American Journal of Epidemiology 168,
    656-664 (truncate).
    """
    odds = scores / (1 - scores)
    if weighting.estimand == "att":
        weights = np.where(is_treated, 1.0, odds)
        slopes = np.where(is_treated, 0.0, odds)
    elif weighting.estimand == "ate":
        weights = np.where(is_treated, 1 / scores, 1 / (1 - scores))
        slopes = np.where(is_treated, -1 / odds, odds)
    else:
        weights = np.where(is_treated, 1 - scores, scores)
        slopes = np.where(is_treated, -1.0, 1.0) * scores * (1 - scores)
    return _limited(scores, is_treated, weights, slopes, weighting)


def _limited(
    scores: np.ndarray,
    is_treated: np.ndarray,
    weights: np.ndarray,
    slopes: np.ndarray,
    weighting: Weighting,
) -> tuple[np.ndarray, np.ndarray]:
    if weighting.trim > 0:
        kept = scores <= 1 - weighting.trim
        if weighting.estimand != "att":
            kept &= scores >= weighting.trim
        weights, slopes = weights * kept, slopes * kept
    if weighting.truncate < 1:
        for members in (is_treated, ~is_treated):
            cap = float(np.quantile(weights[members], weighting.truncate))
            capped = members & (weights > cap)
            weights = np.where(capped, cap, weights)
            slopes = np.where(capped, 0.0, slopes)
    return weights, slopes


def effective_size(weights: np.ndarray) -> float:
    """Return Kish's effective sample size, (sum w)^2 / sum w^2.

    Kish (1965), Survey Sampling, section 11.7.
    """
    return float(weights.sum() ** 2 / np.sum(weights**2))
