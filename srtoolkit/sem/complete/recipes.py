"""What each name of an estimator stands for: lavaan 0.6's defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from srtoolkit.sem.estimated import ScaledKind

DiscrepancyKind = Literal["ML", "GLS", "ULS", "WLS", "DWLS"]
ErrorKind = Literal["standard", "moments", "huber_white"]
InformationKind = Literal["expected", "observed", "first_order"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Discrepancy, errors and test of an estimator.

    Attributes
    ----------
    discrepancy : {"ML", "GLS", "ULS", "WLS", "DWLS"}
    errors : {"standard", "moments", "huber_white"}
        ``moments``: sandwich with the fourth moments (``robust.sem``);
        ``huber_white``: with each respondent's scores.
    information : {"expected", "observed", "first_order"}
    test : str or None
        Kind of the scaled test.
    """

    discrepancy: DiscrepancyKind
    errors: ErrorKind = "standard"
    information: InformationKind = "expected"
    test: ScaledKind | None = None

    @property
    def needs_rows(self) -> bool:
        """True when moments alone are not enough."""
        return (
            self.discrepancy in {"WLS", "DWLS"}
            or self.errors != "standard"
            or self.information == "first_order"
        )


RECIPES: Mapping[str, Recipe] = {
    "ML": Recipe("ML"),
    "MLF": Recipe("ML", information="first_order"),
    "MLM": Recipe("ML", "moments", test="satorra_bentler"),
    "MLMV": Recipe("ML", "moments", test="scaled_shifted"),
    "MLMVS": Recipe("ML", "moments", test="mean_var_adjusted"),
    "MLR": Recipe("ML", "huber_white", "observed", "yuan_bentler_mplus"),
    "GLS": Recipe("GLS"),
    "ULS": Recipe("ULS"),
    "WLS": Recipe("WLS"),
    "DWLS": Recipe("DWLS"),
    "WLSM": Recipe("DWLS", "moments", test="satorra_bentler"),
    "WLSMV": Recipe("DWLS", "moments", test="scaled_shifted"),
    "ULSMV": Recipe("ULS", "moments", test="scaled_shifted"),
}
