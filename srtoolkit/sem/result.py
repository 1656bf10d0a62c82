"""What a fit gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.results import table_rows
from srtoolkit.sem.estimated import Estimated
from srtoolkit.sem.following.after_fit import AfterFit
from srtoolkit.sem.following.effects import EffectKind, EffectResult, effect_function
from srtoolkit.sem.following.quantities import (
    Quantity,
    VectorFunction,
    by_delta_method,
    by_draws,
    values_in_draws,
)
from srtoolkit.sem.following.standardised import explained_share
from srtoolkit.sem.incomplete.missing_report import missing_counts
from srtoolkit.sem.indices.fit_indices import FitIndices
from srtoolkit.sem.indices.further_indices import further_indices
from srtoolkit.sem.language.parsed import ParsedModel, read_path
from srtoolkit.sem.observed import Observed
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.resamples.draws import BootstrapDraws
from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.status import FitStatus
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.tables import tidy_rows

if TYPE_CHECKING:
    import pandas as pd

#: Coverage of the intervals in `SemFit.tidy`.
CI_LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class SemFit(AfterFit):
    """A fitted structural equation model.

    Attributes
    ----------
    parsed, specification, layout, observed, options, solution
        What was fitted, to what, how, and where the search ended.
    covariance : ndarray, shape (n_free, n_free)
        Sampling covariance of the free parameters.
    status : FitStatus
        Whether the solution may be read at all.
    indices : FitIndices
    bootstrap : BootstrapDraws or None
    estimated : Estimated
        What the estimator handed over: objective, tests, likelihoods.
    """

    parsed: ParsedModel
    specification: Specification
    layout: Layout
    observed: Observed
    options: FitOptions
    solution: Solution
    covariance: np.ndarray
    status: FitStatus
    indices: FitIndices
    bootstrap: BootstrapDraws | None
    estimated: Estimated

    @property
    def estimates(self) -> np.ndarray:
        """Free parameters, shape (n_free,); see `parameter_names`."""
        return self.solution.vector[: self.specification.n_free]

    @property
    def parameter_names(self) -> tuple[str, ...]:
        """One name a free parameter."""
        return self.specification.free_names

    @property
    def engine(self) -> str:
        """``semopy`` or ``native``."""
        return self.options.engine

    @property
    def estimator(self) -> str:
        """Name of the estimator."""
        return self.options.estimator

    @property
    def n(self) -> int:
        """Respondents used."""
        return self.observed.n

    @property
    def syntax(self) -> str:
        """The model as written."""
        return self.parsed.text

    @property
    def group_labels(self) -> tuple[str, ...]:
        """Groups in the order of their numbers; one empty text without."""
        return tuple(group.label for group in self.observed.groups)

    def implied(self) -> tuple[ImpliedMoments, ...]:
        """Return each group's implied moments."""
        return implied_moments(self.layout, self.solution.vector)

    def tidy(self, *, level: float = CI_LEVEL) -> pd.DataFrame:
        """Return one row a parameter, defined parameters last.

        Columns ``lhs, op, rhs, group, group_label, label, free, est, se, z, p,
        ci_low, ci_high, std, ci_level``.
        """
        import pandas as pd

        return pd.DataFrame(tidy_rows(self, level))

    def glance(self) -> pd.DataFrame:
        """Return one row: fit indices, status, engine, estimator."""
        import pandas as pd

        row = dict(self.fit_indices())
        row |= {
            "status": self.status.code,
            "admissible": self.status.admissible,
            "engine": self.engine,
            "estimator": self.estimator,
            "n_groups": self.specification.n_groups,
            "n_incomplete": self.observed.n_incomplete,
            **missing_counts(self.observed),
        }
        if self.bootstrap is not None:
            row |= {
                "n_draws": self.bootstrap.n_draws,
                "n_draws_failed": self.bootstrap.n_failed,
                "n_draws_inadmissible": self.bootstrap.n_inadmissible,
            }
        return pd.DataFrame([row])

    def fit_indices(self) -> dict[str, Any]:
        """Return the fit indices by name."""
        return {**self.indices.as_dict(), **further_indices(self)}

    def r2(self) -> pd.DataFrame:
        """Return explained variance: ``variable, group, r2``."""
        import pandas as pd

        rows = [
            {"variable": name, "group": number, "r2": share}
            for number, implied in enumerate(self.implied(), start=1)
            for name, share in explained_share(self.specification, implied).items()
        ]
        return pd.DataFrame(rows, columns=["variable", "group", "r2"])

    def effect(
        self,
        path: str,
        *,
        kind: EffectKind | Literal["auto"] = "auto",
        level: float = CI_LEVEL,
        group: int = 1,
    ) -> EffectResult:
        """Return one effect with error and interval.

        Parameters
        ----------
        path : str
            ``DJ -> RSAT -> LOY``; two names with a `kind` other than
            ``specific`` for effects over all ways between them.
        kind : {"auto", "specific", "direct", "total_indirect", "total"}
            ``auto``: direct for two names, specific for more.

        Raises
        ------
        ModelError
            When the path is not in the model.
        """
        names = read_path(path)
        settled: EffectKind = (
            ("specific" if len(names) > 2 else "direct") if kind == "auto" else kind
        )
        function = effect_function(
            self.specification, self.layout, names, settled, group=group
        )
        raw, standardised = self.quantities(function, level=level)
        z = raw.est / raw.se if raw.se > 0 else float("nan")
        return EffectResult(
            path=" -> ".join(names),
            kind=settled,
            est=raw.est,
            se=raw.se,
            z=z,
            p=two_sided_p(z),
            ci_low=raw.ci_low,
            ci_high=raw.ci_high,
            std=standardised.est,
            std_se=standardised.se,
            std_ci_low=standardised.ci_low,
            std_ci_high=standardised.ci_high,
            ci_level=level,
            n_draws=self.bootstrap.n_draws if self.bootstrap is not None else 0,
        )

    def indirect_effects(self, *, level: float = CI_LEVEL) -> pd.DataFrame:
        """Return every specific indirect effect along regressions."""
        import pandas as pd

        rows = [
            self.effect(" -> ".join(path), level=level).to_dict()
            for path in self.parsed.indirect_paths()
        ]
        return pd.DataFrame(rows, columns=list(EffectResult.__dataclass_fields__))

    def quantities(
        self,
        function: VectorFunction,
        *,
        level: float,
    ) -> tuple[Quantity, ...]:
        """Return a function's values with errors and intervals.

        Parameters
        ----------
        function : callable
            Takes a stack of vectors, real or complex, and gives several numbers
            for each.
        level : float, in (0, 1)
            Coverage: intervals of the draws when there are any, else Wald.
        """
        vector = self.solution.vector
        if self.bootstrap is not None:
            return by_draws(function, vector, self.bootstrap, level)
        return by_delta_method(function, vector, self.covariance, level)

    def draw_values(self, function: VectorFunction) -> np.ndarray:
        """Return a function's values in every draw, shape (n_draws, n_values)."""
        if self.bootstrap is None:
            return np.empty((0, 0))
        return values_in_draws(function, self.bootstrap)

    def to_dict(self) -> dict[str, Any]:
        """Return status, tables and syntax as plain values."""
        return {
            "kind": "sem",
            "engine": self.engine,
            "estimator": self.estimator,
            "syntax": self.syntax,
            "status": {
                "code": self.status.code,
                "admissible": self.status.admissible,
                "details": dict(self.status.details),
            },
            "glance": table_rows(self.glance())[0],
            "tidy": table_rows(self.tidy()),
            "r2": table_rows(self.r2()),
            "indirect": table_rows(self.indirect_effects()),
        }


def two_sided_p(z: float) -> float:
    """Return the two-sided normal p value."""
    from scipy.stats import norm

    return float(2 * norm.sf(abs(z)))
