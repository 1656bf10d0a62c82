"""What broke the measurement statistics: answers that hardly are answers."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics import (
    cronbach_alpha,
    factor_analysis,
    htmt,
    krippendorff_alpha,
    little_test,
)


def one_factor(n=80):
    rng = np.random.default_rng(3)
    common = rng.normal(size=(n, 1))
    return pd.DataFrame(common + rng.normal(size=(n, 4)), columns=list("abcd"))


def test_promax_without_a_second_factor_says_so():
    """The second principal axis has no variance: R psych cannot rotate it either."""
    correlations = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    found = factor_analysis(
        correlations, n=200, n_factors=2, method="pa", rotation="promax"
    )
    assert np.isfinite(found.loadings).all()
    assert "factors_not_converged" in {note.code for note in found.notes}


def test_items_that_nobody_answered_together():
    apart = one_factor()
    apart.iloc[:40, 0] = np.nan
    apart.iloc[40:, 1] = np.nan
    with pytest.raises(ScoresError, match="have both item 1 and item 2"):
        cronbach_alpha(apart, missing="pairwise")
    with pytest.raises(ScoresError):
        cronbach_alpha(apart.assign(e=np.nan), missing="pairwise")


def test_holes_in_columns_of_other_types():
    table = one_factor().round().astype("Int64")
    table.iloc[::7, 0] = pd.NA
    known = little_test(table.astype("Float64").to_numpy(float, na_value=np.nan))
    assert little_test(table.to_numpy(object, na_value=np.nan)) == known
    with pytest.raises(ScoresError, match="not numbers"):
        little_test(table.astype(str).assign(a="text").to_numpy())


def test_htmt_needs_named_columns():
    with pytest.raises(ScoresError, match="named columns"):
        htmt(one_factor().to_numpy(), {"F": ["a", "b"], "G": ["c", "d"]})


def test_infinite_codes_are_refused():
    codes = [[1.0, 1.0], [2.0, np.inf], [3.0, 3.0]]
    with pytest.raises(ScoresError, match="infinite"):
        krippendorff_alpha(np.array(codes), level="interval")
