"""A questionnaire as one self-contained HTML file, for screen and print."""

from __future__ import annotations

from srtoolkit.document.phrases import shared_file
from srtoolkit.document.questionnaires.form import Form
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.document.writers.form_shape import (
    column_label,
    footer,
    in_two_columns,
    kind,
    question_share,
)
from srtoolkit.document.writers.html import sandboxed_template, without_control

_TEMPLATE = "questionnaire.html.jinja"


def write_form_html(form: Form) -> bytes:
    """Fill ``reports/_shared/questionnaire.html.jinja``; everything is escaped."""
    template = sandboxed_template(shared_file(_TEMPLATE))
    text = template.render(
        form=form,
        words=FormWords(form.lang),
        footer=_css_string(f"{footer(form)} · "),
        kind=kind,
        column_label=column_label,
        in_two_columns=in_two_columns,
        question_share=question_share,
    )
    return without_control(text).encode("utf-8")


def _css_string(text: str) -> object:
    """Quote text for CSS, in letters that neither CSS nor HTML reads as markup."""
    from markupsafe import Markup

    safe = "".join(
        letter if letter.isalnum() or letter in " ·,.:()" else f"\\{ord(letter):x} "
        for letter in text
    )
    return Markup(f'"{safe}"')
