"""Times our SEM engine beside lavaan and semopy: ``python -m benchmarks.sem``.

One process tree, one thread an engine, medians of runs that take turns. Writes
docs/benchmarks.md.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is imported

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers import LavaanPeer, Task, our_tasks, semopy_tasks
from benchmarks.samples import MODEL, Samples, samples

TASKS = {
    "fit": "fit: estimates and errors",
    "complete": "complete fit: errors, all indices, standardised with errors",
    "mlr": "MLR",
    "fiml": "FIML, 8 % scattered holes",
    "scalar": "four-group scalar invariance (4 × 500)",
    "wlsmv": "WLSMV, five categories",
    "bootstrap": "one bootstrap draw",
}
#: Issue's goals: how many times faster than lavaan.
GOALS = {
    "complete": 20,
    "mlr": 20,
    "fiml": 50,
    "scalar": 15,
    "wlsmv": 10,
    "bootstrap": 50,
}
#: Draws for the two figures that need many.
MEMORY_DRAWS, SCALING_DRAWS = 10_000, 50_000
_ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run all tasks and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="24 items instead of simulated ones")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="no long bootstraps")
    parser.add_argument("--out", type=Path, default=_ROOT / "docs" / "benchmarks.md")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    data = samples(options.data)
    with tempfile.TemporaryDirectory() as folder:
        data.write(Path(folder))
        lavaan = LavaanPeer(Path(folder)) if LavaanPeer.is_present() else None
        engines = {"ours": our_tasks(data), "semopy": semopy_tasks(data)}
        if lavaan is not None:
            engines["lavaan"] = lavaan.tasks(tuple(TASKS))
        times = _paired(engines, options.runs)
        if lavaan is not None:
            lavaan.close()
    lines = _table(times) + ([] if options.quick else _long_bootstraps(data))
    name = options.data.stem if options.data else "simulated from the model"
    peer = "not present" if lavaan is None else lavaan.version
    text = "\n".join([*_head(name, peer, options.runs), *lines]) + "\n"
    options.out.write_text(text, encoding="utf-8")
    print(text)


def _paired(
    engines: Mapping[str, Mapping[str, Task]], runs: int
) -> dict[tuple[str, str], list[float]]:
    """Let the engines take turns; the first turn of each is not counted."""
    times: dict[tuple[str, str], list[float]] = {}
    for task in TASKS:
        for turn in range(runs + 1):
            for engine, tasks in engines.items():
                if task not in tasks:
                    continue
                spent = tasks[task]()
                if turn:
                    times.setdefault((engine, task), []).append(spent)
    return times


def _table(times: Mapping[tuple[str, str], list[float]]) -> list[str]:
    lines = [
        "| ms | ours | lavaan | semopy | lavaan / ours | semopy / ours | goal |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for task, words in TASKS.items():
        ours = statistics.median(times["ours", task])
        cells = [f"{ours:.3g}"]
        ratios = []
        for peer in ("lavaan", "semopy"):
            theirs = times.get((peer, task))
            cells.append(f"{statistics.median(theirs):.3g}" if theirs else "–")
            ratio = _paired_ratio(theirs, times["ours", task])
            ratios.append(f"{ratio:.0f} ×" if ratio else "–")
        goal = f"{GOALS[task]} ×" if task in GOALS else "–"
        lines.append(f"| {words} | {' | '.join([*cells, *ratios, goal])} |")
    return lines


def _paired_ratio(theirs: list[float] | None, ours: list[float]) -> float | None:
    """Return the median of the ratios of runs that stood side by side."""
    if not theirs:
        return None
    return statistics.median(a / b for a, b in zip(theirs, ours, strict=True))


def _long_bootstraps(data: Samples) -> list[str]:
    """Measure memory and what a second process brings."""
    from srtoolkit import sem

    fitted = sem.fit(MODEL, data.complete, engine="native")
    spent = {}
    for jobs in (1, 2):
        if jobs > 1:
            fitted.bootstrapped(1000, seed=1, jobs=jobs)  # start the processes
        begin = time.perf_counter()
        fitted.bootstrapped(SCALING_DRAWS, seed=1, jobs=jobs)
        spent[jobs] = time.perf_counter() - begin
    scaling = (
        f"{SCALING_DRAWS:,} draws: {spent[1]:.1f} s in one process, {spent[2]:.1f} s "
        f"in two ({spent[1] / spent[2]:.2f} times faster; goal 1.8). Peak memory of a "
        f"process with {MEMORY_DRAWS:,} draws and their table: {_peak_megabytes():.0f} "
        "MB (goal: below 500 MB)."
    )
    return ["", scaling]


def _peak_megabytes() -> float:
    """Measure a fresh process: the peak of this one has seen other work."""
    code = (
        "import resource\nfrom benchmarks.samples import MODEL, samples\n"
        "from srtoolkit import sem\n"
        "fitted = sem.fit(MODEL, samples().complete, engine='native')\n"
        f"fitted.bootstrapped({MEMORY_DRAWS}, seed=1).tidy()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return float(done.stdout) / 1024


def _head(name: str, lavaan: str, runs: int) -> list[str]:
    machine = (
        f"Machine: {_processor()}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}. "
        f"Python {platform.python_version()}, numpy {version('numpy')}, "
        f"semopy {version('semopy')}; lavaan {lavaan}."
    )
    method = (
        "Written by `python -m benchmarks.sem`. Six factors with four items each, "
        f"five regressions, n = 500 ({name}). Medians of {runs} runs in which the "
        "engines take turns; ratios are medians of pairs. One thread an engine, one "
        "process tree."
    )
    return ["# How fast the SEM engine is", "", method, "", machine, ""]


def _processor() -> str:
    """Name the processor where the system tells."""
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
