"""Fits generated models to one sample, from good starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import ParsedModel, SemFit

#: Faults that leave no estimates to read.
NO_SOLUTION = frozenset({"not_converged", "not_identified"})


def fit_answers(
    syntax: str,
    answers: pd.DataFrame,
    estimation: Mapping[str, Any] | None,
    *,
    model_type: str = "cfa",
) -> SemFit:
    """Fit a model as the plan asks, without a bootstrap.

    Parameters
    ----------
    answers : DataFrame, shape (n_respondents, n_columns)
        Keyed answers with at least the model's columns.
    estimation : mapping
        Keyword arguments for ``sem.fit``.
    """
    from srtoolkit import sem

    names = list(sem.parse_model(syntax).observed)
    options = {**(estimation or {}), "model_type": model_type}
    for unused in ("bootstrap", "seed", "jobs", "group"):
        options.pop(unused, None)
    ordered = options.get("ordered", ())
    if not isinstance(ordered, bool):
        options["ordered"] = tuple(name for name in ordered if name in names)
    return sem.fit(syntax, answers[names], **options)


def refit_best(fitted: SemFit, candidates: Iterable[str | ParsedModel]) -> SemFit:
    """Fit one model, written in several ways, and return the best optimum.

    The candidates differ in start values or in how factors are scaled. An
    admissible optimum goes before a lower one that is not, and any optimum
    before a search that ended nowhere. Two admissible optima that agree end the
    search.
    """
    from srtoolkit import sem
    from srtoolkit.sem.search.effort import SHORT_EFFORT

    found: list[SemFit] = []
    for model in candidates:
        parsed = sem.parse_model(model) if isinstance(model, str) else model
        found.append(sem.refit(fitted, parsed, effort=SHORT_EFFORT))
        found.sort(key=_rank)
        if _agree(found[:2]):
            break
    return found[0]


def has_solution(fitted: SemFit) -> bool:
    """Tell whether there are estimates to read, admissible or not."""
    faults = {fitted.status.code, *fitted.status.details.get("also", ())}
    return fitted.solution.converged and not faults & NO_SOLUTION


def standard_deviations(fitted: SemFit, items: Sequence[str]) -> list[float]:
    """Return the observed standard deviation of each item."""
    observed = fitted.observed
    spread = observed.groups[0].covariance.diagonal() ** 0.5
    return [float(spread[observed.names.index(item)]) for item in items]


def _rank(fitted: SemFit) -> tuple[bool, bool, float]:
    faults = not has_solution(fitted), not fitted.status.admissible
    # rounding must not decide between two ways to the same optimum
    return *faults, round(fitted.solution.value, 4)


def _agree(best: Sequence[SemFit]) -> bool:
    ranks = {_rank(fitted) for fitted in best}
    return len(best) > 1 and len(ranks) == 1 and best[0].status.admissible
