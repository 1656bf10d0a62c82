"""Shares against R, Newcombe's printed examples and misuse."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    newcombe_interval,
    one_proportion,
    paired_proportions,
    paired_top_box,
    two_proportions,
    wilson_interval,
)
from srtoolkit.errors import OptionError, ScoresError

RTOL = 1e-9
#: R searches Fisher's p with a relative 1e-7.
FISHER_RTOL = 1e-6
#: Newcombe prints four digits.
PRINTED_ATOL = 5e-5

R = stored_reference("comparison/comparisons")["shares"]
PAIRS = stored_reference("comparison/comparisons")
AFTER, BEFORE = (np.array(PAIRS[name], dtype=float) for name in ("after", "before"))
TOP, OF = tuple(R["top"]), tuple(R["of"])


@pytest.mark.parametrize("group", [0, 1])
def test_wilson_agrees_with_r(group):
    found = wilson_interval(TOP[group], OF[group], ci_level=0.95)

    assert_allclose(found, R["wilson"][group], rtol=1e-7)


def test_one_share_agrees_with_r():
    found = one_proportion(TOP[0], OF[0], share=0.3, expect="any")
    greater = one_proportion(TOP[0], OF[0], share=0.3)

    assert_allclose(found.p, R["binomial"], rtol=RTOL)
    assert_allclose(greater.p, R["binomial_greater"], rtol=RTOL)
    assert_allclose([found.effect_low, found.effect_high], R["exact"], rtol=1e-7)
    assert_allclose(found.ci_low + 0.3, R["wilson"][0][0], rtol=1e-7)


def test_two_shares_agree_with_r():
    score = two_proportions(TOP, OF, expect="any")
    fisher = two_proportions(TOP, OF, exact=True, expect="any")
    greater = two_proportions(TOP, OF, exact=True)

    assert_allclose(score.p, R["pearson"], rtol=RTOL)
    assert_allclose(fisher.p, R["fisher"], rtol=FISHER_RTOL)
    assert_allclose(greater.p, R["fisher_greater"], rtol=FISHER_RTOL)


@pytest.mark.parametrize(
    ("counts", "sizes", "printed"),
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10
    [
        ((56, 48), (70, 80), (0.0524, 0.3339)),
        ((9, 3), (10, 10), (0.1705, 0.8090)),
        ((5, 0), (56, 29), (-0.0381, 0.1926)),
        ((10, 0), (10, 10), (0.6075, 1.0)),
    ],
)
def test_newcombes_interval_is_the_printed_one(counts, sizes, printed):
    found = newcombe_interval(counts, sizes, ci_level=0.95)

    assert_allclose(found, printed, atol=PRINTED_ATOL)


def test_paired_shares_agree_with_r():
    found = paired_top_box(AFTER, BEFORE, top=6, expect="any")
    exact = paired_proportions(AFTER >= 6, BEFORE >= 6, exact=True, expect="any")

    neither, gained, lost, both = R["paired_table"]
    assert neither + gained + lost + both == len(AFTER)
    assert_allclose(found.est, abs(gained - lost) / len(AFTER))
    assert_allclose(found.p, R["mcnemar"], rtol=RTOL)
    assert_allclose(exact.p, R["mcnemar_exact"], rtol=RTOL)
    assert found.ci_low < found.est < found.ci_high


def test_nobody_changing_gives_no_p():
    same = np.array([True, False, True])

    assert paired_proportions(same, same).p is None
    assert two_proportions((0, 0), (5, 5)).p is None


def test_counts_and_shares_out_of_range_are_refused():
    with pytest.raises(ScoresError, match="6 of 5 respondents is no share"):
        two_proportions((6, 1), (5, 5))
    with pytest.raises(OptionError, match="the share to compare with is 1"):
        one_proportion(2, 5, share=1)
    with pytest.raises(ScoresError, match="have the shapes"):
        paired_proportions(np.array([True]), np.array([True, False]))
