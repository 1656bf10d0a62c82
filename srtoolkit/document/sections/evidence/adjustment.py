"""Are weighted groups alike? Balance, effective sizes and overlap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Row, Table, Text
from srtoolkit.document.figures.evidence_drawings import (
    BalanceDrawing,
    BalanceLine,
    OverlapStep,
)
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.evidence.found import (
    Found,
    category_name,
    found_with,
)

Values = Mapping[str, Any]

#: A customary guide for absolute standardised differences (Stuart, 2010).
_GUIDE = 0.1


def build_adjustment(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print balance before and after weighting for every weighted estimate."""
    blocks: list[Block] = []
    every = found_with(writing, "balance", "groups")
    for found in every:
        names = _names(writing, found, every)
        blocks += [_table(writing, found, names), _figure(writing, found, names)]
    if not blocks:
        return []
    return [Paragraph(writing.say("adjustment.opening", guide=_GUIDE)), *blocks]


def _names(writing: Manuscript, found: Found, every: list[Found]) -> dict[str, Any]:
    """Name the comparison, with the covariates that only some runs have."""
    sets = [set(one.details.get("covariates") or ()) for one in every]
    common = set.intersection(*sets)
    own = [n for n in found.details.get("covariates") or () if n not in common]
    left_out = sorted(set.union(*sets) - set(own) - common)
    apart = ""
    if own:
        apart = writing.words.plain("adjustment.with", names=own)
    elif left_out:
        apart = writing.words.plain("adjustment.without", names=left_out)
    outcome = writing.labels.variable(found.outcome)
    return {"id": found.id, "outcome": outcome + apart}


def _table(writing: Manuscript, found: Found, names: Mapping[str, Any]) -> Table:
    columns = [
        writing.column("covariate", "left", wraps=False),
        writing.column("mean_treated"),
        writing.column("mean_control"),
        writing.column("smd_before"),
        writing.column("weighted_mean_control"),
        writing.column("smd_after"),
        writing.column("variance_ratio_before"),
        writing.column("variance_ratio_after"),
    ]
    is_both = found.details["summary"]["estimand"] != "att"
    if is_both:
        columns.insert(4, writing.column("weighted_mean_treated"))
    rows = [_row(writing, line, is_both) for line in found.details["balance"]]
    return writing.table(
        "balance", columns, rows, notes=_notes(writing, found), **names
    )


def _row(writing: Manuscript, line: Values, is_both: bool) -> Row:
    numbers = writing.numbers
    codes = ["mean_treated", "mean_control", "smd_before"]
    codes += ["weighted_mean_treated"] if is_both else []
    codes += ["weighted_mean_control", "smd_after"]
    codes += ["variance_ratio_before", "variance_ratio_after"]
    return row(
        category_name(writing, line["covariate"]),
        *(numbers.number(line.get(code), 2) for code in codes),
    )


def _notes(writing: Manuscript, found: Found) -> list[Text]:
    groups = {group["group"]: group for group in found.details["groups"]}
    treated, control = groups["treated"], groups["control"]
    summary = found.details["summary"]
    return [
        writing.say("table_note.balance"),
        writing.say(
            f"table_note.weights_{summary['estimand']}",
            n_treated=treated["n"],
            n_control=control["n"],
            effective_treated=treated["n_effective"],
            effective_control=control["n_effective"],
            outside=treated["n_outside_overlap"] + control["n_outside_overlap"],
            share=max(treated["largest_weight_share"], control["largest_weight_share"]),
        ),
    ]


def _figure(writing: Manuscript, found: Found, names: Mapping[str, Any]) -> Figure:
    word = writing.words.plain
    drawing = BalanceDrawing(
        axis=word("figure_word.smd"),
        before=word("figure_word.before_weighting"),
        after=word("figure_word.after_weighting"),
        guide=_GUIDE,
        lines=tuple(_line(writing, line) for line in found.details["balance"]),
        overlap_axis=word("figure_word.propensity"),
        share_axis=word("figure_word.share_of_group"),
        treated=_group(writing, "treated"),
        control=_group(writing, "control"),
        control_weighted=word(
            "figure_word.weighted_group", group=_group(writing, "control")
        ),
        steps=_steps(found.details["overlap"]),
        mark=writing.mark,
    )
    summary = found.details["summary"]
    alt = word(
        "alt.balance",
        before=summary["largest_smd_before"],
        after=summary["largest_smd_after"],
    )
    notes = [writing.say("figure_note.balance", guide=_GUIDE)]
    return writing.figure("balance", drawing, alt, notes=notes, **names)


def _group(writing: Manuscript, role: str) -> str:
    condition = (writing.plan.get("design") or {}).get("condition") or {}
    return writing.labels.group(condition.get(role) or role)


def _line(writing: Manuscript, line: Values) -> BalanceLine:
    ends = (line.get("smd_before"), line.get("smd_after"))
    before, after = (None if end is None else abs(end) for end in ends)
    return BalanceLine(category_name(writing, line["covariate"]), before, after)


def _steps(rows: list[Values]) -> tuple[OverlapStep, ...]:
    names = ("n_treated", "n_control", "weight_control")
    totals = {name: sum(found[name] for found in rows) or 1.0 for name in names}
    return tuple(
        OverlapStep(
            found["low"],
            found["high"],
            *(found[name] / totals[name] for name in names),
        )
        for found in rows
    )
