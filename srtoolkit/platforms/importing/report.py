"""What an import did with every column, for the reader and for the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ColumnAccount:
    """What became of one column.

    Attributes
    ----------
    place : str
        As spreadsheets name it: ``A``, ``AB``.
    heading : str
    kind : str
        As in the manifest; ``extra`` and ``blank`` for what is not in it.
    how : {"heading", "wording", "named", "left_out", "extra", "blank"}
        How it was recognised.
    fate : {"kept", "used", "dropped", "pseudonymised"}
        ``used``: read, but not handed on, as the status of a response is.
    name : str
        Column of the answers; empty when nothing is handed on.
    personal : str
        What in it can name a person.
    """

    place: str
    heading: str
    kind: str
    how: str
    fate: str
    name: str = ""
    personal: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything an import did.

    Attributes
    ----------
    file, sha256, platform : str
    download : str
        How answers were written: code, label, number, score.
    columns : tuple of ColumnAccount
        Every column of the file.
    n_read, n_kept : int
        Rows of answers in the file, and respondents handed on.
    left_out : mapping of str to int
        Rows by reason: ``preview``, ``declined``.
    unfinished : int
        Respondents handed on who did not reach the end.
    languages : mapping of str to int
        Respondents by language, where the download tells it.
    notes : tuple of Reason
    """

    file: str
    sha256: str
    platform: str
    download: str
    columns: tuple[ColumnAccount, ...]
    n_read: int
    n_kept: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    unfinished: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row per column: ``place, heading, kind, how, fate, name, personal``."""
        import pandas as pd

        return pd.DataFrame([asdict(column) for column in self.columns])

    def glance(self) -> pd.DataFrame:
        """One row: ``n_read, n_kept, n_columns, n_kept_columns, n_removed``."""
        import pandas as pd

        kept = sum(column.fate == "kept" for column in self.columns)
        removed = sum(
            bool(column.personal) and column.fate == "dropped"
            for column in self.columns
        )
        row = {
            "n_read": self.n_read,
            "n_kept": self.n_kept,
            "n_columns": len(self.columns),
            "n_kept_columns": kept,
            "n_removed": removed,
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        found = asdict(self)
        found["columns"] = [asdict(column) for column in self.columns]
        found["notes"] = [
            {"code": note.code, "values": dict(note.values)} for note in self.notes
        ]
        return found

    def to_markdown(self, language: Language) -> str:
        """Write the report in one language."""
        return "\n".join(self._lines(Words(language)))

    def _lines(self, words: Words) -> list[str]:
        say = words.say
        lines = [f"# {say('import.title', file=self.file)}", ""]
        lines += [say("import.counts", n_read=self.n_read, n_kept=self.n_kept)]
        lines += [
            f"- {say(f'import.left_out_{reason}', n=n)}"
            for reason, n in self.left_out.items()
            if n
        ]
        if self.unfinished:
            lines += [f"- {say('import.unfinished', n=self.unfinished)}"]
        if self.download:
            lines += [f"- {say(f'import.download_{self.download}')}"]
        for code, n in self.languages.items():
            name = say(f"language_name.{code}")
            lines += [f"- {say('import.language', language=name, n=n)}"]
        lines += [
            f"- {say(f'import.{note.code}', **note.values)}" for note in self.notes
        ]
        lines += ["", f"## {say('import.removed')}", ""]
        lines += self._removed(words)
        lines += ["", f"## {say('import.columns')}", ""]
        head = ("place", "heading", "becomes", "recognised")
        lines += [_row(*(say(f"import.head_{name}") for name in head))]
        lines += [_row(*["---"] * len(head))]
        lines += [
            _row(
                column.place,
                column.heading,
                column.name or say(f"import.fate_{column.fate}"),
                say(f"import.how_{column.how}"),
            )
            for column in self.columns
        ]
        return [*lines, ""]

    def _removed(self, words: Words) -> list[str]:
        lines = [
            "- "
            + words.say(
                f"import.{column.fate}",
                place=column.place,
                heading=_in_one_line(column.heading),
                what=words.say(f"import.personal_{column.personal}"),
            )
            for column in self.columns
            if column.personal and column.fate in ("dropped", "pseudonymised", "kept")
        ]
        if any(c.personal and c.fate == "dropped" for c in self.columns):
            lines += ["", words.say("import.keep_hint")]
        return lines or [words.say("import.removed_none")]


def _row(*cells: str) -> str:
    shown = (_in_one_line(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"


def _in_one_line(text: str) -> str:
    shown = " ".join(text.split()).replace("<", "&lt;")
    return shown if len(shown) <= 80 else f"{shown[:29]}…{shown[-50:]}"
