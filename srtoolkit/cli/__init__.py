"""The command line: parse, call one function, print; words the errors."""

from srtoolkit.cli.main import main

__all__ = ["main"]
