"""Stability of measures over occasions, as a plan asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.inference import Reason
from srtoolkit.psychometrics.agreement.intraclass import (
    IntraclassResult,
    intraclass_correlation,
)
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.reliability.split_half import fisher_interval
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class MeasureStability:
    """Stability of one measure.

    Attributes
    ----------
    measure : str
    occasions : tuple of str
        Scales, items or columns.
    n, n_missing : int
        Respondents with every occasion, and without some.
    intraclass : IntraclassResult or None
    correlation, ci_low, ci_high : float or None
        Of the first occasion with the last.
    note : Reason or None
        Why there is none.
    """

    measure: str
    occasions: tuple[str, ...]
    n: int
    n_missing: int
    intraclass: IntraclassResult | None
    correlation: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class RetestResult:
    """Stability of several measures.

    Attributes
    ----------
    measures : tuple of MeasureStability
    ci_level : float
    """

    measures: tuple[MeasureStability, ...]
    ci_level: float

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Measures without coefficients, each with the reason."""
        return tuple(m.note for m in self.measures if m.note is not None)

    def tidy(self) -> pd.DataFrame:
        """One row per measure, named in ``scale``, and coefficient.

        ``test_retest_correlation`` of the first with the last occasion, and the
        six forms ``icc1`` to ``icc3k``.
        """
        rows: list[Coefficient] = []
        for found in self.measures:
            if found.intraclass is None:
                continue
            values = (found.correlation, found.ci_low, found.ci_high, self.ci_level)
            rows.append(
                Coefficient("test_retest_correlation", *values, scale=found.measure)
            )
            rows += found.intraclass.coefficients(found.measure)
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row per measure: ``measure, n, n_missing, n_occasions``."""
        import pandas as pd

        rows = [[m.measure, m.n, m.n_missing, len(m.occasions)] for m in self.measures]
        names = ["measure", "n", "n_missing", "n_occasions"]
        return pd.DataFrame(rows, columns=names)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@plan_step("step")
def test_retest(
    responses: Responses,
    *,
    measures: Mapping[str, Sequence[str]],
    ci_level: float = 0.95,  # noqa: PT028 (a step of plans, no test)
) -> RetestResult:
    """Estimate how far respondents give the same answers again.

    Parameters
    ----------
    responses : Responses
        One respondent a row, every occasion in columns of its own.
    measures : mapping of str to sequence of str
        Each measure, and its scales, items or columns by occasion, in order.
    ci_level : float, in (0, 1)

    Raises
    ------
    ResponsesError
        When an occasion is not there or holds text.
    OptionError
        When `ci_level` is not in (0, 1), or a measure has one occasion.
    """
    require_level(ci_level)
    once = [name for name, occasions in measures.items() if len(occasions) < 2]
    if once or not measures:
        raise OptionError(
            f"{', '.join(once) or 'measures'}: fewer than two occasions",
            code="too_few_occasions",
            advice="Write measures: {name: [first_occasion, second_occasion]}.",
        )
    responses.require([o for occasions in measures.values() for o in occasions])
    found = (_stability(responses, n, tuple(o), ci_level) for n, o in measures.items())
    return RetestResult(tuple(found), ci_level)


def _stability(
    responses: Responses, measure: str, occasions: tuple[str, ...], ci_level: float
) -> MeasureStability:
    points = np.column_stack([responses.variable(name) for name in occasions])
    complete = points[~np.isnan(points).any(axis=1)]
    n, n_missing = len(complete), len(points) - len(complete)
    try:
        if n < 4:
            raise ScoresError(f"{n} respondents", code="too_few_respondents")
        intraclass = intraclass_correlation(complete, ci_level=ci_level)
    except ScoresError as error:
        note = Reason("no_stability_estimated", {"measure": measure, "why": error.code})
        return MeasureStability(measure, occasions, n, n_missing, None, note=note)
    r = float(np.corrcoef(complete[:, 0], complete[:, -1])[0, 1])
    limits = fisher_interval(r, n, ci_level)
    return MeasureStability(measure, occasions, n, n_missing, intraclass, r, *limits)
