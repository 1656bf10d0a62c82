"""A table of studies, as users fill it in, turned into effect sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.attenuation import (
    disattenuated_correlations,
    disattenuated_differences,
)
from srtoolkit.comparison.meta_analysis.effect_sizes import (
    StudyEffects,
    correlation_effects,
    mean_difference_effects,
    proportion_effects,
    two_by_two_effects,
)
from srtoolkit.errors import ModelError, OptionError, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_TWO_MEANS = (
    "mean_treated",
    "sd_treated",
    "n_treated",
    "mean_control",
    "sd_control",
    "n_control",
)
_TWO_SHARES = ("events_treated", "n_treated", "events_control", "n_control")
#: Columns that each measure needs, beside the study's name.
STUDY_COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "given": ("est", "se"),
    "mean_difference": _TWO_MEANS,
    "standardised_mean_difference": _TWO_MEANS,
    "heteroscedastic_difference": _TWO_MEANS,
    "corrected_difference": (*_TWO_MEANS, "reliability_y"),
    "correlation": ("r", "n"),
    "fisher_z": ("r", "n"),
    "corrected_correlation": ("r", "n", "reliability_x", "reliability_y"),
    "log_odds_ratio": _TWO_SHARES,
    "log_risk_ratio": _TWO_SHARES,
    "risk_difference": _TWO_SHARES,
    "proportion": ("events", "n"),
    "logit_proportion": ("events", "n"),
}
#: May be empty for some studies: the mean of the others stands in.
_MAY_MISS = ("reliability_x", "reliability_y")


def study_template(measure: str, moderators: Sequence[str] = ()) -> pd.DataFrame:
    """Return the empty table to fill in, one row a study.

    Parameters
    ----------
    measure : str
        ``given`` (effect and standard error), a difference of means, a
        correlation, a ratio or a share: the keys of `STUDY_COLUMNS_OF`.
    moderators : sequence of str
        Further columns, for example ``design`` and ``sector``.

    Raises
    ------
    OptionError
        When `measure` is none of these.
    """
    import pandas as pd

    columns = ["study", *_columns_of(measure), *moderators]
    return pd.DataFrame(columns=columns)


def study_effects(table: pd.DataFrame, measure: str) -> StudyEffects:
    """Compute every study's effect and sampling variance.

    Parameters
    ----------
    table : DataFrame
        With the columns of `study_template`, nothing missing but
        reliabilities.

    Raises
    ------
    ModelError
        With every column that is missing or not numeric and every study that
        is incomplete, or out of range.
    OptionError
        When `measure` is not known.
    """
    names = _columns_of(measure)
    columns = _numbers(table, names)
    if measure == "given":
        return StudyEffects(measure, columns["est"], columns["se"] ** 2)
    if names[:6] == _TWO_MEANS:
        return _from_means(columns, measure)
    if names == _TWO_SHARES:
        events = columns["events_treated"], columns["events_control"]
        sizes = columns["n_treated"], columns["n_control"]
        return two_by_two_effects(events, sizes, measure=measure)
    if names == ("events", "n"):
        return proportion_effects(columns["events"], columns["n"], measure=measure)
    if measure == "corrected_correlation":
        return disattenuated_correlations(**columns)
    return correlation_effects(columns["r"], columns["n"], measure=measure)


def studies_from_rows(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Lay out studies that a plan lists, one mapping a study.

    Raises
    ------
    ModelError
        When a row is not a mapping of column to value.
    """
    import pandas as pd

    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise ModelError(
            "`studies` is not a list of studies",
            code="studies_unclear",
            allowed="rows such as {study: A 2001, est: 0.31, se: 0.12}",
        )
    return pd.DataFrame([dict(row) for row in rows])


def _from_means(columns: dict[str, np.ndarray], measure: str) -> StudyEffects:
    treated, control = (
        (columns[f"mean_{arm}"], columns[f"sd_{arm}"], columns[f"n_{arm}"])
        for arm in ("treated", "control")
    )
    if measure != "corrected_difference":
        return mean_difference_effects(treated, control, measure=measure)
    plain = mean_difference_effects(treated, control)
    return disattenuated_differences(
        plain.est, plain.variance, reliability_y=columns["reliability_y"]
    )


def _columns_of(measure: str) -> tuple[str, ...]:
    if measure not in STUDY_COLUMNS_OF:
        raise OptionError(
            f'there is no effect size "{measure}"',
            code="measure_unknown",
            allowed=", ".join(STUDY_COLUMNS_OF),
            advice=did_you_mean(measure, list(STUDY_COLUMNS_OF)),
        )
    return STUDY_COLUMNS_OF[measure]


def _numbers(table: pd.DataFrame, names: Sequence[str]) -> dict[str, np.ndarray]:
    import pandas as pd

    found = [str(name) for name in table]
    problems, columns = [], {}
    for name in names:
        if name not in found:
            problems.append(
                Problem(
                    "study_column_missing",
                    f'the table of studies has no column "{name}"',
                    allowed=", ".join(names),
                    advice=did_you_mean(name, found),
                    pieces={"column": name},
                )
            )
            continue
        values = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float)
        columns[name] = values
        if name not in _MAY_MISS and not np.isfinite(values).all():
            rows = ", ".join(
                str(row + 1) for row in np.flatnonzero(~np.isfinite(values))
            )
            problems.append(
                Problem(
                    "study_incomplete",
                    f'column "{name}" holds no number for study {rows}',
                    advice="Studies are counted from 1. Complete them, or leave "
                    "them out of the table.",
                    pieces={"column": name},
                )
            )
    if problems:
        raise ModelError(problems)
    return columns
