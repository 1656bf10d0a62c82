"""All estimates of each hypothesis side by side: only the primary one decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Column, Paragraph, Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import (
    has_any,
    interval,
    interval_column,
    method_name,
)

Values = Mapping[str, Any]

#: Methods whose estimates have a unit of their own.
_UNITS = {
    "share": ("top_box", "two_proportions", "fisher", "mcnemar", "exact_binomial"),
    "pooled": ("pooled_",),
}


def build_robustness(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print primary, naive and robustness estimates, and Bayes factors."""
    several = [f for f in writing["hypotheses"] if len(f["estimates"]) > 1]
    if not several:
        return []
    table = _estimates(writing, several)
    is_decided = any(found["est"] is not None for found in several)
    key = "robustness.opening" if is_decided else "robustness.opening_described"
    opening = writing.say(key, table=table.label)
    return [Paragraph(opening), table, *_bayes_factors(writing, several)]


def _estimates(writing: Manuscript, several: list[Values]) -> Table:
    estimates = [estimate for found in several for estimate in found["estimates"]]
    extra = [code for code in ("effect", "bf10", "i2") if has_any(estimates, code)]
    rows: list[Row] = []
    for found in several:
        rows.append(group_row(f"{found['id']}  {writing.local(found['claim'])}"))
        for estimate in found["estimates"]:
            held = _covariates_apart(writing, found, estimate)
            rows.append(_row(writing, estimate, extra, held))
    is_decided = any(estimate["role"] == "primary" for estimate in estimates)
    notes = [writing.say("table_note.robustness")] if is_decided else []
    if "bf10" in extra:
        notes.append(writing.say("table_note.bayes_factor"))
    notes += _units(writing, estimates)
    columns = _columns(writing, estimates, extra)
    return writing.table("robustness", columns, rows, notes=notes)


def _units(writing: Manuscript, estimates: list[Values]) -> list[Text]:
    """Say which estimates are not in points of the outcome."""
    methods = {str(one["method"]) for one in estimates if one.get("est") is not None}
    units = [
        writing.say(f"table_note.unit_{unit}")
        for unit, starts in _UNITS.items()
        if any(method.startswith(starts) for method in methods)
    ]
    is_points = any("groups" in one for one in _details(writing))
    return [writing.say("table_note.unit_points"), *units] if is_points else units


def _details(writing: Manuscript) -> list[Values]:
    return [found["details"] for found in writing["hypotheses"]]


def _columns(
    writing: Manuscript, estimates: list[Values], extra: list[str]
) -> list[Column]:
    return [
        writing.column("method", "left"),
        writing.column("role", "center"),
        writing.column("estimate"),
        writing.column("se"),
        interval_column(writing, estimates),
        writing.column("p"),
        *(writing.column(code, wraps=code == "effect") for code in extra),
        writing.column("n"),
    ]


def _row(writing: Manuscript, estimate: Values, extra: list[str], held: Text) -> Row:
    numbers = writing.numbers
    named = (*method_name(writing, estimate["method"]), *held)
    return row(
        _bold_if_primary(named, estimate),
        writing.say(f"role.{estimate['role']}"),
        numbers.number(estimate.get("est")),
        numbers.number(estimate.get("se")),
        interval(writing, estimate),
        numbers.p(estimate.get("p")),
        *(_extra(writing, estimate, code) for code in extra),
        numbers.count(estimate.get("n")),
    )


def _bold_if_primary(name: Text, estimate: Values) -> Text:
    if estimate["role"] != "primary":
        return name
    return tuple(Span(span.text, span.italic, True) for span in name)


def _covariates_apart(writing: Manuscript, found: Values, estimate: Values) -> Text:
    """Say which covariates tell one of several runs of a method from the others."""
    runs = [
        check["details"]
        for check in found["details"].get("companions") or ()
        if (check["details"].get("summary") or {}).get("method") == estimate["method"]
        and check["details"].get("covariates")
    ]
    own = next((run for run in runs if run["summary"]["est"] == estimate["est"]), None)
    if own is None or len(runs) < 2:
        return ()
    everywhere = set.intersection(*(set(run["covariates"]) for run in runs))
    anywhere = set.union(*(set(run["covariates"]) for run in runs))
    held = [name for name in own["covariates"] if name not in everywhere]
    if held:
        return writing.say("word.with_covariates", names=held)
    missing = sorted(anywhere - set(own["covariates"]))
    return writing.say("word.without_covariates", names=missing) if missing else ()


def _extra(writing: Manuscript, estimate: Values, code: str) -> str | Text:
    numbers = writing.numbers
    if estimate.get(code) is None:
        return numbers.number(None)
    if code == "bf10":
        return numbers.factor(estimate[code])
    if code != "effect":
        return numbers.number(estimate[code], 2)
    name = writing.words.name_of("effect", estimate.get("effect_name") or "effect")
    return (*name, Span(f" = {numbers.number(estimate['effect'], 2)}"))


def _bayes_factors(writing: Manuscript, several: list[Values]) -> list[Table]:
    """Print the Bayes factors at every scale of the prior, with their reading."""
    rows: list[Row] = []
    for found in several:
        for check in found["details"].get("companions") or ():
            factors = check["details"].get("bayes_factors") or ()
            if factors:
                rows.append(group_row(f"{found['id']}  {_outcome(writing, found)}"))
                rows += [_factor_row(writing, factor) for factor in factors]
    if not rows:
        return []
    columns = [
        writing.column("prior_scale"),
        writing.column("bf10"),
        writing.column("bf_greater"),
        writing.column("bf_less"),
        writing.column("bayes_variances", "center"),
        writing.column("bayes_reading", "left"),
    ]
    notes = [writing.say("table_note.bayes_factors")]
    return [writing.table("bayes_factors", columns, rows, notes=notes)]


def _outcome(writing: Manuscript, found: Values) -> str:
    return writing.labels.variable(found["outcome"])


def _factor_row(writing: Manuscript, factor: Values) -> Row:
    numbers = writing.numbers
    variances = "equal" if factor["equal_variances"] else "unequal"
    return row(
        numbers.number(factor["r"]),
        numbers.factor(factor["two_sided"]),
        numbers.factor(factor["greater"]),
        numbers.factor(factor["less"]),
        writing.say(f"word.variances_{variances}"),
        writing.say(f"bayes_reading.{factor['reading']}"),
    )
