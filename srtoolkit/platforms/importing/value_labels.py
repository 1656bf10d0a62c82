"""Holds the value labels of a statistics file against the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.comparing import label_key
from srtoolkit.platforms.importing.headings import Match
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.manifest.model import Column


def label_problems(
    sheet: Sheet, matches: Sequence[Match], download: str
) -> list[Problem]:
    """Find answers whose label in the file is the label of another one.

    A file in which 1 is labelled as the instrument's 7 was recoded: read by its
    numbers it would be scored the wrong way round.

    Parameters
    ----------
    download : str
        Kind of the answers, as found out: code, number, score.
    """
    problems = []
    for match in matches:
        labels = sheet.value_labels.get(match.heading, {})
        if match.column is None or not match.column.written or not labels:
            continue
        wrong = list(_wrong(labels, match.column, download))
        if wrong:
            problems.append(_problem(sheet.file, match.column.name, wrong))
    return problems


def _wrong(labels: Mapping[float, str], column: Column, download: str) -> Iterator[str]:
    numbers = column.written.get(download, {})
    for value, label in labels.items():
        meant = {
            answer
            for kind, answers in column.written.items()
            if kind.startswith("label")
            for text, answer in answers.items()
            if label_key(text) == label_key(label)
        }
        if meant and numbers.get(f"{value:g}", value) not in meant:
            yield f"{value:g} = {label} (here {min(meant)})"


def _problem(file: str, name: str, wrong: Sequence[str]) -> Problem:
    return Problem(
        "value_labels_differ",
        f'item "{name}": the file labels its values otherwise than the '
        f"instrument: {'; '.join(wrong[:3])}",
        file,
        advice="Recode the file as the instrument has it, and turn nothing "
        "else: reverse-keyed items are turned when they are scored.",
        pieces={"item": name},
    )
