"""How often the paradox test is wrong when there is no paradox."""

import numpy as np
import pytest
from scipy.stats import binomtest

from srtoolkit.comparison import welch_difference
from srtoolkit.inference import decide

N_STUDIES = 10_000
ALPHA = 0.05
#: A rate is refuted only when it is this unlikely under a true rate of alpha.
REFUTED = 0.001

#: n and SD of the treated, n and SD of the control; means are equal.
DESIGNS = {
    "equal": (100, 1.0, 100, 1.0),
    "few treated, wider": (40, 1.4, 400, 1.0),
    "few treated, narrower": (40, 0.7, 400, 1.0),
}


def studies(n, sd, shift, generator):
    """Means of three seven-point items, shape (n,): symmetric, in thirds."""
    latent = generator.normal(4 + shift, sd, n)[:, None]
    items = np.rint(latent + generator.normal(0, 0.7, (n, 3)))
    return np.clip(items, 1, 7).mean(axis=1)


def rate_of(question, design, shift):
    n1, sd1, n2, sd2 = DESIGNS[design]
    generator = np.random.default_rng(11)
    hits = 0
    for _ in range(N_STUDIES):
        difference = welch_difference(
            studies(n1, sd1, shift, generator),
            studies(n2, sd2, 0.0, generator),
            alpha=ALPHA,
        )
        verdict = decide(difference.as_estimate("primary"), "positive", 0.5)
        hits += question(verdict)
    return hits


@pytest.mark.slow
@pytest.mark.parametrize("design", DESIGNS)
def test_supported_without_a_difference_is_no_more_frequent_than_alpha(design):
    hits = rate_of(lambda found: found.verdict == "supported", design, 0.0)

    test = binomtest(hits, N_STUDIES, ALPHA, alternative="greater")
    assert test.pvalue > REFUTED, f"{hits} of {N_STUDIES}"


@pytest.mark.slow
def test_equivalent_at_the_smallest_effect_is_no_more_frequent_than_alpha():
    # clipping at 1 and 7 shrinks a shift a little: .52 latent is .5 or more
    def equivalent(found):
        return found.practical == "equivalent"

    hits = rate_of(equivalent, "equal", 0.52)

    test = binomtest(hits, N_STUDIES, ALPHA, alternative="greater")
    assert test.pvalue > REFUTED, f"{hits} of {N_STUDIES}"
