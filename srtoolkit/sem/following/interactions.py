"""The size of a latent interaction, with simple slopes.

Wen, Marsh & Hau (2010), Structural Equation Modeling 17, 1-22.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.structure.implied import implied_moments

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

#: Where simple slopes are taken, in the moderator's standard deviations.
_MODERATOR_SDS = (-1.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class InteractionEffect:
    """A latent interaction with its standardised size and simple slopes.

    Attributes
    ----------
    outcome, focal, moderator, product : str
    est, se, z, p, ci_low, ci_high : float
        Unstandardised coefficient of the product.
    std, std_se, std_ci_low, std_ci_high : float
        gamma SD1 SD2 / SDy: Wen, Marsh & Hau (2010), Structural Equation
        Modeling 17, 1-22; not the product's own standardised coefficient.
    ci_level : float
    slopes : tuple of mapping
        ``moderator_sd, est, se, z, p, ci_low, ci_high``: slope of the focal
        variable one standard deviation below, at and above the mean.
    """

    outcome: str
    focal: str
    moderator: str
    product: str
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
    slopes: tuple[dict[str, float], ...]

    def tidy(self) -> pd.DataFrame:
        """Return one row a simple slope."""
        import pandas as pd

        return pd.DataFrame(list(self.slopes))

    def glance(self) -> pd.DataFrame:
        """Return the interaction as one row."""
        import pandas as pd

        row = asdict(self)
        row.pop("slopes")
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def interaction_effect(
    fitted: Fitted,
    *,
    outcome: str,
    focal: str,
    moderator: str,
    product: str,
    level: float = 0.95,
    group: int = 1,
) -> InteractionEffect:
    """Read a latent interaction off a fit.

    Parameters
    ----------
    outcome, focal, moderator, product : str
        Variables of the model, with ``outcome ~ focal + moderator + product``.

    Raises
    ------
    ModelError
        When one of the three paths is not in the model.
    """
    names = fitted.specification.variables
    for predictor in (focal, moderator, product):
        if fitted.specification.find(outcome, "~", predictor, group) is None:
            raise ModelError(
                f'"{outcome} ~ {predictor}" is not in the model',
                code="path_not_in_model",
                path=f"{outcome} ~ {predictor}",
            )
    y, x, m, xm = (names.index(n) for n in (outcome, focal, moderator, product))

    def quantities(vector: np.ndarray) -> np.ndarray:
        implied = implied_moments(fitted.layout, vector)[group - 1]
        slope, joint = implied.arrows[..., y, x], implied.arrows[..., y, xm]
        sd_m = np.sqrt(implied.joint[..., m, m])
        ratio = np.sqrt(implied.joint[..., x, x] / implied.joint[..., y, y])
        at = [slope + share * sd_m * joint for share in _MODERATOR_SDS]
        return np.stack([joint, joint * sd_m * ratio, *at], axis=-1)

    raw, standardised, *slopes = fitted.quantities(quantities, level=level)
    z = raw.est / raw.se if raw.se > 0 else float("nan")
    return InteractionEffect(
        outcome,
        focal,
        moderator,
        product,
        raw.est,
        raw.se,
        z,
        _two_sided(z),
        raw.ci_low,
        raw.ci_high,
        standardised.est,
        standardised.se,
        standardised.ci_low,
        standardised.ci_high,
        level,
        tuple(
            {
                "moderator_sd": share,
                "est": slope.est,
                "se": slope.se,
                "z": slope.est / slope.se if slope.se > 0 else float("nan"),
                "p": _two_sided(slope.est / slope.se if slope.se > 0 else 0.0),
                "ci_low": slope.ci_low,
                "ci_high": slope.ci_high,
            }
            for share, slope in zip(_MODERATOR_SDS, slopes, strict=True)
        ),
    )


def _two_sided(z: float) -> float:
    from scipy.stats import norm

    return float(2 * norm.sf(abs(z)))
