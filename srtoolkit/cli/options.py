"""Options that several commands share, and the language they speak."""

from __future__ import annotations

import locale
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from srtoolkit.plans import Language

Command_T = TypeVar("Command_T", bound=Callable[..., Any])

study_option = click.option(
    "--study",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Study folder; else the nearest one upwards with a srtoolkit.yaml.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
force_option = click.option("--force", is_flag=True, help="Overwrite files.")
lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en", "both"]),
    help="Language; else SRTOOLKIT_LANG, else the locale, else en.",
)
format_option = click.option(
    "--format",
    "formats",
    default="html,docx",
    show_default=True,
    help="Report formats, separated by commas.",
)
missing_codes_option = click.option(
    "--missing-codes",
    default="",
    metavar="99,NA,…",
    help='Codes that mean "no answer", separated by commas.',
)
encoding_option = click.option(
    "--encoding", help="Encoding of a text file; found out by default."
)


def study_of(study: Path | None) -> Path | None:
    """Return the study named, else the nearest one upwards."""
    from srtoolkit.shelves import study_folder

    return study or study_folder()


def language(lang: str | None) -> Language:
    """Return the one language to speak; ``both`` counts as the default."""
    return languages(None if lang == "both" else lang)[0]


def languages(lang: str | None) -> tuple[Language, ...]:
    """Return the languages asked for by option, environment or locale."""
    if lang == "both":
        return ("zh", "en")
    wanted = lang or os.environ.get("SRTOOLKIT_LANG") or locale.getlocale()[0] or "en"
    return ("zh",) if wanted.lower().startswith(("zh", "chinese")) else ("en",)


def separated(value: str) -> tuple[str, ...]:
    """Split an option at its commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def codes(value: str) -> tuple[float | str, ...]:
    """Split an option at its commas into numbers, and words such as NA."""
    return tuple(_code(part) for part in separated(value))


def _code(part: str) -> float | str:
    try:
        number = float(part)
    except ValueError:
        return part
    return number if math.isfinite(number) else part
