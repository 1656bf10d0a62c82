"""A map over processes whose result does not depend on their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from srtoolkit.resampling.progress import report_progress
from srtoolkit.resampling.threads import one_thread

Input_T = TypeVar("Input_T")
Output_T = TypeVar("Output_T")

#: Inputs handed to a process at once; small enough for a smooth progress bar.
_CHUNK = 50


def parallel_map(
    function: Callable[[Input_T], Output_T],
    inputs: Sequence[Input_T],
    *,
    jobs: int = 1,
    task: str = "",
    chunk: int = _CHUNK,
) -> list[Output_T]:
    """Apply `function` to every input, in order.

    Parameters
    ----------
    jobs : int
        Processes; 1 stays in this one. `function` must then be picklable.
    task : str
        Name shown with the progress.
    chunk : int
        Inputs handed to a process at once.
    """
    chunks = [inputs[start : start + chunk] for start in range(0, len(inputs), chunk)]
    outputs: list[Output_T] = []
    if jobs == 1:
        for part in chunks:
            outputs.extend(_map_chunk(function, part))
            report_progress(task, len(outputs), len(inputs))
        return outputs
    from joblib import Parallel, delayed

    work = (delayed(_map_chunk)(function, part) for part in chunks)
    for done in Parallel(n_jobs=jobs, return_as="generator")(work):
        outputs.extend(done)
        report_progress(task, len(outputs), len(inputs))
    return outputs


def _map_chunk(
    function: Callable[[Input_T], Output_T], chunk: Sequence[Input_T]
) -> list[Output_T]:
    with one_thread():
        return [function(item) for item in chunk]
