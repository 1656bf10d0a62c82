"""``python -m srtoolkit``."""

from srtoolkit.cli import main

main()
