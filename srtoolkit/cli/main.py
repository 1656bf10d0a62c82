"""The ``srtoolkit`` command and its exit codes.

0: done, whatever the verdicts. 1: done, but a model is not admissible, a
hypothesis not testable, or a check found errors. 2: wrong input, nothing
written.
"""

from __future__ import annotations

import gc
import sys

import click

from srtoolkit import __version__
from srtoolkit.cli import analyze, instruments, new, plans, report, responses
from srtoolkit.cli.console import print_error
from srtoolkit.errors import SrtoolkitError

#: New objects between two searches for cycles. Python's 700 make reading a shelf
#: of YAML take half as long again.
_COLLECT_EVERY = 50_000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="srtoolkit")
def srtoolkit() -> None:
    """Survey and statistical toolkit for service-recovery studies.

    \b
    Example:
      srtoolkit analyze recovery-paradox --demo -o out --lang both
    """


for _command in (
    analyze.command,
    report.command,
    instruments.group,
    plans.group,
    responses.group,
    new.command,
):
    srtoolkit.add_command(_command)


def main() -> None:
    """Run the command; a mistake of the user's ends in one message and exit 2."""
    gc.set_threshold(_COLLECT_EVERY)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a glyph never stops the work
    try:
        sys.exit(srtoolkit(standalone_mode=False) or 0)
    except SrtoolkitError as error:
        print_error(error, as_json="--json" in sys.argv)
    except click.ClickException as error:
        error.show()
    except click.Abort:
        click.echo("Stopped.", err=True)
    sys.exit(2)
