"""Importance of predictors, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.inference import Reason, percentile_interval
from srtoolkit.regression.importance.kernels import (
    complete_dominance,
)

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("general_dominance", "relative_weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeImportance:
    """General dominance and relative weights of predictors.

    Attributes
    ----------
    outcome : str
    predictors, covariates : tuple of str
    n, n_excluded : int
    r2, r2_covariates : float
        Explained share of all, and of the covariates alone. Importances are
        shares of the outcome's variance and add up to the difference.
    estimates : mapping of str to ndarray, shape (p,)
        By measure: ``general_dominance, relative_weight``.
    draws : mapping of str to ndarray, shape (n_draws, p)
    random : ndarray, shape (n_draws, p)
        Relative weight less that of a column of pure chance.
    conditional : ndarray, shape (p, p)
        What a predictor adds to sets of 0, 1, ... others.
    sets : ndarray, shape (2 ** p,)
        Explained share of every set.
    complete_draws : mapping of (int, int) to ndarray, shape (n_draws,)
    ci_level : float
    """

    outcome: str
    predictors: tuple[str, ...]
    covariates: tuple[str, ...]
    n: int
    n_excluded: int
    r2: float
    r2_covariates: float
    estimates: Mapping[str, np.ndarray]
    draws: Mapping[str, np.ndarray] = field(repr=False, compare=False)
    random: np.ndarray = field(repr=False, compare=False)
    conditional: np.ndarray
    sets: np.ndarray = field(repr=False, compare=False)
    complete_draws: Mapping[tuple[int, int], np.ndarray] = field(
        repr=False, compare=False
    )
    ci_level: float

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Covariates taken out first, when there are any."""
        if not self.covariates:
            return ()
        values = {"covariates": list(self.covariates), "r2": self.r2_covariates}
        return (Reason("importance_after_covariates", values),)

    def position(self, predictor: str) -> int:
        """Return where a predictor stands.

        Raises
        ------
        ModelError
            When it is not one.
        """
        if predictor not in self.predictors:
            raise ModelError(
                f'"{predictor}" is not among the predictors',
                code="unknown_term",
                allowed=", ".join(self.predictors),
                advice=did_you_mean(predictor, self.predictors),
                term=predictor,
            )
        return self.predictors.index(predictor)

    def difference(
        self, measure: str, first: str, second: str
    ) -> tuple[float, np.ndarray]:
        """Return how much more the first explains, and its draws."""
        a, b = self.position(first), self.position(second)
        values, drawn = self.estimates[measure], self.draws[measure]
        return float(values[a] - values[b]), drawn[:, a] - drawn[:, b]

    def tidy(self) -> pd.DataFrame:
        """One row a measure and predictor.

        ``share`` is of what the predictors explain. ``beyond_chance``: the
        interval of the weight less that of a random column is above zero
        (Tonidandel & LeBreton's test).
        """
        import pandas as pd

        rows = []
        for measure in MEASURES:
            total = float(self.estimates[measure].sum())
            for place, term in enumerate(self.predictors):
                est = float(self.estimates[measure][place])
                drawn = self.draws[measure][:, place]
                low, high = percentile_interval(drawn, self.ci_level)
                row = {
                    "outcome": self.outcome,
                    "term": term,
                    "measure": measure,
                    "est": est,
                    "se": float(drawn.std(ddof=1)),
                    "ci_low": low,
                    "ci_high": high,
                    "ci_level": self.ci_level,
                    "share": est / total,
                }
                if measure == "relative_weight":
                    low, high = percentile_interval(
                        self.random[:, place], self.ci_level
                    )
                    row |= {"chance_low": low, "chance_high": high}
                    row["beyond_chance"] = bool(low > 0)
                rows.append(row)
        return pd.DataFrame(rows)

    def pairs(self) -> pd.DataFrame:
        """One row a measure and pair of predictors.

        ``est`` is the difference; ``complete`` the share of sets to which the
        first adds more, ``complete_share`` how often it is 1 in the draws,
        ``conditional`` whether it adds more at every size of set.
        """
        import pandas as pd

        rows = []
        for a, b in combinations(range(len(self.predictors)), 2):
            first, second = self.predictors[a], self.predictors[b]
            more = self.conditional[a] - self.conditional[b]
            complete = complete_dominance(self.sets[None, :], a, b)[0]
            for measure in MEASURES:
                est, drawn = self.difference(measure, first, second)
                low, high = percentile_interval(drawn, self.ci_level)
                rows.append(
                    {
                        "outcome": self.outcome,
                        "first": first,
                        "second": second,
                        "measure": measure,
                        "est": est,
                        "se": float(drawn.std(ddof=1)),
                        "ci_low": low,
                        "ci_high": high,
                        "ci_level": self.ci_level,
                        "complete": float(complete),
                        "complete_share": float(
                            (self.complete_draws[a, b] == 1).mean()
                        ),
                        "conditional": bool((more > 0).all()),
                        "conditional_other": bool((more < 0).all()),
                    }
                )
        return pd.DataFrame(rows)

    def glance(self) -> pd.DataFrame:
        """One row: sizes and explained shares."""
        import pandas as pd

        row = {
            "n": self.n,
            "n_excluded": self.n_excluded,
            "r2": self.r2,
            "r2_covariates": self.r2_covariates,
            "n_draws": len(self.random),
        }
        return pd.DataFrame([row])

    @property
    def details(self) -> dict[str, Any]:
        """Importances and differences of pairs, for pictures and tables."""
        return {
            "importance": self.tidy().to_dict("records"),
            "pairs": self.pairs().to_dict("records"),
            "conditional_dominance": [
                {"term": term, "sizes": [float(v) for v in self.conditional[k]]}
                for k, term in enumerate(self.predictors)
            ],
        }

    def to_dict(self) -> dict[str, Any]:
        """Everything in its tables as plain values."""
        return {"glance": self.glance().to_dict("records")[0], **self.details}
