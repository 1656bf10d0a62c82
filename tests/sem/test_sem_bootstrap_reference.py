"""Percentile intervals of 4,000 draws against lavaan's 2,000 stored ones."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sem_references import shared_case
from shared_files import shared_path

from srtoolkit import sem

pytestmark = pytest.mark.shared

#: Agreed for bootstrap references: both sides are draws.
SE_RTOL, LIMIT_IN_SE = 0.08, 0.3
#: Share of inadmissible draws in lavaan; the standard error of ours is 0.008.
LAVAAN_SHARE, SHARE_ATOL = 769 / 2000, 0.04


def test_bootstrap_meets_stored_lavaan():
    case = shared_case("pd_sem_bootstrap_indirect")
    answers = pd.read_csv(shared_path(case["data"]))
    fit = sem.fit(case["model"], answers, bootstrap=4000, seed=1, engine="native")
    rows = fit.tidy().to_dict("records")
    ours = {(r["lhs"], r["op"], r["rhs"]): r for r in rows}

    compared = 0
    for theirs in case["expected"]["params"]:
        if not theirs["se"]:
            continue
        row = ours[theirs["lhs"], theirs["op"], theirs["rhs"]]
        compared += 1
        assert_allclose(row["se"], theirs["se"], rtol=SE_RTOL, err_msg=str(theirs))
        for mine, lavaan in (("ci_low", "ci_lower"), ("ci_high", "ci_upper")):
            assert abs(row[mine] - theirs[lavaan]) < LIMIT_IN_SE * theirs["se"], theirs
    assert compared >= 30
    assert fit.bootstrap.n_failed < 40
    share = fit.bootstrap.n_inadmissible / fit.bootstrap.n_draws
    assert_allclose(share, LAVAAN_SHARE, atol=SHARE_ATOL)
