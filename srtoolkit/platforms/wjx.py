"""问卷星 (wjx.cn): the text its import reads, and its downloads."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms import unsupported
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.letters import letters_loss
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import manifest_of
from srtoolkit.platforms.wjx_form.columns import MISSING, download_columns
from srtoolkit.platforms.wjx_form.writing import TextWriter

PLATFORM = "wjx"


def export_wjx(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.txt``, to be pasted into "import a text".

    The text carries questions, matrices, options, what may be left out, pages
    and texts to read; no logic, no limits, no random order, one language.
    Reverse-keyed items are asked as they stand: never let 问卷星 turn them.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    问卷星 AI 工具套件 (wjxcom/wjx-ai-kit, 2026; grammar of the text and kinds of
    download), and the text import page of wjx.cn.
    """
    writer = TextWriter(form, options.first)
    text = writer.text()
    manifest = manifest_of(
        form,
        PLATFORM,
        download_columns(form, options.first),
        languages=(options.first,),
        missing=MISSING,
    )
    losses = (*_losses(form, options), *writer.losses)
    return Export({f"{form.name}.txt": text.encode()}, manifest, losses)


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    yield Loss("", "untested", {"platform": PLATFORM})
    yield Loss("", "one_language", {"language": options.first})
    if form.assignment:
        yield letters_loss(form.assignment)
    yield from unsupported.logic_losses(form)
    yield from unsupported.shuffle_losses(form)
    yield from unsupported.mixed_losses(form)
    yield from unsupported.number_losses(form)
    yield from unsupported.end_losses(form)
    yield from unsupported.ticked_losses(form)
