"""What is known of common method variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.method_effects.decomposition import ItemShares
from srtoolkit.psychometrics.method_effects.harman import SingleFactor
from srtoolkit.psychometrics.method_effects.marker import MarkerModels
from srtoolkit.psychometrics.method_effects.models import MethodModel
from srtoolkit.psychometrics.method_effects.paths import PathUnderMethod
from srtoolkit.results import table_rows

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class MethodVarianceResult:
    """Common method variance.

    Attributes
    ----------
    harman : SingleFactor
    models : tuple of MethodModel
        ``measurement, one_factor, ulmc_free, ulmc_equal`` and with a marker
        ``marker_cfa, marker_baseline, marker_c, marker_u, marker_r``.
    paths : tuple of PathUnderMethod
        Every path (without a structure: factor correlation) in each model.
    shares : mapping of str to tuple of ItemShares
        Variance of the items by ULMC model.
    marker : MarkerModels or None
    notes : tuple of Reason
    """

    harman: SingleFactor
    models: tuple[MethodModel, ...]
    paths: tuple[PathUnderMethod, ...]
    shares: Mapping[str, tuple[ItemShares, ...]]
    marker: MarkerModels | None
    notes: tuple[Reason, ...] = ()

    @property
    def details(self) -> dict[str, Any]:
        """``harman``, ``shares`` by ULMC model, ``marker`` and ``syntax``."""
        found: dict[str, Any] = {
            "harman": asdict(self.harman),
            "shares": {
                model: [asdict(share) for share in shares]
                for model, shares in self.shares.items()
            },
            "syntax": {model.model: model.fit.syntax for model in self.models},
        }
        if self.marker is not None:
            found["marker"] = {
                "retained": self.marker.retained,
                "has_method_variance": self.marker.has_method_variance,
                "changes_correlations": self.marker.changes_correlations,
                "reliability": [asdict(row) for row in self.marker.reliability],
            }
        return found

    def tidy(self) -> pd.DataFrame:
        """One row a path and model, the model ``without`` first.

        ``model, op, outcome, predictor, est, se, ci_low, ci_high, std, ci_level,
        conclusion, change_std, conclusion_changes``.
        """
        import pandas as pd

        columns = list(PathUnderMethod.__dataclass_fields__)
        return pd.DataFrame([asdict(row) for row in self.paths], columns=columns)

    def glance(self) -> pd.DataFrame:
        """One row a model: fit, status, comparison, and mean variance shares.

        ``model``, the fit indices, ``status, admissible, against, chisq_diff,
        df_diff, p_diff, difference_method, trait_share, method_share,
        error_share``.
        """
        import pandas as pd

        return pd.DataFrame([model.row() for model in self.models])

    def to_dict(self) -> dict[str, Any]:
        """Return tables and details as plain values."""
        return {
            "tidy": table_rows(self.tidy()),
            "glance": table_rows(self.glance()),
            "details": self.details,
            "notes": [asdict(note) for note in self.notes],
        }
