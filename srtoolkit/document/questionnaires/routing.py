"""Skip rules in the words a respondent can follow on paper."""

from __future__ import annotations

from collections.abc import Mapping

from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.questionnaire import ResponseFormat, Rule

_END = "end"


def routing_text(
    rule: Rule,
    words: FormWords,
    *,
    numbers: Mapping[str, int],
    response: ResponseFormat | None,
    target: int | None,
) -> str:
    """Word one rule.

    Parameters
    ----------
    numbers : mapping of str to int
        Number of each question, by its code.
    response : ResponseFormat or None
        The answers of the rule's item.
    target : int or None
        Number of the question to go on with; None where nothing is asked after.
    """
    number = numbers.get(rule.item, rule.item)
    labels = (
        {one.value: words.of(one.label) for one in response.options}
        if (response)
        else {}
    )
    key = f"form.if_{rule.operator}"
    if rule.value in labels and rule.operator in ("equals", "not_equals"):
        key += "_option"
    shown = labels.get(rule.value or 0, rule.value)
    condition = words.say(key, number=number, answer=shown)
    if rule.then == _END or target is None:
        return words.say("form.then_end", condition=condition)
    return words.say("form.then_question", condition=condition, target=target)
