"""What a level loses against the one before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit
    from srtoolkit.sem.following.comparison import Step

#: Indices whose differences are reported, each in its forms.
_INDICES = ("cfi", "tli", "rmsea", "srmr")
_FORMS = ("", "_scaled", "_robust")


@dataclass(frozen=True, slots=True)
class Difference:
    """A restricted model against a freer one.

    Attributes
    ----------
    chisq, df, p : float
        Of the difference, scaled where the estimator scales; p is NaN at
        ``df = 0``.
    method : str
        ``plain``, ``satorra_bentler_2001``, ``satorra_bentler_2010`` or
        ``satorra_2000``.
    indices : dict of str to float
        Restricted less free: ``cfi``, ``rmsea_robust`` and so on, those that
        both fits have.
    form : {"plain", "scaled", "robust"}
        Which of them the rule reads.
    """

    chisq: float
    df: int
    p: float
    method: str
    indices: dict[str, float]
    form: str

    @property
    def cfi(self) -> float:
        """Change of CFI that the rule reads."""
        return self.indices.get("cfi" + _suffix(self.form), math.nan)

    @property
    def rmsea(self) -> float:
        """Change of RMSEA that the rule reads."""
        return self.indices.get("rmsea" + _suffix(self.form), math.nan)


def difference(free: SemFit, held: SemFit) -> Difference:
    """Compare nested fits by chi-square and fit indices.

    The chi-square difference is scaled as `sem.compare_fits` does by itself;
    where the factor of Satorra & Bentler (2001) is negative, theirs of 2010 is
    taken. Robust indices are read where both fits have them, else scaled ones.
    """
    from srtoolkit.sem import compare_fits

    found = compare_fits([free, held])
    step = found.steps[0]
    method = found.method
    if step.df_diff > 0 and math.isnan(step.p) and method == "satorra_bentler_2001":
        step = _of_2010(free, held) or step
        method = "satorra_bentler_2010"
    before, now = free.indices.as_dict(), held.indices.as_dict()
    indices = {
        name + form: float(now[name + form] - before[name + form])
        for name in _INDICES
        for form in _FORMS
        if name + form in now and name + form in before
    }
    indices = {name: value for name, value in indices.items() if math.isfinite(value)}
    return Difference(
        step.chisq_diff, int(step.df_diff), step.p, method, indices, _form(indices)
    )


def _of_2010(free: SemFit, held: SemFit) -> Step | None:
    from srtoolkit.errors import ModelError
    from srtoolkit.sem import compare_fits

    try:
        return compare_fits([free, held], method="satorra_bentler_2010").steps[0]
    except ModelError:
        return None


def _form(indices: dict[str, float]) -> str:
    for form in ("robust", "scaled"):
        if f"cfi_{form}" in indices and f"rmsea_{form}" in indices:
            return form
    return "plain"


def _suffix(form: str) -> str:
    return "" if form == "plain" else f"_{form}"
