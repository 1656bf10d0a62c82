"""One builder a section; the outline names them and puts them in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from srtoolkit.document.blocks import Block
from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.sections.comparisons import build_comparisons
from srtoolkit.document.sections.descriptives import build_descriptives
from srtoolkit.document.sections.diagnostics import build_diagnostics
from srtoolkit.document.sections.evidence.adjustment import build_adjustment
from srtoolkit.document.sections.evidence.importance import build_importance
from srtoolkit.document.sections.evidence.necessity import build_necessity
from srtoolkit.document.sections.evidence.pooled import build_pooled
from srtoolkit.document.sections.evidence.surfaces import build_surfaces
from srtoolkit.document.sections.fit import build_fit
from srtoolkit.document.sections.further import build_further
from srtoolkit.document.sections.groups import build_groups
from srtoolkit.document.sections.hypotheses import build_hypotheses
from srtoolkit.document.sections.indirect import build_indirect
from srtoolkit.document.sections.loadings import build_loadings
from srtoolkit.document.sections.measurement.agreement import build_agreement
from srtoolkit.document.sections.measurement.exploratory import build_exploratory
from srtoolkit.document.sections.measurement.few_indicators import (
    build_few_indicators,
)
from srtoolkit.document.sections.measurement.invariance import build_invariance
from srtoolkit.document.sections.measurement.item_analysis import build_item_analysis
from srtoolkit.document.sections.measurement.method_variance import (
    build_method_variance,
)
from srtoolkit.document.sections.measurement.rivals import build_rivals
from srtoolkit.document.sections.measurement.validity import build_validity
from srtoolkit.document.sections.measures import build_measures
from srtoolkit.document.sections.methods import build_methods
from srtoolkit.document.sections.moderation import build_moderation
from srtoolkit.document.sections.paths import build_paths
from srtoolkit.document.sections.question import build_question
from srtoolkit.document.sections.references import build_references
from srtoolkit.document.sections.regressions import build_regressions
from srtoolkit.document.sections.reliability import build_reliability
from srtoolkit.document.sections.reproducibility import build_reproducibility
from srtoolkit.document.sections.respondents import build_respondents
from srtoolkit.document.sections.robustness import build_robustness
from srtoolkit.document.sections.summary import build_summary

Builder = Callable[[Manuscript, Mapping[str, Any]], list[Block]]

#: Every section an outline may name. A builder that finds nothing to print
#: returns no blocks, and its heading is left out.
BUILDERS: dict[str, Builder] = {
    "question": build_question,
    "summary": build_summary,
    "respondents": build_respondents,
    "measures": build_measures,
    "descriptives": build_descriptives,
    "item_analysis": build_item_analysis,
    "exploratory": build_exploratory,
    "reliability": build_reliability,
    "fit": build_fit,
    "loadings": build_loadings,
    "validity": build_validity,
    "rivals": build_rivals,
    "method_variance": build_method_variance,
    "invariance": build_invariance,
    "few_indicators": build_few_indicators,
    "agreement": build_agreement,
    "comparisons": build_comparisons,
    "paths": build_paths,
    "indirect": build_indirect,
    "regressions": build_regressions,
    "moderation": build_moderation,
    "surfaces": build_surfaces,
    "importance": build_importance,
    "necessity": build_necessity,
    "groups": build_groups,
    "adjustment": build_adjustment,
    "pooled": build_pooled,
    "further": build_further,
    "hypotheses": build_hypotheses,
    "robustness": build_robustness,
    "diagnostics": build_diagnostics,
    "methods": build_methods,
    "references": build_references,
    "reproducibility": build_reproducibility,
}

__all__ = ["BUILDERS", "Builder"]
