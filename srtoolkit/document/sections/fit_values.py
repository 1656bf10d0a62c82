"""Which version of each fit index is printed: the robust one where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from srtoolkit.document.blocks import Span, Text
from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]

#: Versions of an index, the first that exists is printed.
_VERSIONS = {
    "chisq": ("chisq_scaled", "chisq"),
    "df": ("df_scaled", "df"),
    "p": ("p_scaled", "p"),
    "cfi": ("cfi_robust", "cfi_scaled", "cfi"),
    "tli": ("tli_robust", "tli_scaled", "tli"),
    "rmsea": ("rmsea_robust", "rmsea_scaled", "rmsea"),
    "rmsea_ci_low": ("rmsea_robust_ci_low", "rmsea_scaled_ci_low", "rmsea_ci_low"),
    "rmsea_ci_high": ("rmsea_robust_ci_high", "rmsea_scaled_ci_high", "rmsea_ci_high"),
    "srmr": ("srmr",),
}


def fit_value(found: Values, code: str) -> Any:
    """Return one fit index of a model's row; None where it has none."""
    versions = _VERSIONS.get(code, (code,))
    return next((found[v] for v in versions if found.get(v) is not None), None)


def fit_cell(writing: Manuscript, found: Values, code: str) -> str:
    """Print one fit index of a model's row."""
    value = fit_value(found, code)
    if code == "chisq":
        return writing.numbers.number(value)
    if code == "df":
        return writing.numbers.degrees(value)
    if code == "p":
        return writing.numbers.p(value)
    return writing.numbers.bounded(value)


def with_mark(name: Text, found: Values) -> Text:
    """Mark the name of a model whose solution is not admissible."""
    return name if found["admissible"] else (*name, Span(" ‡"))


def is_scaled(rows: Iterable[Values]) -> bool:
    """Tell whether any model's χ² was scaled."""
    return any(found.get("chisq_scaled") is not None for found in rows)


def version_notes(writing: Manuscript, rows: Iterable[Values]) -> list[Text]:
    """Say that χ² is scaled and the indices robust, where they are."""
    return [writing.say("table_note.fit_versions")] if is_scaled(rows) else []
