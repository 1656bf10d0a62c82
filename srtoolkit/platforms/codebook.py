"""What a codebook, made in `document`, does not tell of a form."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms.described_losses import reading_losses, step_losses
from srtoolkit.platforms.export import ExportOptions
from srtoolkit.platforms.form.parts import Form
from srtoolkit.platforms.losses import Loss, loss_report

PLATFORM = "codebook"


def codebook_report(form: Form, options: ExportOptions) -> bytes:
    """Write the loss report of a codebook."""
    return loss_report(form.name, PLATFORM, list(_losses(form, options)), ())


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    yield Loss("", "codebook_only")
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    if len(form.pages) > 1:
        yield Loss("", "pages_merged")
    yield from reading_losses(form)
    if form.assignment:
        yield Loss(form.assignment.column, "assignment_dropped")
    for block in form.blocks:
        if block.rules or not block.shown.always:
            yield Loss(block.id, "logic_in_words")
        if block.shuffle:
            yield Loss(block.id, "shuffle_dropped")
    for question in form.questions:
        yield from step_losses(question)
