"""Interactions: simple slopes, their lines, and the Johnson–Neyman region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Text, plain
from srtoolkit.document.figures.drawings import SlopeLine, SlopesDrawing
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.cells import plain_rows_table
from srtoolkit.document.sections.evidence.region import region_figure, slope_curve

Values = Mapping[str, Any]
#: Where latent slopes are taken, in the moderator's standard deviations.
_LEVELS = {-1.0: "low", 0.0: "mean", 1.0: "high"}
#: Levels of a moderator with only two values, and the factor's ends they are.
_TWO_VALUES = {"lower_value": "low", "upper_value": "high"}
_LINE = ("predictor_low", "predictor_high", "outcome_low", "outcome_high")


def build_moderation(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print simple slopes, and draw them where their lines are known."""
    blocks: list[Block] = []
    for found in writing["hypotheses"]:
        if found["details"].get("simple_slopes"):
            blocks += _observed(writing, found, found["details"]["simple_slopes"])
        if found["details"].get("latent_slopes"):
            blocks.append(_latent(writing, found))
    return blocks


def _observed(
    writing: Manuscript, found: Values, slopes: Sequence[Values]
) -> list[Block]:
    shown = [_shown(writing, line) for line in slopes]
    is_gap = _is_condition(writing, slopes[0].get("predictor"))
    kind = "simple_gaps" if is_gap else "simple_slopes"
    notes = [writing.say(f"table_note.{kind}")]
    blocks: list[Block] = [
        plain_rows_table(writing, kind, shown, notes=notes, id=found["id"])
    ]
    if all(line.get(key) is not None for line in slopes for key in _LINE):
        blocks.append(_figure(writing, found, slopes))
    region = found["details"].get("johnson_neyman")
    if region and not _has_two_values(slopes):
        blocks.append(Paragraph(_region(writing, region, is_gap)))
        curve = slope_curve(slopes, region)
        if curve is not None:
            blocks.append(_region_figure(writing, found, slopes[0], region, curve))
    return blocks


def _has_two_values(slopes: Sequence[Values]) -> bool:
    """Tell whether the moderator has only two values, so that none lie between."""
    return all(line.get("level") in _TWO_VALUES for line in slopes)


def _shown(writing: Manuscript, line: Values) -> dict[str, Any]:
    """Return what the table prints; a factor's level needs no code beside it."""
    shown = {key: value for key, value in line.items() if key not in _LINE}
    named = _factor_level(writing, line)
    if named:
        shown["level"] = named
        shown.pop("value", None)
    if _is_condition(writing, line.get("predictor")):
        shown["group_gap"] = shown.pop("slope")
    return shown


def _factor_level(writing: Manuscript, line: Values) -> str:
    """Name the level of a moderator that is a manipulated factor."""
    factors = (writing.plan.get("design") or {}).get("factors") or {}
    factor = factors.get(line.get("moderator"))
    end = _TWO_VALUES.get(str(line.get("level")))
    return writing.labels.group(factor[end]) if factor and end else ""


def _is_condition(writing: Manuscript, predictor: Any) -> bool:
    """Tell whether a predictor is the condition, or being in one of its groups."""
    condition = (writing.plan.get("design") or {}).get("condition") or {}
    groups = condition.get("labels") or {}
    return bool(predictor) and predictor in {condition.get("column"), *groups}


def _region_figure(
    writing: Manuscript, found: Values, slope: Values, region: Values, curve: Any
) -> Figure:
    label = writing.labels.variable
    outcome = label(found["outcome"])
    predictor = slope.get("predictor")
    if _is_condition(writing, predictor):
        effect = writing.words.plain("figure_word.gap_in", outcome=outcome)
    else:
        named = label(predictor)
        effect = writing.words.plain("figure_word.slope_of", predictor=named)
    return region_figure(
        writing,
        curve,
        key="johnson_neyman",
        moderator=label(region["moderator"]),
        effect=effect,
        level=region["ci_level"],
        bounds=region["bounds"],
        id=found["id"],
    )


