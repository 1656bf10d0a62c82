"""A meta-analysis with all that belongs to it, from a table of studies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis
from srtoolkit.comparison.meta_analysis.influence import leave_one_out
from srtoolkit.comparison.meta_analysis.requirements import TestKind
from srtoolkit.comparison.meta_analysis.result import MetaAnalysis
from srtoolkit.comparison.meta_analysis.small_studies import small_study_effects
from srtoolkit.comparison.meta_analysis.study_table import (
    studies_from_rows,
    study_effects,
)
from srtoolkit.comparison.meta_analysis.subgroups import subgroup_analysis
from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    interval_level,
    one_sided_p,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: Asymmetry tests see little with fewer studies (Sterne et al., 2011, BMJ 343).
_FEW_FOR_ASYMMETRY = 10
#: Tau squared is hardly known from fewer.
_FEW_STUDIES = 5


@dataclass(frozen=True, slots=True)
class PooledStudies:
    """A meta-analysis, what depends on single studies, and asymmetry.

    Attributes
    ----------
    analysis : MetaAnalysis
        The pooled effect without moderators.
    regression : MetaAnalysis or None
        With moderators, when some were named.
    details : mapping
        Plain values: ``studies`` (forest rows), ``summary``,
        ``leave_one_out``, ``small_studies``, ``filled`` (imputed studies),
        ``coefficients`` and ``moderator_test`` of the regression,
        ``subgroups`` and ``subgroup_test``; empty lists where not asked for.
    notes : tuple of Reason
    """

    analysis: MetaAnalysis
    regression: MetaAnalysis | None
    details: dict[str, Any]
    notes: tuple[Reason, ...]

    def tidy(self) -> pd.DataFrame:
        """One row a study."""
        return self.analysis.tidy()

    def glance(self) -> pd.DataFrame:
        """One row: pooled effect, heterogeneity, prediction interval."""
        return self.analysis.glance()

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


@plan_step("step")
def pooled_studies(
    responses: Responses,
    *,
    measure: str,
    studies: Sequence[Mapping[str, Any]] | None = None,
    study: str = "study",
    columns: Mapping[str, str] | None = None,
    moderators: Sequence[str] = (),
    subgroup: str | None = None,
    method: str = "REML",
    test: TestKind = "knapp_hartung",
    ci_level: float = 0.95,
) -> PooledStudies:
    """Pool studies that the plan lists, or that the responses hold one a row.

    Parameters
    ----------
    measure : str
        As `study_template`.
    studies : list of mappings, optional
        One a study, with the template's columns. None: rows of the
        responses.
    study : str
        Column of the studies' names.
    columns : mapping of str to str, optional
        From a column of the template to the column that stands for it.
    moderators : sequence of str
        Columns of a meta-regression; text as categories.
    subgroup : str, optional
        Column of kinds of studies, pooled one by one.
    method, test, ci_level
        As `meta_analysis`.

    Raises
    ------
    ModelError, OptionError
        As `study_effects`, `meta_analysis` and `subgroup_analysis`.
    """
    table = _table(responses, studies, columns)
    effects = study_effects(table, measure)
    names = [str(name) for name in _column(table, study)]
    options: dict[str, Any] = {
        "studies": names,
        "method": method,
        "test": test,
        "ci_level": ci_level,
        "measure": measure,
    }
    analysis = meta_analysis(effects.est, effects.variance, **options)
    regression = None
    if moderators:
        chosen = {name: _column(table, name) for name in moderators}
        regression = meta_analysis(
            effects.est, effects.variance, moderators=chosen, **options
        )
    details = _details(analysis, regression)
    if subgroup is not None:
        kinds = subgroup_analysis(
            effects.est.tolist(),
            effects.variance.tolist(),
            [str(kind) for kind in _column(table, subgroup)],
            method=method,
            test=test,
            ci_level=ci_level,
        )
        details["subgroups"] = kinds.tidy().to_dict("records")
        details["subgroup_test"] = kinds.glance().to_dict("records")
    return PooledStudies(analysis, regression, details, _notes(analysis))


@plan_step("hypothesis")
def pooled_effect(
    responses: Responses,
    *,
    measure: str,
    studies: Sequence[Mapping[str, Any]] | None = None,
    study: str = "study",
    columns: Mapping[str, str] | None = None,
    method: str = "REML",
    test: TestKind = "knapp_hartung",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Evidence:
    """Test whether the mean effect of studies has the expected sign.

    Parameters and errors as `pooled_studies`; the interval covers
    1 - 2 alpha, or 1 - alpha when no direction is expected.
    """
    level = interval_level(alpha, expect)
    found = pooled_studies(
        responses,
        measure=measure,
        studies=studies,
        study=study,
        columns=columns,
        method=method,
        test=test,
        ci_level=level,
    )
    primary = pooled_estimate(found.analysis, expect, role="primary")
    return Evidence(
        outcome=measure,
        contrast="pooled effect",
        estimates=(primary,),
        details=found.details,
    )


def pooled_estimate(
    analysis: MetaAnalysis, expect: Expectation, *, role: Any = "robustness"
) -> Estimate:
    """Hand a pooled effect to the verdict rule in that role."""
    pooled = analysis.coefficients[0]
    return Estimate(
        method=pooled_method(analysis),
        role=role,
        est=pooled.est,
        se=pooled.se,
        ci_low=pooled.ci_low,
        ci_high=pooled.ci_high,
        ci_level=analysis.ci_level,
        p=one_sided_p(pooled.statistic, expect, pooled.df),
        statistic=pooled.statistic,
        df=pooled.df,
        effect=pooled.est,
        effect_low=pooled.ci_low,
        effect_high=pooled.ci_high,
        effect_name=analysis.measure,
        i2=analysis.i2,
    )


def pooled_method(analysis: MetaAnalysis) -> str:
    """Name how a mean effect was pooled: ``pooled_knapp_hartung``, …"""
    return f"pooled_{'equal' if analysis.method == 'EE' else analysis.test}"


def _details(analysis: MetaAnalysis, regression: MetaAnalysis | None) -> dict[str, Any]:
    details: dict[str, Any] = {
        "studies": analysis.details["studies"],
        "summary": analysis.details["summary"],
        "leave_one_out": [],
        "small_studies": [],
        "filled": [],
        "coefficients": [],
        "moderator_test": [],
        "subgroups": [],
        "subgroup_test": [],
    }
    if analysis.k >= 3:
        details["leave_one_out"] = leave_one_out(analysis).tidy().to_dict("records")
    if analysis.k >= 3 and len(set(analysis.study_variance)) > 1:
        small = small_study_effects(analysis)
        details["small_studies"] = small.tidy().to_dict("records")
        pairs = zip(small.filled_est, small.filled_variance, strict=True)
        details["filled"] = [{"est": est, "se": var**0.5} for est, var in pairs]
    if regression is not None:
        details["coefficients"] = regression.details["coefficients"]
        details["moderator_test"] = [regression.details["summary"]]
    return details


def _notes(analysis: MetaAnalysis) -> tuple[Reason, ...]:
    notes = []
    if analysis.k < _FEW_STUDIES:
        notes.append(Reason("few_studies", {"k": analysis.k}))
    if analysis.k < _FEW_FOR_ASYMMETRY:
        notes.append(Reason("few_studies_for_asymmetry", {"k": analysis.k}))
    if analysis.measure.startswith("corrected"):
        notes.append(Reason("attenuation_corrected"))
    return tuple(notes)


def _table(
    responses: Responses,
    studies: Sequence[Mapping[str, Any]] | None,
    columns: Mapping[str, str] | None,
) -> pd.DataFrame:
    table = responses.answers if studies is None else studies_from_rows(studies)
    renamed = {own: name for name, own in (columns or {}).items()}
    return table.rename(columns=renamed)


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name not in table:
        known = [str(column) for column in table]
        raise ModelError(
            f'the table of studies has no column "{name}"',
            code="study_column_missing",
            allowed=", ".join(known),
            advice=did_you_mean(name, known),
            missing=name,
        )
    return table[name]
