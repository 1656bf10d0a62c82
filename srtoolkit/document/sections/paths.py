"""The structural part: path coefficients, explained variance, and a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Paragraph, Row, Table
from srtoolkit.document.figures.diagram import lay_out
from srtoolkit.document.figures.drawings import PathArrow, PathDrawing, PathNode
from srtoolkit.document.figures.node_size import SEPARATOR
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.defined import defined_table
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]

#: Arrows beyond which nobody reads a diagram, however it is laid out.
_MOST_ARROWS = 32


def build_paths(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the paths of the models that hypotheses rest on; draw admissible ones."""
    blocks: list[Block] = []
    for model in _read_models(writing):
        rows = [found for found in model["tidy"] if found["op"] == "~"]
        table = _path_table(writing, model, rows)
        if not model["status"]["admissible"]:
            blocks.append(table)
            continue
        kind = "experiment" if is_experiment(writing) else "survey"
        opening = writing.say(f"paths.{kind}", table=table.label)
        blocks += [Paragraph(opening), table]
        if options.get("diagram", True):
            blocks += _diagrams(writing, model, rows)
        blocks += defined_table(writing, model)
    return blocks


def _read_models(writing: Manuscript) -> list[Values]:
    """Return the structural model and those a hypothesis names.

    Rivals that are only compared have their fit printed, not their paths.
    """
    structural = [
        model
        for model in writing.models("sem")
        if any(found["op"] == "~" for found in model["tidy"])
    ]
    claims = (writing.plan.get("hypotheses") or {}).values()
    read = {"structural"} | {claim.get("model") for claim in claims}
    return [model for model in structural if model["id"] in read] or structural


def _path_table(writing: Manuscript, model: Values, rows: list[Values]) -> Table:
    columns = [
        writing.column("path", "left"),
        writing.column("b"),
        writing.column("se"),
        writing.column("z"),
        writing.column("p"),
        interval_column(writing, rows),
        writing.column("std"),
    ]
    explained = _explained(model)
    if explained:
        columns.append(writing.column("r2"))
    key = "paths" if model["status"]["admissible"] else "paths_not_admissible"
    notes = [writing.say("table_note.paths")]
    draws = writing["options"].get("bootstrap")
    if draws:
        notes.append(writing.say("table_note.bootstrap", draws=draws))
    if key == "paths_not_admissible":
        notes = [writing.say("table_note.not_admissible")]
    lines: list[Row] = []
    seen: set[tuple[str, int]] = set()
    group = None
    for found in rows:
        if found.get("group_label") and found["group_label"] != group:
            group = found["group_label"]
            lines.append(group_row(writing.labels.group(group)))
        place = (found["lhs"], found.get("group") or 1)
        cells = _path_cells(writing, found)
        if explained:
            r2 = None if place in seen else explained.get(place)
            cells.append("" if r2 is None else writing.numbers.bounded(r2))
        lines.append(row(*cells))
        seen.add(place)
    return writing.table(
        key, columns, lines, notes=notes, model=model_name(writing, model)
    )


def _explained(model: Values) -> dict[tuple[str, int], float]:
    """Return R² by variable and group."""
    return {
        (found["variable"], found.get("group") or 1): found["r2"]
        for found in model.get("r2") or ()
    }


def _path_cells(writing: Manuscript, found: Values) -> list[str]:
    numbers = writing.numbers
    written = writing.labels.path(f"{found['lhs']} ~ {found['rhs']}")
    if found.get("group_label"):
        written = f"{written} [{found['group_label']}]"
    return [
        written,
        numbers.number(found["est"]),
        numbers.number(found["se"]),
        numbers.number(found["z"]),
        numbers.p(found["p"]),
        interval(writing, found),
        numbers.bounded(found["std"]),
    ]


def _diagrams(writing: Manuscript, model: Values, rows: list[Values]) -> list[Block]:
    """Draw one diagram, or one for each group; say so where it were a tangle."""
    groups = dict.fromkeys(found.get("group") or 1 for found in rows)
    name = model_name(writing, model)
    figures: list[Block] = []
    for group in groups:
        own = [found for found in rows if (found.get("group") or 1) == group]
        drawing = _drawing(writing, model, own, group)
        if len(own) > _MOST_ARROWS or not lay_out(drawing).is_legible:
            unseen = writing.say("paths.not_drawn", model=name, n=len(own))
            return [Paragraph(unseen)]
        shown = name
        if len(groups) > 1:
            shown = f"{name} · {writing.labels.group(own[0]['group_label'])}"
        figures.append(_diagram(writing, drawing, own, shown))
    return figures


def _drawing(
    writing: Manuscript, model: Values, rows: list[Values], group: int
) -> PathDrawing:
    indicators: dict[str, int] = {}
    for found in model["tidy"]:
        if found["op"] == "=~" and (found.get("group") or 1) == group:
            indicators[found["lhs"]] = indicators.get(found["lhs"], 0) + 1
    explained = _explained(model)
    names = dict.fromkeys(name for f in rows for name in (f["rhs"], f["lhs"]))
    nodes = tuple(
        PathNode(
            name=name,
            label=writing.labels.variable(name),
            below=_below(writing, indicators.get(name), explained.get((name, group))),
            latent=name in indicators,
        )
        for name in names
    )
    arrows = tuple(_arrow(writing, found) for found in rows)
    return PathDrawing(nodes, arrows, writing.mark)


def _diagram(
    writing: Manuscript, drawing: PathDrawing, rows: list[Values], shown: str
) -> Figure:
    alt = writing.words.plain(
        "alt.paths",
        paths=[
            f"{writing.labels.path(f['lhs'] + ' ~ ' + f['rhs'])} "
            f"{writing.numbers.bounded(f['std'])}"
            for f in rows
        ],
    )
    notes = [writing.say("figure_note.paths", level=rows[0].get("ci_level"))]
    return writing.figure("paths", drawing, alt, notes=notes, model=shown)


def _arrow(writing: Manuscript, found: Values) -> PathArrow:
    low, high = found.get("ci_low"), found.get("ci_high")
    clear = low is not None and high is not None and (low > 0 or high < 0)
    shown = writing.numbers.bounded(found["std"])
    return PathArrow(found["rhs"], found["lhs"], shown, clear)


def _below(writing: Manuscript, n_items: int | None, r2: float | None) -> str:
    parts = []
    if n_items:
        parts.append(writing.words.plain("figure_word.items", n=n_items))
    if r2 is not None:
        parts.append(f"R² = {writing.numbers.bounded(r2)}")
    return SEPARATOR.join(parts)
