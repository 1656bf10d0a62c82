"""Times the whole measurement battery: ``python -m benchmarks.measurement``.

24 items of six scales, 500 simulated respondents in two groups, 1,000 bootstrap
draws. Writes docs/benchmarks-measurement.md.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from srtoolkit import psychometrics, sem
from srtoolkit.questionnaire import load_instruments
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.simulation import simulate_answers

SCALES = ("DJ", "PJ", "IPJ", "IFJ", "RSAT", "LOY")
INSTRUMENTS = ("justice-four-facets", "recovery-satisfaction", "loyalty-word-of-mouth")
STRUCTURE = "RSAT ~ DJ + PJ + IPJ + IFJ\nLOY ~ RSAT"
#: Issue's goal for the battery, in seconds on two cores.
GOAL = 10
_ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run the battery and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bootstrap", type=int, default=1000)
    parser.add_argument("--n", type=int, default=500)
    out = _ROOT / "docs" / "benchmarks-measurement.md"
    parser.add_argument("--out", type=Path, default=out)
    options = parser.parse_args()
    tasks = _tasks(_answers(options.n), options.bootstrap)
    times = {name: _seconds(task) for name, task in tasks.items()}
    lines = [f"| {name} | {seconds:.2f} |" for name, seconds in times.items()]
    total = sum(times.values())
    text = "\n".join([*_head(options), *lines, f"| **all** | **{total:.2f}** |", ""])
    options.out.write_text(text, encoding="utf-8")
    print(text)


def _answers(n: int) -> Responses:
    """Simulate two groups that answer alike."""
    loaded = load_instruments(INSTRUMENTS)
    items = {
        scale.id: [item.id for item in scale.items]
        for one in loaded
        for scale in one.instrument.scales
    }
    lines = [f"{s} =~ " + " + ".join(f"1*{i}" for i in items[s]) for s in SCALES]
    lines += [f"{a} ~~ 0.5*{b}" for a in SCALES[:4] for b in SCALES[:4] if a < b]
    lines += ["RSAT ~ 0.3*DJ + 0.2*PJ + 0.2*IPJ + 0.2*IFJ", "LOY ~ 0.6*RSAT"]
    frame = simulate_answers(
        "\n".join(lines),
        n={"first": n // 2, "second": n - n // 2},
        instruments=loaded,
        condition_column="group",
        seed=1,
    )
    return responses_from_frame(
        frame, loaded, required=[i for s in SCALES for i in items[s]]
    )


def _tasks(responses: Responses, draws: int) -> dict[str, Callable[[], Any]]:
    items = {
        scale.id: [item.id for item in scale.items]
        for scale in responses.scales
        if scale.id in SCALES
    }
    measurement = "\n".join(f"{s} =~ {' + '.join(items[s])}" for s in SCALES)
    estimation = {"estimator": "ML"}
    columns = [item for names in items.values() for item in names]
    again = {"bootstrap": draws, "seed": 1}
    fit = sem.fit(measurement, responses.keyed[columns], model_type="cfa")
    return {
        "item statistics": lambda: psychometrics.item_statistics(responses),
        "normality": lambda: psychometrics.normality(responses),
        "exploratory factor analysis, parallel analysis with 100 draws": lambda: (
            psychometrics.exploratory_factor_analysis(responses, items=columns, seed=1)
        ),
        f"reliability, {draws:,} draws": lambda: psychometrics.reliability(
            responses, **again
        ),
        f"validity with HTMT, {draws:,} draws": lambda: psychometrics.validity(
            fit, responses, **again
        ),
        "rival models of the facets": lambda: psychometrics.rival_models(
            responses,
            measurement=measurement,
            factors=SCALES[:4],
            estimation=estimation,
        ),
        "method variance": lambda: psychometrics.method_variance(
            responses,
            measurement=measurement,
            structure=STRUCTURE,
            estimation=estimation,
        ),
        "invariance over two groups": lambda: psychometrics.measurement_invariance(
            responses, measurement=measurement, group="group", estimation=estimation
        ),
    }


def _seconds(task: Callable[[], Any]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def _head(options: argparse.Namespace) -> list[str]:
    return [
        "# How fast the measurement battery is",
        "",
        (
            "Written by `python -m benchmarks.measurement`. 24 items of six scales, "
            f"n = {options.n}, {options.bootstrap:,} bootstrap draws; one run, one "
            f"process. Goal: all of it in less than {GOAL} s on two cores."
        ),
        "",
        (
            f"Machine: {platform.system()} {platform.release()}, Python "
            f"{platform.python_version()}, numpy {version('numpy')}."
        ),
        "",
        "| step | seconds |",
        "|---|---:|",
    ]


if __name__ == "__main__":
    main()
