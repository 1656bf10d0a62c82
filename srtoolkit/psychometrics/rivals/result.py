"""The table of rival measurement models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table

if TYPE_CHECKING:
    import pandas as pd

RivalKind = Literal["hypothesised", "merged", "one_factor", "second_order", "bifactor"]
#: How a rival lies to the hypothesised model: fixes some of it, fits alike with
#: as many parameters, or is another model.
Relation = Literal["reference", "nested", "equivalent", "not_nested"]
#: Fit indices of the table, where the estimator has them.
FIT_COLUMNS = (
    "chisq",
    "df",
    "p",
    "chisq_scaled",
    "df_scaled",
    "p_scaled",
    "scaling_factor",
    "cfi",
    "tli",
    "rmsea",
    "rmsea_ci_low",
    "rmsea_ci_high",
    "srmr",
    "cfi_robust",
    "tli_robust",
    "rmsea_robust",
    "aic",
    "bic",
    "loglik",
    "npar",
    "n",
)
_DIFFERENCES = ("cfi", "rmsea", "srmr", "aic", "bic")


@dataclass(frozen=True, slots=True)
class Difference:
    """Chi-square difference of two models; NaN where there is no test."""

    chisq_diff: float = math.nan
    df_diff: float = math.nan
    p_diff: float = math.nan
    difference_method: str | None = None


@dataclass(frozen=True, slots=True)
class RivalModel:
    """One model of the table.

    Attributes
    ----------
    model : str
        Its name: ``four_factors``, or what the plan calls it.
    kind : str
    grouping : str
        ``DJ | PJ + IJ``: factors joined by + are one.
    n_factors : int
        First-order factors; the general factor of a bifactor model not counted.
    status : str
    admissible : bool
    indices : mapping
        Fit indices; NaN without a solution.
    relation : str
    difference : Difference
        Against the hypothesised model.
    syntax : str
    """

    model: str
    kind: RivalKind
    grouping: str
    n_factors: int
    status: str
    admissible: bool
    indices: Mapping[str, float]
    relation: Relation
    difference: Difference
    syntax: str


@dataclass(frozen=True, slots=True)
class RivalModelsResult:
    """Rival measurement models beside the hypothesised one.

    Attributes
    ----------
    models : tuple of RivalModel
        The hypothesised one first, then from few to many factors.
    coefficients : tuple of Coefficient
        Of the bifactor and the second-order model, where admissible; see
        `bifactor_coefficients` and `second_order_coefficients`.
    details : mapping
        ``factors``: items by factor; ``syntax``: by model; ``bifactor_gain``:
        what the bifactor model gains over the second-order one.
    notes : tuple of Reason
    """

    models: tuple[RivalModel, ...]
    coefficients: tuple[Coefficient, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row a coefficient of the bifactor and second-order models.

        Columns ``model, scale, item, coefficient, est, ci_low, ci_high,
        ci_level``; ``model`` is ``bifactor`` or ``second_order``.
        """
        table = coefficient_table(self.coefficients)
        second = {"omega_second_order", "omega_of_factors", "omega_partial"}
        second.add("second_order_loading")
        names = [
            "second_order" if name in second else "bifactor"
            for name in table["coefficient"]
        ]
        table.insert(0, "model", names)
        return table

    def glance(self) -> pd.DataFrame:
        """One row a model: fit, status, and the difference from the hypothesised.

        ``model, kind, grouping, n_factors``, the fit indices, ``status,
        admissible, relation, chisq_diff, df_diff, p_diff, difference_method,
        delta_cfi, delta_rmsea, delta_srmr, delta_aic, delta_bic`` (rival less
        hypothesised).
        """
        import pandas as pd

        first = self.models[0].indices
        return pd.DataFrame([_row(model, first) for model in self.models])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def _row(model: RivalModel, first: Mapping[str, float]) -> dict[str, Any]:
    deltas = {
        f"delta_{name}": model.indices[name] - first[name] for name in _DIFFERENCES
    }
    return {
        "model": model.model,
        "kind": model.kind,
        "grouping": model.grouping,
        "n_factors": model.n_factors,
        **{name: model.indices[name] for name in FIT_COLUMNS},
        "status": model.status,
        "admissible": model.admissible,
        "relation": model.relation,
        **asdict(model.difference),
        **(
            dict.fromkeys(deltas, math.nan) if model.relation == "reference" else deltas
        ),
    }
