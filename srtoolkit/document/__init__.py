"""Turns a parsed results.json into a report: HTML or DOCX, Chinese or English.

It never fits anything: every number stands in the results, every word in
``reports/_shared``, the order of sections in a report's ``outline.yaml``.
"""

from srtoolkit.document.blocks import Report
from srtoolkit.document.building import build_report
from srtoolkit.document.rendering import FORMATS, ReportFormat, render_report

__all__ = ["FORMATS", "Report", "ReportFormat", "build_report", "render_report"]
