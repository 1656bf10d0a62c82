"""lavaan's defaults for ordered variables.

An ordered variable cuts a latent response at its thresholds. The response has
no scale of its own: under ``delta`` its total variance, given fixed covariates,
is one over the square of its scale ``~*~``, and the residual variance follows;
under ``theta`` the residual variance is a parameter and the scale follows.
Muthén & Asparouhov (2002), Mplus Web Notes 4.
"""

from __future__ import annotations

from collections.abc import Collection

from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.structure.parameters import ModelOptions, ParameterDraft

#: Key of a parameter: left, operator, right.
_Drafts = dict[tuple[str, str, str], ParameterDraft]


def add_thresholds(options: ModelOptions, drafts: _Drafts, group: int) -> None:
    """Give every ordered variable the thresholds that the model does not name."""
    for name, count in options.thresholds:
        for number in range(1, count + 1):
            _add(drafts, name, "|", f"t{number}", group)


def add_scales(options: ModelOptions, drafts: _Drafts, group: int) -> None:
    """Give every ordered variable a scale of one."""
    for name in options.ordered:
        _add(drafts, name, "~*~", name, group).fixed = 1.0


def settle_ordered(options: ModelOptions, drafts: _Drafts) -> None:
    """Fix intercepts at zero; residual variance or scale follows from the rest."""
    delta = options.parameterization == "delta"
    for name in options.ordered:
        intercept = drafts.get((name, "~1", ""))
        if intercept is not None and not intercept.user:
            intercept.fixed = 0.0
        variance, scale = drafts[name, "~~", name], drafts[name, "~*~", name]
        if not variance.user:
            variance.fixed = 1.0
        (variance if delta else scale).derived = True


def identify_wu_estabrook(
    drafts: list[ParameterDraft],
    parsed: ParsedModel,
    options: ModelOptions,
    kinds: set[str],
    released: Collection[tuple[str, str, str]] = (),
) -> None:
    """Free in later groups what the equalities of `kinds` identify.

    Wu & Estabrook (2016), Psychometrika 81, 1014-1045, as semTools 0.5-6 does:
    equal thresholds free intercepts, and scales where there are two thresholds
    or more; equal loadings the latent variances (with unit variances), equal
    intercepts the latent means and all scales. What is `released` is free where
    the others are held.
    """
    counts, latent = dict(options.thresholds), set(parsed.latent)
    cut, loaded = "thresholds" in kinds, "loadings" in kinds
    levelled = cut and loaded and "intercepts" in kinds
    scale = "~*~" if options.parameterization == "delta" else "~~"
    for draft in drafts:
        if draft.group == 1 or draft.user:
            continue
        own, count = draft.lhs == draft.rhs, counts.get(draft.lhs, 0)
        loose = (draft.lhs, draft.op, draft.rhs) in released
        frees = (
            draft.op == "~1"
            and count > 0
            and cut
            and (loose or "intercepts" not in kinds),
            draft.op == "~1"
            and draft.lhs in latent
            and levelled
            and "means" not in kinds,
            draft.op == scale
            and own
            and cut
            and (loose or "residuals" not in kinds)
            and (count > 1 or (count == 1 and levelled)),
            draft.op == "~~"
            and own
            and draft.lhs in latent
            and options.std_lv
            and loaded
            and "lv_variances" not in kinds,
        )
        if any(frees):
            draft.fixed = None


def _add(drafts: _Drafts, lhs: str, op: str, rhs: str, group: int) -> ParameterDraft:
    return drafts.setdefault((lhs, op, rhs), ParameterDraft(lhs, op, rhs, group))
