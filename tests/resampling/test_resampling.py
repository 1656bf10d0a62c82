"""The same draws at any number of jobs."""

from __future__ import annotations

import math

import numpy as np

from srtoolkit.resampling import (
    parallel_map,
    progress_to,
    resample_rows,
    seed_sequences,
)


def test_jobs_do_not_change_results():
    inputs = [float(value) for value in range(120)]

    assert parallel_map(math.sqrt, inputs, jobs=2) == parallel_map(math.sqrt, inputs)


def test_rows_stay_in_their_group():
    groups = np.array([0] * 30 + [1] * 20)
    rows = resample_rows(groups, seed_sequences(1, 1)[0])

    assert (groups[rows] == groups).all()
    assert len(set(rows)) < len(rows)


def test_a_seed_gives_the_same_draws():
    groups = np.zeros(50)
    first, second = (
        [resample_rows(groups, seed) for seed in seed_sequences(7, 3)] for _ in range(2)
    )

    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first[0], first[1])


def test_progress_reaches_the_listener_and_only_inside():
    heard: list[tuple[str, int, int]] = []
    with progress_to(lambda *event: heard.append(event)):
        parallel_map(abs, list(range(60)), task="draws")
    parallel_map(abs, list(range(60)), task="draws")

    assert heard == [("draws", 50, 60), ("draws", 60, 60)]
