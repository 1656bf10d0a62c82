"""Our own questionnaire: one HTML file that works without a network."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form, MultiSelect, Question, questions_of
from srtoolkit.platforms.html_page.assembling import assemble
from srtoolkit.platforms.html_page.definition import Definition, condition_codes
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    manifest_of,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.responses.shown_order import SHOWN_ORDER
from srtoolkit.responses.timing import PAGE_SECONDS

PLATFORM = "html"


def export_html(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.html``.

    The page keeps answers in the browser (``localStorage``) and gives them
    back as CSV or JSON; nothing leaves the device. Conditions are drawn from
    permuted blocks kept on the device, and where there are conditions nobody
    can turn back to a page. ``#zh`` and ``#en`` behind the address
    open it in a language, ``#staff`` shows what the device holds.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    W3C (2016). Content Security Policy Level 2.
    W3C (2023). Web Content Accessibility Guidelines 2.2.
    """
    page = assemble(Definition(form, options).content(), options.languages)
    columns = _columns(form, options)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    return Export({f"{form.name}.html": page}, manifest, tuple(_losses(form, options)))


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    yield Loss("", "kept_on_device")
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    if form.assignment:
        yield Loss(form.assignment.column, "assignment_by_device")
    for select in form.multi_selects:
        yield Loss(select.id, "ticked_only")


def _columns(form: Form, options: ExportOptions) -> Iterator[Column]:
    """Yield the columns of a file of answers; every file has all of them."""
    yield other_column("_id", "respondent")
    meanings: dict[str, str] = {each: each for each in options.languages}
    yield other_column("_language", "language", meanings=meanings)
    if form.assignment:
        written = {str(code): label for label, code in condition_codes(form).items()}
        heading = {"code": form.assignment.column}
        yield condition_column(form.assignment, heading, written=written)
    for part in form.parts:
        for question in questions_of(part):
            yield _column(question, part if isinstance(part, MultiSelect) else None)
    yield other_column("_finished", "finished", meanings={"1": "yes", "0": "no"})
    yield other_column("_started", "started")
    yield other_column("_ended", "ended")
    yield other_column("_seconds", "duration", unit="s")
    for number, page in enumerate(form.pages, start=1):
        asked = (q for block in page.blocks for q in block.questions)
        yield other_column(
            f"{PAGE_SECONDS}{number}",
            "page_duration",
            {"code": f"_seconds_{number}"},
            unit="s",
            items=tuple(q.id for q in asked if q.origin != "consent"),
        )
    for number, block in enumerate(form.blocks, start=1):
        if block.shuffle:
            yield _order(str(number))
            for part in block.parts:
                if isinstance(part, MultiSelect):
                    yield _order(part.id)


def _order(name: str) -> Column:
    """Make the column of an order, in which the ids stand as they were shown."""
    return other_column(f"{SHOWN_ORDER}{name}", "order", {"code": f"_order_{name}"})


def _column(question: Question, select: MultiSelect | None) -> Column:
    heading = {"code": question.id}
    if select:
        return option_column(question, select, heading)
    if question.kind != "choice":
        return question_column(question, heading)
    codes = {str(value): value for value in question.values}
    return question_column(question, heading, written={"code": codes})