def _region(writing: Manuscript, region: Values, is_gap: bool) -> Text:
    low, high = region["moderator_low"], region["moderator_high"]
    within = [bound for bound in region["bounds"] if low < bound < high]
    bounds = writing.numbers.number(within[0], 2) if within else ""
    if len(within) > 1:
        bounds = writing.numbers.interval(within[0], within[-1], decimals=2)
    return writing.say(
        f"johnson_neyman.{region_code(region)}",
        effect=writing.words.plain(f"word.effect_{'gap' if is_gap else 'slope'}"),
        bounds=bounds,
        level=region["ci_level"],
        moderator=region["moderator"],
        low=low,
        high=high,
    )


def region_code(region: Values) -> str:
    """Say where within the observed range the interval excludes zero.

    Returns
    -------
    {"inside", "outside", "above", "below", "everywhere", "nowhere"}
        Bounds that nobody reaches are left aside.
    """
    low, high = region["moderator_low"], region["moderator_high"]
    within = [bound for bound in region["bounds"] if low < bound < high]
    if len(within) > 1:
        return str(region["significant"])
    start = within[0] if within else low
    upper_is_clear = _is_clear(region, (start + high) / 2)
    if not within:
        return "everywhere" if upper_is_clear else "nowhere"
    return "above" if upper_is_clear else "below"


def _is_clear(region: Values, value: float) -> bool:
    bounds, where = region["bounds"], region["significant"]
    if not bounds:
        return bool(where == "everywhere")
    between = bounds[0] < value < bounds[-1]
    return between if where == "inside" else not between


def _figure(writing: Manuscript, found: Values, slopes: Sequence[Values]) -> Figure:
    label = writing.labels.variable
    lines = tuple(
        SlopeLine(
            label=_line_label(writing, line),
            x=(line["predictor_low"], line["predictor_high"]),
            y=(line["outcome_low"], line["outcome_high"]),
        )
        for line in slopes
    )
    predictor = slopes[0].get("predictor") or found.get("contrast") or ""
    ends = _ends(writing, predictor)
    drawing = SlopesDrawing(
        x_axis="" if _is_condition(writing, predictor) else label(predictor),
        y_axis=label(found["outcome"]),
        lines=lines,
        mark=writing.mark,
        ends=ends,
    )
    alt = writing.words.plain("alt.slopes", lines=[line.label for line in lines])
    if _is_condition(writing, predictor):
        return writing.figure("gaps", drawing, alt, id=found["id"])
    return writing.figure("slopes", drawing, alt, id=found["id"])


def _ends(writing: Manuscript, predictor: Any) -> tuple[str, str] | None:
    """Name both ends of a predictor that is a condition or a factor."""
    group = writing.labels.group
    design = writing.plan.get("design") or {}
    if _is_condition(writing, predictor):
        condition = design["condition"]
        is_column = predictor == condition["column"]
        treated = condition["treated"] if is_column else predictor
        return group(condition["control"]), group(treated)
    factor = (design.get("factors") or {}).get(predictor)
    return (group(factor["low"]), group(factor["high"])) if factor else None


def _line_label(writing: Manuscript, line: Values) -> str:
    moderator = writing.labels.variable(line.get("moderator") or "")
    level = _factor_level(writing, line) or plain(
        writing.words.name_of("level", line.get("level"))
    )
    slope = writing.numbers.number(line["slope"], 2)
    predictor = line.get("predictor")
    word = "gap" if _is_condition(writing, predictor) else "slope"
    return writing.words.plain(
        f"figure_word.{word}", moderator=moderator, level=level, slope=slope
    )


def _latent(writing: Manuscript, found: Values) -> Block:
    details = found["details"]
    estimate: Values = found["estimates"][0] if found["estimates"] else {}
    rows = [
        {
            "predictor": details["focal"],
            "moderator": details["moderator"],
            "level": _LEVELS.get(line["moderator_sd"], str(line["moderator_sd"])),
            "slope": line["est"],
            **{key: line[key] for key in ("se", "z", "p", "ci_low", "ci_high")},
            "ci_level": line.get("ci_level") or estimate.get("ci_level"),
        }
        for line in details["latent_slopes"]
    ]
    notes = [writing.say("table_note.latent_slopes")]
    return plain_rows_table(writing, "latent_slopes", rows, notes=notes, id=found["id"])
