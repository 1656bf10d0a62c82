"""A choice without order is held constant by its categories, and picks people."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from numpy.testing import assert_allclose

from srtoolkit.comparison import correlation, correlations, one_sample
from srtoolkit.errors import ResponsesError
from srtoolkit.responses import responses_from_frame

#: Residuals of the same least squares: only rounding separates them.
RTOL = 1e-9
N = 300


@pytest.fixture(scope="module")
def answers():
    generator = np.random.default_rng(5)
    cause = generator.integers(1, 7, size=N)
    shift = np.array([0.0, 2.0, -2.0, 1.0, -1.0, 3.0])[cause - 1]
    x = shift + generator.normal(size=N)
    y = 0.3 * x + shift + generator.normal(size=N)
    frame = pd.DataFrame({"CAUSE51": cause, "X": x, "Y": y})
    frame.loc[3, "CAUSE51"] = np.nan
    return responses_from_frame(frame, ["failure-context"], required=["CAUSE51"])


def test_a_correlation_given_categories_is_that_of_residuals(answers):
    found = correlation(answers, outcome="Y", other="X", given=("CAUSE5",))
    rest = [
        smf.ols(f"{name} ~ C(CAUSE51)", answers.answers).fit().resid
        for name in ("Y", "X")
    ]
    assert_allclose(found.primary.est, np.corrcoef(*rest)[0, 1], rtol=RTOL)
    assert found.primary.n == N - 1
    assert found.primary.df == N - 1 - 2 - 5


def test_categories_have_no_correlation(answers):
    with pytest.raises(ResponsesError, match="choice without order"):
        correlations(answers, variables=["X", "CAUSE5"])


@pytest.mark.parametrize("name", ["CAUSE5", "CAUSE51"])
def test_a_category_picks_respondents(answers, name):
    found = one_sample(answers, outcome="Y", value=0, among={name: 2})
    assert found.primary.n == (answers.answers["CAUSE51"] == 2).sum()
