"""One file of HTML whose policy lets run nothing but what stands in it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Language

_SCRIPTS = ("answers.js", "view.js", "survey.js")
_STYLE = "survey.css"
_NAMES = {"zh": "中文", "en": "English"}
_TAGS = {"zh": "zh-CN", "en": "en"}
_PAGE = """\
<!DOCTYPE html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="srtoolkit">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div class="page">
<header><h1>{title}</h1>{languages}</header>
<progress max="{n_pages}" value="0"></progress>
<main tabindex="-1">
<noscript>{no_script}</noscript>
</main>
</div>
<script type="application/json" id="form">{definition}</script>
<script>{script}</script>
</body>
</html>
"""


def assemble(content: dict[str, Any], languages: Sequence[Language]) -> bytes:
    """Write the page of one definition.

    Answers are kept under a key made of the definition, so that a changed
    form does not go on with the answers to another one.
    """
    key = hashlib.sha256(_json(content).encode()).hexdigest()[:16]
    script = "\n".join(["'use strict';", *map(_source, _SCRIPTS)])
    style = _source(_STYLE)
    page = _PAGE.format(
        tag=_TAGS[languages[0]],
        policy=_policy(script, style),
        title=html.escape(content["title"][languages[0]]),
        languages=_switch(languages),
        n_pages=len(content["pages"]),
        no_script="".join(
            f'<p lang="{_TAGS[each]}">{html.escape(Words(each).say("html_page.no_script"))}</p>'
            for each in languages
        ),
        definition=_json({"key": key, **content}),
        script=script,
        style=style,
    )
    return page.encode()


def _policy(script: str, style: str) -> str:
    """Allow our script and style by their hashes, and nothing else at all."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _switch(languages: Sequence[Language]) -> str:
    if len(languages) < 2:
        return ""
    buttons = "".join(
        f'<button type="button" data-language="{each}" lang="{_TAGS[each]}">'
        f"{_NAMES[each]}</button>"
        for each in languages
    )
    return f'<div class="languages">{buttons}</div>'


def _json(content: dict[str, Any]) -> str:
    """Write JSON that cannot end the element it stands in."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _source(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
