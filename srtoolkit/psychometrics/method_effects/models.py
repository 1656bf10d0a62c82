"""The samples that the models are fitted to, and one row a model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.psychometrics.rivals.difference import difference_of, indices_of
from srtoolkit.psychometrics.rivals.measured import MeasuredFactors
from srtoolkit.psychometrics.rivals.result import Difference
from srtoolkit.psychometrics.rivals.search import fit_answers, standard_deviations

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit

#: Where the search for a method loading begins, in an item's standard deviations.
_START = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class MethodModel:
    """One fitted model of the comparison.

    Attributes
    ----------
    model : str
    fit : SemFit
    against : str or None
        The freer or stricter model it is compared with.
    difference : Difference
    shares : mapping of str to float
        ``trait_share, method_share, error_share``; empty without a method factor.
    """

    model: str
    fit: SemFit
    against: str | None = None
    difference: Difference = field(default_factory=Difference)
    shares: Mapping[str, float] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """Return the model's row of the table."""
        none = dict.fromkeys(("trait_share", "method_share", "error_share"), math.nan)
        return {
            "model": self.model,
            **indices_of(self.fit),
            "status": self.fit.status.code,
            "admissible": self.fit.status.admissible,
            "against": self.against,
            "chisq_diff": self.difference.chisq_diff,
            "df_diff": self.difference.df_diff,
            "p_diff": self.difference.p_diff,
            "difference_method": self.difference.difference_method,
            **none,
            **self.shares,
        }


def nested_model(
    model: str,
    fit: SemFit,
    *,
    against: MethodModel,
    freer: bool,
    shares: Mapping[str, float] | None = None,
) -> MethodModel:
    """Compare a model with one that is nested in it (`freer`) or nests it."""
    pair = (fit, against.fit) if freer else (against.fit, fit)
    difference = difference_of(*pair, "nested")
    return MethodModel(model, fit, against.model, difference, shares or {})


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The answers of one comparison; every model sees the same respondents.

    Attributes
    ----------
    measurement : str
    structure : str or None
    measured : MeasuredFactors
        Substantive factors.
    marker : tuple of (str, tuple of str), or None
        The marker factor with its items.
    correlation : ndarray, shape (n_items, n_items)
        Product-moment correlations of the substantive items.
    n_complete : int
        Respondents with all of them, whose answers are correlated.
    measuring, structural : SemFit
        Fits whose moments the models of the measurement and of the structure
        are fitted to.
    """

    measurement: str
    structure: str | None
    measured: MeasuredFactors
    marker: tuple[str, tuple[str, ...]] | None
    correlation: np.ndarray
    n_complete: int
    measuring: SemFit
    structural: SemFit

    @property
    def whole(self) -> str:
        """Measurement and structure."""
        return f"{self.measurement}\n{self.structure or ''}"

    def starts(self, method: str) -> dict[tuple[str, str, str], float]:
        """Return where the search for the method factor begins."""
        items = self.measured.items
        deviations = standard_deviations(self.measuring, items)
        loadings = [_START * deviation for deviation in deviations]
        found = {
            (method, "=~", item): loading
            for item, loading in zip(items, loadings, strict=True)
        }
        return {**found, (method, "~~", method): min(loadings) ** 2}


def common_answers(
    answers: pd.DataFrame, names: Sequence[str], estimation: Mapping[str, Any]
) -> pd.DataFrame:
    """Return the models' columns; with listwise deletion their complete rows."""
    kept = answers[list(names)]
    if estimation.get("missing", "listwise") == "listwise":
        return kept.dropna()
    return kept


def sample_of(
    answers: pd.DataFrame,
    measurement: str,
    structure: str | None,
    measured: MeasuredFactors,
    marker: tuple[str, tuple[str, ...]] | None,
    estimation: Mapping[str, Any],
) -> Sample:
    """Read the moments that all models share.

    A structure with observed variables has moments of its own: those of
    ordered items are conditional on exogenous ones.
    """
    from srtoolkit.sem import parse_model

    beside = "" if marker is None else f"\n{marker[0]} =~ {' + '.join(marker[1])}"
    whole = f"{measurement}\n{structure or ''}"
    every = parse_model(whole + beside).observed
    rows = common_answers(answers, every, estimation)
    measuring = fit_answers(measurement + beside, rows, estimation)
    structural = measuring
    if set(every) != set(measuring.observed.names):
        structural = fit_answers(whole + beside, rows, estimation, model_type="sem")
    complete = rows[list(measured.items)].dropna().to_numpy(dtype=float)
    return Sample(
        measurement,
        structure,
        measured,
        marker,
        np.corrcoef(complete, rowvar=False),
        len(complete),
        measuring,
        structural,
    )
