"""DDI-Codebook 2.5: the questionnaire as archives describe the data of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from srtoolkit.platforms.ddi_codebook.describing import Describing
from srtoolkit.platforms.ddi_codebook.elements import Elements
from srtoolkit.platforms.ddi_codebook.materials import Materials
from srtoolkit.platforms.described_losses import asking_losses, step_losses
from srtoolkit.platforms.export import Export, ExportOptions
from srtoolkit.platforms.form.parts import Form, MultiSelect, questions_of
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.manifest.columns import (
    condition_column,
    manifest_of,
    option_column,
    other_column,
    question_column,
)
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.questionnaire import Text

if TYPE_CHECKING:
    from lxml import etree

PLATFORM = "ddi"


def export_ddi(form: Form, *, options: ExportOptions = ExportOptions()) -> Export:  # noqa: B008
    """Write a form as ``<name>.xml``, a codebook without cases.

    Blocks with a title are variable groups of the type ``section``, scales
    ``subject``, matrices ``grid``, ticked options ``multipleResp``. Rules stand
    behind the question they follow, conditions as the universe, texts and
    stories as other material. The file is valid by the first and the second
    release of the schema, which asks less of repeated elements. The manifest
    reads a table of answers whose columns bear the names of the variables.

    Parameters
    ----------
    form : Form
    options : ExportOptions, optional

    Returns
    -------
    Export

    References
    ----------
    DDI Alliance (2012, 2013). DDI-Codebook 2.5 and 2.5.1, XML schema.
    """
    from lxml import etree

    elements = Elements(options.languages)
    describing = Describing(form, elements)
    codebook = elements.root()
    for part in ("docDscr", "stdyDscr"):
        citation = elements.add(elements.add(codebook, part), "citation")
        _title(elements, citation, form.title)
        statement = elements.add(citation, "verStmt")
        elements.add(statement, "version", form.version)
    describing.add_to(codebook)
    Materials(form, elements).add_to(codebook)
    content = etree.tostring(
        codebook, encoding="UTF-8", xml_declaration=True, pretty_print=True
    )
    columns = _columns(form, describing, options)
    manifest = manifest_of(form, PLATFORM, columns, languages=options.languages)
    losses = tuple(_losses(form, options))
    return Export({f"{form.name}.xml": content}, manifest, losses)


def _title(elements: Elements, citation: etree._Element, title: Text) -> None:
    first, *others = elements.languages
    statement = elements.add(citation, "titlStmt")
    elements.add(statement, "titl", title.in_language(first))
    for lang in others:
        elements.add(statement, "parTitl", title.in_language(lang), lang=lang)


def _losses(form: Form, options: ExportOptions) -> Iterator[Loss]:
    if len(options.languages) == 1:
        yield Loss("", "one_language", {"language": options.first})
    for block in form.blocks:
        if block.rules or block.shown.conditions:
            is_told = block.questions or not block.rules
            yield Loss(block.id, "logic_in_words" if is_told else "logic_dropped")
    yield from asking_losses(form)
    for question in form.questions:
        yield from step_losses(question)
        if question.kind == "choice" and question.choices[0].label is None:
            yield Loss(question.id, "ends_in_labels")


def _columns(
    form: Form, describing: Describing, options: ExportOptions
) -> Iterator[Column]:
    yield other_column(describing.respondent, "respondent")
    meanings: dict[str, str] = {each: each for each in options.languages}
    yield other_column(describing.language, "language", meanings=meanings)
    if form.assignment:
        yield condition_column(form.assignment, {"code": form.assignment.column})
    for part in form.parts:
        for question in questions_of(part):
            heading = {"code": question.id}
            if isinstance(part, MultiSelect):
                yield option_column(question, part, heading)
            else:
                yield question_column(question, heading, languages=options.languages)
