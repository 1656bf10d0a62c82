"""What goes to the terminal: messages, tables, progress, one JSON object."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click

from srtoolkit.errors import Problem, SrtoolkitError
from srtoolkit.resampling import progress_to

#: A progress bar appears when a task has run this long, in seconds.
_PATIENCE = 2.0


def print_json(content: Mapping[str, Any] | Sequence[Any]) -> None:
    """Put one JSON object on stdout."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def print_error(error: SrtoolkitError, *, as_json: bool) -> None:
    """Word an error: one line a problem."""
    if as_json:
        problems = [problem_row(problem) for problem in error.problems]
        print_json({"error": problems})
    count = len(error.problems)
    if count > 1:
        click.echo(f"srtoolkit: {count} mistakes; nothing was written", err=True)
    for problem in error.problems:
        prefix = "  " if count > 1 else "srtoolkit: "
        click.echo(f"{prefix}{problem}", err=True)


def problem_row(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values."""
    row = asdict(problem)
    row["pieces"] = {key: str(value) for key, value in problem.pieces.items()}
    return row


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table; columns as wide as the terminal allows."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 120
    Console(markup=False, highlight=False, emoji=False, width=width).print(table)


@contextmanager
def progress() -> Iterator[None]:
    """Show a bar on stderr for work over two seconds; silent without a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress

    started: dict[str, float] = {}
    tasks: dict[str, Any] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:

        def show(task: str, done: int, total: int) -> None:
            started.setdefault(task, time.monotonic())
            waited = time.monotonic() - started[task] > _PATIENCE
            if task not in tasks and waited:
                tasks[task] = bar.add_task(task, total=total)
            if task in tasks:
                bar.update(tasks[task], completed=done)

        with progress_to(show):
            yield
