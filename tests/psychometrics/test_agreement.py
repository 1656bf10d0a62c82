"""Agreement of coders and stability over occasions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import HEADER, write_instrument
from numpy.testing import assert_allclose

from srtoolkit import psychometrics
from srtoolkit.errors import OptionError, ResponsesError, ScoresError
from srtoolkit.psychometrics import (
    coder_agreement,
    cohen_kappa,
    fleiss_kappa,
    intraclass_correlation,
    krippendorff_alpha,
    perreault_leigh,
)
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.results import Result, is_plan_step

NONE = np.nan
#: Krippendorff (2011), example C: four coders, twelve units, gaps
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
).T
#: half of the last digit printed
PRINTED = 5.1e-4
#: ten units, fourteen coders, five categories; its kappa is widely printed as .210
FOURTEEN = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)


def expanded(counts: np.ndarray) -> np.ndarray:
    categories = np.arange(counts.shape[1])
    return np.array([np.repeat(categories, row) for row in counts])


@pytest.mark.parametrize(
    ("level", "known"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_krippendorff_published_these(level, known):
    found = krippendorff_alpha(KRIPPENDORFF, level=level)

    assert_allclose(found.alpha, known, atol=PRINTED)
    assert found.n == 11


def test_krippendorff_of_complete_codes_is_near_fleiss():
    """Its chance draws without replacement; that is all that differs."""
    codes = expanded(FOURTEEN)
    kappa, alpha = fleiss_kappa(codes).kappa, krippendorff_alpha(codes).alpha

    assert_allclose(alpha, kappa + (1 - kappa) / codes.size, rtol=1e-10)


def test_fleiss_agrees_with_statsmodels():
    from statsmodels.stats.inter_rater import fleiss_kappa as known

    found = fleiss_kappa(expanded(FOURTEEN))
    assert_allclose(found.kappa, known(FOURTEEN), rtol=1e-10)
    assert_allclose(found.kappa, 0.210, atol=PRINTED)
    assert found.ci_low < found.kappa < found.ci_high


def test_the_error_of_fleiss_kappa_is_near_the_jackknife():
    codes = np.random.default_rng(3).integers(0, 3, (150, 4))
    codes[:, 1:3] = codes[:, :1]
    whole = fleiss_kappa(codes)
    left_out = [
        fleiss_kappa(np.delete(codes, unit, axis=0)).kappa for unit in range(150)
    ]
    jackknife = np.sqrt(149 / 150 * ((left_out - np.mean(left_out)) ** 2).sum())

    #: two estimates of one error from 150 units
    assert_allclose(whole.se, jackknife, rtol=0.05)


def test_draws_of_krippendorffs_alpha_spread_like_its_jackknife():
    codes = np.random.default_rng(3).integers(0, 3, (150, 2))
    codes[:100, 1] = codes[:100, 0]
    found = krippendorff_alpha(codes, bootstrap=2000, seed=1)
    left_out = [
        krippendorff_alpha(np.delete(codes, unit, axis=0)).alpha for unit in range(150)
    ]
    error = np.sqrt(149 / 150 * ((left_out - np.mean(left_out)) ** 2).sum())

    #: percentiles of 2000 draws
    assert_allclose((found.ci_high - found.ci_low) / (2 * 1.96), error, rtol=0.08)


def test_perreault_and_leigh_as_defined():
    codes = np.array([[0, 0]] * 80 + [[0, 1]] * 10 + [[1, 2]] * 10)
    found = perreault_leigh(codes, n_categories=5)

    assert_allclose(found.index, np.sqrt((0.8 - 0.2) * 5 / 4))
    error = np.sqrt(found.index * (1 - found.index) / 100)
    assert_allclose(found.index - found.ci_low, 1.959964 * error, rtol=1e-6)
    assert perreault_leigh(np.array([[0, 1], [1, 0]] * 5)).index == 0
    assert perreault_leigh(np.array([[0, 1], [1, 0]] * 5)).ci_low is None


def test_perfect_agreement_is_one():
    codes = np.array([["a", "a"], ["b", "b"], ["c", "c"]], dtype=object)

    assert cohen_kappa(codes).kappa == 1
    assert fleiss_kappa(codes).kappa == 1
    assert krippendorff_alpha(codes).alpha == 1
    assert perreault_leigh(codes).index == 1


def test_misuse_of_codes_is_told():
    codes = np.array([[1, 2], [2, 2], [1, 1]])

    with pytest.raises(ScoresError, match="no category"):
        cohen_kappa(codes, categories=[1, 3])
    with pytest.raises(ScoresError, match="numbers and texts"):
        fleiss_kappa(np.array([["a", 1], ["b", 2]], dtype=object))
    with pytest.raises(ScoresError, match="shape"):
        krippendorff_alpha(codes[:, :1])
    with pytest.raises(ScoresError, match="interval level are numbers"):
        krippendorff_alpha(np.array([["a", "b"], ["b", "b"]]), level="interval")
    with pytest.raises(ScoresError, match="only one category"):
        cohen_kappa(np.ones((4, 2)))
    with pytest.raises(ScoresError, match="3 judges"):
        perreault_leigh(np.column_stack([codes, codes[:, 0]]))
    with pytest.raises(ScoresError, match="but 2 occur"):
        perreault_leigh(codes, n_categories=1)
    with pytest.raises(OptionError, match='no level "ratio"'):
        krippendorff_alpha(codes, level="ratio")
    with pytest.raises(OptionError, match='no weights "cubic"'):
        cohen_kappa(codes, weights="cubic")
    with pytest.raises(OptionError, match='no components "ml"'):
        intraclass_correlation(codes.astype(float), components="ml")
    with pytest.raises(ScoresError, match="beyond a constant"):
        intraclass_correlation(np.array([[1.0, 2.0], [2.0, 3.0], [4.0, 5.0]]))


@pytest.fixture
def responses(tmp_path: Path) -> Responses:
    generator = np.random.default_rng(6)
    n = 80
    stable = generator.normal(3, 1, n)
    table = np.clip(
        np.round(stable[:, None] + 0.5 * generator.normal(size=(n, 5))), 1, 5
    )
    frame = pd.DataFrame(table, columns=HEADER[1:6])
    frame["条件"] = "补救"
    truth = generator.choice(["core", "employee", "system"], n)
    for coder in ("coder_1", "coder_2", "coder_3"):
        wrong = generator.random(n) < 0.2
        frame[coder] = np.where(wrong, generator.permutation(truth), truth)
    frame.loc[:3, "coder_2"] = None
    return responses_from_frame(frame, [write_instrument(tmp_path)])


def test_coder_agreement_is_a_step(responses):
    assert is_plan_step(coder_agreement, "step")
    result = coder_agreement(
        responses,
        codings={
            "two": ["coder_1", "coder_2"],
            "three": ["coder_1", "coder_2", "coder_3"],
        },
        seed=1,
    )
    assert isinstance(result, Result)
    table = result.tidy()
    codes = table.groupby("scale")["coefficient"].apply(list).to_dict()
    assert codes["two"] == [
        *("percent_agreement", "cohen_kappa", "perreault_leigh", "krippendorff_alpha")
    ]
    assert codes["three"] == ["percent_agreement", "fleiss_kappa", "krippendorff_alpha"]
    glance = result.glance().set_index("coding")
    assert glance.loc["two", ["n", "n_incomplete", "n_coders"]].tolist() == [76, 4, 2]
    assert result.notes == ()
    with pytest.raises(OptionError, match="fewer than two coders"):
        coder_agreement(responses, codings={"two": ["coder_1"]})
    with pytest.raises(ResponsesError, match="coder_9"):
        coder_agreement(responses, codings={"two": ["coder_1", "coder_9"]})


def test_a_coding_without_disagreement_to_find_is_noted(responses):
    same = responses.with_column("all", ["core"] * responses.n)
    result = coder_agreement(same, codings={"one": ["all", "all"]})

    assert result.tidy().empty
    assert result.notes[0].code == "no_agreement_estimated"


def test_test_retest_is_a_step(responses):
    assert is_plan_step(psychometrics.test_retest, "step")
    result = psychometrics.test_retest(
        responses, measures={"first item": ["RS1", "RS3"]}
    )

    assert isinstance(result, Result)
    assert result.tidy()["coefficient"].tolist() == [
        "test_retest_correlation",
        *("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"),
    ]
    points = responses.keyed[["RS1", "RS3"]]
    known = intraclass_correlation(points).forms[1]
    found = result.tidy().set_index("coefficient").loc["icc2"]
    assert_allclose([found["est"], found["ci_low"]], [known.est, known.ci_low])
    with pytest.raises(OptionError, match="fewer than two occasions"):
        psychometrics.test_retest(responses, measures={"a": ["RS1"]})


def test_a_measure_that_never_varies_is_noted(responses):
    flat = responses.with_column("flat", np.ones(responses.n))
    result = psychometrics.test_retest(flat, measures={"flat": ["RS1", "flat"]})

    assert result.tidy().empty
    assert result.notes[0].code == "no_stability_estimated"
