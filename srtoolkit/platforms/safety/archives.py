"""Zip archives, held to limits before anything of them is unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable

from srtoolkit.errors import FileError

#: What reading an encrypted or damaged member raises.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
)
#: Most files, most bytes unpacked, and most bytes a byte of the archive makes.
MOST_FILES, MOST_BYTES, MOST_RATIO = 1_000, 2_000_000_000, 200
#: The bit of an entry that is encrypted.
_LOCKED = 1
#: What Numbers keeps its tables in.
_NUMBERS = ".iwa"
#: Small archives compress well for good reasons.
_SMALL = 10_000_000


def open_archive(content: bytes, file: str) -> zipfile.ZipFile:
    """Open an archive that is no bomb.

    Raises
    ------
    FileError
        When it is no archive, or one file, all files or their number exceed
        what a download has.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _broken(file, str(error)) from error
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    ratio = total / max(1, len(content))
    if (
        len(entries) > MOST_FILES
        or total > MOST_BYTES
        or (total > _SMALL and ratio > MOST_RATIO)
    ):
        raise FileError(
            f"the archive would unpack to {len(entries)} files of {total:,} bytes",
            code="archive_too_large",
            where=file,
            allowed=f"{MOST_FILES} files, {MOST_BYTES:,} bytes, {MOST_RATIO} times its size",
            advice="Unpack it yourself, and name the file with the answers.",
        )
    return archive


def only_member(
    archive: zipfile.ZipFile, file: str, *, wanted: Callable[[str], bool]
) -> tuple[str, bytes]:
    """Read the one file of an archive that is wanted; nothing is written.

    Raises
    ------
    FileError
        When none or several are wanted, or it is encrypted or damaged.
    """
    names = [entry for entry in archive.infolist() if wanted(entry.filename)]
    if any(entry.filename.endswith(_NUMBERS) for entry in archive.infolist()):
        raise FileError(
            "is a file of Apple Numbers",
            code="other_kind_of_file",
            where=file,
            allowed="CSV, TSV, XLSX, XLS, ODS, SAV, DTA, JSON",
            advice="Export it from Numbers as XLSX or CSV.",
        )
    if len(names) != 1:
        found = ", ".join(entry.filename for entry in names[:5]) or "none"
        raise FileError(
            f"the archive holds {len(names)} files of answers: {found}",
            code="archive_ambiguous",
            where=file,
            allowed="one CSV, TSV, XLSX, XLS, SAV, DTA or JSON file",
            advice="Unpack it, and name the file with the answers.",
        )
    entry = names[0]
    if entry.flag_bits & _LOCKED:
        raise FileError(
            "the archive is locked by a password",
            code="archive_locked",
            where=file,
            advice="Unpack it with the password, and name the file with the answers.",
        )
    try:
        with archive.open(entry) as stream:
            content = stream.read(entry.file_size + 1)
    except _DAMAGE as error:
        raise _broken(file, str(error)) from error
    if len(content) > entry.file_size:
        raise _broken(file, "a file is larger than the archive says")
    return entry.filename, content


def _broken(file: str, why: str) -> FileError:
    return FileError(
        f"the archive cannot be read: {why}",
        code="archive_unreadable",
        where=file,
        advice="Download it again.",
    )
