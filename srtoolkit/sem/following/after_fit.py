"""What can be asked of a fitted model beyond its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from srtoolkit.sem.fitted import Fitted

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.following.comparison import Comparison, DifferenceMethod
    from srtoolkit.sem.following.cross_check import CrossCheck
    from srtoolkit.sem.following.factor_scores import ScoreMethod
    from srtoolkit.sem.following.parameter_tests import RestrictionTest
    from srtoolkit.sem.following.residuals import ResidualKind, Residuals
    from srtoolkit.sem.following.standardised import StandardKind
    from srtoolkit.sem.resamples.draws import IntervalKind
    from srtoolkit.sem.resamples.model_bootstrap import BollenStine


class AfterFit(Fitted):
    """Methods of `SemFit` that have a file of their own each."""

    def missing_patterns(self) -> pd.DataFrame:
        """Return respondents by missing pattern; see `pattern_table`."""
        from srtoolkit.sem.incomplete.missing_report import pattern_table

        return pattern_table(self.observed)

    def compare(self, *others: Fitted, method: DifferenceMethod = "auto") -> Comparison:
        """Compare with nested models; see `comparison.compare_fits`."""
        from srtoolkit.sem.following.comparison import compare_fits

        return compare_fits([self, *others], method=method)

    def wald_test(self, constraints: str) -> RestrictionTest:
        """Test equalities between labels, such as ``a == b``."""
        from srtoolkit.sem.following.parameter_tests import wald_restrictions

        return wald_restrictions(self, constraints)

    def score_test(self, add: str | None = None) -> RestrictionTest:
        """Test the model's equalities, or parameters it does not have."""
        from srtoolkit.sem.following.parameter_tests import (
            score_of_additions,
            score_of_equalities,
        )

        if add is None:
            return score_of_equalities(self)
        return score_of_additions(self, add)

    def modification_indices(self, *, minimum: float = 0.0) -> pd.DataFrame:
        """Return what freeing each fixed parameter would do, greatest first."""
        from srtoolkit.sem.following.modification import modification_table

        return modification_table(self, minimum=minimum)

    def residuals(self, kind: ResidualKind = "raw") -> Residuals:
        """Return sample less implied moments; see `residuals.residuals_of`."""
        from srtoolkit.sem.following.residuals import residuals_of

        return residuals_of(self, kind)

    def factor_scores(self, method: ScoreMethod = "regression") -> pd.DataFrame:
        """Return every respondent's scores, one column a latent variable."""
        from srtoolkit.sem.following.factor_scores import factor_score_table

        return factor_score_table(self, method)

    def standardised(
        self, kind: StandardKind = "all", *, level: float = 0.95
    ) -> pd.DataFrame:
        """Return standardised estimates with errors and intervals.

        Parameters
        ----------
        kind : {"all", "lv", "nox"}
            Unit variances for all variables, for latent ones, or for all but
            exogenous observed ones.
        """
        import pandas as pd

        from srtoolkit.sem.tables import standardised_columns

        return pd.DataFrame(standardised_columns(self, kind, level))

    def bootstrapped(
        self,
        n_draws: int,
        *,
        seed: int | None = None,
        jobs: int = 1,
        interval: IntervalKind = "percentile",
    ) -> Self:
        """Return the same fit with errors and intervals from resamples."""
        from srtoolkit.sem.resamples.model_bootstrap import with_draws

        return with_draws(self, n_draws, seed=seed, jobs=jobs, interval=interval)

    def monte_carlo(self, n_draws: int = 20_000, *, seed: int | None = None) -> Self:
        """Return the same fit with intervals from draws of the estimates.

        MacKinnon, Lockwood & Williams (2004), Multivariate Behavioral Research
        39, 99-128.
        """
        from srtoolkit.sem.resamples.model_bootstrap import with_normal_draws

        return with_normal_draws(self, n_draws, seed=seed)

    def bollen_stine(
        self, n_draws: int, *, seed: int | None = None, jobs: int = 1
    ) -> BollenStine:
        """Test the model by resamples of answers that fit it exactly."""
        from srtoolkit.sem.resamples.model_bootstrap import bollen_stine_test

        return bollen_stine_test(self, n_draws, seed=seed, jobs=jobs)

    def cross_check(self) -> CrossCheck:
        """Refit with the other engine and report the largest differences."""
        from srtoolkit.sem.following.cross_check import cross_check

        return cross_check(self)

    def without_draws(self) -> Self:
        """Return the same fit with the delta method's errors."""
        return replace(self, bootstrap=None)
