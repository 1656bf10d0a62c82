"""Times a large download: ``python -m benchmarks.responses``.

100,000 simulated respondents and 80 items of 16 scales, three of ten items reverse-
keyed, 2 % holes, one respondent in fifty careless, in a CSV as Qualtrics gives it:
three heading rows, and 17 columns of its own before the answers. A fresh process
imports it through the manifest of the exported form, checks, scores and screens;
its peak memory is measured. Writes docs/benchmarks-responses.md.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

N_SCALES, N_ITEMS = 16, 5
#: Columns of Qualtrics' own, as its downloads have them.
_OWN = (
    "StartDate", "EndDate", "Status", "IPAddress", "Progress",
    "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId",
    "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference",
    "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
)  # fmt: skip
#: Issue's goals: seconds and megabytes on two cores.
SECONDS, MEGABYTES = 15, 1000
_ROOT = Path(__file__).parents[1]
_HEAD = """\
schema: 1
name: large
version: 1.0.0
title: {zh: 大问卷, en: Large questionnaire}
description: {zh: 供计时, en: For timing}
measures: []
kind: questionnaire
licence: CC-BY-4.0
translation: {status: draft}
instructions: {zh: 请作答。, en: Please answer.}
minutes: 10
references: {doe2000: "Doe, J. (2000). A title. A Journal, 1(1), 1–2."}
responses:
  seven: {low: 1, high: 7, step: 1, low_label: {zh: 低, en: low},
          high_label: {zh: 高, en: high}}
scales:
"""


def main() -> None:
    """Make the file, time a fresh process on it, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    out = _ROOT / "docs" / "benchmarks-responses.md"
    parser.add_argument("--out", type=Path, default=out)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print("\n".join(_measured(options.measure)))
        return
    with tempfile.TemporaryDirectory() as folder:
        _write_study(Path(folder), options.n)
        command = [sys.executable, "-m", "benchmarks.responses", "--measure", folder]
        ran = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=_ROOT
        )
    text = "\n".join([*_head(options.n), *ran.stdout.splitlines(), ""])
    options.out.write_text(text, encoding="utf-8")
    print(text)


def _write_study(folder: Path, n: int) -> None:
    place = folder / "large"
    place.mkdir()
    scales = "".join(map(_scale, range(N_SCALES)))
    (place / "instrument.yaml").write_text(_HEAD + scales, encoding="utf-8")
    from srtoolkit.platforms import PLATFORMS, read_form

    export = PLATFORMS["qualtrics"](read_form(place))
    (folder / "manifest.json").write_bytes(export.manifest.to_bytes())
    names = [f"S{s}I{i}" for s in range(N_SCALES) for i in range(N_ITEMS)]
    by_name = {column.name: column.headings for column in export.manifest.columns}
    letters = np.array(["", *map(str, range(1, 8))])[_answers(n)]
    seconds = np.random.default_rng(2).integers(90, 1200, n)
    begun = np.datetime64("2026-05-01T08:00:00") + np.arange(n) * 7
    times = (np.char.replace(_text(t), "T", " ") for t in (begun, begun + seconds))
    with (folder / "download.csv").open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        for mode in ("name", "text:en", "import_id"):
            heads = (by_name[name] for name in (*_OWN, *names))
            sheet.writerow([(each.get(mode) or each["text"])[0] for each in heads])
        for number, row in enumerate(zip(*times, seconds, letters, strict=True)):
            sheet.writerow([*_own_cells(number, *row[:3]), *row[3]])


def _text(moments: np.ndarray) -> np.ndarray:
    """Return moments as text, ``2026-05-01T08:00:00``."""
    return moments.astype(str)


