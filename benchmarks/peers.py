"""What each engine does for each task; times in milliseconds."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from benchmarks.samples import MEASUREMENT, MODEL, Samples

#: Draws of one timed bootstrap of ours, and of semopy's refits.
OUR_DRAWS, SEMOPY_DRAWS = 1000, 10

Task = Callable[[], float]


def our_tasks(data: Samples) -> Mapping[str, Task]:
    """Return our engine's tasks."""
    from srtoolkit import sem

    def fit(**options: object) -> sem.SemFit:
        return sem.fit(MODEL, data.complete, engine="native", **options)

    def whole() -> None:
        fitted = fit()
        fitted.fit_indices()
        fitted.tidy()
        fitted.standardised()

    fitted = fit()
    return {
        "fit": _timed(fit),
        "complete": _timed(whole),
        "mlr": _timed(lambda: fit(estimator="MLR")),
        "fiml": _timed(
            lambda: sem.fit(MODEL, data.holes, missing="fiml", engine="native")
        ),
        "scalar": _timed(
            lambda: sem.fit(
                MEASUREMENT,
                data.groups,
                group="group",
                equal=["loadings", "intercepts"],
                engine="native",
            )
        ),
        "wlsmv": _timed(
            lambda: sem.fit(
                MODEL, data.ordinal, ordered=True, estimator="WLSMV", engine="native"
            )
        ),
        "bootstrap": _timed(
            lambda: fitted.bootstrapped(OUR_DRAWS, seed=1), share=OUR_DRAWS
        ),
    }


def semopy_tasks(data: Samples) -> Mapping[str, Task]:
    """Return semopy's tasks; it has no groups, categories or usable FIML."""
    import semopy

    warm = semopy.Model(MODEL)
    warm.fit(data.complete)
    generator = np.random.default_rng(1)

    def fit() -> semopy.Model:
        model = semopy.Model(MODEL)
        model.fit(data.complete)
        return model

    def whole() -> None:
        model = fit()
        model.inspect(std_est=True)
        semopy.calc_stats(model)

    def refits() -> None:
        for _ in range(SEMOPY_DRAWS):
            drawn = generator.integers(0, len(data.complete), len(data.complete))
            rows = data.complete.iloc[drawn].reset_index(drop=True)
            warm.fit(rows, clean_slate=False)

    return {
        "fit": _timed(fit),
        "complete": _timed(whole),
        "bootstrap": _timed(refits, share=SEMOPY_DRAWS),
    }


class LavaanPeer:
    """lavaan in an R process that stays for all tasks."""

    def __init__(self, folder: Path) -> None:
        script = Path(__file__).with_name("lavaan_peer.R")
        self._process = subprocess.Popen(
            ["Rscript", "--vanilla", str(script), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self.version = self._line().removeprefix("ready ")

    @staticmethod
    def is_present() -> bool:
        """Tell whether R with lavaan can be started."""
        if shutil.which("Rscript") is None:
            return False
        asked = ["Rscript", "-e", "quit(status = !requireNamespace('lavaan'))"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    def tasks(self, names: tuple[str, ...]) -> Mapping[str, Task]:
        """Return lavaan's tasks."""
        return {name: lambda task=name: self._time(task) for name in names}

    def close(self) -> None:
        """End the R process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def _time(self, task: str) -> float:
        assert self._process.stdin is not None
        self._process.stdin.write(task + "\n")
        self._process.stdin.flush()
        return float(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("R ended before it answered")
        return line.strip()


def _timed(work: Callable[[], object], *, share: int = 1) -> Task:
    def run() -> float:
        begin = time.perf_counter()
        work()
        return (time.perf_counter() - begin) * 1000 / share

    return run
