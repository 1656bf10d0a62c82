"""From a file or a data frame to `Responses`; everything is checked here."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem, ResponsesError
from srtoolkit.responses.answers import Responses
from srtoolkit.responses.binding import (
    BoundItem,
    binding_problems,
    bound_items,
    needed_columns,
)
from srtoolkit.responses.cells import is_empty, number_in, text_in
from srtoolkit.responses.checking import (
    check_item,
    row_problems,
    variation_problems,
)
from srtoolkit.responses.flow_step import FlowStep
from srtoolkit.responses.keying import key_items
from srtoolkit.responses.missing_codes import (
    MissingCode,
    code_problems,
    missing_code_set,
)
from srtoolkit.responses.reading import read_table
from srtoolkit.responses.table import RawTable, repeated_names

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import LoadedInstrument

#: Kinds of scale that all respondents may answer alike, or nobody.
_MAY_NOT_VARY = frozenset({"check", "nominal", "multiple", "open"})


def read_responses(
    path: str | Path,
    instruments: Sequence[str | Path | LoadedInstrument],
    *,
    study: Path | None = None,
    missing_codes: Sequence[float | str] = (),
    encoding: str | None = None,
    sheet: str | None = None,
    required: Collection[str] = (),
    may_be_constant: Collection[str] | None = (),
) -> Responses:
    """Read a file of answers and bind its columns to the items of instruments.

    Parameters
    ----------
    path : str or Path
        CSV, tab- or semicolon-separated text in UTF-8, UTF-16 or GB18030, or
        XLSX, XLS, ODS. The first row names the columns; a column of an item
        bears the item's code.
    instruments : sequence
        Names on the shelves, paths, or instruments already read.
    study : Path, optional
        The study whose shelves are searched before the bundled ones.
    missing_codes : sequence of float or str
        Answers that stand for "no answer" in every item, beside those that an
        instrument declares. Empty cells are always missing.
    encoding : str, optional
        Encoding of a text; found out by default.
    sheet : str, optional
        Sheet of a workbook; by default the only one with entries.
    required : collection of str
        Columns, items and scales that must be there. By default every item of
        a scale of which the file has any.
    may_be_constant : collection of str or None
        Required columns that may hold one value throughout; None: all.

    Returns
    -------
    Responses

    Raises
    ------
    FileError
        When the file is missing, a folder, empty or unreadable.
    ResponsesError
        With every mistake of the table: columns missing, repeated, empty or
        constant, rows too long, answers that are no answers.
    OptionError
        When `encoding` or `sheet` names nothing.
    """
    from srtoolkit.questionnaire import load_instruments

    loaded = load_instruments(list(instruments), study=study)
    table = read_table(Path(path), encoding=encoding, sheet=sheet)
    built = _build(
        table, loaded, missing_code_set(missing_codes), required, may_be_constant
    )
    return replace(built, file=Path(path).name)


def responses_from_frame(
    frame: pd.DataFrame,
    instruments: Sequence[str | Path | LoadedInstrument],
    *,
    study: Path | None = None,
    missing_codes: Sequence[float | str] = (),
    required: Collection[str] = (),
    may_be_constant: Collection[str] | None = (),
    population: str | None = None,
) -> Responses:
    """Bind a data frame's columns to the items of instruments.

    Parameters
    ----------
    frame : DataFrame, shape (n_respondents, n_columns)
        Checked exactly as a file is; rows are counted from 1.
    population : str, optional
        The population the answers were simulated from; answers with a
        population are marked as simulated.

    Returns
    -------
    Responses
        Its hash is that of the frame written as CSV.

    Raises
    ------
    ResponsesError
        As `read_responses`.
    """
    from srtoolkit.questionnaire import load_instruments

    loaded = load_instruments(list(instruments), study=study)
    table = _table_of(frame)
    built = _build(
        table, loaded, missing_code_set(missing_codes), required, may_be_constant
    )
    return replace(built, simulated=population is not None, population=population)


def responses_from_table(
    table: RawTable,
    instruments: Sequence[str | Path | LoadedInstrument],
    *,
    study: Path | None = None,
    required: Collection[str] = (),
    may_be_constant: Collection[str] | None = (),
) -> Responses:
    """Bind a table whose cells another reader has already understood.

    Parameters
    ----------
    table : RawTable
        Item columns hold numbers, None for no answer.

    Raises
    ------
    ResponsesError
        As `read_responses`.
    """
    from srtoolkit.questionnaire import load_instruments

    loaded = load_instruments(list(instruments), study=study)
    built = _build(table, loaded, (), required, may_be_constant)
    return replace(built, file=Path(table.file).name)


def _build(
    table: RawTable,
    instruments: tuple[LoadedInstrument, ...],
    codes: tuple[MissingCode, ...],
    required: Collection[str],
    may_be_constant: Collection[str] | None,
) -> Responses:
    items = bound_items(instruments)
    present = [bound for bound in items if bound.id in table.columns]
    texts = {bound.id for bound in present if bound.response.open}
    checked = {
        bound.id: check_item(table, bound, codes)
        for bound in present
        if bound.id not in texts
    }
    problems = [
        *_problems_of_table(table, items, codes, required, may_be_constant),
        *(problem for column in checked.values() for problem in column.problems),
    ]
    if problems:
        raise ResponsesError(problems)
    numbers = {name: column.numbers for name, column in checked.items()}
    answers = _frame(numbers, texts, table)
    n = len(table.row_numbers)
    return Responses(
        answers=answers,
        keyed=key_items(answers, present),
        instruments=instruments,
        flow=(FlowStep("read", n, 0),),
        row_numbers=table.row_numbers,
        sha256=table.sha256,
        encoding=table.encoding,
        delimiter=table.delimiter,
        missing_codes=codes,
    )


def _problems_of_table(
    table: RawTable,
    items: Sequence[BoundItem],
    codes: tuple[MissingCode, ...],
    required: Collection[str],
    may_be_constant: Collection[str] | None,
) -> list[Problem]:
    """Find what is wrong with columns and rows, single answers aside."""
    needed = needed_columns(items, required, table.columns)
    present = [bound for bound in items if bound.id in table.columns]
    problems = [
        *table.problems,
        *binding_problems(table, items, needed, required),
        *code_problems(present, codes, table.file),
    ]
    no_rows = row_problems(table, present, codes)
    if no_rows:
        return problems + no_rows
    exempt = {bound.id for bound in items if bound.scale.kind in _MAY_NOT_VARY}
    exempt.update(needed if may_be_constant is None else may_be_constant)
    varying = [c for c in needed if c in table.columns and c not in exempt]
    own = {bound.id: bound.missing_codes for bound in present}
    for name in varying:
        missing = (*codes, *own[name]) if name in own else ()
        problems += variation_problems(table, [name], missing)
    return problems


def _frame(
    items: Mapping[str, Sequence[float]], texts: Collection[str], table: RawTable
) -> pd.DataFrame:
    """Put all columns together, in the order of the file."""
    import pandas as pd

    columns: dict[str, pd.Series] = {}
    for name, cells in table.columns.items():
        numbers = items.get(name)
        if numbers is None and name not in texts:
            numbers = _numbers(cells)
        if numbers is None:
            words = [None if is_empty(cell) else text_in(cell) for cell in cells]
            columns[name] = pd.Series(words)
        else:
            columns[name] = pd.Series(numbers, dtype="float64")
    return pd.DataFrame(columns)


def _numbers(cells: Sequence[object]) -> list[float] | None:
    """Return a column as numbers, NaN where empty; None when it holds text."""
    numbers: list[float] = []
    for cell in cells:
        number = float("nan") if is_empty(cell) else number_in(cell)
        if number is None:
            return None
        numbers.append(number)
    return numbers


def _table_of(frame: pd.DataFrame) -> RawTable:
    names = [str(name) for name in frame.columns]
    written = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
    columns: dict[str, tuple[object, ...]] = {}
    for position, name in enumerate(names):
        cells = frame.iloc[:, position].astype(object)
        columns.setdefault(name, tuple(cells.where(cells.notna(), None)))
    return RawTable(
        columns=columns,
        row_numbers=tuple(range(1, len(frame) + 1)),
        row_word="row",
        file="data frame",
        sha256=hashlib.sha256(written).hexdigest(),
        problems=tuple(repeated_names(names, "data frame")),
    )
