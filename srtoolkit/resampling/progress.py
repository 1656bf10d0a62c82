"""Progress goes to whoever asked for it, through a context variable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ProgressCallback = Callable[[str, int, int], None]

_callback: ContextVar[ProgressCallback | None] = ContextVar("progress", default=None)


@contextmanager
def progress_to(callback: ProgressCallback) -> Iterator[None]:
    """Send progress as ``callback(task, done, total)`` while the block runs."""
    token = _callback.set(callback)
    try:
        yield
    finally:
        _callback.reset(token)


def report_progress(task: str, done: int, total: int) -> None:
    """Tell the current listener, if there is one."""
    callback = _callback.get()
    if callback is not None:
        callback(task, done, total)
