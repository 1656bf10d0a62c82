"""Effect sizes of studies with their sampling variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from srtoolkit.comparison.effect_sizes.effect_size import small_sample_correction
from srtoolkit.errors import ModelError, OptionError

#: Added to every cell of a table in which one cell is empty.
_EMPTY_CELL = 0.5


@dataclass(frozen=True, slots=True)
class StudyEffects:
    """One effect size a study.

    Attributes
    ----------
    measure : str
        ``standardised_mean_difference``, ``fisher_z``, …
    est : ndarray, shape (k,)
        Effect sizes, ratios on the log scale.
    variance : ndarray, shape (k,)
        Sampling variances.
    """

    measure: str
    est: np.ndarray
    variance: np.ndarray


def mean_difference_effects(
    treated: tuple[ArrayLike, ArrayLike, ArrayLike],
    control: tuple[ArrayLike, ArrayLike, ArrayLike],
    *,
    measure: str = "standardised_mean_difference",
) -> StudyEffects:
    """Compute mean differences from means, standard deviations and sizes.

    Parameters
    ----------
    treated, control : (means, standard deviations, sizes), each shape (k,)
    measure : str
        ``mean_difference`` (unequal variances), ``standardised_mean_difference``
        (Hedges' g, pooled SD), or ``heteroscedastic_difference`` (standardised
        by the root of the mean variance, error without equal variances).

    Raises
    ------
    ModelError
        When a size is below two or a standard deviation not above zero.
    OptionError
        When `measure` is none of these.

    References
    ----------
    Hedges & Olkin (1985), Statistical Methods for Meta-Analysis, ch. 5.
    Bonett (2009), Psychological Methods 14, 225-238 (heteroscedastic).
    """
    mean_1, sd_1, n_1 = (np.asarray(part, dtype=float) for part in treated)
    mean_2, sd_2, n_2 = (np.asarray(part, dtype=float) for part in control)
    _require(np.minimum(n_1, n_2) >= 2, "a group has fewer than two respondents")
    _require(np.minimum(sd_1, sd_2) > 0, "a standard deviation is not above zero")
    difference = mean_1 - mean_2
    if measure == "mean_difference":
        return StudyEffects(measure, difference, sd_1**2 / n_1 + sd_2**2 / n_2)
    df = n_1 + n_2 - 2
    correction = np.array([small_sample_correction(value) for value in df.flat])
    if measure == "standardised_mean_difference":
        pooled = np.sqrt(((n_1 - 1) * sd_1**2 + (n_2 - 1) * sd_2**2) / df)
        est = correction * difference / pooled
        return StudyEffects(
            measure, est, 1 / n_1 + 1 / n_2 + est**2 / (2 * (n_1 + n_2))
        )
    if measure == "heteroscedastic_difference":
        return _heteroscedastic(difference, (sd_1, n_1), (sd_2, n_2), correction)
    raise _unknown(
        measure,
        "mean_difference, standardised_mean_difference, heteroscedastic_difference",
    )


def _heteroscedastic(
    difference: np.ndarray,
    first: tuple[np.ndarray, np.ndarray],
    second: tuple[np.ndarray, np.ndarray],
    correction: np.ndarray,
) -> StudyEffects:
    (sd_1, n_1), (sd_2, n_2) = first, second
    average = (sd_1**2 + sd_2**2) / 2
    est = correction * difference / np.sqrt(average)
    of_scale = est**2 * (sd_1**4 / (n_1 - 1) + sd_2**4 / (n_2 - 1)) / (8 * average**2)
    of_mean = (sd_1**2 / (n_1 - 1) + sd_2**2 / (n_2 - 1)) / average
    variance = correction**2 * (of_scale + of_mean)
    return StudyEffects("heteroscedastic_difference", est, variance)


def correlation_effects(
    r: ArrayLike, n: ArrayLike, *, measure: str = "fisher_z"
) -> StudyEffects:
    """Take correlations as they are, or as Fisher's z.

    Parameters
    ----------
    r : shape (k,), in (-1, 1)
    n : shape (k,), respondents, above three
    measure : {"fisher_z", "correlation"}

    Raises
    ------
    ModelError
        When a correlation or a size is outside its range.
    OptionError
        When `measure` is none of these.

    References
    ----------
    Fisher (1921), Metron 1, 3-32.
    """
    r, n = np.asarray(r, dtype=float), np.asarray(n, dtype=float)
    _require(np.abs(r) < 1, "a correlation is not between -1 and 1")
    _require(n > 3, "a study has three respondents or fewer")
    if measure == "correlation":
        return StudyEffects(measure, r, (1 - r**2) ** 2 / (n - 1))
    if measure == "fisher_z":
        return StudyEffects(measure, np.arctanh(r), 1 / (n - 3))
    raise _unknown(measure, "fisher_z, correlation")


def two_by_two_effects(
    events: tuple[ArrayLike, ArrayLike],
    sizes: tuple[ArrayLike, ArrayLike],
    *,
    measure: str = "log_odds_ratio",
) -> StudyEffects:
    """Compare the shares of an event in two groups.

    Parameters
    ----------
    events, sizes : (treated, control), each shape (k,)
        Respondents with the event, and all respondents.
    measure : {"log_odds_ratio", "log_risk_ratio", "risk_difference"}
        In a study with an empty cell one half is added to each of its cells.

    Raises
    ------
    ModelError
        When events are negative or exceed the size.
    OptionError
        When `measure` is none of these.
    """
    a, c = (np.asarray(part, dtype=float) for part in events)
    b, d = (
        np.asarray(size, dtype=float) - event
        for size, event in zip(sizes, (a, c), strict=True)
    )
    cells = np.stack([a, b, c, d])
    _require(cells.min(axis=0) >= 0, "events are negative or exceed the group size")
    a, b, c, d = cells + _EMPTY_CELL * (cells == 0).any(axis=0)
    n_1, n_2 = a + b, c + d
    if measure == "log_odds_ratio":
        return StudyEffects(
            measure, np.log(a / b) - np.log(c / d), 1 / a + 1 / b + 1 / c + 1 / d
        )
    if measure == "log_risk_ratio":
        est = np.log(a / n_1) - np.log(c / n_2)
        return StudyEffects(measure, est, 1 / a - 1 / n_1 + 1 / c - 1 / n_2)
    if measure == "risk_difference":
        variance = a * b / n_1**3 + c * d / n_2**3
        return StudyEffects(measure, a / n_1 - c / n_2, variance)
    raise _unknown(measure, "log_odds_ratio, log_risk_ratio, risk_difference")


def proportion_effects(
    events: ArrayLike, sizes: ArrayLike, *, measure: str = "logit_proportion"
) -> StudyEffects:
    """Take shares as they are, or as log odds.

    Parameters
    ----------
    events, sizes : shape (k,)
    measure : {"logit_proportion", "proportion"}
        In a study where nobody or everybody has the event one half is added
        to both counts.

    Raises
    ------
    ModelError
        When events are negative or exceed the size.
    OptionError
        When `measure` is none of these.
    """
    with_event = np.asarray(events, dtype=float)
    without = np.asarray(sizes, dtype=float) - with_event
    cells = np.stack([with_event, without])
    _require(cells.min(axis=0) >= 0, "events are negative or exceed the size")
    with_event, without = cells + _EMPTY_CELL * (cells == 0).any(axis=0)
    n = with_event + without
    if measure == "proportion":
        return StudyEffects(measure, with_event / n, with_event * without / n**3)
    if measure == "logit_proportion":
        est = np.log(with_event / without)
        return StudyEffects(measure, est, 1 / with_event + 1 / without)
    raise _unknown(measure, "logit_proportion, proportion")


def d_to_r(d: ArrayLike, n_1: ArrayLike, n_2: ArrayLike) -> np.ndarray:
    """Turn a standardised mean difference into a point-biserial correlation.

    Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to
    Meta-Analysis, equation 7.7 (the group sizes give its constant).
    """
    d, n_1, n_2 = (np.asarray(part, dtype=float) for part in (d, n_1, n_2))
    return np.asarray(d / np.sqrt(d**2 + (n_1 + n_2) ** 2 / (n_1 * n_2)))


def r_to_d(r: ArrayLike) -> np.ndarray:
    """Turn a correlation into a standardised difference of two equal groups.

    Borenstein et al. (2009), equation 7.5.

    Raises
    ------
    ModelError
        When a correlation is not between -1 and 1.
    """
    r = np.asarray(r, dtype=float)
    _require(np.abs(r) < 1, "a correlation is not between -1 and 1")
    return np.asarray(2 * r / np.sqrt(1 - r**2))


def _require(holds: np.ndarray, sentence: str) -> None:
    wrong = [str(position + 1) for position in np.flatnonzero(~np.atleast_1d(holds))]
    if wrong:
        raise ModelError(
            f"{sentence}: study {', '.join(wrong[:10])}",
            code="study_out_of_range",
            advice="Studies are counted from 1 in the order of the table.",
            studies=wrong,
        )


def _unknown(measure: str, allowed: str) -> OptionError:
    return OptionError(
        f'there is no effect size "{measure}" from these numbers',
        code="measure_unknown",
        allowed=allowed,
    )
