"""The protocol every result keeps, and results.json."""

from srtoolkit.results.files import (
    refuse_overwriting,
    write_atomically,
    write_files,
)
from srtoolkit.results.one_row import OneRow
from srtoolkit.results.protocol import Result, StepKind, is_plan_step, plan_step
from srtoolkit.results.store import (
    RESULTS_SCHEMA,
    StudyResults,
    dump_results,
    library_versions,
    parse_results,
    plain,
    read_results,
    table_rows,
)

__all__ = [
    "RESULTS_SCHEMA",
    "OneRow",
    "Result",
    "StepKind",
    "StudyResults",
    "dump_results",
    "is_plan_step",
    "library_versions",
    "parse_results",
    "plain",
    "plan_step",
    "read_results",
    "refuse_overwriting",
    "table_rows",
    "write_atomically",
    "write_files",
]
