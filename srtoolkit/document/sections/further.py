"""Every other step the plan asked for, printed as it came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.answering import ANSWERING_STEPS
from srtoolkit.document.sections.cells import plain_rows_table
from srtoolkit.document.sections.coefficients import coefficient_tables, is_long
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.cell_means import CELL_MEANS
from srtoolkit.document.sections.evidence.trajectories import TRAJECTORIES
from srtoolkit.document.sections.manipulation import manipulation_table

_ELSEWHERE = frozenset(
    [
        *ANSWERING_STEPS,
        CELL_MEANS,
        TRAJECTORIES,
        "responses.flow",
        "responses.description",
        "psychometrics.reliability",
        "psychometrics.validity",
        "psychometrics.item_statistics",
        "psychometrics.normality",
        "psychometrics.exploratory_factor_analysis",
        "psychometrics.rival_models",
        "psychometrics.method_variance",
        "psychometrics.measurement_invariance",
        "psychometrics.formative",
        "psychometrics.single_items",
        "psychometrics.test_retest",
        "psychometrics.coder_agreement",
        "sem.compare_models",
        "regression.surface",
        "regression.relative_importance",
        "comparison.necessity",
        "comparison.pooled_studies",
    ]
)


def build_further(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the steps that no other section prints."""
    blocks: list[Block] = []
    for step in writing["steps"]:
        if step["step"] not in _ELSEWHERE:
            blocks += _step(writing, step)
    return blocks


def _step(writing: Manuscript, step: Mapping[str, Any]) -> list[Block]:
    named = writing.words.name_of("step", step["step"])
    title = "".join(span.text for span in named)
    notes = worded(writing, step.get("notes") or ())
    rows = list(step.get("tidy") or ()) or list(step.get("glance") or ())
    if not rows:
        return [Paragraph(note) for note in notes]
    if step["step"] == "recovery.manipulation_checks":
        return [manipulation_table(writing, rows, notes=notes, title=title)]
    if is_long(rows):
        return [*coefficient_tables(writing, "step", rows, notes=notes, title=title)]
    return [plain_rows_table(writing, "step", rows, notes=notes, title=title)]
