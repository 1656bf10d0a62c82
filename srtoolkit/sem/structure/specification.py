"""From a parsed model to the table of all its parameters.

The defaults are those of lavaan 0.6's ``sem()``, ``cfa()`` and ``growth()``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from srtoolkit.errors import ModelError, Problem, did_you_mean
from srtoolkit.sem.language.parsed import Constraint, Definition, ParsedModel
from srtoolkit.sem.structure.cells import cell_of
from srtoolkit.sem.structure.defaults import draft_parameters
from srtoolkit.sem.structure.group_equality import hold_equal
from srtoolkit.sem.structure.parameters import (
    ModelOptions,
    Parameter,
    ParameterDraft,
)


@dataclass(frozen=True)
class Specification:
    """All parameters of a model in all groups.

    Attributes
    ----------
    parameters : tuple of Parameter
        In lavaan's order, group after group.
    observed, latent, exogenous : tuple of str
        `exogenous` are the observed variables whose moments are fixed or, with
        ``fixed_x=False``, free without a structure.
    n_groups, n_free : int
    definitions, constraints : tuple
    options : ModelOptions
    """

    parameters: tuple[Parameter, ...]
    observed: tuple[str, ...]
    latent: tuple[str, ...]
    exogenous: tuple[str, ...]
    n_groups: int
    n_free: int
    definitions: tuple[Definition, ...]
    constraints: tuple[Constraint, ...]
    options: ModelOptions

    @property
    def variables(self) -> tuple[str, ...]:
        """Observed, then latent variables: the order of all matrices."""
        return (*self.observed, *self.latent)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each variable in all matrices."""
        return {name: place for place, name in enumerate(self.variables)}

    @cached_property
    def cells(self) -> tuple[tuple[int, int, int], ...]:
        """Matrix, row and column of each parameter; see `cell_of`."""
        return tuple(cell_of(parameter, self.places) for parameter in self.parameters)

    @property
    def free_names(self) -> tuple[str, ...]:
        """One name a free parameter: its label, else the term itself."""
        names: dict[int, str] = {}
        for parameter in self.parameters:
            group = f" [{parameter.group}]" if self.n_groups > 1 else ""
            name = parameter.label or parameter.name + group
            names.setdefault(parameter.free, name)
        return tuple(names[index] for index in range(1, self.n_free + 1))

    def find(self, lhs: str, op: str, rhs: str, group: int = 1) -> Parameter | None:
        """Return the row of a parameter, or None."""
        for parameter in self.parameters:
            if (parameter.lhs, parameter.op, parameter.rhs, parameter.group) == (
                lhs,
                op,
                rhs,
                group,
            ):
                return parameter
        return None

    def defined_values(self, by_label: Mapping[str, Any]) -> dict[str, Any]:
        """Compute every ``:=`` from the values of labelled parameters."""
        values = dict(by_label)
        for definition in self.definitions:
            values[definition.name] = definition.expression.evaluate(values)
        return {d.name: values[d.name] for d in self.definitions}


def build_specification(
    parsed: ParsedModel, options: ModelOptions, *, n_groups: int = 1
) -> Specification:
    """Add lavaan's defaults to a model and number its free parameters.

    Raises
    ------
    ModelError
        When values a group do not match the number of groups, or ``equal()``
        names a parameter that is not there.
    """
    _require_values_for_groups(parsed, n_groups)
    drafts, exogenous = draft_parameters(parsed, options, n_groups)
    _resolve_equal(drafts)
    if n_groups > 1:
        hold_equal(drafts, parsed, options, exogenous)
    parameters = _number(drafts)
    return Specification(
        parameters,
        parsed.observed,
        parsed.latent,
        exogenous,
        n_groups,
        max((parameter.free for parameter in parameters), default=0),
        parsed.definitions,
        parsed.constraints,
        options,
    )


def _require_values_for_groups(parsed: ParsedModel, n_groups: int) -> None:
    problems = [
        Problem(
            "values_for_groups",
            f'"{term.lhs} {term.op} {term.rhs}" gives {len(values)} values for '
            f"{n_groups} group{'s' * (n_groups > 1)}",
            "model",
            term.line,
            term.column,
            advice="c(…) takes one value a group.",
        )
        for term in parsed.terms
        for values in (term.fixed, term.freed, term.start, term.labels)
        if len(values) not in {0, 1, n_groups}
    ]
    if problems:
        raise ModelError(problems)


def _resolve_equal(drafts: list[ParameterDraft]) -> None:
    """Turn ``equal("f=~x2")`` into a shared label."""
    problems: list[Problem] = []
    by_reference = {d.reference: d for d in reversed(drafts)}
    by_reference |= {d.label: d for d in reversed(drafts) if d.label}
    for draft in drafts:
        for reference in draft.equal:
            target = by_reference.get(reference)
            if target is None:
                problems.append(
                    Problem(
                        "unknown_parameter",
                        f'equal("{reference}") names no parameter of this model',
                        "model",
                        draft.line,
                        draft.column,
                        allowed="labels, or parameters such as f=~x2",
                        advice=did_you_mean(reference, by_reference),
                    )
                )
                continue
            target.label = target.label or f".{target.reference}."
            draft.label = target.label
    if problems:
        raise ModelError(problems)


def _number(drafts: list[ParameterDraft]) -> tuple[Parameter, ...]:
    """Give each free parameter its number; one label is one parameter."""
    fixed_labels = {
        draft.label: draft.fixed
        for draft in drafts
        if draft.label and draft.fixed is not None and draft.user
    }
    numbers: dict[str, int] = {}
    count = 0
    rows: list[Parameter] = []
    for draft in drafts:
        value = fixed_labels.get(draft.label, draft.fixed)
        free = 0
        if value is None and not draft.sample:
            free = numbers.get(draft.label, 0) if draft.label else 0
            if free == 0:
                count += 1
                free = count
            if draft.label:
                numbers[draft.label] = free
        rows.append(draft.frozen(free, value))
    return tuple(rows)
