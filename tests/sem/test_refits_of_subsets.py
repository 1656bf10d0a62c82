"""A refit to some of the variables is the fit to them alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.sem import fit, parse_model, refit
from srtoolkit.sem.search.effort import SearchEffort

#: Two searches of one optimum.
RTOL = 1e-6
WHOLE = "A =~ a1 + a2 + a3\nB =~ b1 + b2 + b3"
PART = "C =~ b2 + a3 + a1 + b1"


def answers(n: int = 250) -> pd.DataFrame:
    generator = np.random.default_rng(4)
    trait = generator.standard_normal((n, 1))
    points = 0.8 * trait + 0.6 * generator.standard_normal((n, 6))
    names = ["a1", "a2", "a3", "b1", "b2", "b3"]
    return pd.DataFrame(np.round(3 + points).clip(1, 5), columns=names)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"estimator": "MLR"},
        {"estimator": "MLM"},
        {"missing": "fiml"},
        {"estimator": "WLSMV", "ordered": True},
    ],
    ids=["ml", "mlr", "mlm", "fiml", "wlsmv"],
)
def test_a_refit_to_a_subset_in_another_order(options):
    frame = answers()
    again = refit(fit(WHOLE, frame, **options), parse_model(PART))
    alone = fit(PART, frame, **options)
    names = ("chisq", "df", "cfi", "srmr", "loglik", "chisq_scaled")
    found, wanted = (
        [each.fit_indices().get(name, np.nan) for name in names]
        for each in (again, alone)
    )

    assert_allclose(found, wanted, rtol=RTOL, atol=RTOL)


def test_a_search_that_is_cut_short_says_so():
    short = SearchEffort(further_starts=0, max_scoring=1)
    cut = refit(fit(WHOLE, answers()), parse_model(WHOLE), effort=short)

    assert cut.status.code == "not_converged"
