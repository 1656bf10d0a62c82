"""Conditional process analysis against SPSS PROCESS 2.16 and R."""

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.regression import (
    conditional_effects,
    fit_blocks,
    fit_linear,
    fit_process,
    path_system,
    process_system,
)
from srtoolkit.regression.paths.numbered import MODELS
from srtoolkit.regression.paths.polynomial import Polynomial

#: PROCESS prints four decimals, and computes from data that were printed with
#: more than it kept: half of the last digit, and a rounding of that.
HALF_DIGIT = 0.51e-4
#: Bootstrap limits may differ by this share of a standard error.
LIMIT_SE = 0.3
#: And standard errors by this share of themselves.
BOOT_SE_RTOL = 0.08

CASES = [
    "process_spss_logit_model01",
    "process_spss_logit_model04",
    "process_spss_ols_model01",
    "process_spss_ols_model04",
    "process_spss_ols_model05",
    "process_spss_ols_model06",
    "process_spss_ols_model07",
    "process_spss_ols_model08",
    "process_spss_ols_model14",
]


def stored_case(name):
    case = json.loads(shared_path(f"reference/{name}.json").read_text())
    variables = case["options"]["variables"]
    letters = {k.lower(): v for k, v in variables.items() if k in "WZVQ"}
    mediators = [v for k, v in variables.items() if k[0] == "M" and len(k) == 2]
    number = case["options"]["process_model"]
    if number <= 3:  # these call their first moderator M
        named = [v for k, v in variables.items() if k in "MWZ"]
        letters = dict(zip("wz", named, strict=False))
    system = process_system(
        number, x=variables["X"], outcome=variables["Y"], mediators=mediators, **letters
    )
    return case["expected"]["extra"], system, pd.read_csv(shared_path(case["data"]))


def analysed(name, **options):
    stored, system, data = stored_case(name)
    return stored, fit_process(
        data, system, **({"bootstrap": 3000, "seed": 3} | options)
    )


def product_names(system):
    """PROCESS numbers products once for all mediators, then for the outcome."""
    *of_mediators, of_outcome = system.equations()
    products = [
        *(of_mediators[0].products if of_mediators else ()),
        *of_outcome.products,
    ]
    return [frozenset(product) for product in products]


@pytest.mark.shared
@pytest.mark.parametrize("name", CASES)
def test_equations_agree_with_process(name):
    stored, found = analysed(name, bootstrap=100)
    names = product_names(found.system)
    for fit in found.fits:
        case = stored["outcomes"][fit.outcome]
        table = fit.tidy().set_index("term")
        for row in case["coef"]:
            term = "(Intercept)" if row["term"] == "constant" else row["term"]
            if term.startswith("int_"):
                place = int(term.removeprefix("int_")) - 1
                term = next(
                    t for t in table.index if frozenset(t.split(":")) == names[place]
                )
            ours = table.loc[term]
            keys = {"est": "est", "se": "se", "ci_low": "lo", "ci_high": "hi", "p": "p"}
            for column, key in keys.items():
                assert_allclose(ours[column], row[key], atol=HALF_DIGIT)
            assert_allclose(ours["statistic"], row["t"], atol=HALF_DIGIT)
        check_fit(fit, case)


def check_fit(fit, case):
    if fit.family == "linear":
        ours = [np.sqrt(fit.r2), fit.r2, fit.sigma**2, fit.f, fit.df1, fit.df2, fit.p]
        assert_allclose(ours, list(case["summary"].values()), atol=HALF_DIGIT)
        return
    row, stored = fit.glance().iloc[0], case["fit"][0]
    ours = [-2 * row["loglik"], row["chisq"], row["p"], row["mcfadden"]]
    ours += [row["cox_snell"], row["nagelkerke"], row["n"]]
    assert_allclose(np.array(ours, float), list(stored.values()), atol=HALF_DIGIT)


@pytest.mark.shared
@pytest.mark.parametrize("name", CASES)
def test_effects_agree_with_process(name):
    stored, found = analysed(name, interval="bc")
    rows = found.tidy()
    direct = rows[rows["effect"] == "direct"]
    for key in ("direct", "conditional_direct", "conditional_effect"):
        for wanted in stored.get(key, []):
            check_direct(direct, {k.lower(): v for k, v in wanted.items()})
    for wanted in stored.get("indirect", []):
        check_drawn(indirect_row(rows, wanted["label"]), wanted)
    for wanted in stored.get("conditional_indirect", []):
        label = wanted["label"]
        candidates = rows[rows["term"].eq(f"x -> {label} -> {found.system.outcome}")]
        check_drawn(
            nearest(candidates[candidates["effect"] == "indirect"], wanted), wanted
        )
    for tables in stored.get("index", {}).values():
        for wanted in tables:
            ours = rows[rows["term"].str.contains(f"-> {wanted['label']} ->")]
            ours = ours[ours["effect"] == "index"].iloc[0]
            check_drawn(
                ours,
                {**wanted, "Effect": wanted["Index"], "Boot SE": wanted["SE(Boot)"]},
            )


