"""False positives at the boundary of the null, and coverage of intervals."""

import numpy as np
import pytest
from scipy.stats import binomtest, norm

from srtoolkit.comparison import (
    GroupSummary,
    average_sd_g,
    brunner_munzel,
    cliffs_delta,
    dunnett_comparisons,
    glass_delta,
    hedges_g,
    newcombe_interval,
    one_sample_equivalence,
    paired_difference_of,
    paired_effect_size,
    paired_equivalence,
    paired_proportions,
    signed_rank,
    student_difference,
    welch_difference,
    welch_equivalence,
)

pytestmark = pytest.mark.slow

ALPHA = 0.05
#: A true rate of at most alpha is rejected one time in a thousand.
ALARM = 0.001
STUDIES = 10_000
#: Families of several comparisons need an integral each.
FAMILIES = 2_000
#: Sizes and standard deviations of the treated and of the control group.
DESIGNS = {
    "equal": ((40, 40), (1.0, 1.0)),
    "smaller spreads more": ((20, 80), (2.0, 1.0)),
    "larger spreads more": ((80, 20), (2.0, 1.0)),
    "survey": ((60, 600), (1.5, 1.8)),
}
DELTA = 0.5


def fails(rejections, studies=STUDIES):
    """Tell whether the true rate is above alpha, by an exact binomial test."""
    test = binomtest(rejections, studies, ALPHA, alternative="greater")
    print(f"rejection rate {rejections / studies:.4f}, p = {test.pvalue:.3f}")
    return test.pvalue < ALARM


def summaries(design, shift, seed):
    """Draw summaries of normal samples: means normal, variances chi-squared."""
    (n1, n2), (sd1, sd2) = DESIGNS[design]
    generator = np.random.default_rng(seed)
    for _ in range(STUDIES):
        yield tuple(
            GroupSummary(
                n,
                mean + sd * generator.normal() / np.sqrt(n),
                sd * np.sqrt(generator.chisquare(n - 1) / (n - 1)),
            )
            for n, sd, mean in ((n1, sd1, shift), (n2, sd2, 0.0))
        )


@pytest.mark.parametrize("design", DESIGNS)
def test_welch_keeps_its_level(design):
    rejected = sum(
        welch_difference(*pair).p < ALPHA for pair in summaries(design, 0.0, 11)
    )

    assert not fails(rejected)


def test_student_keeps_its_level_with_equal_variances_only():
    def rate(design):
        pairs = summaries(design, 0.0, 12)
        return sum(student_difference(*p, expect="positive").p < ALPHA for p in pairs)

    assert not fails(rate("equal"))
    assert fails(rate("smaller spreads more"))


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("side", [-1, 1])
def test_equivalence_keeps_its_level_at_the_bounds(design, side):
    pairs = summaries(design, side * DELTA, 13)
    rejected = sum(welch_equivalence(*pair, delta=DELTA).p < ALPHA for pair in pairs)

    assert not fails(rejected)


@pytest.mark.parametrize("design", DESIGNS)
def test_non_inferiority_and_minimal_effect_keep_their_level(design):
    below = [
        welch_equivalence(*pair, delta=DELTA).non_inferiority_p < ALPHA
        for pair in summaries(design, -DELTA, 14)
    ]
    above = [
        welch_equivalence(*pair, delta=DELTA).minimal_effect_p < ALPHA
        for pair in summaries(design, DELTA, 15)
    ]

    assert not fails(sum(below))
    assert not fails(sum(above))


@pytest.mark.parametrize("side", [-1, 1])
def test_student_equivalence_keeps_its_level(side):
    pairs = summaries("equal", side * DELTA, 16)
    rejected = sum(
        welch_equivalence(*pair, delta=DELTA, equal_variances=True).p < ALPHA
        for pair in pairs
    )

    assert not fails(rejected)


def pairs(shift, n=40, r=0.6, sd=1.3, seed=17, studies=STUDIES):
    generator = np.random.default_rng(seed)
    for _ in range(studies):
        before = generator.normal(size=n)
        rest = np.sqrt(1 - r**2)
        after = shift + sd * (r * before + rest * generator.normal(size=n))
        yield after, before


def test_paired_tests_keep_their_level():
    zero = sum(paired_difference_of(*pair).p < ALPHA for pair in pairs(0.0))
    ranks = sum(signed_rank(*pair).p < ALPHA for pair in pairs(0.0))
    bound = sum(
        paired_equivalence(*pair, delta=DELTA).p < ALPHA for pair in pairs(DELTA)
    )

    assert not fails(zero)
    assert not fails(ranks)
    assert not fails(bound)


def test_one_sample_equivalence_keeps_its_level():
    generator = np.random.default_rng(18)
    rejected = sum(
        one_sample_equivalence(
            4 + DELTA + generator.normal(size=60), value=4, delta=DELTA
        ).p
        < ALPHA
        for _ in range(STUDIES)
    )

    assert not fails(rejected)


