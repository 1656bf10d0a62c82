"""Latent change: what changed behind the answers, freed of measurement error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import group_labels
from srtoolkit.errors import ModelError
from srtoolkit.inference import Companion, Expectation, wald_estimate
from srtoolkit.recovery.paradox.scale_items import require_items
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit

_BEFORE, _AFTER = "level_before", "level_after"
_DEFINED = "change_in_points"


@plan_step("robustness")
def latent_change(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    condition: str | None = None,
    treated: str | None = None,
    estimation: Mapping[str, Any] | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Estimate the mean latent change of the same customers.

    A model of two waves, loadings and intercepts equal over waves, residuals
    of one item at both waves correlated. The change is the later factor less
    the earlier one, which is the latent change score model in other
    parameters. The mean change is multiplied by the mean loading and so
    stands in points of the mean item score.

    Parameters
    ----------
    outcome, before : str
        Scales of the same items, in the same order, after and before.
    condition, treated : str, optional
        The group that is analysed; without a design everybody is.
    estimation : mapping, optional
        Keyword arguments of `sem.fit`; items are treated as continuous.

    Returns
    -------
    Companion
        ``latent_change``; the effect is the mean change over its standard
        deviation. ``details``: latent_change (mean, variance, covariance with
        the level before, in units of the first item), fit (chisq, df, p, cfi,
        rmsea, srmr).

    Raises
    ------
    ModelError
        When the scales have not the same number of items, three or more, or
        the model has no admissible solution.

    References
    ----------
    McArdle & Nesselroade (1994), in Cohen & Reese (eds.), Life-Span
    Developmental Psychology; McArdle (2009), Annual Review of Psychology 60,
    577-605.
    """
    columns = _paired_items(responses, outcome, before)
    frame = responses.keyed
    if condition is not None and treated is not None:
        frame = frame[group_labels(responses.answers[condition]) == treated]
    fit = _fit(frame, columns, 1, None, estimation)
    return _companion(fit, "latent_change", expect, alpha, group=1)


@plan_step("robustness")
def latent_change_difference(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    condition: str,
    control: str,
    treated: str,
    estimation: Mapping[str, Any] | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Compare the mean latent change of the recovered with that of the control.

    As `latent_change` in two groups, loadings and intercepts equal over waves
    and groups.

    Parameters
    ----------
    condition, control, treated : str

    Other parameters, errors and references as in `latent_change`.

    Returns
    -------
    Companion
        ``latent_change_difference``. ``details`` as in `latent_change`, of
        the treated group.
    """
    columns = _paired_items(responses, outcome, before)
    labels = group_labels(responses.answers[condition])
    # the order of c(…) is that in which the groups first appear
    order = np.concatenate(
        [np.flatnonzero(labels == group) for group in (control, treated)]
    )
    frame = responses.keyed.iloc[order]
    fit = _fit(frame, columns, 2, condition, estimation)
    return _companion(fit, "latent_change_difference", expect, alpha, group=2)


def _paired_items(
    responses: Responses, outcome: str, before: str
) -> list[tuple[str, str]]:
    pair = [require_items(responses, name) for name in (before, outcome)]
    if len(pair[0]) != len(pair[1]):
        raise ModelError(
            f'"{before}" has {len(pair[0])} items, "{outcome}" has {len(pair[1])}',
            code="waves_unequal",
            allowed="the same items at both times, in the same order",
        )
    return list(zip(*pair, strict=True))


def _fit(
    frame: pd.DataFrame,
    items: Sequence[tuple[str, str]],
    n_groups: int,
    group: str | None,
    estimation: Mapping[str, Any] | None,
) -> SemFit:
    from srtoolkit import sem

    options = {**(estimation or {}), "ordered": False, "std_lv": False}
    text = "\n".join(_syntax(items, n_groups))
    fit = sem.fit(text, frame, group=group, **options)
    if not fit.status.admissible:
        raise ModelError(
            f"the latent change model has no admissible solution ({fit.status.code})",
            code="latent_not_comparable",
            advice="Judge the change by the mean item scores.",
        )
    return fit


def _syntax(items: Sequence[tuple[str, str]], n_groups: int) -> Iterator[str]:
    """Write the model; labels repeat over groups where values are equal."""

    def same(label: str) -> str:
        return f"c({', '.join([label] * n_groups)})"

    def own(label: str) -> str:
        return f"c({', '.join(f'{label}{g + 1}' for g in range(n_groups))})"

    for wave, factor in enumerate((_BEFORE, _AFTER)):
        first, *rest = (pair[wave] for pair in items)
        parts = [f"1*{first}"]
        parts += [f"{same(f'l{at}')}*{name}" for at, name in enumerate(rest, start=2)]
        yield f"{factor} =~ {' + '.join(parts)}"
        yield f"{first} ~ 0*1"
        for at, name in enumerate(rest, start=2):
            yield f"{name} ~ {same(f't{at}')}*1"
    for earlier, later in items:
        yield f"{earlier} ~~ {later}"
    yield f"{_BEFORE} ~ {own('b')}*1"
    yield f"{_AFTER} ~ {own('a')}*1"
    loadings = " + ".join(["1", *(f"l{at}" for at in range(2, len(items) + 1))])
    gap = "(a1 - b1)" if n_groups == 1 else "((a2 - b2) - (a1 - b1))"
    yield f"{_DEFINED} := {gap} * ({loadings}) / {len(items)}"


def _companion(
    fit: SemFit, method: str, expect: Expectation, alpha: float, *, group: int
) -> Companion:
    table = fit.tidy()
    defined = table[table["op"] == ":="].iloc[0]

    def value(lhs: str, op: str, rhs: str) -> float:
        here = (table["lhs"] == lhs) & (table["op"] == op) & (table["rhs"] == rhs)
        return float(table[here & (table["group"] == group)]["est"].iloc[0])

    variances = [value(name, "~~", name) for name in (_BEFORE, _AFTER)]
    shared = value(_BEFORE, "~~", _AFTER)
    found = {
        "mean": value(_AFTER, "~1", "") - value(_BEFORE, "~1", ""),
        "variance": sum(variances) - 2 * shared,
        "covariance_with_before": shared - variances[0],
    }
    estimate = wald_estimate(
        float(defined["est"]),
        float(defined["se"]),
        expect=expect,
        alpha=alpha,
        method=method,
        role="robustness",
        n=fit.n,
        effect=found["mean"] / found["variance"] ** 0.5 if group == 1 else None,
        effect_name="d_latent_change" if group == 1 else "",
    )
    indices = fit.fit_indices()
    shown = ("chisq", "df", "p", "cfi", "rmsea", "srmr")
    details = {"latent_change": found, "fit": {key: indices[key] for key in shown}}
    return Companion((estimate,), details)
