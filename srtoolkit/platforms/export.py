"""What an export is: files, a manifest, and what was lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from srtoolkit.errors import OptionError
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.losses import Loss, loss_report
from srtoolkit.platforms.manifest.model import Manifest
from srtoolkit.questionnaire import LANGUAGES, Language

#: Kinds of column a download may have that nobody designed.
_UNASKED = frozenset({"metadata", "identifier", "order"})
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+")
MANIFEST_FILE, LOSS_FILE = "manifest.json", "loss-report.md"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a user chooses about an export.

    Attributes
    ----------
    languages : tuple of {"zh", "en"}
        Languages wanted; the first is the one a platform shows by default,
        and the only one where it carries one.
    """

    languages: tuple[Language, ...] = LANGUAGES

    @property
    def first(self) -> Language:
        """The default language."""
        return self.languages[0]


@dataclass(frozen=True, slots=True)
class Export:
    """One form written for one platform.

    Attributes
    ----------
    files : mapping of str to bytes
        By file name, without folders.
    manifest : Manifest
        The columns the platform will give back.
    losses : tuple of Loss
    """

    files: Mapping[str, bytes]
    manifest: Manifest
    losses: tuple[Loss, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse names that would lead out of the folder.

        Raises
        ------
        OptionError
        """
        for name in self.files:
            if not _FILE_NAME.fullmatch(name) or name.startswith("."):
                raise OptionError(
                    f'"{name}" is no name of a file', code="wrong_file_name", found=name
                )

    def folder(self) -> dict[str, bytes]:
        """Return every file of the export folder, manifest and report too."""
        headings = [
            next(iter(column.headings.values()))[0]
            for column in self.manifest.columns
            if column.kind not in _UNASKED
        ]
        report = loss_report(
            self.manifest.form.name, self.manifest.platform, self.losses, headings
        )
        return {
            **self.files,
            MANIFEST_FILE: self.manifest.to_bytes(),
            LOSS_FILE: report,
        }


class Exporter(Protocol):
    """How every platform's file writes a form."""

    def __call__(self, form: Form, *, options: ExportOptions = ...) -> Export:
        """Write the form."""