def test_brunner_munzel_keeps_its_level_with_unequal_spread():
    generator = np.random.default_rng(19)
    rejected = sum(
        brunner_munzel(generator.normal(0, 2, 40), generator.normal(0, 1, 80)).p < ALPHA
        for _ in range(STUDIES)
    )

    assert not fails(rejected)


@pytest.mark.parametrize(
    ("equal", "sds"), [(True, (1, 1, 1, 1)), (False, (1, 2, 1.5, 0.8))]
)
def test_many_comparisons_keep_the_level_of_the_family(equal, sds):
    generator = np.random.default_rng(20)
    sizes = (60, 25, 35, 40)
    rejected = 0
    for _ in range(FAMILIES):
        groups = {
            str(i): generator.normal(0, sd, n)
            for i, (sd, n) in enumerate(zip(sds, sizes, strict=True))
        }
        family = dunnett_comparisons(groups, "0", equal_variances=equal)
        rejected += min(row.p for row in family.rows) < ALPHA

    assert not fails(rejected, FAMILIES)


def covers(interval, truth):
    return interval.low <= truth <= interval.high


#: Intervals that are exact hold .90; approximations may miss by two points.
COVERAGE, SLACK, COVERAGE_STUDIES = 0.90, 0.02, 4_000


def report(name, hits):
    share = hits / COVERAGE_STUDIES
    print(f"{name}: coverage {share:.3f}")
    return share


@pytest.mark.parametrize("n", [(15, 15), (20, 60)])
def test_coverage_of_standardised_differences(n):
    generator = np.random.default_rng(21)
    hits = dict.fromkeys(("g", "average", "glass"), 0)
    for _ in range(COVERAGE_STUDIES):
        equal = generator.normal(0.6, 1, n[0]), generator.normal(0, 1, n[1])
        unequal = generator.normal(0.6, 1.5, n[0]), generator.normal(0, 1, n[1])
        hits["g"] += covers(hedges_g(*equal, ci_level=COVERAGE), 0.6)
        unit = np.sqrt((1.5**2 + 1) / 2)
        found = average_sd_g(*unequal, ci_level=COVERAGE)
        hits["average"] += covers(found, 0.6 / unit)
        hits["glass"] += covers(glass_delta(*unequal, ci_level=COVERAGE), 0.6)

    for name, count in hits.items():
        assert abs(report(f"{name} {n}", count) - COVERAGE) < SLACK


@pytest.mark.parametrize("n", [15, 60])
def test_coverage_of_paired_effect_sizes(n):
    truth = {
        "d_z": 0.5 / np.sqrt(1 + 1.3**2 - 2 * 0.6 * 1.3),
        "d_av": 0.5 / np.sqrt((1 + 1.3**2) / 2),
    }
    hits = dict.fromkeys(truth, 0)
    for pair in pairs(0.5, n=n, seed=22, studies=COVERAGE_STUDIES):
        for name, value in truth.items():
            size = paired_effect_size(*pair, name=name, ci_level=COVERAGE)
            hits[name] += covers(size, value)

    for name, count in hits.items():
        assert abs(report(f"{name} n = {n}", count) - COVERAGE) < SLACK


@pytest.mark.parametrize("sd", [1.0, 2.0])
def test_coverage_of_cliffs_delta(sd):
    generator = np.random.default_rng(23)
    truth = 2 * norm.cdf(0.5 / np.sqrt(1 + sd**2)) - 1
    hits = sum(
        covers(
            cliffs_delta(
                generator.normal(0.5, sd, 30),
                generator.normal(0, 1, 50),
                ci_level=COVERAGE,
            ),
            truth,
        )
        for _ in range(COVERAGE_STUDIES)
    )

    assert abs(report(f"Cliff's delta, SD {sd}", hits) - COVERAGE) < SLACK


@pytest.mark.parametrize("shares", [(0.3, 0.2), (0.9, 0.8), (0.05, 0.05)])
def test_coverage_of_newcombes_interval(shares):
    generator = np.random.default_rng(24)
    sizes, hits = (40, 70), 0
    for _ in range(COVERAGE_STUDIES):
        counts = tuple(
            int(generator.binomial(n, share))
            for n, share in zip(sizes, shares, strict=True)
        )
        low, high = newcombe_interval(counts, sizes, ci_level=COVERAGE)
        hits += low <= shares[0] - shares[1] <= high

    # shares near the end make the interval conservative
    assert report(f"Newcombe {shares}", hits) > COVERAGE - SLACK


def test_coverage_of_newcombes_paired_interval():
    generator = np.random.default_rng(25)
    hits = 0
    for _ in range(COVERAGE_STUDIES):
        shared = generator.normal(size=(60, 1))
        answers = shared + generator.normal(size=(60, 2)) > (0.4, 0.9)
        found = paired_proportions(answers[:, 0], answers[:, 1], expect="zero")
        truth = norm.sf(0.4 / np.sqrt(2)) - norm.sf(0.9 / np.sqrt(2))
        hits += found.ci_low <= truth <= found.ci_high

    assert report("Newcombe paired", hits) > COVERAGE - SLACK
