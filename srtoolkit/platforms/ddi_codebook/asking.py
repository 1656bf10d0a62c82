"""Who is asked a question and where it leads, in words."""

from __future__ import annotations

from srtoolkit.platforms.form.parts import Form, FormBlock
from srtoolkit.platforms.words import Words
from srtoolkit.questionnaire import Language, Rule

_END = "end"


def universe_text(block: FormBlock, words: Words) -> str:
    """Say in which conditions a block is asked; empty for all."""
    if not block.shown.conditions:
        return ""
    return words.say("codebook.only_in", labels=", ".join(block.shown.conditions))


def routing_texts(form: Form, block: FormBlock, language: Language) -> list[str]:
    """Say where the rules of a block lead, in their order."""
    words = Words(language)
    return [_rule(form, rule, words, language) for rule in block.rules]


def _rule(form: Form, rule: Rule, words: Words, language: Language) -> str:
    question = form.question(rule.item)
    key, answer = f"form.if_{rule.operator}", str(rule.value)
    if rule.value in question.values and rule.operator in ("equals", "not_equals"):
        choice = question.choices[question.values.index(rule.value)]
        if choice.label:
            key, answer = f"{key}_option", choice.label.in_language(language)
    condition = words.say(key, number=rule.item, answer=answer)
    target = _target(form, rule)
    if target is None:
        return words.say("form.then_end", condition=condition)
    return words.say("form.then_question", condition=condition, target=target)


def _target(form: Form, rule: Rule) -> str | None:
    """Name the question to go on with; None where nothing is asked after."""
    if rule.then == _END:
        return None
    names = [block.id for block in form.blocks]
    after = form.blocks[names.index(rule.then) :]
    return next((asked.id for block in after for asked in block.questions), None)
