"""What a hypothesis compares, named by its groups, its path or its parameters."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.defined import chain_of, definition_words

Values = Mapping[str, Any]

_NAME = re.compile(r"[^\W\d]\w*")
#: Groups that a mean names one by one; more are counted where they are all others.
_NAMED = 2
#: Most paths whose names still read well side by side.
_MOST_PATHS = 3


def contrast_name(writing: Manuscript, found: Values) -> str:
    """Name the path, the parameter's paths, or the outcome with its groups."""
    parameter = found["details"].get("parameter")
    if parameter:
        return parameter_name(writing, str(parameter))
    contrast = str(found.get("contrast") or MISSING)
    if "~" in contrast or "->" in contrast or contrast in writing.labels.scales:
        return writing.labels.path(contrast)
    outcome = writing.labels.variable(found["outcome"])
    compared = group_contrast(writing, found)
    if " & " in compared:  # several causes at once
        names = map(writing.labels.variable, compared.split(" & "))
        compared = ", ".join(names)
    return writing.labels.punctuated(f"{outcome}: {compared}")


def group_contrast(writing: Manuscript, found: Values) -> str:
    """Name both sides of a comparison of groups; equal weights are a mean."""
    weights = _weights(found)
    higher = {name: weight for name, weight in weights.items() if weight > 0}
    lower = {name: -weight for name, weight in weights.items() if weight < 0}
    if not (_is_mean(higher) and _is_mean(lower)):
        return writing.labels.contrast(found.get("contrast") or MISSING)
    total = len(found["details"].get("groups") or ())
    sides = ((higher, lower), (lower, higher))
    return " − ".join(_side(writing, own, other, total) for own, other in sides)


def is_weighted(found: Values) -> bool:
    """Tell whether more than two groups are weighted, so that none is the control."""
    return len([weight for weight in _weights(found).values() if weight]) > 2


def parameter_name(writing: Manuscript, parameter: str) -> str:
    """Name a labelled or defined parameter by its paths, else by its hypotheses."""
    for model in writing.models("sem"):
        own = [line for line in model["tidy"] if line.get("label") == parameter]
        if own:
            is_defined = own[0]["op"] == ":="
            definition = str(own[0]["rhs"]) if is_defined else parameter
            words = _definition(writing, model, definition)
            return words or _of_hypotheses(writing, parameter)
    return _of_hypotheses(writing, parameter)


def _definition(writing: Manuscript, model: Values, definition: str) -> str | None:
    """Write a definition that is short, of paths alone, and names each path once."""
    chain = chain_of(model, definition)
    if chain is not None:
        return writing.labels.path(chain)
    names = _NAME.findall(definition)
    paths = {
        str(line["label"]): (line["lhs"], line["rhs"])
        for line in model["tidy"]
        if line["op"] == "~" and line.get("label")
    }
    named = {paths.get(name) for name in names}
    if None in named or len(named) < len(names) or len(names) > _MOST_PATHS:
        return None
    return definition_words(writing, model, definition)


def _weights(found: Values) -> dict[str, float]:
    weights = found["details"].get("weights")
    return dict(weights) if isinstance(weights, Mapping) else {}


def _is_mean(side: Mapping[str, float]) -> bool:
    each = 1 / max(len(side), 1)
    return bool(side) and all(
        math.isclose(weight, each, abs_tol=0.001) for weight in side.values()
    )


def _side(
    writing: Manuscript,
    own: Mapping[str, float],
    other: Mapping[str, float],
    total: int,
) -> str:
    names = [writing.labels.group(name) for name in own]
    if len(names) == 1:
        return names[0]
    is_rest = len(own) + len(other) == total
    if len(names) > _NAMED and len(other) == 1 and is_rest:
        return writing.words.plain("word.mean_of_others", n=len(names))
    separator = "；" if writing.lang == "zh" else "; "
    return writing.words.plain("word.mean_of_groups", names=separator.join(names))


def _of_hypotheses(writing: Manuscript, parameter: str) -> str:
    ids = [
        found["id"]
        for found in writing["hypotheses"]
        if found["details"].get("parameter") == parameter
    ]
    if not ids:
        return parameter
    return writing.words.plain("word.claimed_parameter", ids=ids)
