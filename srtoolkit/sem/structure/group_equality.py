"""Parameters held equal over groups by kind: ``equal=`` and ``partial=``.

As lavaan's ``group.equal`` and ``group.partial``: equal intercepts free the
latent means of later groups, equal loadings with ``std_lv`` their variances,
equal thresholds their scales.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from srtoolkit.errors import OptionError, Problem, did_you_mean
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.ordinal.defaults import identify_wu_estabrook
from srtoolkit.sem.structure.parameters import ModelOptions, ParameterDraft

#: Kinds of parameters that `equal` knows.
EQUAL_KINDS = (
    "loadings",
    "intercepts",
    "thresholds",
    "residuals",
    "residual_covariances",
    "regressions",
    "means",
    "lv_variances",
    "lv_covariances",
)


def hold_equal(
    drafts: list[ParameterDraft],
    parsed: ParsedModel,
    options: ModelOptions,
    exogenous: tuple[str, ...],
) -> None:
    """Share labels between the groups' rows of the kinds in ``options.equal``.

    A label that the user wrote goes before; where one group's value is fixed,
    all are.

    Raises
    ------
    OptionError
        When `partial` names no parameter of the model.
    """
    kinds = set(options.equal)
    by_paper = options.identification == "wu_estabrook" and bool(options.ordered)
    if options.ordered and kinds & {"intercepts", "thresholds"} and not by_paper:
        kinds |= {"intercepts", "thresholds"}
    released = _released(drafts, options.partial)
    if by_paper:
        identify_wu_estabrook(drafts, parsed, options, kinds, released)
    else:
        _free_later_groups(drafts, parsed, options, kinds)
    first = {_key(draft): draft for draft in drafts if draft.group == 1}
    later: dict[tuple[str, str, str], list[ParameterDraft]] = {}
    for draft in drafts:
        if draft.group > 1:
            later.setdefault(_key(draft), []).append(draft)
    for key, draft in first.items():
        kind = _kind(draft, parsed, exogenous)
        if kind in kinds and key not in released:
            _tie([draft, *later.get(key, [])])


def _tie(rows: list[ParameterDraft]) -> None:
    """Give rows without a label of their own the label of the first."""
    rows = [row for row in rows if not (row.label or row.sample or row.derived)]
    if len(rows) < 2:
        return
    fixed = [row.fixed for row in rows if row.fixed is not None]
    for row in rows:
        if fixed:
            row.fixed = fixed[0]
        else:
            row.label = f".{rows[0].reference}."


def _kind(
    draft: ParameterDraft, parsed: ParsedModel, exogenous: tuple[str, ...]
) -> str:
    is_latent = draft.lhs in parsed.latent
    if draft.lhs in exogenous and draft.op in {"~~", "~1"}:
        return ""
    if draft.op == "~~":
        variance = draft.lhs == draft.rhs
        if is_latent:
            return "lv_variances" if variance else "lv_covariances"
        return "residuals" if variance else "residual_covariances"
    if draft.op == "~1":
        return "means" if is_latent else "intercepts"
    kinds = {"=~": "loadings", "~": "regressions", "|": "thresholds"}
    return kinds.get(draft.op, "")


def _free_later_groups(
    drafts: list[ParameterDraft],
    parsed: ParsedModel,
    options: ModelOptions,
    kinds: set[str],
) -> None:
    """Free what the equalities identify in all groups but the first."""
    latent = set(parsed.latent)
    frees: list[Callable[[ParameterDraft], bool]] = []
    anchored = bool(kinds & {"intercepts", "thresholds"}) and "means" not in kinds
    if anchored and options.model_type != "growth":
        frees.append(lambda d: d.op == "~1" and d.lhs in latent)
    if options.std_lv and "loadings" in kinds and "lv_variances" not in kinds:
        frees.append(lambda d: d.op == "~~" and d.lhs == d.rhs and d.lhs in latent)
    if "thresholds" in kinds and options.ordered:
        ordered = set(options.ordered)
        op = "~*~" if options.parameterization == "delta" else "~~"
        frees.append(lambda d: d.op == op and d.lhs == d.rhs and d.lhs in ordered)
    for draft in drafts:
        if draft.group > 1 and not draft.user and any(free(draft) for free in frees):
            draft.fixed = None


def _released(
    drafts: list[ParameterDraft], partial: tuple[str, ...]
) -> set[tuple[str, str, str]]:
    """Return the keys of rows that `partial` takes out."""
    known = {f"{d.lhs}{d.op}{d.rhs}": _key(d) for d in drafts}
    known |= {f"{d.rhs}~~{d.lhs}": _key(d) for d in drafts if d.op == "~~"}
    wanted = {text: _normal(text) for text in partial}
    problems = [
        Problem(
            "unknown_parameter",
            f'partial names "{text}", which is no parameter of this model',
            allowed='parameters such as "f =~ x2", "x2 ~ 1" or "x2 ~~ x2"',
            advice=did_you_mean(normal, known),
            pieces={"found": text},
        )
        for text, normal in wanted.items()
        if normal not in known
    ]
    if problems:
        raise OptionError(problems)
    return {known[normal] for normal in wanted.values()}


def _normal(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _key(draft: ParameterDraft) -> tuple[str, str, str]:
    return draft.lhs, draft.op, draft.rhs