def check_direct(rows, wanted):
    ours = nearest(rows, wanted)
    assert_allclose(ours["est"], wanted["effect"], atol=HALF_DIGIT)
    assert_allclose(ours["se"], wanted["se"], atol=HALF_DIGIT)
    assert_allclose(ours["p"], wanted["p"], atol=HALF_DIGIT)
    limits = [wanted["llci"], wanted["ulci"]]
    assert_allclose([ours["ci_low"], ours["ci_high"]], limits, atol=HALF_DIGIT)


def nearest(rows, wanted):
    """The row whose moderators stand where the stored row's do."""
    columns = [c for c in rows if c.startswith("at_") and c[3:] in wanted]
    values = np.array([wanted[c[3:]] for c in columns])
    apart = np.abs(rows[columns].to_numpy(float) - values).max(axis=1, initial=0.0)
    assert apart.min() < HALF_DIGIT
    return rows.iloc[int(apart.argmin())]


def indirect_row(rows, label):
    if label.lower() == "total":
        return rows[rows["effect"] == "total_indirect"].iloc[0]
    chains = {"Ind1": ["m1"], "Ind2": ["m1", "m2"], "Ind3": ["m2"]}.get(label, [label])
    outcome = rows["outcome"].iloc[0]
    term = " -> ".join(["x", *chains, outcome])
    return rows[(rows["term"] == term) & (rows["effect"] == "indirect")].iloc[0]


def check_drawn(ours, wanted):
    assert_allclose(ours["est"], wanted["Effect"], atol=HALF_DIGIT)
    se = wanted["Boot SE"]
    assert_allclose(ours["se"], se, rtol=BOOT_SE_RTOL)
    limits = [wanted["BootLLCI"], wanted["BootULCI"]]
    assert_allclose([ours["ci_low"], ours["ci_high"]], limits, atol=LIMIT_SE * se)


@pytest.mark.shared
def test_the_change_of_explained_variance_agrees_with_process():
    stored, _, data = stored_case("process_spss_ols_model01")
    wanted = stored["outcomes"]["y"]["r2_change"][0]
    rows = fit_blocks(
        data, outcome="y", blocks=[["x", "m"], ["x:m"]], centre=False
    ).glance()

    assert_allclose(rows["delta_r2"][1], wanted["R2-chng"], atol=HALF_DIGIT)
    assert_allclose(rows["f_robust"][1], wanted["F"], atol=HALF_DIGIT)
    assert (rows["df1"][1], rows["df2"][1]) == (wanted["df1"], wanted["df2"])


@pytest.mark.shared
def test_every_field_of_the_protest_study():
    case = json.loads(shared_path("reference/process1_garcia_protest.json").read_text())
    stored = case["expected"]["extra"]
    data = pd.read_csv(shared_path(case["data"]))
    from srtoolkit.regression import coefficient

    for errors, key in (("classic", "coef"), ("HC3", "coef_hc3")):
        blocks = [["prot2", "sexism"], ["prot2:sexism"]]
        result = fit_blocks(
            data, outcome="liking", blocks=blocks, centre=False, errors=errors
        )
        rows = pd.DataFrame(stored[key])
        names = {"est": "est", "se": "se", "statistic": "t", "p": "p", "ci_low": "lo"}
        for ours, theirs in (names | {"ci_high": "hi"}).items():
            assert_allclose(result.fits[-1].tidy()[ours], rows[theirs], rtol=1e-7)
        if errors == "classic":
            fit = result.fits[-1]
            change = result.glance().iloc[1]
    assert_allclose(
        [change["r2"], change["delta_r2"]], [stored["r2"], stored["delta_r2"]]
    )
    region = coefficient(fit, term="prot2:sexism", expect="any").details[
        "johnson_neyman"
    ]
    assert_allclose(region["bounds"], stored["jn"], rtol=1e-5)
    shares = [100 * (data["sexism"] < region["bounds"][0]).mean()]
    shares.append(100 * (data["sexism"] > region["bounds"][1]).mean())
    assert_allclose(shares, stored["pct_below_above"], rtol=1e-6)
    picks = {"simple_slopes": "sd"}
    picks["pick_a_point_percentiles"] = {
        "sexism": [row["w"] for row in stored["pick_a_point_percentiles"]]
    }
    for key, at in picks.items():
        table = conditional_effects(fit, "prot2", at=at)
        for row, wanted in zip(table.to_dict("records"), stored[key], strict=True):
            ours = [row["sexism"], row["est"], row["se"], row["statistic"], row["p"]]
            assert_allclose(
                ours, [wanted[k] for k in ("w", "est", "se", "t", "p")], rtol=1e-6
            )
            assert_allclose([row["ci_low"], row["ci_high"]], wanted["ci"], rtol=1e-6)
    percentiles = conditional_effects(fit, "prot2", at="percentiles")["sexism"]
    assert_allclose(
        percentiles, [r["w"] for r in stored["pick_a_point_percentiles"]], rtol=1e-6
    )


