"""From a platform's download to `Responses`: every column accounted for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import OptionError
from srtoolkit.platforms.importing.headings import match_columns
from srtoolkit.platforms.importing.options import ImportOptions
from srtoolkit.platforms.importing.own_answers import OWN, manifest_for
from srtoolkit.platforms.importing.plain import plain_manifest
from srtoolkit.platforms.importing.reading import Imported, Reading
from srtoolkit.platforms.importing.sheet import read_download
from srtoolkit.platforms.manifest.model import Manifest
from srtoolkit.platforms.manifest.reading import read_manifest

if TYPE_CHECKING:
    from srtoolkit.questionnaire import LoadedInstrument
    from srtoolkit.responses import Responses


def import_download(
    path: str | Path,
    *,
    manifest: str | Path | Manifest | None = None,
    instruments: Sequence[str | Path | LoadedInstrument] = (),
    study: Path | None = None,
    options: ImportOptions | None = None,
    accept: bool = False,
    encoding: str | None = None,
    sheet: str | None = None,
    required: Collection[str] = (),
    may_be_constant: Collection[str] | None = None,
) -> Imported:
    """Read a platform's download and score nothing that is not certain.

    Parameters
    ----------
    path : str or Path
        CSV, TSV, XLSX, XLS, ODS, SAV, POR, DTA or JSON, or a zip with one of
        them; with a manifest also the answers that an import wrote.
    manifest : str, Path or Manifest, optional
        The ``manifest.json`` that came with the exported form.
    instruments : sequence, optional
        Needed without a manifest: columns are then matched by the items'
        codes, and by their texts with `accept`. With a manifest, instruments
        that are not on the shelf by name.
    study : Path, optional
        The study whose shelf is searched before the bundled one.
    options : ImportOptions, optional
    accept : bool
        As in `options`, for short.
    encoding, sheet
        As `srtoolkit.responses.read_responses`.
    required, may_be_constant
        As there; without `may_be_constant`, every column may be.

    Returns
    -------
    Imported

    Raises
    ------
    FileError
        When the file or the manifest cannot be read.
    ContentError
        With every mistake of the manifest.
    ResponsesError
        With every column and every answer that is not certain.
    OptionError
        When neither manifest nor instruments are given, or an option names
        nothing.
    """
    options = options or ImportOptions()
    accept = accept or options.accept
    loaded, known = _what_was_asked(manifest, instruments, study)
    download = read_download(Path(path), encoding=encoding, sheet=sheet)
    known = manifest_for(download, known) if manifest is not None else known
    matching = match_columns(
        download,
        known,
        named=options.matches,
        left_out=options.leave_out,
        kept=options.privacy.keep,
        keep_others=manifest is None or known.platform == OWN,
    )
    return Reading(download, known, loaded, matching, options, accept).imported(
        required, may_be_constant
    )


def import_responses(path: str | Path, **how: Any) -> Responses:
    """Read a platform's download and keep the answers alone.

    Parameters
    ----------
    path : str or Path
    **how
        As `import_download`, which also tells what became of every column;
        errors as there.

    Returns
    -------
    Responses
    """
    return import_download(path, **how).responses


def _what_was_asked(
    manifest: str | Path | Manifest | None,
    instruments: Sequence[str | Path | LoadedInstrument],
    study: Path | None,
) -> tuple[tuple[LoadedInstrument, ...], Manifest]:
    from srtoolkit.questionnaire import load_instruments

    if manifest is None:
        if not instruments:
            raise OptionError(
                "neither a manifest nor an instrument is named",
                code="nothing_to_read_with",
                advice="Name the manifest.json of the exported form, or the instruments.",
            )
        loaded = load_instruments(list(instruments), study=study)
        return loaded, plain_manifest(loaded)
    known = manifest if isinstance(manifest, Manifest) else read_manifest(manifest)
    given = load_instruments(list(instruments), study=study)
    names = {each.instrument.name for each in given}
    wanted = [each.name for each in known.instruments if each.name not in names]
    return load_instruments([*given, *wanted], study=study), known
