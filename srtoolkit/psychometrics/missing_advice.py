"""What to do about missing answers, and why: the code names the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.little import LittleTest

_ALPHA = 0.05
#: Up to this share of incomplete respondents, leaving them out costs little.
_FEW_INCOMPLETE = 0.05
#: Estimators that know full-information maximum likelihood.
_FULL_INFORMATION = frozenset({"ML", "MLR", "MLF"})


def recommend(
    test: LittleTest | None,
    share: float,
    related: Iterable[str],
    estimation: Mapping[str, Any] | None = None,
) -> Reason:
    """Choose a treatment.

    Parameters
    ----------
    test : LittleTest or None
        None where the holes could not be tested.
    share : float
        Respondents who left out some of what they were asked, and not all.
    related : iterable of str
        Variables in which those who left answers out differ.
    estimation : mapping, optional
        How the models are estimated: ``estimator``, ``ordered``. Models of ordered
        answers, and estimators other than ML, know no full-information likelihood.
    """
    values: dict[str, Any] = {"share": share}
    if share == 0:
        return Reason("missing_nothing", values)
    estimator = _without_likelihood(estimation or {})
    treatment = "fiml" if estimator is None else "pairwise"
    if estimator is not None:
        values["estimator"] = estimator
    if test is None:
        return Reason(f"missing_{treatment}_untested", values)
    values |= {"statistic": test.statistic, "df": test.df, "p": test.p}
    if test.p < _ALPHA:
        values["variables"] = list(dict.fromkeys(related))
        ending = "related" if values["variables"] else "not_random"
        return Reason(f"missing_{treatment}_{ending}", values)
    if share <= _FEW_INCOMPLETE:
        return Reason("missing_listwise", values)
    return Reason(f"missing_{treatment}_power", values)


def _without_likelihood(estimation: Mapping[str, Any]) -> str | None:
    """Return an estimator that knows no full-information likelihood, or None."""
    estimator = estimation.get("estimator") or "ML"
    if estimation.get("ordered"):
        return "WLSMV" if estimator in _FULL_INFORMATION else str(estimator)
    return None if estimator in _FULL_INFORMATION else str(estimator)