@pytest.mark.shared
def test_every_field_of_the_press_study():
    case = json.loads(shared_path("reference/process4_talor_pmi.json").read_text())
    stored = case["expected"]["extra"]
    data = pd.read_csv(shared_path(case["data"]))
    system = process_system(4, x="cond", outcome="reaction", mediators=["pmi"])
    found = fit_process(data, system, errors="classic", bootstrap=20_000, seed=9)
    models = dict(zip(("m_model", "y_model"), found.fits, strict=True)) | {
        "total": found.total
    }
    for key, fit in models.items():
        table = fit.tidy().set_index("term")
        for wanted in stored[key]:
            ours = table.loc[wanted["term"]]
            keys = {
                "est": "est",
                "se": "se",
                "statistic": "t",
                "p": "p",
                "ci_low": "lo",
            }
            for column, theirs in (keys | {"ci_high": "hi"}).items():
                assert_allclose(ours[column], wanted[theirs], rtol=1e-7)
    r2 = {"m": found.fits[0].r2, "y": found.fits[1].r2, "total": found.total.r2}
    assert_allclose(
        [r2[k] for k in stored["r2"]], list(stored["r2"].values()), rtol=1e-7
    )
    row = found.tidy().set_index("effect").loc["indirect"]
    wanted = stored["indirect"]["ab"]
    assert_allclose(row["est"], wanted["est"], rtol=1e-7)
    assert_allclose(row["partial_std"], stored["ps"], rtol=1e-7)
    se = wanted["boot_se"]
    assert_allclose(row["se"], se, rtol=BOOT_SE_RTOL)
    assert_allclose([row["ci_low"], row["ci_high"]], wanted["perc"], atol=LIMIT_SE * se)
    corrected = fit_process(
        data, system, bootstrap=20_000, seed=9, interval="bc"
    ).tidy()
    row = corrected.set_index("effect").loc["indirect"]
    assert_allclose([row["ci_low"], row["ci_high"]], wanted["bca"], atol=LIMIT_SE * se)
    sobel = found.normal_theory().iloc[0]
    assert_allclose(sobel["se"], stored["sobel"]["se_second_order"], rtol=1e-7)
    assert_allclose(
        sobel["se_first_order"], stored["sobel"]["se_first_order"], rtol=1e-7
    )
    assert_allclose(sobel["statistic"], stored["sobel"]["z"], rtol=1e-7)


@pytest.mark.shared
@pytest.mark.parametrize(
    "number", [2, 3, 9, 10, 11, 12, 15, 16, 17, 18, 21, 22, 28, 29, 58, 59, 75, 76]
)
def test_further_models_are_products_of_slopes(number):
    """Indirect effects by moving the moderators' zeros and multiplying slopes."""
    data = pd.read_csv(shared_path(f"data/more/process_spss/model{number}.csv"))
    a, b, c = MODELS[number]
    letters = {k: k for k in "wzvq" if k in f"{a} {b} {c}"}
    mediators = [] if number < 4 else ["m1", "m2"]
    system = process_system(number, x="x", outcome="y", mediators=mediators, **letters)
    found = fit_process(data, system, bootstrap=200, seed=1)
    place = dict(zip("wzvq", (0.4, -0.3, 1.1, 0.2), strict=True))
    moved = data.assign(**{k: data[k] - place[k] for k in letters})
    for mediators_of in system.chains:
        product = 1.0
        for source, target in pairwise(("x", *mediators_of, "y")):
            equation = next(e for e in system.equations() if e.outcome == target)
            columns = [moved[n] for n in equation.predictors]
            columns += [moved[list(p)].prod(axis=1) for p in equation.products]
            slopes = sm.OLS(
                moved[target], sm.add_constant(np.column_stack(columns))
            ).fit()
            product *= slopes.params.iloc[1 + equation.predictors.index(source)]
        effect = found.effect(system.label(mediators_of))
        est, _ = effect.at({k: place[k] for k in effect.moderators})
        assert_allclose(est, product, rtol=1e-8)
    assert found.n_failed == 0
    assert {"direct"} <= set(found.tidy()["effect"])


