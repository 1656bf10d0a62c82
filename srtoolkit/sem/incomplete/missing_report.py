"""How many respondents gave which answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.sem.observed import Observed

if TYPE_CHECKING:
    import pandas as pd


def pattern_table(observed: Observed) -> pd.DataFrame:
    """Return one row a pattern and group, the most frequent first.

    Columns ``group`` (label), ``n``, ``n_missing`` (variables without an
    answer), then one column a variable: True where it was answered. Listwise
    samples have one pattern a group.
    """
    import pandas as pd

    rows = []
    for number, group in enumerate(observed.groups):
        for present, count in _patterns_of(observed, number):
            answers = dict(zip(observed.names, present.tolist(), strict=True))
            rows.append(
                {"group": group.label, "n": count, "n_missing": int((~present).sum())}
                | answers
            )
    table = pd.DataFrame(rows, columns=["group", "n", "n_missing", *observed.names])
    order = {group.label: number for number, group in enumerate(observed.groups)}
    keys = table["group"].map(order)
    return (
        table.assign(_order=keys)
        .sort_values(["_order", "n", "n_missing"], ascending=[True, False, True])
        .drop(columns="_order")
        .reset_index(drop=True)
    )


def missing_counts(observed: Observed) -> dict[str, float]:
    """Return what a table of one row says of the holes; empty when listwise.

    ``n_patterns``, ``n_with_holes`` (respondents used who miss an answer),
    ``least_coverage`` (smallest share of respondents who gave both of two
    answers), ``n_empty``, ``n_without_exogenous`` (rows left out).
    """
    if observed.incomplete is None:
        return _pairwise_counts(observed)
    patterns = observed.incomplete.patterns
    holes = [part.counts[~part.present.all(axis=1)].sum() for part in patterns]
    coverage = [
        float((part.present.T * part.counts @ part.present).min() / part.n)
        for part in patterns
    ]
    return {
        "n_patterns": sum(len(part.counts) for part in patterns),
        "n_with_holes": int(np.sum(holes)),
        "least_coverage": min(coverage),
        "n_empty": observed.incomplete.n_empty,
        "n_without_exogenous": observed.incomplete.n_without_exogenous,
    }


def _pairwise_counts(observed: Observed) -> dict[str, float]:
    """What `missing_counts` says of ordered answers; empty without holes."""
    if observed.ordinal is None or observed.ordinal.n_holes == 0:
        return {}
    groups = range(len(observed.groups))
    parts = [_group_rows(observed, number) for number in groups]
    return {
        "n_patterns": sum(len(_patterns_of(observed, number)) for number in groups),
        "n_with_holes": observed.ordinal.n_holes,
        "least_coverage": min(float((p.T @ p).min() / len(p)) for p in parts),
    }


def _group_rows(observed: Observed, number: int) -> np.ndarray:
    """One where a respondent of a group answered, shape (n, n_observed)."""
    assert observed.rows is not None
    rows = observed.rows[observed.row_groups == number]
    return np.asarray(~np.isnan(rows), dtype=float)


def _patterns_of(observed: Observed, number: int) -> list[tuple[np.ndarray, int]]:
    if observed.ordinal is not None:
        found, counts = np.unique(
            _group_rows(observed, number) > 0, axis=0, return_counts=True
        )
        return [(row, int(n)) for row, n in zip(found, counts, strict=True)]
    if observed.incomplete is None:
        return [(np.ones(len(observed.names), dtype=bool), observed.groups[number].n)]
    part = observed.incomplete.patterns[number]
    return [
        (present, round(count))
        for present, count in zip(part.present, part.counts, strict=True)
    ]
