"""lavaan's defaults: which parameters a model has beyond those it names."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, combinations_with_replacement

from srtoolkit.sem.language.parsed import (
    ParsedModel,
    Term,
    for_group,
    parameter_key,
)
from srtoolkit.sem.ordinal.defaults import add_scales, add_thresholds, settle_ordered
from srtoolkit.sem.structure.parameters import ModelOptions, ParameterDraft


def draft_parameters(
    parsed: ParsedModel, options: ModelOptions, n_groups: int
) -> tuple[list[ParameterDraft], tuple[str, ...]]:
    """Return the rows of all groups, and the exogenous observed variables.

    An exogenous variable that the model itself gives a variance, covariance or
    intercept is treated as random, as lavaan does.
    """
    exogenous = settled_exogenous(parsed)
    rows: list[ParameterDraft] = []
    for group in range(1, n_groups + 1):
        rows += _of_group(parsed, options, exogenous, group)
    return rows, exogenous


def settled_exogenous(parsed: ParsedModel) -> tuple[str, ...]:
    """Return the exogenous observed variables that the model leaves alone."""
    touched = {
        name
        for term in parsed.terms
        if term.op in {"~~", "~1"}
        for name in (term.lhs, term.rhs)
    }
    return tuple(name for name in parsed.exogenous if name not in touched)


def _of_group(
    parsed: ParsedModel,
    options: ModelOptions,
    exogenous: tuple[str, ...],
    group: int,
) -> list[ParameterDraft]:
    drafts = {
        term.key: _from_term(term, group)
        for term in parsed.terms
        if term.op != "|" or options.thresholds
    }
    _fix_markers(parsed, options, drafts)
    add_thresholds(options, drafts, group)
    for lhs, rhs in _default_covariances(parsed, exogenous):
        draft = ParameterDraft(lhs, "~~", rhs, group)
        draft.sample = options.fixed_x and lhs in exogenous
        drafts.setdefault(parameter_key(lhs, "~~", rhs), draft)
    _fix_variances(parsed, options, drafts)
    add_scales(options, drafts, group)
    if options.mean_structure:
        _add_means(parsed, options, exogenous, drafts, group)
    settle_ordered(options, drafts)
    for term in parsed.terms:
        if term.op != "|" or options.thresholds:
            _apply_modifiers(drafts[term.key], term, group)
    return list(drafts.values())


def _from_term(term: Term, group: int) -> ParameterDraft:
    return ParameterDraft(
        term.lhs,
        term.op,
        term.rhs,
        group,
        user=True,
        line=term.line,
        column=term.column,
    )


def _apply_modifiers(draft: ParameterDraft, term: Term, group: int) -> None:
    """What the user writes goes before every default."""
    index = group - 1
    if for_group(term.freed, index, False):
        draft.fixed = None
    value = for_group(term.fixed, index, None)
    draft.fixed = draft.fixed if value is None else value
    draft.start = for_group(term.start, index, None)
    draft.label = for_group(term.labels, index, "")
    draft.equal = term.equal


def _fix_markers(
    parsed: ParsedModel,
    options: ModelOptions,
    drafts: dict[tuple[str, str, str], ParameterDraft],
) -> None:
    """The first indicator of each latent variable has the loading one."""
    if options.std_lv:
        return
    seen: set[str] = set()
    for draft in drafts.values():
        if draft.op == "=~" and draft.lhs not in seen:
            seen.add(draft.lhs)
            draft.fixed = 1.0


def _default_covariances(
    parsed: ParsedModel, exogenous: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Pairs that get a variance or covariance without being named."""
    latent, outcomes = parsed.latent, set(parsed.outcomes)
    inner = {*parsed.indicators, *parsed.predictors}
    random = [name for name in parsed.observed if name not in exogenous]
    pairs = [(name, name) for name in (*random, *latent)]
    latent_x = [n for n in latent if n not in outcomes and n not in parsed.indicators]
    final = [n for n in latent if n in outcomes and n not in inner]
    final += [n for n in random if n in outcomes and n not in inner]
    pairs += combinations(latent_x, 2)
    pairs += combinations(final, 2)
    pairs += combinations_with_replacement(exogenous, 2)
    return pairs


def _fix_variances(
    parsed: ParsedModel,
    options: ModelOptions,
    drafts: dict[tuple[str, str, str], ParameterDraft],
) -> None:
    loadings = [draft for draft in drafts.values() if draft.op == "=~"]
    per_latent = Counter(draft.lhs for draft in loadings)
    per_indicator = Counter(draft.rhs for draft in loadings)
    single = {
        draft.rhs
        for draft in loadings
        if per_latent[draft.lhs] == 1 and per_indicator[draft.rhs] == 1
    }
    latent = set(parsed.latent)
    for draft in drafts.values():
        if draft.op != "~~" or draft.user:
            continue
        if draft.lhs == draft.rhs and draft.lhs in single:
            draft.fixed = 0.0
        both_latent = draft.lhs in latent and draft.rhs in latent
        if options.std_lv and both_latent and draft.lhs == draft.rhs:
            draft.fixed = 1.0
        if options.orthogonal and both_latent and draft.lhs != draft.rhs:
            draft.fixed = 0.0


def _add_means(
    parsed: ParsedModel,
    options: ModelOptions,
    exogenous: tuple[str, ...],
    drafts: dict[tuple[str, str, str], ParameterDraft],
    group: int,
) -> None:
    """Observed intercepts are free and latent ones zero; growth: reversed."""
    growth = options.model_type == "growth"
    latent = set(parsed.latent)
    for name in (*parsed.observed, *parsed.latent):
        draft = ParameterDraft(name, "~1", "", group)
        fixed_at_zero = (name in latent) != growth
        if name in exogenous:
            draft.sample = options.fixed_x
        elif fixed_at_zero:
            draft.fixed = 0.0
        drafts.setdefault((name, "~1", ""), draft)
