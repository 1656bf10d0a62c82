"""Linear algebra on one thread, so that sums round alike everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep BLAS to one thread while the block runs.

    A sum split over threads rounds differently, in the last digit, from one
    that is not: without this, results would depend on the number of cores and
    of processes. Our matrices are small, so nothing is lost.
    """
    import scipy.linalg  # noqa: F401  (only libraries loaded by now are limited)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield
