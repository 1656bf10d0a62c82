"""Do small studies report larger effects? Tests and corrections."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis
from srtoolkit.comparison.meta_analysis.result import MetaAnalysis
from srtoolkit.errors import ModelError
from srtoolkit.inference import ESTIMATE_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

SMALL_STUDY_COLUMNS = (
    "method",
    *ESTIMATE_COLUMNS,
)
#: Trim and fill settles in a few rounds; two estimates may alternate.
_MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class SmallStudyEffects:
    """Asymmetry tests and corrected effects.

    Attributes
    ----------
    rows : tuple of mapping
        ``egger_mixed``, ``egger``, ``rank_test`` (statistic = Kendall's tau):
        tests of asymmetry; ``pet``, ``peese``, ``pet_peese``,
        ``trim_and_fill``: pooled effect corrected for it.
    n_filled : int
        Studies that trim and fill believes missing.
    filled_side : str
        ``left`` or ``right``: where they are missing.
    filled_est, filled_variance : tuple of float
        The imputed studies, for a funnel plot.
    fail_safe_n : int
        Unpublished null results that would make the combined z of the studies
        not significant (Rosenthal).
    """

    rows: tuple[dict[str, Any], ...]
    n_filled: int
    filled_side: str
    filled_est: tuple[float, ...]
    filled_variance: tuple[float, ...]
    fail_safe_n: int

    def tidy(self) -> pd.DataFrame:
        """One row a test or corrected effect."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(SMALL_STUDY_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: imputed studies and fail-safe n."""
        import pandas as pd

        names = ("n_filled", "filled_side", "fail_safe_n")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def small_study_effects(
    result: MetaAnalysis, *, pet_alpha: float = 0.10
) -> SmallStudyEffects:
    """Test the funnel's asymmetry and correct the pooled effect for it.

    Parameters
    ----------
    result : MetaAnalysis
        Without moderators; its method and test are used throughout.
    pet_alpha : float
        PEESE is taken for PET when PET's effect is above zero (in the
        direction of the pooled effect) at this one-sided level.

    Raises
    ------
    ModelError
        With moderators, with fewer than three studies, or when all studies
        are equally precise.

    References
    ----------
    Egger, Davey Smith, Schneider & Minder (1997), BMJ 315, 629-634.
    Sterne & Egger (2005), in Publication Bias in Meta-Analysis, ch. 6.
    Begg & Mazumdar (1994), Biometrics 50, 1088-1101 (rank test).
    Stanley & Doucouliagos (2014), Research Synthesis Methods 5, 60-78.
    Duval & Tweedie (2000), Biometrics 56, 455-463 (L0). Rosenthal (1979),
    Psychological Bulletin 86, 638-641 (fail-safe n).
    """
    _require_funnel(result)
    pet, peese = _precision_effect(result, 0.5), _precision_effect(result, 1.0)
    filled = trim_and_fill(result)
    side, imputed_est, imputed_variance, corrected = filled
    rows = [
        _egger_mixed(result),
        pet["slope"] | {"method": "egger"},
        _rank_test(result),
        pet["effect"] | {"method": "pet"},
        peese["effect"] | {"method": "peese"},
    ]
    one_sided = pet["effect"]["p"] / 2
    same_sign = pet["effect"]["est"] * result.coefficients[0].est > 0
    chosen = peese if same_sign and one_sided < pet_alpha else pet
    rows += [chosen["effect"] | {"method": "pet_peese"}, corrected]
    return SmallStudyEffects(
        tuple(rows),
        len(imputed_est),
        side,
        tuple(imputed_est),
        tuple(imputed_variance),
        _fail_safe_n(result),
    )


def trim_and_fill(
    result: MetaAnalysis,
) -> tuple[str, list[float], list[float], dict[str, Any]]:
    """Impute studies missing on one side; return it, them and the new effect."""
    est, variance = np.array(result.study_est), np.array(result.study_variance)
    slope = meta_analysis(
        est, variance, moderators={"se": np.sqrt(variance)}, method=result.method
    )
    side = "right" if slope.coefficients[1].est < 0 else "left"
    sign = -1.0 if side == "right" else 1.0
    order = np.argsort(sign * est, kind="stable")
    turned, spread = (sign * est)[order], variance[order]
    n_filled, centre = _missing(turned, spread, result.method)
    tail = slice(len(est) - n_filled, None)
    imputed = (sign * (2 * centre - turned[tail])).tolist()
    variances = spread[tail].tolist()
    refit = meta_analysis(
        [*est, *imputed],
        [*variance, *variances],
        method=result.method,
        test=result.test,
        ci_level=result.ci_level,
    )
    row = asdict(refit.coefficients[0]) | {"method": "trim_and_fill"}
    return side, imputed, variances, row | {"ci_level": result.ci_level}


def _missing(est: np.ndarray, variance: np.ndarray, method: str) -> tuple[int, float]:
    """Return how many studies lack on the left of sorted effects: L0."""
    k, missing, before = len(est), 0, -1
    centre = 0.0
    for _ in range(_MOST_ROUNDS):
        if missing == before:
            break
        before = missing
        kept = slice(0, k - missing)
        centre = _centre(est[kept], variance[kept], method)
        deviation = est - centre
        ranks = np.empty(k)
        ranks[np.argsort(np.abs(deviation), kind="stable")] = np.arange(1, k + 1)
        above = float(ranks[deviation > 0].sum())
        missing = max(0, round((4 * above - k * (k + 1)) / (2 * k - 1)))
        missing = min(missing, k - 2)
    return missing, centre


def _centre(est: np.ndarray, variance: np.ndarray, method: str) -> float:
    return meta_analysis(est, variance, method=method, test="wald").coefficients[0].est


def _egger_mixed(result: MetaAnalysis) -> dict[str, Any]:
    fit = meta_analysis(
        result.study_est,
        result.study_variance,
        moderators={"se": np.sqrt(result.study_variance)},
        method=result.method,
        test=result.test,
        ci_level=result.ci_level,
    )
    row = asdict(fit.coefficients[1]) | {"method": "egger_mixed"}
    return row | {"ci_level": result.ci_level}


def _precision_effect(result: MetaAnalysis, power: float) -> dict[str, dict[str, Any]]:
    """Regress effects on se or variance with weights 1/v, dispersion free."""
    from scipy.stats import t

    est, variance = np.array(result.study_est), np.array(result.study_variance)
    design = np.column_stack([np.ones(len(est)), variance**power])
    weighted = design / variance[:, None]
    inverse = np.linalg.inv(design.T @ weighted)
    coefficients = inverse @ (weighted.T @ est)
    df = len(est) - 2
    residual = est - design @ coefficients
    covariance = inverse * float(residual @ (residual / variance)) / df
    quantile = float(t.isf((1 - result.ci_level) / 2, df))
    rows = {}
    for position, name in enumerate(("effect", "slope")):
        value, se = float(coefficients[position]), float(covariance[position, position])
        se = float(np.sqrt(se))
        rows[name] = {
            "est": value,
            "se": se,
            "statistic": value / se,
            "df": float(df),
            "p": float(2 * t.sf(abs(value / se), df)),
            "ci_low": value - quantile * se,
            "ci_high": value + quantile * se,
            "ci_level": result.ci_level,
        }
    return rows


def _rank_test(result: MetaAnalysis) -> dict[str, Any]:
    from scipy.stats import kendalltau

    est, variance = np.array(result.study_est), np.array(result.study_variance)
    weights = 1 / variance
    centre = float(weights @ est / weights.sum())
    standardised = (est - centre) / np.sqrt(variance - 1 / weights.sum())
    is_tied = len(set(variance)) < len(variance)
    found = kendalltau(
        standardised, variance, method="asymptotic" if is_tied else "auto"
    )
    row = dict.fromkeys(SMALL_STUDY_COLUMNS)
    known = {"method": "rank_test", "statistic": float(found.statistic)}
    return {**row, **known, "p": float(found.pvalue), "ci_level": result.ci_level}


def _fail_safe_n(result: MetaAnalysis) -> int:
    from scipy.stats import norm

    z = np.array(result.study_est) / np.sqrt(result.study_variance)
    k = len(z)
    needed = k * (abs(z.sum()) / np.sqrt(k) / float(norm.isf(0.05))) ** 2 - k
    return int(np.ceil(max(0.0, needed - 1e-8)))


def _require_funnel(result: MetaAnalysis) -> None:
    if result.moderators or result.k < 3:
        raise ModelError(
            "small-study effects need three studies or more and no moderators",
            code="small_studies_impossible",
            advice="Ask for them on the analysis without moderators.",
        )
    if len(set(result.study_variance)) == 1:
        raise ModelError(
            "all studies are equally precise, so there are no small studies",
            code="small_studies_impossible",
            advice="A funnel needs studies of different sizes.",
        )
