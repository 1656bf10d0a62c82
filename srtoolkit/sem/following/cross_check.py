"""The same model by the other engine: how far do the two lie apart?"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.options import require_available
from srtoolkit.sem.second_engine import semopy_opinion

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

#: Robust estimators with the estimates of plain maximum likelihood.
_SAME_ESTIMATES = {"MLR", "MLM", "MLMV", "MLMVS", "MLF"}


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Largest differences between two engines.

    Attributes
    ----------
    available : bool
        False when semopy cannot fit the model; `reason` says why.
    converged : bool
        Our own search found an optimum.
    est_in_se : float
        Largest difference in estimates, in standard errors.
    se_relative : float
        Largest relative difference in standard errors.
    chisq : float
        Absolute difference.
    parameter : str
        Where the estimates differ most.
    reason : str
    """

    available: bool
    converged: bool
    est_in_se: float
    se_relative: float
    chisq: float
    parameter: str
    reason: str = ""

    def tidy(self) -> pd.DataFrame:
        """Return the check as one row."""
        import pandas as pd

        return pd.DataFrame([self.to_dict()])

    def glance(self) -> pd.DataFrame:
        """Return the same row."""
        return self.tidy()

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def cross_check(fitted: Fitted) -> CrossCheck:
    """Refit with semopy and report how far it lies from ours.

    Estimates, standard errors and chi-square are semopy's own, where its own
    solver stopped; for a fit whose engine is semopy, ours are the native ones.
    The comparison is of maximum likelihood on complete rows: with a robust
    estimator the estimates and the unscaled chi-square are compared, and the
    errors of expected information.
    """
    try:
        ours = _native(fitted)
        require_available(ours.parsed, replace(ours.options, engine="semopy"))
        theirs = semopy_opinion(
            fitted.specification, fitted.layout, fitted.observed.groups
        )
    except ModelError as error:
        nothing = math.nan
        return CrossCheck(False, False, nothing, nothing, nothing, "", str(error))
    errors = np.sqrt(np.diagonal(ours.covariance))
    gaps = np.abs(ours.estimates - theirs.estimates) / errors
    return CrossCheck(
        True,
        ours.solution.converged,
        float(np.max(gaps)),
        float(np.max(np.abs(theirs.errors / errors - 1))),
        abs(ours.estimated.test.chisq - theirs.chisq),
        fitted.parameter_names[int(np.argmax(gaps))],
    )


def _native(fitted: Fitted) -> Fitted:
    """Return our own fit by plain maximum likelihood."""
    from srtoolkit.sem.fit import fit_observed

    robust = fitted.estimator in _SAME_ESTIMATES
    if fitted.engine == "native" and not robust:
        return fitted
    options = replace(
        fitted.options,
        engine="native",
        bootstrap=0,
        estimator="ML" if robust else fitted.estimator,
    )
    return fit_observed(fitted.parsed, fitted.observed, options)
