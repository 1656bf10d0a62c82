"""Seeds, resamples, parallel work and progress."""

from srtoolkit.resampling.draws import (
    resample_counts,
    resample_rows,
    seed_sequences,
)
from srtoolkit.resampling.halves import Half, random_half
from srtoolkit.resampling.parallel import parallel_map
from srtoolkit.resampling.progress import progress_to, report_progress
from srtoolkit.resampling.threads import one_thread

__all__ = [
    "Half",
    "one_thread",
    "parallel_map",
    "progress_to",
    "random_half",
    "report_progress",
    "resample_counts",
    "resample_rows",
    "seed_sequences",
]
