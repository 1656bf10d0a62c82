"""Invariance of ordered answers meets semTools and lavaan's difference test."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from ordinal_references import FOLDER, ORDERED, ordinal_answers

from srtoolkit import sem
from srtoolkit.errors import OptionError

MODEL = "f =~ u1 + u2 + u3 + u4\ng =~ b1 + b2 + t1 + t2"
#: Chi-squares, as agreed for stored references.
CHISQ_ATOL = 1e-3
#: lavaan's traces come from a numerical null space.
P_ATOL = 1e-3


@pytest.mark.parametrize("parameterization", ["delta", "theta"])
def test_levels_meet_semtools(parameterization):
    stored = pd.read_csv(FOLDER / "invariance.csv", comment="#")
    stored = stored[stored["parameterization"] == parameterization]
    found = sem.ordinal_invariance(
        MODEL,
        ordinal_answers(),
        group="region",
        ordered=ORDERED,
        parameterization=parameterization,
        levels=tuple(stored["level"]),
    )
    steps = found.tidy()

    for number, theirs in enumerate(stored.to_dict("records")):
        indices = found.fit_of(theirs["level"]).fit_indices()
        assert indices["npar"] == theirs["npar"]
        assert indices["df"] == theirs["df"]
        assert_allclose(indices["chisq"], theirs["chisq"], atol=CHISQ_ATOL)
        scaled = theirs["chisq.scaled"]
        assert_allclose(indices["chisq_scaled"], scaled, atol=CHISQ_ATOL)
        step = steps.iloc[number]
        assert_allclose(step["chisq_diff"], theirs["chisq_diff"], atol=CHISQ_ATOL)
        assert_allclose(step["p"], theirs["p"], atol=P_ATOL)


def test_three_categories_hold_nothing_by_thresholds_alone():
    found = sem.ordinal_invariance(
        "h =~ t1 + t2 + t3",
        ordinal_answers(),
        group="region",
        levels=("configural", "thresholds"),
    )
    first, second = (fit.fit_indices() for fit in found.fits)
    assert first["df"] == second["df"]
    assert_allclose(first["chisq"], second["chisq"], atol=1e-6)


def test_strict_needs_residual_variances():
    with pytest.raises(OptionError) as caught:
        sem.ordinal_invariance(
            MODEL, ordinal_answers(), group="region", levels=("configural", "strict")
        )

    assert caught.value.code == "strict_needs_theta"
