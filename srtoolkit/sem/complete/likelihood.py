"""The normal log-likelihood of the saturated model."""

from __future__ import annotations

import math

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.specification import Specification


def saturated_loglik(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> float:
    """Return the log-likelihood of the sample moments, given fixed exogenous x."""
    fixed = specification.exogenous if specification.options.fixed_x else ()
    outside = [i for i, name in enumerate(specification.observed) if name in fixed]
    loglik = 0.0
    for group in moments:
        free = len(specification.observed) - len(outside)
        kept = group.covariance[np.ix_(outside, outside)]
        spread = group.log_determinant - float(np.linalg.slogdet(kept)[1])
        loglik -= group.n / 2 * (free * (math.log(2 * math.pi) + 1) + spread)
    return loglik
