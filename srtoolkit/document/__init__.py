"""Documents: reports from a parsed results.json, and printed questionnaires.

A report never fits anything: every number stands in the results, every word in
``reports/_shared``, the order of sections in a report's ``outline.yaml``.
"""

from srtoolkit.document.answers_page import answers_page, mark_names
from srtoolkit.document.blocks import Block, Paragraph, Report, Table
from srtoolkit.document.blocks import plain as plain_text
from srtoolkit.document.building import build_report
from srtoolkit.document.questionnaires.catalogue import catalogue_page
from srtoolkit.document.questionnaires.codebook import write_codebook
from srtoolkit.document.questionnaires.previewing import (
    FORM_FORMATS,
    FormFormat,
    preview_questionnaire,
    printed_forms,
)
from srtoolkit.document.rendering import FORMATS, ReportFormat, render_report

__all__ = [
    "FORMATS",
    "FORM_FORMATS",
    "Block",
    "FormFormat",
    "Paragraph",
    "Report",
    "ReportFormat",
    "Table",
    "answers_page",
    "build_report",
    "catalogue_page",
    "mark_names",
    "plain_text",
    "preview_questionnaire",
    "printed_forms",
    "render_report",
    "write_codebook",
]
