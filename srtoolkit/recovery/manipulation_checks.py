"""Did each manipulation do what it should, and only that?

A story that blames the company is easily read as one the company could have
prevented: the manipulation of locus leaks into controllability. So every
manipulated factor is held against its own check and against all the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ModelError, Problem
from srtoolkit.inference import ESTIMATE_COLUMNS, Reason, holm, wald_estimate
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression import LinearFit
    from srtoolkit.responses import Responses

Kind = Literal["own_check", "other_check"]

TIDY_COLUMNS = (
    "outcome",
    "predictor",
    "kind",
    *ESTIMATE_COLUMNS,
    "effect",
    "eta2",
    "share_of_own",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEffect:
    """What one manipulated factor does to one check.

    Attributes
    ----------
    outcome, predictor : str
        The check and the factor.
    kind : {"own_check", "other_check"}
    est, se : float
        Difference of the factor's two levels in points of the check.
    statistic, df, p : float
        t with HC3 errors, two-sided; those of other checks by Holm's method.
    ci_low, ci_high, ci_level : float
        Two-sided, not adjusted.
    effect : float
        The difference over the standard deviation within the cells.
    eta2 : float
        Partial eta squared, t squared over itself plus df.
    share_of_own : float
        The difference over that of the same factor on its own check.
    """

    outcome: str
    predictor: str
    kind: Kind
    est: float
    se: float
    statistic: float
    df: float
    p: float
    ci_low: float
    ci_high: float
    ci_level: float
    effect: float
    eta2: float
    share_of_own: float = float("nan")


@dataclass(frozen=True, slots=True)
class ManipulationChecks:
    """Every manipulated factor on every check.

    Attributes
    ----------
    effects : tuple of CheckEffect
        Check by check; within each its own factor first.
    n : int
        Respondents in the smallest of the regressions.
    notes : tuple of Reason
        ``manipulation_not_noticed``, ``manipulation_leaks``,
        ``manipulation_confounded``.
    """

    effects: tuple[CheckEffect, ...]
    n: int
    notes: tuple[Reason, ...] = field(default=())

    def tidy(self) -> pd.DataFrame:
        """One row a factor and check."""
        import pandas as pd

        rows = [asdict(effect) for effect in self.effects]
        return pd.DataFrame(rows, columns=list(TIDY_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: factors, respondents, and how many manipulations leak."""
        import pandas as pd

        codes = [note.code for note in self.notes]
        row = {
            "n": self.n,
            "n_factors": len({effect.predictor for effect in self.effects}),
            "n_not_noticed": codes.count("manipulation_not_noticed"),
            "n_leaks": codes.count("manipulation_leaks"),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


@plan_step("step")
def manipulation_checks(
    responses: Responses, *, checks: Mapping[str, str], alpha: float = 0.05
) -> ManipulationChecks:
    """Hold every manipulated factor against its own and every other check.

    Each check is explained by all factors, effect-coded, and where every cell
    is filled by their products, so that a coefficient is the difference of a
    factor's two levels averaged over the others' cells; errors are HC3.

    Parameters
    ----------
    checks : mapping of str to str
        The check, a scale or item, of each factor: ``{stability: STA_CHECK}``.
        A factor is a column with two numbers, such as the plan's design makes
        of its conditions; the higher one should raise the check.
    alpha : float
        Level of the notes; their intervals cover 1 - alpha.

    Returns
    -------
    ManipulationChecks

    Raises
    ------
    ResponsesError
        When a factor or check is not there.
    ModelError
        When no factor is named, or one has not two values.

    References
    ----------
    Perdue & Summers (1986), Journal of Marketing Research 23, 317-326.
    MacKinnon & White (1985), Journal of Econometrics 29, 305-325 (errors).
    """
    factors = _coded(responses, checks)
    found: list[CheckEffect] = []
    sizes: list[int] = []
    for own, check in checks.items():
        fit = _fit(responses, factors, check)
        sizes.append(fit.n)
        found += [_effect(fit, name, own, alpha) for name in _own_first(own, checks)]
    effects = _with_shares(_adjusted(found))
    return ManipulationChecks(effects, min(sizes), _notes(effects, alpha))


def _own_first(own: str, checks: Mapping[str, str]) -> list[str]:
    return [own, *(name for name in checks if name != own)]


def _coded(responses: Responses, checks: Mapping[str, str]) -> pd.DataFrame:
    """Return the factors at -0.5 and 0.5, shape (n_respondents, n_factors)."""
    import pandas as pd

    if not checks:
        raise ModelError(
            "no manipulated factor is named",
            code="no_factors",
            allowed="checks: {stability: STA_CHECK}",
        )
    responses.require([*checks, *checks.values()])
    columns = {name: responses.variable(name) for name in checks}
    problems = []
    for name, column in columns.items():
        values = np.unique(column.dropna())
        if len(values) == 2:
            columns[name] = (column - values.mean()) / (values[1] - values[0])
            continue
        problems.append(
            Problem(
                "factor_values",
                f'the factor "{name}" has {len(values)} different values',
                allowed="two: its low and its high level",
                pieces={"factor": name},
            )
        )
    if problems:
        raise ModelError(problems)
    return pd.DataFrame(columns)


def _fit(responses: Responses, factors: pd.DataFrame, check: str) -> LinearFit:
    from srtoolkit.regression import fit_linear

    names = [str(name) for name in factors]
    crossed = len(factors.drop_duplicates().dropna()) == 2 ** len(names)
    sizes = range(2, len(names) + 1) if crossed else ()
    products = [product for size in sizes for product in combinations(names, size)]
    return fit_linear(
        factors.assign(**{check: responses.variable(check)}),
        outcome=check,
        predictors=names,
        interactions=products,
        centre=False,
        errors="HC3",
    )


def _effect(fit: LinearFit, factor: str, own: str, alpha: float) -> CheckEffect:
    place = fit.position(factor)
    wald = wald_estimate(
        float(fit.estimates[place]),
        float(np.sqrt(fit.covariance[place, place])),
        df=float(fit.df2),
        expect="any",
        alpha=alpha,
        method=fit.estimator,
    )
    assert wald.est is not None and wald.se is not None and wald.p is not None
    assert wald.ci_low is not None and wald.ci_high is not None
    t = wald.est / wald.se
    return CheckEffect(
        outcome=fit.outcome,
        predictor=factor,
        kind="own_check" if factor == own else "other_check",
        est=wald.est,
        se=wald.se,
        statistic=t,
        df=float(fit.df2),
        p=wald.p,
        ci_low=wald.ci_low,
        ci_high=wald.ci_high,
        ci_level=wald.ci_level,
        effect=wald.est / fit.sigma,
        eta2=t**2 / (t**2 + fit.df2),
    )


def _adjusted(found: list[CheckEffect]) -> list[CheckEffect]:
    """Adjust the p of all cross-effects for one another."""
    others = [effect for effect in found if effect.kind == "other_check"]
    adjusted = iter(holm([effect.p for effect in others]))
    return [
        effect if effect.kind == "own_check" else _with(effect, p=next(adjusted))
        for effect in found
    ]


def _with_shares(found: list[CheckEffect]) -> tuple[CheckEffect, ...]:
    own = {e.predictor: e.est for e in found if e.kind == "own_check"}
    return tuple(
        _with(effect, share_of_own=effect.est / own[effect.predictor])
        if own[effect.predictor]
        else effect
        for effect in found
    )


def _with(effect: CheckEffect, **values: float) -> CheckEffect:
    return CheckEffect(**{**asdict(effect), **values})


def _notes(effects: tuple[CheckEffect, ...], alpha: float) -> tuple[Reason, ...]:
    notes = []
    own = {e.outcome: e for e in effects if e.kind == "own_check"}
    for effect in effects:
        values = {
            "factor": effect.predictor,
            "check": effect.outcome,
            "est": effect.est,
            "ci_low": effect.ci_low,
            "ci_high": effect.ci_high,
            "ci_level": effect.ci_level,
        }
        if effect.kind == "own_check":
            if effect.ci_low <= 0:
                notes.append(Reason("manipulation_not_noticed", values))
        elif abs(effect.est) >= abs(own[effect.outcome].est):
            notes.append(Reason("manipulation_confounded", values))
        elif effect.p < alpha:
            share = {"share": abs(effect.share_of_own)}
            notes.append(Reason("manipulation_leaks", values | share))
    return tuple(notes)