def test_draws_are_least_squares_in_resamples():
    """The vectorised bootstrap against refitting one resample by hand."""
    from srtoolkit.regression.moments import moment_blocks
    from srtoolkit.regression.paths.draws import EquationColumns, bootstrap_system

    generator = np.random.default_rng(2)
    x = generator.normal(size=(60, 3))
    y = x @ [1.0, 2, 3] + generator.normal(size=60)
    events = (y > 0).astype(float)
    matrix = np.column_stack([np.ones(60), x, y, events])
    equations = [
        EquationColumns((0, 1, 2), 4, "linear"),
        EquationColumns((0, 2), 5, "logistic"),
    ]
    drawn = bootstrap_system(matrix, equations, n_draws=5, seed=7)
    counts = next(iter(moment_blocks(matrix, n_draws=5, seed=7)))[0]
    for k in range(5):
        rows = np.repeat(np.arange(60), counts[k].astype(int))
        ols = sm.OLS(y[rows], matrix[rows][:, :3]).fit().params
        logit = sm.Logit(events[rows], matrix[rows][:, [0, 2]]).fit(disp=0).params
        assert_allclose(drawn.coefficients[0][k], ols, rtol=1e-8)
        assert_allclose(drawn.coefficients[1][k], logit, rtol=1e-5)
        assert_allclose(drawn.sds[k, 4], y[rows].std(ddof=1), rtol=1e-8)


def test_monte_carlo_limits_are_near_the_bootstraps():
    generator = np.random.default_rng(12)
    x = generator.normal(size=500)
    m = 0.5 * x + generator.normal(size=500)
    data = pd.DataFrame({"x": x, "m": m, "y": 0.4 * m + generator.normal(size=500)})
    system = path_system(x="x", outcome="y", mediators=["m"])
    rows = [
        fit_process(data, system, method=method, bootstrap=5000, seed=1).tidy().iloc[2]
        for method in ("bootstrap", "monte_carlo")
    ]
    for column in ("ci_low", "ci_high"):
        assert abs(rows[0][column] - rows[1][column]) < LIMIT_SE * rows[0]["se"]


def test_polynomials_multiply_and_differentiate():
    a = Polynomial({(): np.array([1.0]), ("w",): np.array([2.0])})
    b = Polynomial({(): np.array([3.0]), ("w",): np.array([5.0])})
    product = a.times(b)

    assert_allclose(product.at({"w": 2.0}), (1 + 4) * (3 + 10))
    assert_allclose(product.derivative("w").at({"w": 2.0}), 2 * 13 + 5 * 5)
    assert product.coefficients["w", "w"] == 10


def test_serial_chains_and_their_labels():
    system = path_system(x="x", outcome="y", mediators=["a -> b", "c"])
    labels = [system.label(chain) for chain in system.chains]

    assert labels == ["x -> a -> y", "x -> b -> y", "x -> a -> b -> y", "x -> c -> y"]
    assert system.causes["b"] == ("a", "x")
    assert system.causes["y"] == ("a", "b", "c", "x")


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"mediators": ["x"]}, ModelError, "two places"),
        ({"moderators": {"m -> x": "w"}}, ModelError, "not in the model"),
        ({"moderators": {"m": "w"}}, ModelError, "not one path"),
    ],
)
def test_a_system_that_cannot_be_is_told(change, error, message):
    with pytest.raises(error, match=message):
        path_system(**({"x": "x", "outcome": "y", "mediators": ["m"]} | change))


def test_misuse_of_process_is_told():
    data = pd.DataFrame(
        np.random.default_rng(1).normal(size=(50, 3)), columns=list("xmy")
    )
    system = path_system(x="x", outcome="y", mediators=["m"])
    with pytest.raises(OptionError, match="no interval"):
        fit_process(data, system, bootstrap=10)
    with pytest.raises(ModelError, match="only two values"):
        fit_process(data.assign(m=(data["m"] > 0) * 1.0), system)
    with pytest.raises(ModelError, match='no column "m"'):
        fit_process(data[["x", "y"]], system)
    with pytest.raises(ModelError, match="moderators w"):
        process_system(7, x="x", outcome="y", mediators=["m"])
    with pytest.raises(ModelError, match="no model 99"):
        process_system(99, x="x", outcome="y")
    with pytest.raises(ModelError, match="no indirect effect"):
        fit_process(data, system, bootstrap=100).effect("x -> q -> y")
    assert fit_linear(data, outcome="y", predictors=["x"]).n == 50
