"""A questionnaire as PDF, set by typst; its content goes in as data, not markup."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from srtoolkit.document.figures.fonts import chinese_family
from srtoolkit.document.phrases import shared_file
from srtoolkit.document.questionnaires.form import Choice, Form, Grid, Part
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.document.writers.form_shape import (
    column_label,
    footer,
    in_two_columns,
    kind,
    question_share,
)
from srtoolkit.errors import OptionError

_TEMPLATE = "questionnaire.typ"
#: typst carries this family, so that English looks the same everywhere.
_LATIN = "Libertinus Serif"


def write_form_pdf(form: Form) -> bytes:
    """Set the form with ``reports/_shared/questionnaire.typ``.

    Raises
    ------
    OptionError
        When typst is not installed, or no font with Chinese glyphs for a
        Chinese questionnaire.
    """
    try:
        import typst
    except ImportError as error:
        raise OptionError(
            "a PDF needs typst, which is not installed",
            code="extra_missing",
            advice="Install it with pip install 'srtoolkit[pdf]', "
            "or ask for html or docx.",
            extra="pdf",
        ) from error
    content = json.dumps(_content(form), ensure_ascii=False)
    template = shared_file(_TEMPLATE)
    return typst.compile(template.read_bytes(), sys_inputs={"form": content})


def _content(form: Form) -> dict[str, Any]:
    words = FormWords(form.lang)
    return {
        "lang": form.lang,
        "title": form.title,
        "version": form.version,
        "footer": footer(form),
        "codes": form.codes,
        "fonts": _fonts(form),
        "words": {
            name: words.say(f"form.{name}") for name in ("tick_each", "tick_one")
        },
        "pages": [[_part(part) for part in page] for page in form.pages],
    }


def _part(part: Part) -> dict[str, Any]:
    content = asdict(part) | {"part": kind(part)}
    if isinstance(part, Grid):
        content |= {"numeric": part.is_numeric, "share": question_share(part)}
        content["labels"] = [column_label(answer.label) for answer in part.answers]
    if isinstance(part, Choice):
        content["two_columns"] = in_two_columns(part)
    return content


def _fonts(form: Form) -> list[str]:
    chinese = chinese_family()
    if form.lang == "en":
        return [_LATIN, *([chinese] if chinese else [])]
    if chinese is None:
        raise OptionError(
            "no font with Chinese glyphs is installed, so a Chinese PDF would show "
            "empty boxes",
            code="font_missing",
            advice="Install one (fonts-noto-cjk on Debian and Ubuntu), or ask for "
            "html or docx.",
        )
    return [chinese]