def _own_cells(number: int, begun: str, ended: str, seconds: int) -> list[object]:
    """Return what Qualtrics writes before the answers of one respondent."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    response = f"R_{number:015d}"
    language = ("ZH-S", "EN")[number % 2]
    told = [begun, ended, "0", address, "100", seconds, "1", ended, response]
    return [*told, "", "", "", "", "31.2304", "121.4737", "anonymous", language]


def _scale(number: int) -> str:
    items = "".join(
        f"      - {{id: S{number}I{i}, text: {{zh: 题{number}之{i}, en: Item {number} "
        f"{i}.}}, asks: {{zh: 题, en: item}}, response: seven, wording: own"
        f"{', reverse: true' if _is_reverse(number, i) else ''}}}\n"
        for i in range(N_ITEMS)
    )
    return (
        f"  - id: S{number}\n    construct: null\n"
        f"    title: {{zh: 量表{number}, en: Scale {number}}}\n"
        "    definition: {zh: 一, en: one}\n    source: [doe2000]\n"
        "    kind: reflective\n    scoring: {method: mean, min_valid: 3}\n"
        f"    items:\n{items}"
    )


def _is_reverse(scale: int, item: int) -> bool:
    return (scale * N_ITEMS + item) % 10 in (2, 5, 9)


def _answers(n: int) -> np.ndarray:
    """Return answers 1 to 7, shape (n, 80); 0 is a hole."""
    rng = np.random.default_rng(1)
    factors = np.repeat(rng.normal(size=(n, N_SCALES)), N_ITEMS, axis=1)
    answers = np.rint(4 + 1.2 * factors + rng.normal(size=factors.shape))
    answers = np.clip(answers, 1, 7).astype(np.int8)
    for at in range(answers.shape[1]):
        if _is_reverse(*divmod(at, N_ITEMS)):
            answers[:, at] = 8 - answers[:, at]
    careless = n // 100
    answers[:careless] = rng.integers(1, 8, (careless, 1))
    answers[careless : 2 * careless] = rng.integers(1, 8, (careless, answers.shape[1]))
    answers[rng.random(answers.shape) < 0.02] = 0
    return np.asarray(answers)


def _measured(folder: Path) -> list[str]:
    """Do the whole work once and return the table's lines."""
    from srtoolkit import responses as room
    from srtoolkit.platforms import import_responses

    spent: dict[str, tuple[float, float]] = {}

    def timed(name: str, task: Callable[[], Any]) -> Any:
        begin, used = time.perf_counter(), time.process_time()
        found = task()
        spent[name] = (time.perf_counter() - begin, time.process_time() - used)
        return found

    read: room.Responses = timed(
        "import through the manifest, every column and answer checked",
        lambda: import_responses(
            folder / "download.csv",
            manifest=folder / "manifest.json",
            instruments=[folder / "large"],
        ),
    )
    timed("score 16 scales", lambda: read.scores)
    timed(
        "screen: all marks, all indices of careless responding",
        lambda: room.screening(read).tidy(),
    )
    timed("audit the reverse keys", lambda: room.key_audit(read).tidy())
    timed("missing answers by item and pattern", lambda: room.missing_data(read).tidy())
    lines = [
        f"| {name} | {wall:.2f} | {cpu:.2f} |" for name, (wall, cpu) in spent.items()
    ]
    wall, cpu = (sum(column) for column in zip(*spent.values(), strict=True))
    lines.append(f"| **all** (goal: {SECONDS}) | **{wall:.2f}** | **{cpu:.2f}** |")
    peak = _peak_megabytes()
    return [*lines, "", f"Peak memory: {peak:.0f} MB (goal: below {MEGABYTES} MB)."]


def _peak_megabytes() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _head(n: int) -> list[str]:
    machine = f"{os.cpu_count()} × {platform.processor() or platform.machine()}"
    libraries = [f"{name} {version(name)}" for name in ("numpy", "pandas")]
    return [
        "# A large file of answers",
        "",
        (
            f"{n:,} simulated respondents, {N_SCALES * N_ITEMS} items of {N_SCALES} "
            f"scales in a CSV as Qualtrics gives it, {len(_OWN)} columns of its own "
            "before the answers: what it takes to import it through the manifest, "
            "check, score and screen in one process. Made by "
            "`python -m benchmarks.responses`."
        ),
        "",
        f"Python {platform.python_version()}, {', '.join(libraries)}; {machine}.",
        "",
        "| task | seconds (wall) | seconds (processor) |",
        "|---|---:|---:|",
    ]


if __name__ == "__main__":
    main()
