"""Texts, conditions and the drawing of a condition, as SurveyJS writes them."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence

from srtoolkit.platforms.form.parts import Form, Matrix
from srtoolkit.questionnaire import Assignment, Language, Rule, Text

_SIGNS = {
    "equals": "=",
    "not_equals": "!=",
    "below": "<",
    "above": ">",
    "at_most": "<=",
    "at_least": ">=",
}
_SCRIPT = """\
// Draws the condition, each as likely as the others. Call it on the page that
// shows the form, before the form is rendered: assignCondition(survey).
function assignCondition(survey) {{
  const labels = {labels};
  const draw = crypto.getRandomValues(new Uint32Array(1))[0] / 4294967296;
  survey.setValue({column}, labels[Math.floor(draw * labels.length)]);
}}
"""


class Words:
    """Texts in the languages of a form."""

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = languages

    def of(self, text: Text) -> str | dict[str, str]:
        """Return a text as SurveyJS holds several languages."""
        return self.each({"zh": text.zh, "en": text.en})

    def html(self, text: Text) -> str | dict[str, str]:
        """Return a text as paragraphs of HTML, escaped."""
        return self.each({"zh": _paragraphs(text.zh), "en": _paragraphs(text.en)})

    def each(self, texts: Mapping[Language, str]) -> str | dict[str, str]:
        """Return one string for one language; ``default`` is English."""
        if len(self.languages) == 1:
            return texts[self.languages[0]]
        return {"default": texts["en"], "zh-cn": texts["zh"]}


class Expression:
    """Writes conditions on the answers of one form."""

    def __init__(self, form: Form) -> None:
        self.column = form.assignment.column if form.assignment else ""
        self.rows = {
            row.id: f"{part.id}.{row.id}"
            for part in form.parts
            if isinstance(part, Matrix)
            for row in part.rows
        }
        self.selects = {
            item.id: select.id
            for select in form.multi_selects
            for item in select.options
        }

    def test(self, rule: Rule) -> str:
        """Write a test that is false for an unanswered item."""
        name = self.selects.get(rule.item) or self.rows.get(rule.item, rule.item)
        if rule.operator in ("answered", "not_answered"):
            return (
                f"({{{name}}} {'notempty' if rule.operator == 'answered' else 'empty'})"
            )
        if rule.item in self.selects:
            ticked = f"{{{name}}} contains '{rule.item}'"
            compared = f"iif({ticked}, 1, 0) {_SIGNS[rule.operator]} {rule.value}"
        else:
            compared = f"{{{name}}} {_SIGNS[rule.operator]} {rule.value}"
        return f"({{{name}}} notempty and {compared})"

    def condition(self, labels: Sequence[str]) -> str:
        """Write that the respondent is in one of some conditions."""
        tests = [f"{{{self.column}}} = '{label}'" for label in labels]
        return f"({' or '.join(tests)})"

    def all_of(self, parts: Sequence[str]) -> str:
        """Join expressions that must all hold."""
        return f"({' and '.join(parts)})"

    def negated(self, part: str) -> str:
        """Write that an expression does not hold."""
        return f"!({part})"


def assigning_script(assignment: Assignment) -> bytes:
    """Write the few lines that draw a condition on the page."""
    labels = json.dumps(list(assignment.labels))
    return _SCRIPT.format(labels=labels, column=json.dumps(assignment.column)).encode()


def _paragraphs(text: str) -> str:
    shown = [html.escape(part).replace("\n", "<br>") for part in text.split("\n\n")]
    return "".join(f"<p>{part}</p>" for part in shown)
