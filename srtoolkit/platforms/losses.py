"""What a platform drops, renames or cuts: told before the form is used.

The words stand in ``reports/_shared/{zh,en}.yaml`` under ``loss``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import LANGUAGES, Language

Value = str | int | float
_AND: Mapping[Language, str] = {"zh": "、", "en": ", "}
#: Values that are codes themselves, and where their words stand.
_NAMED = {
    "language": "language_name",
    "unit": "unit_name",
    "platform": "platform_name",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that does not reach the platform as it was written.

    Attributes
    ----------
    item : str
        Question, matrix or block; empty for the whole form.
    code : str
        Key of the phrase under ``loss``.
    values : mapping of str to str or number
        What the phrase asks for; ``language`` ("zh"), ``unit`` ("bytes",
        "characters") and ``platform`` are codes that are worded as well.
    """

    item: str
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def text(self, language: Language) -> str:
        """Word it in one language.

        Raises
        ------
        ContentError
            When the code has no phrase, or a value is not given.
        """
        words = Words(language)
        values = {
            name: words.say(f"{_NAMED[name]}.{value}") if name in _NAMED else value
            for name, value in self.values.items()
        }
        return words.say(f"loss.{self.code}", **values)


def loss_report(
    title: str, platform: str, losses: Sequence[Loss], columns: Sequence[str]
) -> bytes:
    """Write the loss report, Chinese and English under each other.

    What befalls several items in the same words stands in one row.

    Parameters
    ----------
    title : str
        Name of the form.
    platform : str
    losses : sequence of Loss
    columns : sequence of str
        Headings the platform will give back, in their order.

    Returns
    -------
    bytes
        Markdown.
    """
    lines: list[str] = []
    for language in LANGUAGES:
        words = Words(language)
        shown = words.say(f"platform_name.{platform}")
        heading = words.say("loss_report.title", form=title, platform=shown)
        lines += [f"# {heading}", ""]
        if losses:
            lines += [words.say("loss_report.opening"), ""]
            lines += [
                _row(words.say("loss_report.item"), words.say("loss_report.what"))
            ]
            lines += [_row("---", "---")]
            whole = words.say("loss_report.whole")
            lines += [
                _row(_AND[language].join(item or whole for item in items), text)
                for text, items in _items_by_text(losses, language).items()
            ]
        else:
            lines += [words.say("loss_report.none")]
        if columns:
            lines += ["", words.say("loss_report.columns"), ""]
            lines += [f"- `{_in_one_line(column)}`" for column in columns]
        lines += [""]
    return "\n".join(lines).encode()


def _items_by_text(losses: Sequence[Loss], language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for loss in losses:
        items = found.setdefault(loss.text(language), [])
        if loss.item not in items:
            items.append(loss.item)
    return found


def _row(*cells: str) -> str:
    shown = (_in_one_line(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(shown)} |"


def _in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "'").replace("<", "&lt;").split())
