"""Necessary condition analysis by hand, by mathematics and by misuse."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses

from srtoolkit.comparison import (
    OutcomeRange,
    necessary_condition,
    necessity,
    necessity_analysis,
)
from srtoolkit.comparison.necessity.additive import fit_additive
from srtoolkit.comparison.necessity.ceiling import (
    Scope,
    ceiling_steps,
    line_through_peers,
    line_zone,
    step_zone,
)
from srtoolkit.errors import ModelError, PlanError

X = np.array([0.0, 1, 2, 3, 4])
Y = np.array([0.0, 2, 1, 4, 3])
#: A Riemann sum of 400,000 strips.
GRID_ATOL = 1e-4


def analysed(**options):
    return necessity_analysis(
        Y, {"x": X}, permutations=199, additive_draws=0, seed=1, **options
    )


def test_ceilings_by_hand():
    step, line = analysed().results

    # corners (0, 0), (1, 2), (3, 4): empty are 1 x 4 and 2 x 2 of 4 x 4
    assert step.peers == ((0.0, 0.0), (1.0, 2.0), (3.0, 4.0))
    assert (step.ceiling_zone, step.scope, step.effect) == (8, 16, 0.5)
    assert step.accuracy == 100
    # least squares through the corners: slope 9/7, intercept 2/7; (1, 2) is above
    assert_allclose((line.intercept, line.slope), (2 / 7, 9 / 7))
    assert line.accuracy == 80
    reaches_top = (4 - 2 / 7) / (9 / 7)
    assert_allclose(line.ceiling_zone, reaches_top * (4 - 2 / 7) / 2)
    assert_allclose(line.condition_inefficiency, 100 * (4 - reaches_top) / 4)
    assert_allclose(line.outcome_inefficiency, 100 * (2 / 7) / 4)
    assert_allclose(line.fit, 100 * line.ceiling_zone / 8)


def test_a_theoretical_scope_adds_its_margins():
    limits = {"x": OutcomeRange(-1, 5, 1), "outcome": OutcomeRange(0, 5, 1)}
    step = analysed(limits=limits).results[0]

    # 1 x 5 left of the points, then 5, 3, 3, 1, 1 above the steps
    assert (step.ceiling_zone, step.scope) == (5 + 5 + 3 + 3 + 1 + 1, 30)


def test_bottleneck_by_hand():
    table = analysed().bottleneck_table()
    step = table[table["method"] == "necessity_ce_fdh"].set_index("outcome_percent")

    assert np.isnan(step.loc[0, "x_value"])
    assert step.loc[50, "x_value"] == 1 and step.loc[50, "x_below"] == 20
    assert step.loc[60, "x_value"] == 3 and step.loc[60, "x_percent"] == 75
    line = table[table["method"] == "necessity_cr_fdh"].set_index("outcome_percent")
    assert_allclose(line.loc[100, "x_value"], (4 - 2 / 7) / (9 / 7))


@pytest.mark.parametrize("seed", range(5))
def test_areas_meet_a_fine_grid(seed):
    generator = np.random.default_rng(seed)
    x, y = generator.normal(size=(2, 30)).round(1)
    scope = Scope(-4.0, 4.0, -3.5, 3.5)
    steps = ceiling_steps(x, y[None, :])
    grid = np.linspace(-4, 4, 400_001)
    position = np.searchsorted(steps.x, grid, side="right") - 1
    height = np.where(position >= 0, steps.height[0][position], -3.5)
    by_grid = 8 * np.mean(3.5 - height)
    intercept, slope = line_through_peers(steps)
    line = np.clip(intercept + slope * grid, -3.5, 3.5)

    assert_allclose(step_zone(steps, scope)[0], by_grid, atol=1e-3)
    found = line_zone(intercept, slope, scope)[0]
    assert_allclose(found, 8 * np.mean(3.5 - line), atol=GRID_ATOL)


def test_effect_does_not_depend_on_units_or_order():
    generator = np.random.default_rng(4)
    x, y = generator.normal(size=(2, 80))
    order = generator.permutation(80)
    options = {"permutations": 99, "additive_draws": 0, "seed": 1}
    first = necessity_analysis(y, {"x": x}, **options).results
    second = necessity_analysis(
        5 - 2 * -y[order], {"x": 3 + 10 * x[order]}, **options
    ).results

    for one, other in zip(first, second, strict=True):
        assert_allclose(one.effect, other.effect)


def test_the_additive_fit_gives_back_what_made_it():
    generator = np.random.default_rng(5)
    x = generator.normal(size=(4_000, 2))
    latent = 5 + x @ [1.0, -0.5] + generator.normal(size=4_000)
    scale = OutcomeRange(1, 7, 1)
    model = fit_additive(np.clip(np.round(latent), 1, 7), x, scale)

    assert model.sd == pytest.approx(1, abs=0.05)
    slope = np.linalg.lstsq(np.column_stack([np.ones(4_000), x]), model.mean)[0]
    assert_allclose(slope, [5, 1, -0.5], atol=0.06)
    drawn = model.draw(generator, 3)
    assert set(np.unique(drawn)) <= set(range(1, 8))


def limited_responses(n=300):
    """OSAT is capped by both columns; a third column only adds."""
    generator = np.random.default_rng(6)
    dj, pj, added = generator.integers(1, 8, size=(3, n))
    capped = np.minimum(np.minimum(dj, pj) + 1.5, 7)
    scores = np.clip(np.round(capped - generator.exponential(0.8, n)), 1, 7)
    return grouped_responses(
        {"all": scores}, DJ=dj.tolist(), PJ=pj.tolist(), AD=added.tolist()
    )


FAST = {"permutations": 199, "additive_draws": 200, "seed": 2}


def test_necessity_of_both_is_supported():
    evidence = necessary_condition(
        limited_responses(), outcome="OSAT", conditions=["DJ", "PJ"], **FAST
    )
    primary = evidence.primary

    assert primary.ci_low > 0 and primary.p < 0.05
    assert primary.effect > 0.2 and primary.effect_name == "necessity_d"
    assert len(evidence.estimates) == 4
    assert len(evidence.details["bottleneck"]) == 22


def test_one_condition_that_does_not_limit_decides():
    evidence = necessary_condition(
        limited_responses(), outcome="OSAT", conditions=["DJ", "AD"], **FAST
    )

    assert evidence.details["weakest"] == "AD"
    assert evidence.primary.ci_low < 0


def test_the_step_reports_every_condition_and_ceiling():
    result = necessity(
        limited_responses(),
        outcome="OSAT",
        conditions=["DJ", "PJ"],
        **FAST,
    )

    assert result.tidy()["predictor"].tolist() == ["DJ", "DJ", "PJ", "PJ"]
    assert len(result.ceiling_table()) == 4
    assert result.glance().loc[0, "n_conditions"] == 2
    assert set(result.details) == {"bottleneck", "bounds", "ceilings", "densities"}
    for cells in result.details["densities"].values():
        assert sum(count for _, _, count in cells) == result.glance().loc[0, "n"]


def test_seeds_give_the_same_numbers():
    first, second = (
        necessity_analysis(Y, {"x": X}, permutations=50, additive_draws=50, seed=9)
        for _ in range(2)
    )

    assert first == second


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"x": np.ones(5)}, '"x" is the same for all 5'),
        ({"x": np.array([1, 2, 3, np.nan, 5])}, '"x" has 4 values for 5'),
        ({"x": np.arange(4.0)}, '"x" has 4 values for 5'),
    ],
)
def test_variables_that_cannot_have_a_ceiling(conditions, message):
    with pytest.raises(ModelError, match=message):
        necessity_analysis(Y, conditions)


def test_plans_that_cannot_be():
    responses = limited_responses(60)
    with pytest.raises(PlanError, match="give no 95th percentile"):
        necessary_condition(
            responses, outcome="OSAT", conditions=["DJ"], additive_draws=0
        )
    with pytest.raises(PlanError, match="conditions that differ"):
        necessity(responses, outcome="OSAT", conditions=["OSAT"])
    with pytest.raises(PlanError, match="no ends are declared for DJ"):
        necessity(responses, outcome="OSAT", conditions=["DJ"], scope="theoretical")
    with pytest.raises(ModelError, match='"OSAT" runs from'):
        necessity_analysis(
            Y, {"x": X}, outcome_name="OSAT", limits={"OSAT": OutcomeRange(1, 3, 1)}
        )
