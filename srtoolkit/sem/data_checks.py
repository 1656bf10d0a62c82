"""What a fit asks of the data at the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

#: Rows named in a message before it says "and so on".
_SHOWN = 5
#: Two columns with a correlation this close to one are copies.
_COPY = 1e-10
#: Smallest eigenvalue of a correlation matrix that counts as positive.
_SINGULAR = 1e-10


def require_columns(data: pd.DataFrame, names: Sequence[str]) -> None:
    """Every name is a column, once."""
    known = [str(column) for column in data.columns]
    problems = [
        Problem(
            "column_missing",
            f'there is no column "{name}"',
            allowed=_listed(known, 30),
            advice=did_you_mean(name, known),
            pieces={"found": name},
        )
        for name in names
        if name not in known
    ]
    problems += [
        Problem(
            "column_twice",
            f'{known.count(name)} columns are named "{name}"',
            advice="Rename or drop one of them.",
            pieces={"found": name},
        )
        for name in names
        if known.count(name) > 1
    ]
    if problems:
        raise ModelError(problems)


def require_numbers(data: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Return the columns as numbers, without text or anything infinite."""
    # picking columns costs more than all the rest of the reading
    table = data if list(data.columns) == list(names) else data[list(names)]
    if all(getattr(dtype, "kind", "O") in "fiu" for dtype in table.dtypes):
        numbers = _numbers(table)
        if not np.isinf(numbers).any():
            return numbers
    problems = [
        problem
        for name in names
        for problem in (_text_problem(data[name]), _infinite_problem(data[name]))
        if problem is not None
    ]
    if problems:
        raise ModelError(problems)
    return _numbers(table)


def _numbers(table: pd.DataFrame) -> np.ndarray:
    """Return the columns as numbers, NaN where missing; each column in one piece.

    The order in memory decides the last digit of sums.
    """
    return np.asfortranarray(table.to_numpy(dtype=float, na_value=np.nan))


def _text_problem(column: pd.Series) -> Problem | None:
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column) and column.dtype.kind != "c":
        return None
    numbers = pd.to_numeric(column, errors="coerce")
    bad = np.flatnonzero((numbers.isna() & column.notna()).to_numpy())
    if len(bad) == 0:
        return Problem(
            "numbers_as_text",
            f'column "{column.name}" holds numbers written as text',
            advice="Turn it into numbers first, for example with pandas.to_numeric.",
            pieces={"found": str(column.name)},
        )
    rows = _listed([str(row + 1) for row in bad], _SHOWN)
    return Problem(
        "text_column",
        f'column "{column.name}" holds text where numbers belong: '
        f'"{column.iloc[bad[0]]}" in row {bad[0] + 1}'
        + (f" ({len(bad)} rows: {rows})" if len(bad) > 1 else ""),
        advice="Correct these answers, or empty them if they are missing.",
        pieces={"found": str(column.name), "rows": [int(row) + 1 for row in bad]},
    )


def _infinite_problem(column: pd.Series) -> Problem | None:
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(column):
        return None
    values = column.to_numpy(dtype=float, na_value=np.nan)
    bad = np.flatnonzero(np.isinf(values))
    if len(bad) == 0:
        return None
    rows = _listed([str(row + 1) for row in bad], _SHOWN)
    return Problem(
        "infinite_value",
        f'column "{column.name}" holds infinite values in rows {rows}',
        advice="Empty them if they are missing.",
        pieces={"found": str(column.name)},
    )


def require_enough_rows(
    rows: np.ndarray,
    names: Sequence[str],
    label: str,
    *,
    n_read: int,
    kind: str = "complete rows",
) -> None:
    """More rows than observed variables."""
    n, n_observed = rows.shape if rows.size else (0, len(names))
    if n > n_observed:
        return
    place = f' in group "{label}"' if label else ""
    raise ModelError(
        f"{n} {kind}{place} (of {n_read} read) are too few "
        f"for {n_observed} observed variables",
        code="group_too_small" if label else "too_few_rows",
        allowed=f"at least {n_observed + 1} rows{' a group' if label else ''}",
        advice="Use a smaller model or more respondents"
        + (", or leave the group out." if label else "."),
        group=label,
        n=n,
    )


def require_more_rows_than_parameters(
    n: int, n_free: int, *, complete: bool = True
) -> None:
    """At least as many respondents as free parameters."""
    if n >= n_free:
        return
    raise ModelError(
        f"{n} {'complete ' * complete}rows are fewer "
        f"than the model's {n_free} free parameters",
        code="fewer_rows_than_parameters",
        advice="Use a smaller model, or scale scores instead of items.",
        n=n,
        n_free=n_free,
    )


def require_variation(rows: np.ndarray, names: Sequence[str], label: str) -> None:
    """No constant column, no copy, no column that others add up to."""
    place = f' in group "{label}"' if label else ""
    deviations = rows.std(axis=0)
    sizes = np.abs(rows).max(axis=0)
    constant = [
        index
        for index in range(len(names))
        if deviations[index] <= 1e-12 * sizes[index]
    ]
    problems = [
        Problem(
            "constant_column",
            f'column "{names[index]}" has the same value {rows[0, index]:g} '
            f"in every row{place}",
            advice="Take it out of the model.",
            pieces={"found": names[index], "group": label},
        )
        for index in constant
    ]
    if problems:
        raise ModelError(problems)
    require_independence(np.corrcoef(rows, rowvar=False), names, label)


def require_independence(
    correlation: np.ndarray, names: Sequence[str], label: str
) -> None:
    """No column repeats another, and none adds up from others."""
    place = f' in group "{label}"' if label else ""
    problems = _dependence_problems(correlation, names, place)
    if problems:
        raise ModelError(problems)


def _dependence_problems(
    correlation: np.ndarray, names: Sequence[str], place: str
) -> list[Problem]:
    if len(names) < 2:
        return []
    copies = [
        Problem(
            "duplicated_column",
            f'columns "{names[a]}" and "{names[b]}" carry the same answers{place} '
            f"(r = {correlation[a, b]:.0f})",
            advice="Keep one of them.",
            pieces={"found": [names[a], names[b]]},
        )
        for a, b in np.argwhere(np.abs(np.triu(correlation, 1)) > 1 - _COPY)
    ]
    if copies:
        return copies
    if np.linalg.eigvalsh(correlation)[0] > _SINGULAR:
        return []
    vectors = np.linalg.eigh(correlation)[1]
    involved = [
        name
        for name, weight in zip(names, vectors[:, 0], strict=True)
        if abs(weight) > 1e-6
    ]
    return [
        Problem(
            "dependent_columns",
            f"these columns add up to one another exactly{place}: "
            + ", ".join(involved),
            advice="Leave one of them out, for example a total of the others.",
            pieces={"found": involved},
        )
    ]


def _listed(values: Sequence[str], limit: int) -> str:
    shown = ", ".join(values[:limit])
    return shown + (", …" if len(values) > limit else "")
